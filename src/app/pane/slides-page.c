/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/pane/slides-page.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "app/pane/composite-group.h"
#include "app/pane/layer-group.h"
#include "app/pane/moving-row.h"
#include "session/slide-names.h"

typedef struct {
  SaffronDocument *document;
  AdwPreferencesPage *page;
  /* The layers shown now (SaffronLayer or NULL), and their groups. */
  GPtrArray *layers;
  GPtrArray *groups;
  gboolean is_composite; /* the canvas shows all slides at once */
  char *composite_key;   /* what the composite's groups are made of */
} SlidesPage;

static void
slides_page_free (gpointer data)
{
  SlidesPage *self = data;

  g_object_unref (self->document);
  g_ptr_array_unref (self->layers);
  g_ptr_array_unref (self->groups);
  g_free (self->composite_key);
  g_free (self);
}

/* Says why this slide is the reference and how another would be chosen: the
 * markers are a parameter, and Swap changes the choice. */
static char *
describe_markers (SaffronDocument *document, SaffronLayer *layer)
{
  SaffronSession *session = saffron_document_get_session (document);
  g_autofree char *found = NULL;
  const char *markers = NULL;

  if (session == NULL)
    return g_strdup ("");
  markers = saffron_session_get_params (session)->reference_markers;
  found = saffron_slide_names_find_markers (saffron_layer_get_name (layer),
                                            markers);
  if (*found != '\0')
    return g_strdup_printf (_ ("Reference markers in its name: %s"), found);
  return g_strdup_printf (_ ("No reference marker in its name (%s)"), markers);
}

/* All moving slides: what they came to; a click shows one. */
static GtkWidget *
list_new (SaffronDocument *document)
{
  GtkWidget *group = adw_preferences_group_new ();
  g_autoptr (GPtrArray) slides = saffron_document_list_moving (document);

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group),
                                   _ ("Moving Slides"));
  for (guint i = 0; i < slides->len; i++)
    {
      g_autofree char *name = saffron_document_name_slide (
          document, saffron_moving_get_path (slides->pdata[i]));

      adw_preferences_group_add (
          ADW_PREFERENCES_GROUP (group),
          saffron_moving_row_new (document, slides->pdata[i], name));
    }
  return group;
}

static GtkWidget *
summary_new (SaffronDocument *document)
{
  GtkWidget *group = adw_preferences_group_new ();

  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group),
                             saffron_moving_summary_new (document));
  return group;
}

static void
unref_layer (gpointer data)
{
  if (data != NULL)
    g_object_unref (data);
}

static void
add_layer (GPtrArray *list, SaffronLayer *layer)
{
  g_ptr_array_add (list, layer != NULL ? g_object_ref (layer) : NULL);
}

/* Everything that the page shows: when this list changes, the page is built
 * again. */
static GPtrArray *
list_layers (SaffronDocument *document)
{
  GPtrArray *list = g_ptr_array_new_with_free_func (unref_layer);
  guint n = saffron_document_get_n_moving (document);

  add_layer (list, saffron_document_get_reference (document));
  add_layer (list, saffron_document_get_shown_layer (document));
  for (guint i = 0; i < n; i++)
    add_layer (list, saffron_document_get_layer (
                         document, saffron_document_get_moving (document, i)));
  return list;
}

static gboolean
same_list (GPtrArray *a, GPtrArray *b)
{
  if (a->len != b->len)
    return FALSE;
  for (guint i = 0; i < a->len; i++)
    if (a->pdata[i] != b->pdata[i])
      return FALSE;
  return TRUE;
}

static void
add_group (SlidesPage *self, GtkWidget *group)
{
  g_ptr_array_add (self->groups, group);
  adw_preferences_page_add (self->page, ADW_PREFERENCES_GROUP (group));
}

/* Which channels of which slides the composite shows, while it is on screen. */
static void
add_composite (SlidesPage *self)
{
  SaffronDocument *document = self->document;
  g_autoptr (GPtrArray) slides = saffron_document_list_moving (document);

  g_free (self->composite_key);
  self->composite_key = saffron_composite_groups_key (document);
  if (!self->is_composite || self->layers->pdata[0] == NULL)
    return;
  add_group (self, saffron_composite_summary_new (document));
  add_group (self, saffron_composite_group_new (document, NULL));
  for (guint i = 0; i < slides->len; i++)
    add_group (self, saffron_composite_group_new (document, slides->pdata[i]));
}

/* Builds all groups again. */
static void
fill (SlidesPage *self)
{
  SaffronDocument *document = self->document;

  for (guint i = 0; i < self->groups->len; i++)
    adw_preferences_page_remove (self->page, self->groups->pdata[i]);
  g_ptr_array_set_size (self->groups, 0);
  if (self->layers->len > 3)
    add_group (self, summary_new (document));
  add_composite (self);
  if (self->layers->pdata[0] != NULL)
    {
      g_autofree char *note =
          describe_markers (document, self->layers->pdata[0]);

      add_group (self, saffron_layer_group_new (
                           document, self->layers->pdata[0], TRUE, note));
    }
  if (self->layers->pdata[1] != NULL)
    add_group (self, saffron_layer_group_new (document, self->layers->pdata[1],
                                              FALSE, ""));
  if (self->layers->len > 3)
    add_group (self, list_new (document));
}

/* (nullable): the @index-th group of one slide. */
static SaffronLayerGroup *
group_at (SlidesPage *self, guint index)
{
  for (guint i = 0; i < self->groups->len; i++)
    if (SAFFRON_IS_LAYER_GROUP (self->groups->pdata[i]) && index-- == 0)
      return self->groups->pdata[i];
  return NULL;
}

/* Whoever steps through scenes or planes with the keys goes on doing so. */
static void
on_changed (SaffronDocument *document, gpointer user_data)
{
  SlidesPage *self = user_data;
  g_autoptr (GPtrArray) layers = list_layers (document);
  int focus[2] = { -1, -1 };

  if (same_list (layers, self->layers))
    return;
  for (guint i = 0; i < 2; i++)
    if (group_at (self, i) != NULL)
      focus[i] = saffron_layer_group_find_focus (group_at (self, i));
  g_ptr_array_unref (self->layers);
  self->layers = g_steal_pointer (&layers);
  fill (self);
  for (guint i = 0; i < 2; i++)
    if (group_at (self, i) != NULL)
      saffron_layer_group_focus (group_at (self, i), focus[i]);
}

/* A key that is held, or the flicker, shows one slide for the moment: that ends
 * no composite. */
static void
on_model_changed (SaffronViewModel *model, gpointer user_data)
{
  SlidesPage *self = user_data;
  SaffronViewMode mode = saffron_view_model_get_look (model)->mode;
  gboolean composite = mode == SAFFRON_VIEW_MODE_COMPOSITE;

  if (self->is_composite == composite || self->layers->len == 0
      || mode == SAFFRON_VIEW_MODE_REFERENCE_ONLY
      || mode == SAFFRON_VIEW_MODE_MOVING_ONLY
      || mode == SAFFRON_VIEW_MODE_FLICKER)
    return;
  self->is_composite = composite;
  fill (self);
}

static void
on_composite_changed (SaffronCompositeChoice *choice, gpointer user_data)
{
  SlidesPage *self = user_data;
  g_autofree char *key = NULL;

  if (!self->is_composite || self->layers->len == 0)
    return;
  key = saffron_composite_groups_key (self->document);
  if (g_strcmp0 (key, self->composite_key) != 0)
    fill (self);
}

static void
on_destroy (GtkWidget *widget, gpointer user_data)
{
  SlidesPage *self = user_data;

  g_signal_handlers_disconnect_by_data (self->document, self);
  g_signal_handlers_disconnect_by_data (
      saffron_document_get_model (self->document), self);
  g_signal_handlers_disconnect_by_data (
      saffron_document_get_composite (self->document), self);
}

GtkWidget *
saffron_slides_page_new (SaffronDocument *document)
{
  SlidesPage *self = g_new0 (SlidesPage, 1);
  GtkWidget *page = adw_preferences_page_new ();

  self->document = g_object_ref (document);
  self->page = ADW_PREFERENCES_PAGE (page);
  self->layers = g_ptr_array_new ();
  self->groups = g_ptr_array_new ();
  g_signal_connect (document, "changed", G_CALLBACK (on_changed), self);
  g_signal_connect (saffron_document_get_model (document), "changed",
                    G_CALLBACK (on_model_changed), self);
  g_signal_connect (saffron_document_get_composite (document), "changed",
                    G_CALLBACK (on_composite_changed), self);
  g_signal_connect (page, "destroy", G_CALLBACK (on_destroy), self);
  g_object_set_data_full (G_OBJECT (page), "slides-page", self,
                          slides_page_free);
  return page;
}
