/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cli/batch-input.h"

G_BEGIN_DECLS

/* (transfer full): without slides. @id: (nullable) */
SaffronBatchPatient *saffron_batch_patient_new (const char *id);
/* @folder: (nullable): what a relative path starts from; the current folder */
void saffron_batch_patient_add (SaffronBatchPatient *patient,
                                const char *path,
                                const char *folder,
                                const char *channels);

/* Whether the first line names the columns of a table of slides. */
gboolean saffron_batch_table_is (const char *text);

/**
 * saffron_batch_table_read:
 * @path: of the table
 * @text: what is in it
 * @first: whether the first slide of a patient without a reference is it
 * @patients: (element-type SaffronBatchPatient): gets the patients, in the
 *   order in which they appear
 *
 * Reads the table that the pipeline's preprocessing writes: patient_id,
 * preprocessed_image, is_reference ("true"), channels; the columns in any
 * order, others are ignored. The image's column may also be called
 * padded_image, registered_image, image or path.
 *
 * Returns: %FALSE with an error that names the table and the line
 */
gboolean saffron_batch_table_read (const char *path,
                                   const char *text,
                                   gboolean first,
                                   GPtrArray *patients,
                                   GError **error);

G_END_DECLS
