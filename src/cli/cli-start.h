/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib/gi18n.h>

#include "slide/slide.h"
#include "transform/transform.h"

G_BEGIN_DECLS

/**
 * SaffronCliStart:
 * @given: whether one of the arguments was for this slide
 * @none: it removes the start that the session has
 * @map: it is @affine; otherwise it is the rest, see saffron_start_lay()
 *
 * What --start says of one moving slide.
 */
typedef struct {
  gboolean given, none, map;
  SaffronAffine affine;
  double dx, dy, turn;
  gboolean flip;
} SaffronCliStart;

#define SAFFRON_CLI_START_ENTRY(texts)                                         \
  {                                                                            \
    "start", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, texts,                         \
        N_ ("Lay the moving slide by hand: its centre so many pixels right "   \
            "of "                                                              \
            "and below the reference's, turned clockwise by so many degrees, " \
            "and "                                                             \
            "mirrored with flip; or none"),                                    \
        "[NAME=]DX,DY,TURN[,flip]"                                             \
  }

/**
 * saffron_cli_starts_read:
 * @texts: (nullable): the arguments of --start: [NAME=]DX,DY,TURN[,flip], or
 *   [NAME=] and the six numbers of the map from the reference, or [NAME=]none;
 *   NAME is the moving slide and may be left out when there is only one
 * @paths: the moving slides
 * @n: how many
 *
 * Returns: (transfer full) (element-type SaffronCliStart): one for each moving
 *   slide; %NULL with a usage error
 */
GArray *
saffron_cli_starts_read (char **texts, char **paths, guint n, GError **error);

/**
 * saffron_cli_start_place:
 * @kept: (nullable): the start that the session has
 *
 * Returns: (transfer full) (nullable): what to start from, to be freed with
 *   g_free()
 */
SaffronAffine *saffron_cli_start_place (const SaffronCliStart *start,
                                        const SaffronAffine *kept,
                                        SaffronSlide *reference,
                                        SaffronSlide *moving);

G_END_DECLS
