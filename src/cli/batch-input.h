/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * SaffronBatchSlide:
 * @path: absolute
 * @channels: (nullable): the names of its channels, separated by "|", as a
 *   table gave them
 *
 * One slide that a batch was given.
 */
typedef struct {
  char *path;
  char *channels;
} SaffronBatchSlide;

/**
 * SaffronBatchPatient:
 * @id: names the folder of its results; unique, and no path
 * @slides: (element-type SaffronBatchSlide): at least one, each file once
 * @reference: index of the reference among them
 *
 * The slides that are registered onto one reference.
 */
typedef struct {
  char *id;
  GPtrArray *slides;
  guint reference;
} SaffronBatchPatient;

const SaffronBatchSlide *
saffron_batch_patient_get (const SaffronBatchPatient *patient, guint index);

/**
 * SaffronBatchWish:
 * @reference: (nullable): the reference's path, file name, or name without its
 *   endings
 * @markers: separated by commas; of a folder, the slide whose name has most of
 *   them is the reference
 * @first: whether the first slide is the reference where a table marks none
 *
 * Which slide is to be the reference.
 */
typedef struct {
  const char *reference;
  const char *markers;
  gboolean first;
} SaffronBatchWish;

/**
 * saffron_batch_input_read:
 * @paths: a folder of slides; or a list, a text with a path in each line; or a
 *   table with the columns patient_id, preprocessed_image, is_reference and
 *   channels; or two or more slides, the reference first
 * @n: how many
 *
 * Paths in a list or table are relative to its folder. All but a table are one
 * patient, which is called what the slides' names begin with up to the first
 * "_" if they agree, else by the folder of the first.
 *
 * Returns: (transfer full) (element-type SaffronBatchPatient): in the order in
 *   which they came; %NULL with an error that names the file
 */
GPtrArray *saffron_batch_input_read (char *const *paths,
                                     guint n,
                                     const SaffronBatchWish *wish,
                                     GError **error);

G_END_DECLS
