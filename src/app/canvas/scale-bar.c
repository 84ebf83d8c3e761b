/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/canvas/scale-bar.h"

#include <glib/gi18n.h>

#include "app/contrast.h"
#include "view/scale-length.h"

#define LONGEST 160.0f
/* Room beside text and bar, above the text, between both, below the bar; and
 * the bar. */
#define BESIDE 8.0f
#define ABOVE 3.0f
#define BETWEEN 4.0f
#define BELOW 6.0f
#define BAR 4.0f

struct _SaffronScaleBar {
  GtkWidget parent_instance;

  SaffronViewModel *model;
};

G_DEFINE_FINAL_TYPE (SaffronScaleBar, saffron_scale_bar, GTK_TYPE_WIDGET)

static char *
format_length (double length, gboolean um)
{
  if (!um)
    return g_strdup_printf (_ ("%g px"), length);
  if (length >= 1000.0)
    return g_strdup_printf (_ ("%g mm"), length / 1000.0);
  return g_strdup_printf (_ ("%g µm"), length);
}

/* As large as the person's text asks for. */
static void
saffron_scale_bar_measure (GtkWidget *widget,
                           GtkOrientation orientation,
                           int for_size,
                           int *minimum,
                           int *natural,
                           int *minimum_baseline,
                           int *natural_baseline)
{
  g_autofree char *longest = format_length (500.0, TRUE);
  g_autoptr (PangoLayout) layout =
      gtk_widget_create_pango_layout (widget, longest);
  int width = 0, height = 0;

  pango_layout_get_pixel_size (layout, &width, &height);
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    *natural = (int) (MAX (LONGEST, (float) width) + 2.0f * BESIDE);
  else
    *natural = (int) (ABOVE + (float) height + BETWEEN + BAR + BELOW);
  *minimum = *natural;
}

static void
append_bar (GtkWidget *widget,
            GtkSnapshot *snapshot,
            float pixels,
            const char *text)
{
  GdkRGBA dark = { 0.0f, 0.0f, 0.0f, saffron_contrast_opacity (widget, 0.55f) };
  GdkRGBA white = { 1.0f, 1.0f, 1.0f, 1.0f };
  g_autoptr (PangoLayout) layout =
      gtk_widget_create_pango_layout (widget, text);
  float height = (float) gtk_widget_get_height (widget);
  int text_width = 0;

  pango_layout_get_pixel_size (layout, &text_width, NULL);
  gtk_snapshot_append_color (
      snapshot, &dark,
      &GRAPHENE_RECT_INIT (
          0, 0, MAX (pixels, (float) text_width) + 2.0f * BESIDE, height));
  gtk_snapshot_append_color (
      snapshot, &white,
      &GRAPHENE_RECT_INIT (BESIDE, height - BELOW - BAR, pixels, BAR));
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (
      snapshot,
      &GRAPHENE_POINT_INIT (
          BESIDE + MAX (0.0f, (pixels - (float) text_width) / 2.0f), ABOVE));
  gtk_snapshot_append_layout (snapshot, layout, &white);
  gtk_snapshot_restore (snapshot);
}

static void
saffron_scale_bar_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  SaffronViewModel *model = SAFFRON_SCALE_BAR (widget)->model;
  const SaffronViewGeometry *view = saffron_view_model_get_geometry (model);
  SaffronSlide *slide =
      saffron_view_model_get_slide (model, SAFFRON_VIEW_REFERENCE);
  double um_x = 0.0, um_y = 0.0, unit, length;
  gboolean um;
  g_autofree char *text = NULL;

  if (slide == NULL || view->zoom <= 0.0)
    return;
  um = saffron_slide_get_pixel_size (slide, &um_x, &um_y);
  /* Units per pixel of the widget. */
  unit = (um ? um_x : 1.0) * gtk_widget_get_scale_factor (widget)
         / saffron_view_scale_x (view);
  length = saffron_scale_length (LONGEST * unit);
  text = format_length (length, um);
  append_bar (widget, snapshot, (float) (length / unit), text);
}

static void
saffron_scale_bar_dispose (GObject *object)
{
  g_clear_object (&SAFFRON_SCALE_BAR (object)->model);
  G_OBJECT_CLASS (saffron_scale_bar_parent_class)->dispose (object);
}

static void
saffron_scale_bar_class_init (SaffronScaleBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = saffron_scale_bar_dispose;
  widget_class->measure = saffron_scale_bar_measure;
  widget_class->snapshot = saffron_scale_bar_snapshot;
  /* The canvas's description has its size. */
  gtk_widget_class_set_accessible_role (widget_class,
                                        GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
saffron_scale_bar_init (SaffronScaleBar *self)
{
}

GtkWidget *
saffron_scale_bar_new (SaffronViewModel *model)
{
  SaffronScaleBar *self = g_object_new (SAFFRON_TYPE_SCALE_BAR, NULL);
  GtkWidget *widget = GTK_WIDGET (self);

  self->model = g_object_ref (model);
  gtk_widget_set_halign (widget, GTK_ALIGN_START);
  gtk_widget_set_valign (widget, GTK_ALIGN_END);
  gtk_widget_set_margin_start (widget, 12);
  gtk_widget_set_margin_bottom (widget, 12);
  gtk_widget_set_can_target (widget, FALSE);
  g_signal_connect_object (model, "changed", G_CALLBACK (gtk_widget_queue_draw),
                           widget, G_CONNECT_SWAPPED);
  return widget;
}
