// SPDX-License-Identifier: GPL-3.0-or-later
//
// What is about all slides of a patient: one session, the reference in the form of
// the others, one merged OME-TIFF, and the report.

process SAFFRON_PATIENT {
    tag "${patient_id}"
    label 'saffron_patient'

    input:
    tuple val(patient_id), val(reference_name), path(sessions, stageAs: 'sessions/*')

    output:
    tuple val(patient_id), path("${patient_id}.saffron"), emit: session
    tuple val(patient_id), path("${reference_name}_registered.ome.tiff"), emit: reference
    tuple val(patient_id), path("${patient_id}_merged.ome.tiff"), emit: merged
    tuple val(patient_id), path('quality'), emit: report

    script:
    """
    run () { status=0; "\$@" || status=\$?; [ \$status -eq 0 ] || [ \$status -eq 3 ]; }

    ${params.saffron_cli} join sessions/*.saffron --output '${patient_id}.saffron' --force
    ${params.saffron_cli} warp '${patient_id}.saffron' --reference \\
        --output '${reference_name}_registered.ome.tiff' --force --threads ${task.cpus}
    run ${params.saffron_cli} merge '${patient_id}.saffron' \\
        --output '${patient_id}_merged.ome.tiff' --force --threads ${task.cpus}
    run ${params.saffron_cli} quality '${patient_id}.saffron' --output quality --force \\
        --threads ${task.cpus}
    """
}
