/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "app/accels.h"
#include "texts/roff.h"

/* Writes the manual page of the window: saffron-keys DATE. Its keys are those
 * of the table that installs them. */

static void
begin (const char *date)
{
  saffron_roff_title ("saffron", date);
  saffron_roff_line (".SH NAME");
  saffron_roff_line (
      "saffron \\- register whole\\-slide images and see how well they agree");
  saffron_roff_line (".SH SYNOPSIS");
  saffron_roff_line (".B saffron");
  saffron_roff_line ("[\\fIOPTION\\fR...] [\\fIFILE\\fR...]");
  saffron_roff_line (".SH DESCRIPTION");
  saffron_roff_text (
      "Saffron lays one whole-slide image over another: the reference in "
      "green, "
      "the moving slide in red, yellow where they agree. It opens slides of "
      "any "
      "size, registers them in the background, says whether the evidence "
      "supports the result, and exports registered slides, pictures and "
      "reports.");
  saffron_roff_line (".PP");
  saffron_roff_text (
      "FILE is a slide, a folder of slides, a .saffron session, or landmarks. "
      "The slide whose name has most of the reference's markers becomes the "
      "reference. What saffron-cli(1) registered is opened by its session, and "
      "the parameters of both are the same.");
}

static void
put_option (const char *name, const char *meaning)
{
  saffron_roff_line (".TP");
  saffron_roff_bold (name);
  saffron_roff_text (meaning);
}

/* GTK's name of a key as a keyboard shows it. */
static const char *
key_name (const char *name)
{
  static const char *const signs[][2] = {
    { "bracketleft", "[" }, { "bracketright", "]" }, { "comma", "," },
    { "period", "." },      { "question", "?" },     { "plus", "+" },
    { "minus", "−" },       { "equal", "=" },        { "space", "Space" },
    { "slash", "/" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (signs); i++)
    if (g_str_equal (signs[i][0], name))
      return signs[i][1];
  return name;
}

/* (transfer full): "<Control><Shift>o" as "Ctrl+Shift+O". */
static char *
key_in_words (const char *key)
{
  const char *name = strrchr (key, '>') != NULL ? strrchr (key, '>') + 1 : key;
  g_autoptr (GString) out = g_string_new_len (key, name - key);

  /* A letter alone is shown as it is typed. */
  if (strlen (name) == 1 && name != key)
    g_string_append_c (out, g_ascii_toupper (name[0]));
  else
    g_string_append (out, key_name (name));
  g_string_replace (out, "<Control>", "Ctrl+", 0);
  g_string_replace (out, "<Shift>", "Shift+", 0);
  g_string_replace (out, "<Alt>", "Alt+", 0);
  return g_string_free (g_steal_pointer (&out), FALSE);
}

static void
put_keys (const char *keys, const char *title)
{
  g_auto (GStrv) each = g_strsplit (keys, " ", -1);
  g_autoptr (GString) all = g_string_new (NULL);

  for (guint i = 0; each[i] != NULL; i++)
    {
      g_autofree char *words = key_in_words (each[i]);

      g_string_append_printf (all, "%s%s", i > 0 ? ", " : "", words);
    }
  put_option (all->str, title);
}

int
main (int argc, char **argv)
{
  const char *group, *keys, *title;
  g_autofree char *last = NULL;

  if (argc != 2)
    {
      g_printerr ("Usage: saffron-page DATE\n");
      return 2;
    }
  begin (argv[1]);
  saffron_roff_line (".SH OPTIONS");
  put_option ("-h, --help", "Say what there is.");
  put_option ("--help-all", "Say what GTK and GLib take, too.");
  put_option ("--help-gapplication", "Say what GLib takes.");
  put_option ("--version", "Print the version.");
  saffron_roff_line (".SH KEYS");
  for (guint i = 0; saffron_accels_get (i, &group, &keys, &title); i++)
    {
      if (g_strcmp0 (last, group) != 0)
        saffron_roff_heading (".SS", group);
      g_free (last);
      last = g_strdup (group);
      put_keys (keys, title);
    }
  saffron_roff_line (".SH FILES");
  put_option ("FILE.saffron", "A session, in JSON: slides by their paths, "
                              "landmarks, runs and the history.");
  put_option ("$XDG_CACHE_HOME/saffron",
              "Pyramids of large slides that have none; may be deleted.");
  saffron_roff_line (".SH SEE ALSO");
  saffron_roff_line (".BR saffron\\-cli (1)");
  return fflush (stdout) == 0 ? 0 : 1;
}
