// SPDX-License-Identifier: GPL-3.0-or-later
//
// Registers one slide onto its reference, and writes it as it lies there: takes
// the place of CPU_REGISTER and GPU_REGISTER.
//
// meta has patient_id and name, and memory (bytes) and minutes as estimated, if
// they are known. landmarks is [] or a file of landmarks that corrects the slide.
// The verdict is "verified", "partial" or "unverified": none of them is a failure.

process SAFFRON_REGISTER {
    tag "${meta.name}"
    label 'saffron_register'

    input:
    tuple val(meta), path(reference, stageAs: 'reference/*'), path(moving), path(landmarks, stageAs: 'landmarks/*')

    output:
    tuple val(meta), path("${meta.name}_registered.ome.tiff"), env(verdict), emit: registered
    tuple val(meta), path("${meta.name}.saffron"), emit: session
    path 'versions.yml', emit: versions
    path '*.size.csv', emit: size_log

    script:
    def correct = landmarks ? "--landmarks '${landmarks}'" : ''
    """
    # 3 says that the registration is there, but not verified.
    run () { status=0; "\$@" || status=\$?; [ \$status -eq 0 ] || [ \$status -eq 3 ]; }

    # The session names the slides where they really are.
    run ${params.saffron_cli} register "\$(readlink -f '${reference}')" \\
        "\$(readlink -f '${moving}')" --output '${meta.name}.saffron' --force \\
        --threads ${task.cpus} ${correct} ${params.saffron_options}
    run ${params.saffron_cli} warp '${meta.name}.saffron' \\
        --output '${meta.name}_registered.ome.tiff' --force --threads ${task.cpus}
    verdict=verified
    if [ \$status -eq 3 ]; then
        verdict=unverified
        # Ends with 0 when a part of the tissue is verified.
        run ${params.saffron_cli} qc '${meta.name}.saffron' --output . --level 6 --force \\
            --accept-partial 0.000001
        [ \$status -eq 3 ] || verdict=partial
    fi

    bytes=\$(wc -c < '${meta.name}_registered.ome.tiff')
    echo "SAFFRON_REGISTER,${meta.patient_id},${meta.name},\$bytes" \\
        > '${meta.name}.SAFFRON_REGISTER.size.csv'
    printf '"${task.process}":\\n    saffron: %s\\n' \\
        "\$(${params.saffron_cli} --version | cut -d ' ' -f 2)" > versions.yml
    """
}
