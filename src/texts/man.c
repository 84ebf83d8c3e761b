/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <stdio.h>

#include "register/params.h"
#include "texts/roff.h"
#include "texts/texts.h"
#include "texts/value.h"

/* One page for all commands: they share parameters, options and exit statuses,
 * "man saffron-cli" is what a person types, and one page is searched at once.
 */

static void
begin (const char *date)
{
  saffron_roff_title ("saffron-cli", date);
  saffron_roff_line (".SH NAME");
  saffron_roff_line (
      "saffron\\-cli \\- register whole\\-slide images, and show "
      "how well");
  saffron_roff_line (".SH SYNOPSIS");
  saffron_roff_line (".B saffron\\-cli");
  saffron_roff_line (".I COMMAND");
  saffron_roff_line ("[\\fIOPTION\\fR...] [\\fIARGUMENT\\fR...]");
  saffron_roff_line (".br");
  saffron_roff_line (".B saffron\\-cli \\-\\-version");
  saffron_roff_line (".br");
  saffron_roff_line (".B saffron\\-cli \\-\\-help");
  saffron_roff_line (".SH DESCRIPTION");
  saffron_roff_text (
      "Saffron lays one whole-slide image over another. It registers serial "
      "sections, stains and rounds of cyclic immunofluorescence, says whether "
      "the evidence supports what it found, and writes registered slides, "
      "pictures and reports. A registration is kept in a session, a .saffron "
      "file, which the window, saffron(1), opens too.");
  saffron_roff_line (".PP");
  saffron_roff_text (
      "Coordinates are level-0 pixels, x right, y down, from the "
      "top-left corner of the first pixel.");
  saffron_roff_line (".SH COMMANDS");
}

static void
put_option (const GOptionEntry *entry)
{
  g_autofree char *name = saffron_roff_escape (entry->long_name);
  g_autofree char *value = entry->arg_description != NULL
                               ? saffron_roff_escape (entry->arg_description)
                               : NULL;

  saffron_roff_line (".TP");
  if (entry->short_name != 0)
    printf ("\\fB\\-%c\\fR, ", entry->short_name);
  printf ("\\fB\\-\\-%s\\fR", name);
  if (value != NULL)
    printf ("=\\fI%s\\fR", value);
  fputc ('\n', stdout);
  saffron_roff_text (entry->description);
}

static void
put_command (const SaffronCommand *command, const GOptionEntry *entries)
{
  g_autofree char *arguments = saffron_roff_escape (command->arguments);
  const GOptionEntry help[] = { { "help", 'h', 0, G_OPTION_ARG_NONE, NULL,
                                  "Say what this takes", NULL } };

  saffron_roff_heading (".SS", command->name);
  saffron_roff_text (command->summary);
  saffron_roff_line (".PP");
  printf ("\\fBsaffron\\-cli %s\\fR [\\fIOPTION\\fR...]\n\\fI%s\\fR\n",
          command->name, arguments);
  put_option (help);
  for (; entries != NULL && entries->long_name != NULL; entries++)
    if (saffron_value_is_shown (entries))
      put_option (entries);
  if (command->description != NULL)
    saffron_roff_paragraphs (command->description);
}

static void
put_parameters (void)
{
  guint n = 0;
  const SaffronParamSpec *specs = saffron_param_specs (&n);

  saffron_roff_line (".SH PARAMETERS");
  saffron_roff_text ("What --set NAME=VALUE takes. The window, the session and "
                     "--params FILE have the same names.");
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *allowed = saffron_param_spec_allowed (&specs[i]);
      g_autofree char *more = g_strdup_printf (
          "%s. Allowed: %s; %s%s%s without it.", specs[i].help, allowed,
          specs[i].default_text[0] != '\0' ? specs[i].default_text : "empty",
          specs[i].unit != NULL && specs[i].unit[0] != '\0' ? " " : "",
          specs[i].unit != NULL ? specs[i].unit : "");

      saffron_roff_line (".TP");
      saffron_roff_bold (specs[i].name);
      saffron_roff_text (more);
    }
}

static void
put_presets (void)
{
  const char *const *names = saffron_params_preset_names ();

  saffron_roff_line (".SH PRESETS");
  saffron_roff_text ("What --preset takes.");
  for (guint i = 0; names[i] != NULL; i++)
    {
      saffron_roff_line (".TP");
      saffron_roff_bold (names[i]);
      saffron_roff_text (saffron_params_preset_help (names[i]));
    }
}

static void
put_status (const char *status, const char *meaning)
{
  saffron_roff_line (".TP");
  saffron_roff_bold (status);
  saffron_roff_text (meaning);
}

static void
end (void)
{
  put_parameters ();
  put_presets ();
  saffron_roff_line (".SH EXIT STATUS");
  put_status ("0", "Done, and verified where something was registered.");
  put_status ("1", "Failed; one line on standard error says why.");
  put_status ("2", "Wrong usage.");
  put_status ("3", "Done, but unverified or verified only in part, so that a "
                   "pipeline can stop on a bad pair; see --accept-partial.");
  saffron_roff_line (".SH EXAMPLES");
  saffron_roff_line (".nf");
  saffron_roff_line ("saffron\\-cli synth demo \\-\\-slides 2");
  saffron_roff_line ("saffron\\-cli register demo/slide1_*.ome.tif "
                     "demo/slide2_*.ome.tif \\-o demo/demo.saffron");
  saffron_roff_line (
      "saffron\\-cli quality demo/demo.saffron \\-o demo/quality");
  saffron_roff_line ("saffron\\-cli warp demo/demo.saffron "
                     "\\-o demo/registered.ome.tiff");
  saffron_roff_line (".fi");
  saffron_roff_line (".SH SEE ALSO");
  saffron_roff_line (".BR saffron (1)");
}

const SaffronTextFormat saffron_text_man = { "man", begin, put_command, end };
