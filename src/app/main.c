/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <locale.h>

#include "app/application.h"

int
main (int argc, char **argv)
{
  g_autoptr (SaffronApplication) application = NULL;

  setlocale (LC_ALL, "");
  /* Numbers in files and reports have a decimal point in every language. */
  setlocale (LC_NUMERIC, "C");
  bindtextdomain (GETTEXT_PACKAGE, SAFFRON_LOCALE_DIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);

  g_set_application_name ("Saffron");
  application = saffron_application_new ();
  return g_application_run (G_APPLICATION (application), argc, argv);
}
