/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/locale.h"

#include <langinfo.h>
#include <libintl.h>
#include <locale.h>

void
saffron_locale_set_up (void)
{
  const char *folder = g_getenv ("SAFFRON_LOCALE_DIR");

  setlocale (LC_ALL, "");
  setlocale (LC_NUMERIC, "C");
  if (!g_str_equal (nl_langinfo (CODESET), "UTF-8"))
    setlocale (LC_CTYPE, "C.UTF-8");
  bindtextdomain (GETTEXT_PACKAGE,
                  folder != NULL ? folder : SAFFRON_LOCALE_DIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
}
