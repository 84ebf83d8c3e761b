/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/canvas/compare-view.h"

/* Cache of its own tiles. Tiles that the other canvas has are decoded again
 * here, but only those on screen. */
#define CACHE_BYTES ((gsize) 192 << 20)

struct _SaffronCompareView {
  GtkWidget parent_instance;

  SaffronDocument *document;
  SaffronViewModel *leader;
  SaffronViewModel *model;
  GtkWidget *overlay;
  GtkWidget *title;
  gboolean following; /* the change came from the other canvas */
  int width, height;  /* the view of this canvas as last seen */
};

G_DEFINE_FINAL_TYPE (SaffronCompareView, saffron_compare_view, GTK_TYPE_WIDGET)

static gboolean
same_display (const SaffronSlideDisplay *a, const SaffronSlideDisplay *b)
{
  gboolean same = a->visible == b->visible && a->opacity == b->opacity
                  && a->level == b->level && a->n_channels == b->n_channels;

  for (int i = 0; same && i < a->n_channels; i++)
    {
      const SaffronChannelDisplay *x = &a->channels[i], *y = &b->channels[i];

      same = x->visible == y->visible && x->low == y->low && x->high == y->high
             && x->gamma == y->gamma && x->color == y->color
             && x->opacity == y->opacity && x->dark == y->dark
             && x->balanced == y->balanced
             && memcmp (x->glass, y->glass, sizeof x->glass) == 0;
    }
  return same;
}

static void
follow_slides (SaffronCompareView *self)
{
  for (int side = 0; side < 2; side++)
    {
      SaffronSlide *slide = saffron_view_model_get_slide (self->leader, side);
      const SaffronSlideDisplay *display =
          saffron_view_model_get_display (self->leader, side);

      if (slide != saffron_view_model_get_slide (self->model, side))
        saffron_view_model_set_slide (self->model, side, slide, display);
      else if (slide != NULL
               && !same_display (
                   display, saffron_view_model_get_display (self->model, side)))
        saffron_view_model_set_display (self->model, side, display);
    }
}

static gboolean
same_look (const SaffronViewLook *a, const SaffronViewLook *b)
{
  return a->mode == b->mode && a->colors == b->colors
         && a->checker_size == b->checker_size && a->swipe == b->swipe
         && a->swipe_horizontal == b->swipe_horizontal
         && a->flicker_moving == b->flicker_moving && a->lens_x == b->lens_x
         && a->lens_y == b->lens_y && a->lens_radius == b->lens_radius
         && a->background == b->background;
}

/* Copies place and zoom; each canvas has a size of its own. */
static void
copy_place (SaffronViewModel *from, SaffronViewModel *to)
{
  SaffronViewGeometry view = *saffron_view_model_get_geometry (to);

  view.centre = saffron_view_model_get_geometry (from)->centre;
  view.zoom = saffron_view_model_get_geometry (from)->zoom;
  saffron_view_model_set_geometry (to, &view);
}

static void
on_leader_changed (SaffronViewModel *leader, gpointer user_data)
{
  SaffronCompareView *self = user_data;
  SaffronViewLook look = *saffron_view_model_get_look (leader);

  if (self->following)
    return;
  /* A composite has one run of each slide. */
  if (look.mode == SAFFRON_VIEW_MODE_COMPOSITE)
    look.mode = SAFFRON_VIEW_MODE_OVERLAY;
  self->following = TRUE;
  follow_slides (self);
  if (!same_look (&look, saffron_view_model_get_look (self->model)))
    saffron_view_model_set_look (self->model, &look);
  copy_place (leader, self->model);
  self->following = FALSE;
}

static void
on_model_changed (SaffronViewModel *model, gpointer user_data)
{
  SaffronCompareView *self = user_data;

  const SaffronViewGeometry *view = saffron_view_model_get_geometry (model);
  gboolean resized = view->width != self->width || view->height != self->height;

  if (self->following)
    return;
  self->width = view->width;
  self->height = view->height;
  self->following = TRUE;
  /* A resize is no move: a model that gets its first size fits the slide into
   * it. */
  if (resized)
    copy_place (self->leader, model);
  else
    copy_place (model, self->leader);
  self->following = FALSE;
}

void
saffron_compare_view_set (SaffronCompareView *self,
                          SaffronRunEntry *entry,
                          const char *title)
{
  gtk_label_set_label (GTK_LABEL (self->title), title);
  on_leader_changed (self->leader, self);
  self->following = TRUE;
  saffron_document_place_run (self->document, self->model, entry);
  self->following = FALSE;
}

static void
saffron_compare_view_dispose (GObject *object)
{
  SaffronCompareView *self = SAFFRON_COMPARE_VIEW (object);

  if (self->leader != NULL)
    g_signal_handlers_disconnect_by_data (self->leader, self);
  if (self->model != NULL)
    g_signal_handlers_disconnect_by_data (self->model, self);
  g_clear_pointer (&self->overlay, gtk_widget_unparent);
  g_clear_object (&self->document);
  g_clear_object (&self->leader);
  g_clear_object (&self->model);
  G_OBJECT_CLASS (saffron_compare_view_parent_class)->dispose (object);
}

static void
saffron_compare_view_class_init (SaffronCompareViewClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = saffron_compare_view_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass),
                                            GTK_TYPE_BIN_LAYOUT);
}

static void
saffron_compare_view_init (SaffronCompareView *self)
{
  gtk_widget_set_hexpand (GTK_WIDGET (self), TRUE);
}

GtkWidget *
saffron_compare_view_new (SaffronDocument *document, SaffronRenderer renderer)
{
  SaffronViewModel *leader = saffron_document_get_model (document);
  SaffronCompareView *self = g_object_new (SAFFRON_TYPE_COMPARE_VIEW, NULL);

  self->document = g_object_ref (document);
  self->leader = g_object_ref (leader);
  self->model = saffron_view_model_new (CACHE_BYTES, 0);
  self->overlay = gtk_overlay_new ();
  gtk_overlay_set_child (GTK_OVERLAY (self->overlay),
                         saffron_canvas_new (self->model, renderer));
  self->title = gtk_label_new (NULL);
  gtk_widget_set_halign (self->title, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (self->title, GTK_ALIGN_END);
  gtk_widget_set_margin_bottom (self->title, 12);
  gtk_widget_set_can_target (self->title, FALSE);
  gtk_widget_add_css_class (self->title, "osd");
  gtk_widget_add_css_class (self->title, "saffron-run-title");
  gtk_overlay_add_overlay (GTK_OVERLAY (self->overlay), self->title);
  gtk_widget_set_parent (self->overlay, GTK_WIDGET (self));
  g_signal_connect (leader, "changed", G_CALLBACK (on_leader_changed), self);
  g_signal_connect (self->model, "changed", G_CALLBACK (on_model_changed),
                    self);
  return GTK_WIDGET (self);
}
