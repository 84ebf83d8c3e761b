/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "synth/markers.h"

#include "synth/random.h"

#define EPITHELIUM (1u << SAFFRON_CELL_EPITHELIUM)
#define FIBROBLAST (1u << SAFFRON_CELL_FIBROBLAST)
#define HELPER (1u << SAFFRON_CELL_T_HELPER)
#define CYTOTOXIC (1u << SAFFRON_CELL_T_CYTOTOXIC)
#define B_CELL (1u << SAFFRON_CELL_B)
#define MACROPHAGE (1u << SAFFRON_CELL_MACROPHAGE)
#define OTHER (1u << SAFFRON_CELL_OTHER)
#define LYMPHOCYTES (HELPER | CYTOTOXIC | B_CELL)
#define ALL (EPITHELIUM | FIBROBLAST | LYMPHOCYTES | MACROPHAGE | OTHER)

static const SaffronMarker markers[SAFFRON_N_MARKERS] = {
  { "DAPI", 0x4060ff, SAFFRON_MARKER_NUCLEUS, ALL, 1.0, 1.0, 0.045 },
  { "CD3", 0x40ff40, SAFFRON_MARKER_MEMBRANE, HELPER | CYTOTOXIC, 0.97, 0.5,
    0.06 },
  { "CD8", 0xff4040, SAFFRON_MARKER_MEMBRANE, CYTOTOXIC, 0.95, 0.45, 0.05 },
  { "PANCK", 0xffd040, SAFFRON_MARKER_EPITHELIUM, EPITHELIUM, 1.0, 0.6, 0.05 },
  { "CD68", 0xff40ff, SAFFRON_MARKER_CYTOPLASM, MACROPHAGE, 0.85, 0.5, 0.06 },
  { "KI67", 0xff8040, SAFFRON_MARKER_NUCLEUS, EPITHELIUM | B_CELL, 0.24, 0.7,
    0.05 },
  { "SMA", 0x40ffff, SAFFRON_MARKER_FIBRES, FIBROBLAST, 1.0, 0.4, 0.06 },
  { "FOXP3", 0xc0ff40, SAFFRON_MARKER_NUCLEUS, HELPER, 0.3, 0.5, 0.05 },
  { "CD20", 0x8080ff, SAFFRON_MARKER_MEMBRANE, B_CELL, 0.96, 0.55, 0.05 },
  { "ECAD", 0xffff80, SAFFRON_MARKER_MEMBRANE, EPITHELIUM, 1.0, 0.45, 0.05 },
  { "CD4", 0x80ff80, SAFFRON_MARKER_MEMBRANE, HELPER, 0.95, 0.4, 0.06 },
  { "VIM", 0xffa0c0, SAFFRON_MARKER_FIBRES, FIBROBLAST, 1.0, 0.3, 0.05 },
  { "CD45", 0xa0ffa0, SAFFRON_MARKER_MEMBRANE, LYMPHOCYTES, 0.98, 0.4, 0.05 },
  { "PCNA", 0xff6060, SAFFRON_MARKER_NUCLEUS, ALL, 0.22, 0.6, 0.05 },
};

const SaffronMarker *
saffron_marker_get (int index)
{
  g_return_val_if_fail (index >= 0 && index < SAFFRON_N_MARKERS, NULL);

  return &markers[index];
}

const SaffronMarker *
saffron_marker_of_channel (int slide, int channel, int n_channels)
{
  int turn = slide * (n_channels - 1) + channel - 1;

  return channel == 0 ? &markers[0]
                      : &markers[1 + turn % (SAFFRON_N_MARKERS - 1)];
}

gboolean
saffron_marker_has (const SaffronMarker *marker, const SaffronCell *cell)
{
  guint64 salt = (guint64) (marker - markers) + 301;

  return (marker->kinds & (1u << cell->kind)) != 0
         && saffron_synth_unit (saffron_synth_key (cell->key, salt))
                < marker->part;
}
