/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib/gi18n.h>

#include "session/session.h"
#include "slide/slide.h"

G_BEGIN_DECLS

/* The values of --scene and --z, to be freed with g_strfreev(). */
typedef struct {
  char **scenes;
  char **zs;
} SaffronCliChoice;

#define SAFFRON_CLI_CHOICE_ENTRIES(choice)                                     \
  { "scene",                                                                   \
    0,                                                                         \
    0,                                                                         \
    G_OPTION_ARG_FILENAME_ARRAY,                                               \
    &(choice)->scenes,                                                         \
    N_ ("Which image of a file with several, from 1; without it the largest"), \
    "[NAME=]N" },                                                              \
  {                                                                            \
    "z", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &(choice)->zs,                     \
        N_ ("Which plane of a Z stack, from 1, max for the brightest value "   \
            "at "                                                              \
            "each pixel, or sharpest, which it is without it"),                \
        "[NAME=]N|max|sharpest"                                                \
  }

void saffron_cli_choice_clear (SaffronCliChoice *choice);

/**
 * saffron_cli_choices_read:
 * @paths: the slides
 * @n: how many
 * @session: (nullable): if it is one of a file, what it says of a slide holds
 *   where nothing is asked for, and must not be contradicted
 *
 * A value without a name is for all slides.
 *
 * Returns: (transfer full) (element-type SaffronSlideChoice): one for each
 *   slide; %NULL with a usage error
 */
GArray *saffron_cli_choices_read (const SaffronCliChoice *choice,
                                  char **paths,
                                  guint n,
                                  SaffronSession *session,
                                  GError **error);

/* (transfer full): the options that say the same of @paths to a command. What
 * is said of a slide that is not among them is left out. */
char **saffron_cli_choice_to_args (const SaffronCliChoice *choice,
                                   char **paths,
                                   guint n);

/* (out): what of @path is asked for. The values must be good, as
 * saffron_cli_choices_read() tells. */
void saffron_cli_choice_find (const SaffronCliChoice *choice,
                              const char *path,
                              SaffronSlideChoice *found);

/* Whether nothing is asked for, as it must be where a session says what is
 * read of its slides; FALSE with a usage error. */
gboolean saffron_cli_choice_check_none (const SaffronCliChoice *choice,
                                        GError **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SaffronCliChoice, saffron_cli_choice_clear)

G_END_DECLS
