/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "export/qc-sheet.h"

#include <glib/gi18n.h>
#include <math.h>

#include "export/legend.h"
#include "export/picture-text.h"
#include "export/place-painter.h"
#include "export/png-file.h"
#include "export/sheet-places.h"
#include "quality/place-words.h"

#define CELL SAFFRON_SHEET_CELL
#define COLUMNS 3
/* Around all, between cells, and between the two groups of them, pixels. */
#define MARGIN 16
#define GAP 10
#define BETWEEN 34
/* Heights of the lines of text. */
#define HEADING 30
#define CAPTION 26

#define GROUP (COLUMNS * CELL + (COLUMNS - 1) * GAP)
#define WIDTH (2 * MARGIN + 2 * GROUP + BETWEEN)

/* The sheet while it is drawn. */
typedef struct {
  const SaffronQuality *quality;
  SaffronPlacePainter painter;
  SaffronSheetPlaces places;
  cairo_surface_t *surface; /* CAIRO_FORMAT_RGB24 */
  cairo_t *cr;
  int top;   /* where the groups begin */
  int drawn; /* places */
} Sheet;

static void
sheet_clear (Sheet *sheet)
{
  g_clear_pointer (&sheet->cr, cairo_destroy);
  g_clear_pointer (&sheet->surface, cairo_surface_destroy);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Sheet, sheet_clear)

char *
saffron_qc_sheet_file_name (const char *name)
{
  return g_strdup_printf ("%s_QC_sheet.png", name);
}

static int
rows_of (const SaffronSheetPlaces *places)
{
  int most = (int) MAX (places->n_worst, places->n_random);

  /* A group without places has a line that says so. */
  return MAX ((most + COLUMNS - 1) / COLUMNS, 1);
}

/* Draws one line of text. @room: its widest */
static void
show_line (Sheet *sheet,
           int x,
           int y,
           int room,
           const char *font,
           const char *line)
{
  SaffronPictureText text = { line, font, room, 1 };
  int w, h;

  saffron_picture_text_draw (&text, sheet->cr, x, y, &w, &h);
}

static const SaffronWindow *
window_at (const Sheet *sheet, guint index)
{
  return &g_array_index (sheet->quality->windows->windows, SaffronWindow,
                         index);
}

/* Makes the scale of both slides the one for all places. */
static gboolean
set_scale (Sheet *sheet, GError **error)
{
  const SaffronSheetPlaces *places = &sheet->places;
  SaffronRefPoint all[2 * SAFFRON_SHEET_PLACES];
  guint n = 0;

  for (guint i = 0; i < places->n_worst; i++)
    all[n++] = window_at (sheet, places->worst[i])->at;
  for (guint i = 0; i < places->n_random; i++)
    all[n++] = window_at (sheet, places->random[i])->at;
  return saffron_place_painter_fit (&sheet->painter, all, n, error);
}

/* Draws a place, the upper left corner of its cell at @x, @y of the sheet. */
static gboolean
draw_place (Sheet *sheet, SaffronRefPoint at, int x, int y, GError **error)
{
  g_autofree guint8 *rgb = g_new (guint8, CELL * CELL * 3);
  int stride = cairo_image_surface_get_stride (sheet->surface);
  guint8 *data;

  if (!saffron_place_painter_draw (&sheet->painter, at, rgb, error))
    return FALSE;
  cairo_surface_flush (sheet->surface);
  data = cairo_image_surface_get_data (sheet->surface);
  for (int j = 0; j < CELL; j++)
    {
      guint32 *row = (guint32 *) (data + (gsize) (y + j) * stride) + x;
      const guint8 *in = rgb + (gsize) j * CELL * 3;

      for (int i = 0; i < CELL; i++, in += 3)
        row[i] = (guint32) in[0] << 16 | (guint32) in[1] << 8 | in[2];
    }
  cairo_surface_mark_dirty (sheet->surface);
  return TRUE;
}

/* Draws a thin line around a cell, and its caption; in amber where the place is
 * off. */
static void
draw_caption (Sheet *sheet, const SaffronWindow *window, int x, int y)
{
  double um = sqrt (sheet->quality->um_x * sheet->quality->um_y);
  gboolean off = window->class == SAFFRON_WINDOW_OFF;
  g_autofree char *words = saffron_place_to_words (window, um);
  g_autofree char *line =
      g_strdup_printf ("%.0f, %.0f: %s", window->at.x, window->at.y, words);

  cairo_set_source_rgb (sheet->cr, 0.4, 0.4, 0.4);
  if (off)
    cairo_set_source_rgb (sheet->cr, SAFFRON_LEGEND_AMBER);
  cairo_set_line_width (sheet->cr, 1.0);
  cairo_rectangle (sheet->cr, x - 0.5, y - 0.5, CELL + 1, CELL + 1);
  cairo_stroke (sheet->cr);
  if (!off)
    cairo_set_source_rgb (sheet->cr, 1.0, 1.0, 1.0);
  show_line (sheet, x, y + CELL + 3, CELL, "Sans 10", line);
}

/* Draws a heading and the places under it. @none: what stands there where there
 * are none */
static gboolean
draw_group (Sheet *sheet,
            int x0,
            const char *heading,
            const char *none,
            const guint *places,
            guint n,
            SaffronJob *job,
            GError **error)
{
  guint all = sheet->places.n_worst + sheet->places.n_random;

  cairo_set_source_rgb (sheet->cr, 1.0, 1.0, 1.0);
  show_line (sheet, x0, sheet->top, GROUP, "Sans Bold 12", heading);
  if (n == 0)
    show_line (sheet, x0, sheet->top + HEADING, GROUP, "Sans 10", none);
  for (guint i = 0; i < n; i++)
    {
      const SaffronWindow *window = window_at (sheet, places[i]);
      int x = x0 + (int) (i % COLUMNS) * (CELL + GAP);
      int y = sheet->top + HEADING + (int) (i / COLUMNS) * (CELL + CAPTION);

      if (!draw_place (sheet, window->at, x, y, error)
          || !saffron_job_check (job, error))
        return FALSE;
      draw_caption (sheet, window, x, y);
      sheet->drawn++;
      saffron_job_set_fraction (job, (double) sheet->drawn / all);
    }
  return TRUE;
}

static gboolean
draw_groups (Sheet *sheet, SaffronJob *job, GError **error)
{
  const SaffronSheetPlaces *places = &sheet->places;
  const char *no_tissue = _ ("The reference has no tissue to show");
  gboolean empty = sheet->quality->windows->windows->len == 0;

  return draw_group (sheet, MARGIN, _ ("Worst places"),
                     empty ? no_tissue : _ ("No place is certainly wrong"),
                     places->worst, places->n_worst, job, error)
         && draw_group (sheet, MARGIN + GROUP + BETWEEN, _ ("Random places"),
                        empty ? no_tissue : _ ("There are no other places"),
                        places->random, places->n_random, job, error);
}

/* Makes an empty sheet of the size that its places need, with the legend on
 * top. */
static void
lay_out (Sheet *sheet, const SaffronLegend *content)
{
  cairo_surface_t *legend = saffron_legend_draw (content);

  sheet->top = cairo_image_surface_get_height (legend) + MARGIN;
  sheet->surface = cairo_image_surface_create (
      CAIRO_FORMAT_RGB24, WIDTH,
      sheet->top + HEADING + rows_of (&sheet->places) * (CELL + CAPTION)
          + MARGIN);
  sheet->cr = cairo_create (sheet->surface);
  cairo_set_source_surface (sheet->cr, legend, MARGIN - SAFFRON_LEGEND_PAD, 0);
  cairo_paint (sheet->cr);
  cairo_surface_destroy (legend);
}

static gboolean
save (cairo_surface_t *surface,
      SaffronPngFile *png,
      SaffronJob *job,
      GError **error)
{
  int height = cairo_image_surface_get_height (surface);
  int stride = cairo_image_surface_get_stride (surface);
  g_autofree guint8 *rgb = g_new (guint8, (gsize) height * WIDTH * 3);
  const guint8 *data;
  guint8 *out = rgb;

  cairo_surface_flush (surface);
  data = cairo_image_surface_get_data (surface);
  for (int y = 0; y < height; y++)
    {
      const guint32 *row = (const guint32 *) (data + (gsize) y * stride);

      for (int x = 0; x < WIDTH; x++)
        {
          *out++ = (row[x] >> 16) & 0xff;
          *out++ = (row[x] >> 8) & 0xff;
          *out++ = row[x] & 0xff;
        }
    }
  return saffron_png_file_write (png, rgb, height, job, error)
         && saffron_png_file_finish (png, error);
}

gboolean
saffron_qc_sheet_write (SaffronSlide *reference,
                        SaffronSlide *moving,
                        SaffronRun *run,
                        const SaffronQuality *quality,
                        const char *path,
                        gboolean overwrite,
                        SaffronJob *job,
                        GError **error)
{
  g_auto (Sheet) sheet = { .quality = quality };
  g_autoptr (SaffronPngFile) png = NULL;
  SaffronLegend legend = { reference,          moving,  run, 1.0,
                           WIDTH - 2 * MARGIN, CELL / 2 };

  if (!saffron_place_painter_init (&sheet.painter, reference, moving, run, CELL,
                                   job, error))
    return FALSE;
  saffron_sheet_places_find (quality->windows, quality->worst, &sheet.places);
  if (!set_scale (&sheet, error) || !saffron_job_check (job, error))
    return FALSE;
  legend.downsample = saffron_place_painter_get_downsample (&sheet.painter);
  lay_out (&sheet, &legend);
  png = saffron_png_file_new (path, WIDTH,
                              cairo_image_surface_get_height (sheet.surface),
                              overwrite, error);
  return png != NULL && draw_groups (&sheet, job, error)
         && save (sheet.surface, png, job, error);
}
