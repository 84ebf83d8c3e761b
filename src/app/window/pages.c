/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/window/pages.h"

#include <glib/gi18n.h>

static const struct {
  const char *name, *title, *icon;
} known[] = {
  { "slides", N_ ("Slides"), "view-list-symbolic" },
  { "register", N_ ("Register"), "emblem-system-symbolic" },
  { "runs", N_ ("Runs"), "document-open-recent-symbolic" },
  { "landmarks", N_ ("Landmarks"), "mark-location-symbolic" },
  { "quality", N_ ("Quality"), "emblem-ok-symbolic" },
  { "sweep", N_ ("Sweep"), "view-grid-symbolic" },
};

void
saffron_pages_add (AdwViewStack *pages, const char *name, GtkWidget *page)
{
  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    if (g_str_equal (known[i].name, name))
      {
        adw_view_stack_page_set_icon_name (
            adw_view_stack_add_titled (pages, page, name, _ (known[i].title)),
            known[i].icon);
        return;
      }
  g_return_if_reached ();
}
