/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "quality/quality.h"

G_BEGIN_DECLS

/* How many places of each kind a sheet shows at most. */
#define SAFFRON_SHEET_PLACES 9

/**
 * SaffronSheetPlaces:
 * @worst: indices of windows, the worst first
 * @n_worst: how many there are
 * @random: indices of windows at other places than @worst, in reading order
 * @n_random: how many there are
 *
 * The places that a sheet shows.
 */
typedef struct {
  guint worst[SAFFRON_SHEET_PLACES];
  guint n_worst;
  guint random[SAFFRON_SHEET_PLACES];
  guint n_random;
} SaffronSheetPlaces;

/**
 * saffron_sheet_places_find:
 * @worst: (element-type SaffronWorstPlace): of @windows
 *
 * The random places are drawn with a fixed key: the same windows give the same
 * places. Every window has the same chance, whatever was measured there.
 */
void saffron_sheet_places_find (const SaffronWindows *windows,
                                const GArray *worst,
                                SaffronSheetPlaces *places);

G_END_DECLS
