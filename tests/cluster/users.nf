#!/usr/bin/env nextflow
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The shape of a pipeline that people have: a table in, one of several methods of
// registration, files matched back to their rows by patient and markers, a table
// out. What stands before and after is left out.

nextflow.enable.dsl = 2

include { SAFFRON } from '../../data/nextflow/adapter'
include { SAFFRON_REGISTER_BATCH } from '../../data/nextflow/modules/saffron_register_batch'

params.registration_method = 'saffron'

// The markers in a file's name, whatever their order and case.
def markers_of(name) {
    def base = name.replaceFirst(/_registered\.ome\.tiff$/, '').replaceFirst(/\.ome\.tiff?$/, '')
    base.tokenize('_').drop(1).collect { it.toUpperCase() } as Set
}

workflow {
    images = Channel.fromPath(params.input).splitCsv(header: true).map { row ->
        [[patient_id: row.patient_id, is_reference: row.is_reference == 'true',
          channels: row.channels], file(row.preprocessed_image)]
    }

    if (params.registration_method == 'saffron') {
        SAFFRON(images)
        registered = SAFFRON.out.registered.map { meta, image -> [meta.patient_id, image] }
    } else {
        patients = images.map { meta, image -> [meta.patient_id, meta.is_reference, image] }
            .groupTuple()
            .map { patient, marks, files ->
                [patient, files[marks.indexOf(true)],
                 files.withIndex().findAll { f, i -> !marks[i] }.collect { f, i -> f }]
            }
        SAFFRON_REGISTER_BATCH(patients)
        registered = SAFFRON_REGISTER_BATCH.out.registered.transpose()
    }

    registered
        .combine(images.map { meta, image -> [meta.patient_id, meta, image.name] }, by: 0)
        .filter { patient, image, meta, name -> markers_of(image.name) == markers_of(name) }
        .map { patient, image, meta, name ->
            "${patient},${image},${meta.is_reference},${meta.channels}"
        }
        .collectFile(name: 'registered.csv', storeDir: "${params.outdir}/csv", newLine: true,
                     sort: true, seed: 'patient_id,registered_image,is_reference,channels')
}
