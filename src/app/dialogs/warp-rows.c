/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/dialogs/warp-rows.h"

#include <glib/gi18n.h>

#include "app/dialogs/image-row.h"

struct _SaffronWarpRows {
  AdwPreferencesGroup parent_instance;

  gboolean filling; /* what changes is not a person's choice */
  gboolean choose;  /* labels may choose the interpolation */
  gboolean is_rgb;  /* of the moving slide itself */
  SaffronImageRow *image;
  AdwComboRow *crop;
  AdwComboRow *interpolation;
  AdwComboRow *values;
  AdwComboRow *colours;
  AdwComboRow *compression;
  GtkWidget *quality_row;
  GtkSpinButton *quality;
};

G_DEFINE_FINAL_TYPE (SaffronWarpRows,
                     saffron_warp_rows,
                     ADW_TYPE_PREFERENCES_GROUP)

enum {
  CHANGED,
  IMAGE_CHOSEN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static gboolean
is_lossy (SaffronCompression compression)
{
  return compression == SAFFRON_COMPRESSION_JPEG
         || compression == SAFFRON_COMPRESSION_WEBP;
}

/* An image in the slide's place may be RGB. */
static void
show_colours (SaffronWarpRows *self)
{
  gtk_widget_set_visible (
      GTK_WIDGET (self->colours),
      self->is_rgb || saffron_image_row_get_path (self->image) != NULL);
}

static void
on_option (GtkWidget *widget, GParamSpec *pspec, SaffronWarpRows *self)
{
  gtk_widget_set_visible (
      self->quality_row,
      is_lossy (adw_combo_row_get_selected (self->compression)));
  if (!self->filling)
    g_signal_emit (self, signals[CHANGED], 0);
}

static void
on_interpolation (AdwComboRow *row, GParamSpec *pspec, SaffronWarpRows *self)
{
  if (!self->filling)
    self->choose = FALSE;
  on_option (GTK_WIDGET (row), pspec, self);
}

static void
on_image (SaffronImageRow *row, SaffronWarpRows *self)
{
  self->choose = saffron_image_row_get_path (row) != NULL;
  show_colours (self);
  saffron_warp_rows_show_interpolation (self, SAFFRON_INTERPOLATION_CUBIC);
  g_signal_emit (self, signals[IMAGE_CHOSEN], 0);
}

void
saffron_warp_rows_show_interpolation (SaffronWarpRows *self,
                                      SaffronInterpolation interpolation)
{
  self->filling = TRUE;
  adw_combo_row_set_selected (self->interpolation, interpolation);
  self->filling = FALSE;
}

void
saffron_warp_rows_show (SaffronWarpRows *self, const SaffronExport *spec)
{
  self->choose = spec->choose;
  self->is_rgb = spec->is_rgb;
  show_colours (self);
  self->filling = TRUE;
  adw_combo_row_set_selected (self->crop, spec->warp.crop);
  adw_combo_row_set_selected (self->interpolation, spec->warp.interpolation);
  adw_combo_row_set_selected (self->values, spec->warp.float32 ? 1 : 0);
  adw_combo_row_set_selected (self->colours, spec->warp.planar ? 1 : 0);
  adw_combo_row_set_selected (self->compression, spec->warp.compression);
  self->filling = FALSE;
}

void
saffron_warp_rows_take (SaffronWarpRows *self, SaffronExport *spec)
{
  SaffronWarpOptions *warp = &spec->warp;

  warp->crop = adw_combo_row_get_selected (self->crop);
  warp->interpolation = adw_combo_row_get_selected (self->interpolation);
  warp->float32 = adw_combo_row_get_selected (self->values) == 1;
  warp->planar = adw_combo_row_get_selected (self->colours) == 1;
  warp->compression = adw_combo_row_get_selected (self->compression);
  warp->quality = is_lossy (warp->compression)
                      ? gtk_spin_button_get_value_as_int (self->quality)
                      : 0;
  spec->choose = self->choose;
  g_free (spec->image);
  spec->image = g_strdup (saffron_image_row_get_path (self->image));
}

/* In the order of SaffronCompression. */
static void
fill_compressions (SaffronWarpRows *self)
{
  const char *const names[] = {
    [SAFFRON_COMPRESSION_NONE] = C_ ("compression", "None"),
    [SAFFRON_COMPRESSION_LZW] = _ ("LZW"),
    [SAFFRON_COMPRESSION_DEFLATE] = _ ("Deflate"),
    [SAFFRON_COMPRESSION_ZSTD] = _ ("Zstd"),
    [SAFFRON_COMPRESSION_JPEG] = _ ("JPEG, lossy"),
    [SAFFRON_COMPRESSION_WEBP] = _ ("WebP, lossy"),
    NULL,
  };
  g_autoptr (GtkStringList) list = gtk_string_list_new (names);

  adw_combo_row_set_model (self->compression, G_LIST_MODEL (list));
}

static void
saffron_warp_rows_class_init (SaffronWarpRowsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  signals[CHANGED] =
      g_signal_new ("changed", SAFFRON_TYPE_WARP_ROWS, G_SIGNAL_RUN_LAST, 0,
                    NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[IMAGE_CHOSEN] =
      g_signal_new ("image-chosen", SAFFRON_TYPE_WARP_ROWS, G_SIGNAL_RUN_LAST,
                    0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  g_type_ensure (SAFFRON_TYPE_IMAGE_ROW);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/saffron/Saffron/ui/warp-rows.ui");
  gtk_widget_class_bind_template_child (widget_class, SaffronWarpRows, image);
  gtk_widget_class_bind_template_child (widget_class, SaffronWarpRows, crop);
  gtk_widget_class_bind_template_child (widget_class, SaffronWarpRows,
                                        interpolation);
  gtk_widget_class_bind_template_child (widget_class, SaffronWarpRows, values);
  gtk_widget_class_bind_template_child (widget_class, SaffronWarpRows, colours);
  gtk_widget_class_bind_template_child (widget_class, SaffronWarpRows,
                                        compression);
  gtk_widget_class_bind_template_child (widget_class, SaffronWarpRows,
                                        quality_row);
  gtk_widget_class_bind_template_child (widget_class, SaffronWarpRows, quality);
  gtk_widget_class_bind_template_callback (widget_class, on_option);
  gtk_widget_class_bind_template_callback (widget_class, on_interpolation);
  gtk_widget_class_bind_template_callback (widget_class, on_image);
}

static void
saffron_warp_rows_init (SaffronWarpRows *self)
{
  self->filling = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  fill_compressions (self);
  self->filling = FALSE;
}
