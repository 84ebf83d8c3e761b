/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "quality/windows-csv.h"

#include <math.h>

/* With so many decimals; nothing where it is not known. */
static void
append_number (GString *text, double value, int decimals)
{
  char format[8], number[G_ASCII_DTOSTR_BUF_SIZE];

  if (!isfinite (value))
    return;
  g_snprintf (format, sizeof format, "%%.%df", decimals);
  g_string_append (text,
                   g_ascii_formatd (number, sizeof number, format, value));
}

static void
append_row (GString *text, const SaffronWindow *window)
{
  const struct {
    double value;
    int decimals;
  } before[] = { { window->at.x, 1 },
                 { window->at.y, 1 },
                 { window->error, 3 },
                 { window->uncertainty, 3 } },
    after[] = { { window->likeness, 4 },    { window->chance, 4 },
                { window->piece, 0 },       { window->dx, 3 },
                { window->dy, 3 },          { window->before, 3 },
                { window->consistency, 3 }, { window->tissue, 3 } };

  for (guint i = 0; i < G_N_ELEMENTS (before); i++)
    {
      append_number (text, before[i].value, before[i].decimals);
      g_string_append_c (text, ',');
    }
  g_string_append (text, saffron_window_class_nick (window->class));
  for (guint i = 0; i < G_N_ELEMENTS (after); i++)
    {
      g_string_append_c (text, ',');
      append_number (text, after[i].value, after[i].decimals);
    }
  g_string_append_c (text, '\n');
}

char *
saffron_windows_to_csv (const SaffronWindows *windows)
{
  GString *text = g_string_new (
      "x,y,error_px,uncertainty_px,class,likeness,chance,piece,dx_px,dy_px,"
      "before_px,consistency_px,tissue\n");

  for (guint i = 0; i < windows->windows->len; i++)
    append_row (text, &g_array_index (windows->windows, SaffronWindow, i));
  return g_string_free (text, FALSE);
}
