/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/window/pages.h"

#include <glib/gi18n.h>

/* In the order of the pane. One row has room for about nine letters each. */
static const struct {
  const char *name, *title, *icon;
} known[SAFFRON_N_PAGES] = {
  { "slides", NC_ ("page", "Slides"), "view-list-symbolic" },
  { "register", NC_ ("page", "Register"), "emblem-system-symbolic" },
  { "runs", NC_ ("page", "Runs"), "document-open-recent-symbolic" },
  { "landmarks", NC_ ("page", "Landmarks"), "mark-location-symbolic" },
  { "quality", NC_ ("page", "Quality"), "emblem-ok-symbolic" },
  { "sweep", NC_ ("page", "Sweep"), "view-grid-symbolic" },
};

void
saffron_pages_add (AdwViewStack *stack, GtkWidget *const pages[SAFFRON_N_PAGES])
{
  for (guint i = 0; i < SAFFRON_N_PAGES; i++)
    adw_view_stack_page_set_icon_name (
        adw_view_stack_add_titled (stack, pages[i], known[i].name,
                                   g_dpgettext2 (NULL, "page", known[i].title)),
        known[i].icon);
}
