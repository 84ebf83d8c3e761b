/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/window/window-private.h"

#include "app/work/demo-slides.h"

static void
set_enabled (SaffronWindow *self, gboolean enabled)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), "demo");

  g_simple_action_set_enabled (G_SIMPLE_ACTION (action), enabled);
}

static void
on_finished (SaffronWork *work, gpointer user_data)
{
  SaffronWindow *self = user_data;
  const GError *error = saffron_work_get_error (work);
  GPtrArray *files = saffron_demo_slides_get_files (SAFFRON_DEMO_SLIDES (work));

  set_enabled (self, TRUE);
  if (error != NULL)
    saffron_window_toast (self, error->message);
  else if (saffron_work_get_state (work) == SAFFRON_WORK_DONE)
    saffron_window_open_files (saffron_window_find_free (self),
                               (GFile **) files->pdata, files->len);
}

void
saffron_window_open_demo (SaffronWindow *self)
{
  g_autoptr (SaffronDemoSlides) slides = saffron_demo_slides_new ();

  set_enabled (self, FALSE);
  saffron_work_list_add (self->works, SAFFRON_WORK (slides));
  g_signal_connect_object (slides, "finished", G_CALLBACK (on_finished), self,
                           0);
}
