/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <gtk/gtk.h>

#include "app/application.h"
#include "base/locale.h"

int
main (int argc, char **argv)
{
  g_autoptr (SaffronApplication) application = NULL;

  saffron_locale_set_up ();
  /* GTK would set all of it again, with the language's decimal comma. */
  gtk_disable_setlocale ();

  g_set_application_name ("Saffron");
  application = saffron_application_new ();
  return g_application_run (G_APPLICATION (application), argc, argv);
}
