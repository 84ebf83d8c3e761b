/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/slides-page.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "app/layer-group.h"

typedef struct {
  SaffronDocument *document;
  AdwPreferencesPage *page;
  /* The layers that have a group now, and the groups. */
  SaffronLayer *layers[2];
  GtkWidget *groups[2];
} SlidesPage;

static void
slides_page_free (gpointer data)
{
  SlidesPage *self = data;

  g_object_unref (self->document);
  g_clear_object (&self->layers[0]);
  g_clear_object (&self->layers[1]);
  g_free (self);
}

static void
on_changed (SaffronDocument *document, gpointer user_data)
{
  SlidesPage *self = user_data;
  SaffronLayer *layers[2] = {
    saffron_document_get_reference (document),
    saffron_document_get_moving (document,
                                 saffron_document_get_shown (document)),
  };

  if (layers[0] == self->layers[0] && layers[1] == self->layers[1])
    return;
  for (int side = 0; side < 2; side++)
    {
      if (self->groups[side] != NULL)
        adw_preferences_page_remove (
          self->page, ADW_PREFERENCES_GROUP (self->groups[side]));
      self->groups[side] = NULL;
      g_set_object (&self->layers[side], layers[side]);
    }
  for (int side = 0; side < 2; side++)
    if (layers[side] != NULL)
      {
        self->groups[side] = saffron_layer_group_new (
          layers[side],
          side == SAFFRON_VIEW_REFERENCE ? _("Reference") : _("Moving"));
        adw_preferences_page_add (self->page,
                                  ADW_PREFERENCES_GROUP (self->groups[side]));
      }
}

static void
on_destroy (GtkWidget *widget, gpointer user_data)
{
  SlidesPage *self = user_data;

  g_signal_handlers_disconnect_by_data (self->document, self);
}

GtkWidget *
saffron_slides_page_new (SaffronDocument *document)
{
  SlidesPage *self = g_new0 (SlidesPage, 1);
  GtkWidget *page = adw_preferences_page_new ();

  self->document = g_object_ref (document);
  self->page = ADW_PREFERENCES_PAGE (page);
  g_signal_connect (document, "changed", G_CALLBACK (on_changed), self);
  g_signal_connect (page, "destroy", G_CALLBACK (on_destroy), self);
  g_object_set_data_full (G_OBJECT (page), "slides-page", self,
                          slides_page_free);
  return page;
}
