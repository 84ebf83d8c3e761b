/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "export/ome-writer.h"
#include "synth/synth.h"

G_BEGIN_DECLS

/**
 * SaffronSynthFiles:
 * @layout: layout of the pyramids
 * @compression: compression of fluorescence slides' tiles
 * @compression_rgb: compression of brightfield slides' tiles
 * @quality: see #SaffronTileCodec; 0 for the default
 * @overwrite: whether existing files may be replaced
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
 * @folder: the folder to write to, which is made if it does not exist
 *
 * Writes each slide as an OME-TIFF, its points as slideN.csv, and truth.json.
 *
 * Returns: %FALSE with an error that names the file. An existing file that may
 *   not be replaced is reported before anything is written. All files appear
 *   together at the end, or none does
 */
gboolean saffron_synth_write (const SaffronSynth *synth,
                              const char *folder,
                              const SaffronSynthFiles *how,
                              SaffronJob *job,
                              GError **error);

G_END_DECLS
