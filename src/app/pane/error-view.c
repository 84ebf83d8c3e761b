/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/pane/error-view.h"

#include <glib/gi18n.h>
#include <math.h>

#include "app/contrast.h"
#include "quality/error-histogram.h"
#include "quality/quality-words.h"

#define HEIGHT 128
/* For the numbers below the axis, and for the tolerance's above, pixels. */
#define BELOW 20.0
#define ABOVE 18.0
#define SWATCH 14

struct _SaffronErrorView {
  GtkBox parent_instance;

  SaffronErrorHistogram histogram;
  GtkWidget *area;
  GtkLabel *after;
  GtkLabel *before;
  GtkLabel *known;
};

G_DEFINE_FINAL_TYPE (SaffronErrorView, saffron_error_view, GTK_TYPE_BOX)

static void
saffron_error_view_class_init (SaffronErrorViewClass *klass)
{
}

static void
set_ink (GtkWidget *widget, cairo_t *cr, float alpha)
{
  GdkRGBA colour;

  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &colour);
  colour.alpha *= saffron_contrast_opacity (widget, alpha);
  gdk_cairo_set_source_rgba (cr, &colour);
}

static void
set_accent (GtkWidget *widget, cairo_t *cr)
{
  GdkRGBA colour = { 0.2f, 0.5f, 0.9f, 1.0f };

  gtk_style_context_lookup_color (gtk_widget_get_style_context (widget),
                                  "accent_color", &colour);
  gdk_cairo_set_source_rgba (cr, &colour);
}

/* The bins after are filled. */
static void
trace_after (const SaffronErrorHistogram *histogram,
             cairo_t *cr,
             double width,
             double height,
             double top)
{
  for (int i = 0; i < SAFFRON_ERROR_BINS; i++)
    {
      double h = histogram->after[i] / top * height;

      cairo_rectangle (cr, i * width / SAFFRON_ERROR_BINS, height - h,
                       width / SAFFRON_ERROR_BINS, h);
    }
}

/* Those before are an outline, which is seen through and behind the others. */
static void
trace_before (const SaffronErrorHistogram *histogram,
              cairo_t *cr,
              double width,
              double height,
              double top)
{
  cairo_move_to (cr, 0, height);
  for (int i = 0; i < SAFFRON_ERROR_BINS; i++)
    {
      double y = height - histogram->before[i] / top * height;

      cairo_line_to (cr, i * width / SAFFRON_ERROR_BINS, y);
      cairo_line_to (cr, (i + 1.0) * width / SAFFRON_ERROR_BINS, y);
    }
  cairo_line_to (cr, width, height);
}

/* Writes @text about @x, but inside the area. */
static void
write_at (GtkWidget *area, cairo_t *cr, double x, double y, const char *text)
{
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (area, text);
  PangoAttrList *attributes = pango_attr_list_new ();
  int w, h;

  pango_attr_list_insert (attributes, pango_attr_scale_new (PANGO_SCALE_SMALL));
  pango_layout_set_attributes (layout, attributes);
  pango_attr_list_unref (attributes);
  pango_layout_get_pixel_size (layout, &w, &h);
  x = CLAMP (x - 0.5 * w, 0.0, MAX (gtk_widget_get_width (area) - w, 0));
  cairo_move_to (cr, x, y);
  pango_cairo_show_layout (cr, layout);
}

/* The powers of ten, the last one with the unit. */
static void
draw_axis (SaffronErrorView *self, cairo_t *cr, double width, double bottom)
{
  const SaffronErrorHistogram *histogram = &self->histogram;
  const char *unit = histogram->in_um ? _ ("µm") : _ ("px");

  set_ink (self->area, cr, 0.55f);
  cairo_set_line_width (cr, 1.0);
  cairo_move_to (cr, 0, bottom + 0.5);
  cairo_line_to (cr, width, bottom + 0.5);
  for (double at = histogram->low; at < 1.01 * histogram->high; at *= 10.0)
    {
      double x = saffron_error_histogram_place (histogram, at) * width;
      g_autofree char *text = at > 0.99 * histogram->high
                                  ? g_strdup_printf ("%g %s", at, unit)
                                  : g_strdup_printf ("%g", at);

      x = CLAMP (floor (x) + 0.5, 0.5, width - 0.5);
      cairo_move_to (cr, x, bottom);
      cairo_line_to (cr, x, bottom + 4.0);
      cairo_stroke (cr);
      write_at (self->area, cr, x, bottom + 4.0, text);
    }
}

static void
draw_tolerance (SaffronErrorView *self,
                cairo_t *cr,
                double width,
                double bottom)
{
  const double dashes[] = { 4.0, 3.0 };
  double x = saffron_error_histogram_place (&self->histogram,
                                            self->histogram.tolerance)
             * width;
  g_autofree char *text = g_strdup_printf (
      self->histogram.in_um ? _ ("tolerance %.3g µm") : _ ("tolerance %.3g px"),
      self->histogram.tolerance);

  x = CLAMP (floor (x) + 0.5, 0.5, width - 0.5);
  set_ink (self->area, cr, 1.0f);
  cairo_save (cr);
  cairo_set_dash (cr, dashes, G_N_ELEMENTS (dashes), 0.0);
  cairo_move_to (cr, x, ABOVE);
  cairo_line_to (cr, x, bottom);
  cairo_set_line_width (cr, 1.0);
  cairo_stroke (cr);
  cairo_restore (cr);
  write_at (self->area, cr, x, 0.0, text);
}

static void
draw (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer data)
{
  SaffronErrorView *self = data;
  const SaffronErrorHistogram *histogram = &self->histogram;
  double bottom = height - BELOW, top = 0.0;

  if (!(histogram->high > 0.0))
    return;
  for (int i = 0; i < SAFFRON_ERROR_BINS; i++)
    top = fmax (top, fmax (histogram->after[i], histogram->before[i]));
  if (top > 0.0)
    {
      cairo_save (cr);
      cairo_translate (cr, 0.0, ABOVE);
      set_accent (self->area, cr);
      trace_after (histogram, cr, width, bottom - ABOVE, top);
      cairo_fill (cr);
      set_ink (self->area, cr, 0.9f);
      trace_before (histogram, cr, width, bottom - ABOVE, top);
      cairo_set_line_width (cr, 1.5);
      cairo_stroke (cr);
      cairo_restore (cr);
    }
  draw_axis (self, cr, width, bottom);
  draw_tolerance (self, cr, width, bottom);
}

static void
draw_swatch (GtkDrawingArea *area,
             cairo_t *cr,
             int width,
             int height,
             gpointer data)
{
  if (GPOINTER_TO_INT (data))
    {
      set_accent (GTK_WIDGET (area), cr);
      cairo_rectangle (cr, 0, 3, width, height - 6);
      cairo_fill (cr);
      return;
    }
  set_ink (GTK_WIDGET (area), cr, 0.9f);
  cairo_rectangle (cr, 0.75, 3.75, width - 1.5, height - 7.5);
  cairo_set_line_width (cr, 1.5);
  cairo_stroke (cr);
}

static GtkLabel *
add_line (SaffronErrorView *self, gboolean after)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);
  GtkWidget *swatch = g_object_new (GTK_TYPE_DRAWING_AREA, "accessible-role",
                                    GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
  GtkWidget *label = gtk_label_new (NULL);

  gtk_drawing_area_set_content_width (GTK_DRAWING_AREA (swatch), SWATCH);
  gtk_drawing_area_set_content_height (GTK_DRAWING_AREA (swatch), SWATCH);
  gtk_widget_set_valign (swatch, GTK_ALIGN_START);
  gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (swatch), draw_swatch,
                                  GINT_TO_POINTER (after), NULL);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0.0f);
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, "numeric");
  gtk_box_append (GTK_BOX (box), swatch);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (self), box);
  return GTK_LABEL (label);
}

static void
saffron_error_view_init (SaffronErrorView *self)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self),
                                  GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 6);
  self->area = g_object_new (GTK_TYPE_DRAWING_AREA, "accessible-role",
                             GTK_ACCESSIBLE_ROLE_IMG, NULL);
  gtk_drawing_area_set_content_height (GTK_DRAWING_AREA (self->area), HEIGHT);
  gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (self->area), draw, self,
                                  NULL);
  gtk_box_append (GTK_BOX (self), self->area);
  self->after = add_line (self, TRUE);
  self->before = add_line (self, FALSE);
  self->known = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_wrap (self->known, TRUE);
  gtk_label_set_xalign (self->known, 0.0f);
  gtk_widget_add_css_class (GTK_WIDGET (self->known), "dim-label");
  gtk_box_append (GTK_BOX (self), GTK_WIDGET (self->known));
}

void
saffron_error_view_set (SaffronErrorView *self, const SaffronQuality *quality)
{
  g_autofree char *after = saffron_quality_errors_to_words (quality, FALSE);
  g_autofree char *before = saffron_quality_errors_to_words (quality, TRUE);
  g_autofree char *after_text = g_strdup_printf (_ ("With bending: %s"), after);
  g_autofree char *before_text =
      g_strdup_printf (_ ("Without bending: %s"), before);
  g_autofree char *known = saffron_quality_known_to_words (quality);
  g_autofree char *text = g_strdup_printf (
      _ ("How errors are distributed. With bending: %s. Without bending: %s."),
      after, before);

  saffron_error_histogram_count (quality->windows, &self->histogram);
  gtk_label_set_label (self->after, after_text);
  gtk_label_set_label (self->before, before_text);
  gtk_label_set_label (self->known, known);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->area),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  gtk_widget_queue_draw (self->area);
}
