/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/window/pages.h"

#include <glib/gi18n.h>

/* In the order of the pane. */
static const struct {
  const char *name, *title, *icon;
} known[SAFFRON_N_PAGES] = {
  { "slides", N_ ("Slides"), "view-list-symbolic" },
  { "register", N_ ("Register"), "emblem-system-symbolic" },
  { "runs", N_ ("Runs"), "document-open-recent-symbolic" },
  { "landmarks", N_ ("Landmarks"), "mark-location-symbolic" },
  { "quality", N_ ("Quality"), "emblem-ok-symbolic" },
  { "sweep", N_ ("Sweep"), "view-grid-symbolic" },
};

void
saffron_pages_add (AdwViewStack *stack, GtkWidget *const pages[SAFFRON_N_PAGES])
{
  for (guint i = 0; i < SAFFRON_N_PAGES; i++)
    adw_view_stack_page_set_icon_name (
        adw_view_stack_add_titled (stack, pages[i], known[i].name,
                                   _ (known[i].title)),
        known[i].icon);
}
