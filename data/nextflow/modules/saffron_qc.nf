// SPDX-License-Identifier: GPL-3.0-or-later
//
// Pictures of registered slides over their reference: takes the place of
// GENERATE_REGISTRATION_QC.

process SAFFRON_QC {
    tag "${meta.name}"
    label 'saffron_small'

    input:
    tuple val(meta), path(reference, stageAs: 'reference/*'), path(registered)

    output:
    tuple val(meta), path('*_QC_RGB*'), emit: qc
    path 'versions.yml', emit: versions

    script:
    """
    level=\$(awk -v scale=${params.qc_scale_factor} \\
        'BEGIN { printf "%d", -log (scale) / log (2) + 0.5 }')
    ${params.saffron_cli} qc '${reference}' ${[registered].flatten().collect { "'${it}'" }.join(' ')} \\
        --output . --level \$level --tiff --force --threads ${task.cpus}
    printf '"${task.process}":\\n    saffron: %s\\n' \\
        "\$(${params.saffron_cli} --version | cut -d ' ' -f 2)" > versions.yml
    """
}
