/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "export/ome-writer.h"
#include "synth/synth.h"

G_BEGIN_DECLS

/**
 * SaffronSynthFiles:
 * @layout: of the pyramids
 * @compression: of the tiles of fluorescence slides
 * @compression_rgb: of the tiles of brightfield slides
 * @quality: see #SaffronTileCodec; 0 for the usual
 * @overwrite: whether files that are there may be replaced
 */
typedef struct {
  SaffronOmeLayout layout;
  SaffronCompression compression;
  SaffronCompression compression_rgb;
  int quality;
  gboolean overwrite;
} SaffronSynthFiles;

/**
 * saffron_synth_write:
 * @folder: made if it is not there
 *
 * Writes each slide as an OME-TIFF, its points as slideN.csv, and truth.json.
 *
 * Returns: %FALSE with an error that names the file: a file that is there and
 *   may not be replaced is found before anything is written; all files appear
 *   together at the end, or none does
 */
gboolean saffron_synth_write (const SaffronSynth *synth,
                              const char *folder,
                              const SaffronSynthFiles *how,
                              SaffronJob *job,
                              GError **error);

G_END_DECLS
