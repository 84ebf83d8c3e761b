/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/dialogs/takes-row.h"

#include <glib/gi18n.h>

struct _SaffronTakesRow {
  AdwActionRow parent_instance;

  GCancellable *asking;
};

G_DEFINE_FINAL_TYPE (SaffronTakesRow, saffron_takes_row, ADW_TYPE_ACTION_ROW)

static void
saffron_takes_row_dispose (GObject *object)
{
  SaffronTakesRow *self = SAFFRON_TAKES_ROW (object);

  saffron_takes_row_cancel (self);
  G_OBJECT_CLASS (saffron_takes_row_parent_class)->dispose (object);
}

static void
saffron_takes_row_class_init (SaffronTakesRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = saffron_takes_row_dispose;
}

static void
saffron_takes_row_init (SaffronTakesRow *self)
{
  gtk_widget_add_css_class (GTK_WIDGET (self), "saffron-takes");
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (self), 0);
}

static void
show (SaffronTakesRow *self,
      const char *title,
      const char *text,
      gboolean is_right)
{
  g_autofree char *markup = g_markup_escape_text (text, -1);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), markup);
  if (is_right)
    gtk_widget_remove_css_class (GTK_WIDGET (self), "warning");
  else
    gtk_widget_add_css_class (GTK_WIDGET (self), "warning");
}

GCancellable *
saffron_takes_row_begin (SaffronTakesRow *self)
{
  saffron_takes_row_cancel (self);
  self->asking = g_cancellable_new ();
  show (self, _ ("Will Take"), _ ("Working it out…"), TRUE);
  return self->asking;
}

gboolean
saffron_takes_row_awaits (SaffronTakesRow *self, GAsyncResult *result)
{
  return self->asking != NULL
         && g_task_get_cancellable (G_TASK (result)) == self->asking;
}

void
saffron_takes_row_cancel (SaffronTakesRow *self)
{
  g_cancellable_cancel (self->asking);
  g_clear_object (&self->asking);
}

void
saffron_takes_row_answer (SaffronTakesRow *self,
                          const char *text,
                          gboolean fits)
{
  show (self, fits ? _ ("Will Take") : _ ("Not Enough Space"), text, fits);
}

void
saffron_takes_row_fail (SaffronTakesRow *self, const GError *error)
{
  show (self, _ ("Cannot Be Exported"), error->message, FALSE);
}
