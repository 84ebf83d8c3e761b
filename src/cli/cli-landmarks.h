/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <glib/gi18n.h>

#include "register/landmark-reading.h"

G_BEGIN_DECLS

/**
 * saffron_cli_landmarks_read:
 * @texts: (nullable): the arguments of --landmarks: [NAME=]PAIRS.csv, or
 *   [NAME=]REFERENCE,MOVING for two files; NAME is the moving slide and may be
 *   left out when there is only one
 * @paths: the moving slides
 * @n: how many
 * @output: the file that will be written; it must not be one of the landmark
 *   files
 *
 * A name that contains a comma or an equals sign is taken as a whole if a file
 * has that name. Points without a partner are reported on stderr.
 *
 * Returns: (transfer full): for each moving slide its landmarks, see
 *   saffron_landmarks_file_read(), or %NULL; %NULL with an error, which is a
 *   usage error unless a file is the cause
 */
GPtrArray *saffron_cli_landmarks_read (char **texts,
                                       char **paths,
                                       guint n,
                                       const char *output,
                                       GError **error);

/**
 * SaffronCliReading:
 * @units: (nullable): of --landmark-units
 * @swap: of --swap
 * @shift: of --shift-rows
 *
 * How a person wants landmarks to be read.
 */
typedef struct {
  char *units;
  gboolean swap;
  int shift;
} SaffronCliReading;

#define SAFFRON_CLI_READING_ENTRIES(reading)                                   \
  { "landmark-units",                                                          \
    0,                                                                         \
    0,                                                                         \
    G_OPTION_ARG_STRING,                                                       \
    &(reading)->units,                                                         \
    N_ ("Units of the landmarks: px of level 0, um, or px of a picture of "    \
        "half "                                                                \
        "or quarter size; without it they are checked"),                       \
    "px|um|half|quarter" },                                                    \
      { "swap",                                                                \
        0,                                                                     \
        0,                                                                     \
        G_OPTION_ARG_NONE,                                                     \
        &(reading)->swap,                                                      \
        N_ ("The landmarks' reference and moving coordinates are swapped"),    \
        NULL },                                                                \
  {                                                                            \
    "shift-rows", 0, 0, G_OPTION_ARG_INT, &(reading)->shift,                   \
        N_ ("Pair each row of the reference with the row of the moving slide " \
            "so "                                                              \
            "many farther down"),                                              \
        "1|-1"                                                                 \
  }

void saffron_cli_reading_clear (SaffronCliReading *reading);

/* %FALSE with a usage error when a value is none of those allowed. */
gboolean saffron_cli_reading_check (const SaffronCliReading *reading,
                                    GError **error);

/**
 * saffron_cli_landmarks_place:
 * @given: (nullable): as they were read
 * @placed: (out) (transfer full) (nullable): in level-0 pixels
 *
 * Reads landmarks as the options say. Without options they are refused if only
 * another reading makes them agree.
 *
 * Returns: %FALSE with an error that says which options help
 */
gboolean saffron_cli_landmarks_place (GArray *given,
                                      const SaffronCliReading *reading,
                                      SaffronSlide *reference,
                                      SaffronSlide *moving,
                                      GArray **placed,
                                      GError **error);

/* (transfer full): the options that ask for @reading: "--swap
 * --landmark-units um". */
char *saffron_cli_reading_to_options (const SaffronLandmarkReading *reading);

G_END_DECLS
