/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/pane/quality-shares.h"

#include "quality/map.h"
#include "quality/quality-words.h"

#define BAR_HEIGHT 22
#define SWATCH 14
/* A part that there is at all is seen, pixels. */
#define LEAST 3.0

/* From what is to be looked at to what says nothing. */
static const struct {
  SaffronWindowClass class;
  SaffronMapMark mark;
} parts[] = {
  { SAFFRON_WINDOW_AGREES, SAFFRON_MAP_AGREES },
  { SAFFRON_WINDOW_OFF, SAFFRON_MAP_OFF },
  { SAFFRON_WINDOW_MISSING, SAFFRON_MAP_MISSING },
  { SAFFRON_WINDOW_UNKNOWN, SAFFRON_MAP_UNKNOWN },
};

#define N_PARTS G_N_ELEMENTS (parts)

struct _SaffronQualityShares {
  GtkBox parent_instance;

  double shares[N_PARTS];
  GtkWidget *bar;
  GtkLabel *numbers[N_PARTS];
  GtkLabel *words[N_PARTS];
};

G_DEFINE_FINAL_TYPE (SaffronQualityShares, saffron_quality_shares, GTK_TYPE_BOX)

static void
saffron_quality_shares_class_init (SaffronQualitySharesClass *klass)
{
}

/* Fills a rectangle with the look that the map of coverage has. */
static void
fill (cairo_t *cr, SaffronMapMark mark, double x, double width, int height)
{
  int columns = MAX ((int) ceil (width), 1);
  cairo_surface_t *surface =
      cairo_image_surface_create (CAIRO_FORMAT_ARGB32, columns, height);
  guint8 *data = cairo_image_surface_get_data (surface);
  int stride = cairo_image_surface_get_stride (surface);

  cairo_surface_flush (surface);
  for (int j = 0; j < height; j++)
    for (int i = 0; i < columns; i++)
      ((guint32 *) (data + (gsize) j * stride))[i] =
          saffron_map_mark_pixel (mark, 0, i, j);
  cairo_surface_mark_dirty (surface);
  cairo_rectangle (cr, x, 0, width, height);
  cairo_set_source_rgb (cr, 0.12, 0.12, 0.12);
  cairo_fill_preserve (cr);
  cairo_set_source_surface (cr, surface, x, 0);
  cairo_fill (cr);
  cairo_surface_destroy (surface);
}

static void
draw_bar (GtkDrawingArea *area,
          cairo_t *cr,
          int width,
          int height,
          gpointer data)
{
  SaffronQualityShares *self = data;
  double widths[N_PARTS], sum = 0.0, x = 0.0;

  for (guint i = 0; i < N_PARTS; i++)
    {
      widths[i] =
          self->shares[i] > 0.0 ? fmax (self->shares[i] * width, LEAST) : 0.0;
      sum += widths[i];
    }
  for (guint i = 0; i < N_PARTS && sum > 0.0; i++)
    {
      double part = widths[i] * width / sum;

      if (part > 0.0)
        fill (cr, parts[i].mark, x, part, height);
      x += part;
    }
}

static void
draw_swatch (GtkDrawingArea *area,
             cairo_t *cr,
             int width,
             int height,
             gpointer data)
{
  fill (cr, GPOINTER_TO_INT (data), 0, width, height);
}

static void
add_line (SaffronQualityShares *self, GtkGrid *grid, guint part)
{
  GtkWidget *swatch = g_object_new (GTK_TYPE_DRAWING_AREA, "accessible-role",
                                    GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
  GtkWidget *number = gtk_label_new (NULL);
  GtkWidget *words = gtk_label_new (NULL);

  gtk_drawing_area_set_content_width (GTK_DRAWING_AREA (swatch), SWATCH);
  gtk_drawing_area_set_content_height (GTK_DRAWING_AREA (swatch), SWATCH);
  gtk_widget_set_valign (swatch, GTK_ALIGN_CENTER);
  gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (swatch), draw_swatch,
                                  GINT_TO_POINTER (parts[part].mark), NULL);
  gtk_label_set_xalign (GTK_LABEL (number), 1.0f);
  gtk_widget_add_css_class (number, "numeric");
  gtk_label_set_xalign (GTK_LABEL (words), 0.0f);
  gtk_label_set_wrap (GTK_LABEL (words), TRUE);
  gtk_widget_set_hexpand (words, TRUE);
  gtk_grid_attach (grid, swatch, 0, (int) part, 1, 1);
  gtk_grid_attach (grid, number, 1, (int) part, 1, 1);
  gtk_grid_attach (grid, words, 2, (int) part, 1, 1);
  self->numbers[part] = GTK_LABEL (number);
  self->words[part] = GTK_LABEL (words);
}

static void
saffron_quality_shares_init (SaffronQualityShares *self)
{
  GtkWidget *grid = gtk_grid_new ();

  gtk_orientable_set_orientation (GTK_ORIENTABLE (self),
                                  GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 6);
  /* The lines say the same in words. */
  self->bar = g_object_new (GTK_TYPE_DRAWING_AREA, "accessible-role",
                            GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
  gtk_drawing_area_set_content_height (GTK_DRAWING_AREA (self->bar),
                                       BAR_HEIGHT);
  gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (self->bar), draw_bar, self,
                                  NULL);
  gtk_box_append (GTK_BOX (self), self->bar);
  gtk_grid_set_column_spacing (GTK_GRID (grid), 9);
  for (guint i = 0; i < N_PARTS; i++)
    add_line (self, GTK_GRID (grid), i);
  gtk_box_append (GTK_BOX (self), grid);
}

void
saffron_quality_shares_set (SaffronQualityShares *self,
                            const SaffronQuality *quality)
{
  for (guint i = 0; i < N_PARTS; i++)
    {
      g_autofree char *number = NULL;
      g_autofree char *words =
          saffron_quality_class_to_words (quality, parts[i].class);

      self->shares[i] =
          saffron_windows_share (quality->windows, parts[i].class);
      number = saffron_share_to_words (self->shares[i]);
      gtk_label_set_label (self->numbers[i], number);
      gtk_label_set_label (self->words[i], words);
    }
  gtk_widget_queue_draw (self->bar);
}
