// SPDX-License-Identifier: GPL-3.0-or-later
//
// Registers all slides of a patient in one process: takes the place of REGISTER.
// A slide that fails is left out, and named; all others are there.

process SAFFRON_REGISTER_BATCH {
    tag "${patient_id}"
    label 'saffron_batch'

    input:
    tuple val(patient_id), path(reference, stageAs: 'slides/*'), path(moving, stageAs: 'slides/*')

    output:
    tuple val(patient_id), path('registered_slides/*_registered.ome.tiff'), emit: registered
    tuple val(patient_id), path('verdicts.csv'), emit: verdicts
    tuple val(patient_id), path("${patient_id}.saffron"), emit: session
    path 'summary.csv', emit: summary
    path 'versions.yml', emit: versions
    path '*.size.csv', emit: size_log

    script:
    def names = ([reference] + [moving].flatten()).collect { "'${it}'" }.join(' ')
    """
    echo patient_id,path,is_reference > batch.csv
    first=true
    for slide in ${names}; do
        echo "${patient_id},\$(readlink -f "\$slide"),\$first" >> batch.csv
        first=false
    done
    status=0
    ${params.saffron_cli} batch batch.csv --output out --threads ${task.cpus} \\
        --no-qc --force ${params.saffron_options} || status=\$?
    [ \$status -eq 0 ] || [ \$status -eq 3 ] || [ -f out/csv/registered.csv ] || exit \$status

    mkdir -p registered_slides
    mv 'out/${patient_id}/registered'/*_registered.ome.tiff registered_slides/
    cp 'out/${patient_id}/${patient_id}.saffron' 'out/${patient_id}/summary.csv' .
    cp out/csv/registered.csv verdicts.csv
    for file in registered_slides/*; do
        echo "SAFFRON_REGISTER_BATCH,${patient_id},\$(basename "\$file"),\$(wc -c < "\$file")"
    done > '${patient_id}.SAFFRON_REGISTER_BATCH.size.csv'
    printf '"${task.process}":\\n    saffron: %s\\n' \\
        "\$(${params.saffron_cli} --version | cut -d ' ' -f 2)" > versions.yml
    """
}
