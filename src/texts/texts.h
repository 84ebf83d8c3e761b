/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cli/cli.h"

G_BEGIN_DECLS

/**
 * SaffronTextFormat:
 * @name: how the build asks for it
 * @begin: writes what stands before the commands; @date: of the release
 * @command: writes what there is on one command; @entries: its options without
 *   --help, nullable
 * @end: writes what stands after them
 *
 * One text that is made from the tables of commands, options and parameters
 * when Saffron is built. All of it goes to stdout, in UTF-8.
 */
typedef struct {
  const char *name;
  void (*begin) (const char *date);
  void (*command) (const SaffronCommand *command, const GOptionEntry *entries);
  void (*end) (void);
} SaffronTextFormat;

extern const SaffronTextFormat saffron_text_man;
extern const SaffronTextFormat saffron_text_bash;
extern const SaffronTextFormat saffron_text_zsh;
extern const SaffronTextFormat saffron_text_fish;

/* (nullable): the format of that name. */
const SaffronTextFormat *saffron_text_format_find (const char *name);

G_END_DECLS
