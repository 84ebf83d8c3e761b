// SPDX-License-Identifier: GPL-3.0-or-later
//
// Registers the slides of a pipeline whose files come as [meta, file], with
// meta.patient_id, meta.is_reference and meta.channels. To use it beside the other
// methods of registration:
//
//     include { SAFFRON } from '…/share/saffron/nextflow/adapter'
//     …
//     case 'saffron':
//         SAFFRON(ch_images)
//         ch_registered = SAFFRON.out.registered
//         break
//
// Emits registered: [meta, file] of every slide, the reference too, with the meta
// that came in and its verdict added; session, qc, versions and size_log.

include { SAFFRON_ESTIMATE } from './modules/saffron_estimate'
include { SAFFRON_REGISTER } from './modules/saffron_register'
include { SAFFRON_QC       } from './modules/saffron_qc'
include { SAFFRON_PATIENT  } from './modules/saffron_patient'

// What a slide's results are called: its file's name without its endings.
def name_of(file) {
    file.name.replaceFirst(/(?i)(\.ome)?\.[a-z0-9]+$/, '')
}

// The file of landmarks that corrects a slide; [] for none.
def landmarks_of(name) {
    if (!params.landmarks) return []
    def found = file("${params.landmarks}/${name}.csv")
    found.exists() ? found : []
}

workflow SAFFRON {
    take:
    images      // [meta, file]

    main:
    named = images.map { meta, image -> [meta + [name: name_of(image)], image] }
    references = named.filter { meta, image -> meta.is_reference }
    pairs = named.filter { meta, image -> !meta.is_reference }
        .map { meta, image -> [meta.patient_id, meta, image] }
        .combine(references.map { meta, image -> [meta.patient_id, image] }, by: 0)
        .map { patient_id, meta, image, reference -> [meta, reference, image] }

    SAFFRON_ESTIMATE(pairs)
    // [key, memory, minutes]: of that slide, with the margins of saffron-cli.
    needs = SAFFRON_ESTIMATE.out.estimate.map { meta, json ->
        def told = new groovy.json.JsonSlurper().parse(json.toFile())[0].cluster
        [meta, [memory: told.peak_memory as long, minutes: told.ask_minutes as long]]
    }
    SAFFRON_REGISTER(
        pairs.join(needs).map { meta, reference, moving, need ->
            [meta + need, reference, moving, landmarks_of(meta.name)]
        }
    )
    moved = SAFFRON_REGISTER.out.registered.map { meta, image, verdict ->
        [meta.findAll { it.key != 'memory' && it.key != 'minutes' } + [verdict: verdict], image]
    }

    qc = Channel.empty()
    if (!params.skip_registration_qc) {
        SAFFRON_QC(
            SAFFRON_REGISTER.out.registered
                .map { meta, image, verdict -> [meta.patient_id, meta, image] }
                .combine(references.map { meta, image -> [meta.patient_id, image] }, by: 0)
                .map { patient_id, meta, image, reference -> [meta, reference, image] }
        )
        qc = SAFFRON_QC.out.qc
    }

    SAFFRON_PATIENT(
        SAFFRON_REGISTER.out.session
            .map { meta, session -> [meta.patient_id, session] }
            .groupTuple(sort: { a, b -> a.name <=> b.name })
            .join(references.map { meta, image -> [meta.patient_id, meta.name] })
            .map { patient_id, sessions, name -> [patient_id, name, sessions] }
    )
    still = SAFFRON_PATIENT.out.reference
        .join(references.map { meta, image -> [meta.patient_id, meta] })
        .map { patient_id, image, meta -> [meta + [verdict: 'reference'], image] }

    emit:
    registered = moved.mix(still)
    session    = SAFFRON_PATIENT.out.session
    merged     = SAFFRON_PATIENT.out.merged
    report     = SAFFRON_PATIENT.out.report
    qc         = qc
    versions   = SAFFRON_REGISTER.out.versions
    size_log   = SAFFRON_REGISTER.out.size_log
}
