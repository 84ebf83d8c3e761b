// SPDX-License-Identifier: GPL-3.0-or-later
//
// What registering one slide will take, from the sizes of both files alone.

process SAFFRON_ESTIMATE {
    tag "${meta.name}"
    label 'saffron_small'

    input:
    tuple val(meta), path(reference, stageAs: 'reference/*'), path(moving)

    output:
    tuple val(meta), path('estimate.json'), emit: estimate

    script:
    """
    ${params.saffron_cli} estimate '${reference}' '${moving}' --json \\
        --cluster-cpus ${params.saffron_cpus} ${params.saffron_options} \\
        > estimate.json
    """
}
