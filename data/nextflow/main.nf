#!/usr/bin/env nextflow
// SPDX-License-Identifier: GPL-3.0-or-later
//
// A whole pipeline for those who have none: a table of slides in; registered
// slides, QC pictures, merged slides, reports, sessions and registered.csv out.
// docs/pipeline.md says more.

nextflow.enable.dsl = 2

include { SAFFRON } from './adapter'

// The rows of the table, each checked: exactly one reference of each patient.
def read_table(path) {
    def table = file(path, checkIfExists: true)
    def rows = table.splitCsv(header: true)
    def references = rows.findAll { it.is_reference?.toLowerCase() == 'true' }
        .countBy { it.patient_id }

    rows.collect { it.patient_id }.unique().each { patient ->
        def n = references[patient] ?: 0
        if (n > 1 || (n == 0 && !params.allow_auto_reference)) {
            error "${path}: patient ${patient} has ${n} references; mark one slide alone"
        }
    }
    def taken = [] as Set
    rows.collect { row ->
        def first = !references[row.patient_id] && taken.add(row.patient_id)
        def image = row.preprocessed_image
        [[patient_id: row.patient_id, channels: row.channels,
          is_reference: first || row.is_reference?.toLowerCase() == 'true'],
         image.startsWith('/') ? file(image, checkIfExists: true)
                               : file("${table.parent}/${image}", checkIfExists: true)]
    }
}

workflow {
    if (!params.input || !params.outdir) {
        error 'give --input TABLE.csv and --outdir DIR'
    }
    SAFFRON(Channel.fromList(read_table(params.input)))

    SAFFRON.out.registered
        .map { meta, image ->
            def where = "${file(params.outdir)}/${meta.patient_id}/registered/${image.name}"
            "${meta.patient_id},${where},${meta.is_reference},${meta.channels},${meta.verdict}"
        }
        .collectFile(name: 'registered.csv', storeDir: "${params.outdir}/csv", newLine: true,
                     sort: true, seed: 'patient_id,registered_image,is_reference,channels,verdict')
}

workflow.onComplete {
    def table = file("${params.outdir}/csv/registered.csv")
    if (!table.exists()) return
    def rows = table.splitCsv(header: true)
    def moved = rows.findAll { it.verdict != 'reference' }
    def doubtful = moved.findAll { it.verdict != 'verified' }

    log.info "${moved.size() - doubtful.size()} of ${moved.size()} slides are verified" +
        (workflow.stats.ignoredCount > 0 ? ", and ${workflow.stats.ignoredCount} tasks failed" : '')
    doubtful.each { log.info "${it.verdict}: ${it.registered_image}" }
}
