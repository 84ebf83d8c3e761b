/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/cli.h"

/* In the order in which a person needs them. A new command needs a line here
 * and a file cmd-NAME.c. */
static const SaffronCommand *const commands[] = {
  &saffron_command_info,      &saffron_command_synth,
  &saffron_command_register,  &saffron_command_points,
  &saffron_command_qc,        &saffron_command_quality,
  &saffron_command_warp,      &saffron_command_evaluate,
  &saffron_command_params,    &saffron_command_estimate,
  &saffron_command_landmarks, &saffron_command_transform,
  &saffron_command_batch,     &saffron_command_merge,
  &saffron_command_join,      NULL,
};

const SaffronCommand *const *
saffron_cli_commands (void)
{
  return commands;
}

const SaffronCommand *
saffron_cli_find_command (const char *name)
{
  for (guint i = 0; commands[i] != NULL; i++)
    if (g_str_equal (commands[i]->name, name))
      return commands[i];
  return NULL;
}
