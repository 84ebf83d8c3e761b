/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/pane/channel-row.h"

#include <glib/gi18n.h>
#include <math.h>
#include <stdio.h>

#include "app/accessible.h"
#include "app/pane/histogram-view.h"
#include "app/scroll.h"

struct _SaffronChannelRow {
  AdwExpanderRow parent_instance;

  SaffronLayer *layer;
  int index;
  SaffronDocument *document; /* (nullable): that of a composite's row */
  gboolean updating;
  double step; /* between two intensities that can be typed */

  GtkCheckButton *check;
  GtkWidget *colour;
  /* NULL until the row was expanded. */
  GtkSpinButton *from, *to;     /* percentiles, and */
  GtkSpinButton *black, *white; /* intensities, that are black and white */
  GtkRange *gamma;
  GtkSwitch *balance; /* NULL also where the slide is not RGB */
};

G_DEFINE_FINAL_TYPE (SaffronChannelRow,
                     saffron_channel_row,
                     ADW_TYPE_EXPANDER_ROW)

static SaffronChannelDisplay
get_display (SaffronChannelRow *self)
{
  return *saffron_layer_get_channel_display (self->layer, self->index);
}

static gboolean
is_rgb (SaffronChannelRow *self)
{
  return saffron_slide_display_channel (saffron_layer_get_slide (self->layer),
                                        self->index)
         == SAFFRON_CHANNEL_RGB;
}

static void
set_display (SaffronChannelRow *self, const SaffronChannelDisplay *display)
{
  saffron_layer_set_channel_display (self->layer, self->index, display);
}

/* A channel that finds no room stays hidden, and the person reads why. */
static void
show_in_composite (SaffronChannelRow *self, gboolean shown)
{
  g_autofree char *message = NULL;

  if (saffron_composite_choice_show (
          saffron_document_get_composite (self->document), self->layer,
          self->index, shown))
    return;
  self->updating = TRUE;
  gtk_check_button_set_active (self->check, !shown);
  self->updating = FALSE;
  message = g_strdup_printf (
      ngettext (
          "A composite shows %d channel at most; hide one to show another",
          "A composite shows %d channels at most; hide one to show another",
          SAFFRON_COMPOSITE_MAX_CHANNELS),
      SAFFRON_COMPOSITE_MAX_CHANNELS);
  g_signal_emit_by_name (self->document, "failed", message);
}

static void
on_check (GtkCheckButton *check, SaffronChannelRow *self)
{
  SaffronChannelDisplay display = get_display (self);

  if (self->updating)
    return;
  if (self->document != NULL)
    {
      show_in_composite (self, gtk_check_button_get_active (check));
      return;
    }
  display.visible = gtk_check_button_get_active (check);
  set_display (self, &display);
}

static void
on_colour (GtkColorButton *button, SaffronChannelRow *self)
{
  SaffronChannelDisplay display = get_display (self);
  GdkRGBA rgba;

  if (self->updating)
    return;
  gtk_color_chooser_get_rgba (GTK_COLOR_CHOOSER (button), &rgba);
  display.color = (guint32) (rgba.red * 255.0f + 0.5f) << 16
                  | (guint32) (rgba.green * 255.0f + 0.5f) << 8
                  | (guint32) (rgba.blue * 255.0f + 0.5f);
  if (self->document != NULL)
    saffron_composite_choice_set_color (
        saffron_document_get_composite (self->document), self->layer,
        self->index, display.color);
  else
    set_display (self, &display);
}

static void
on_gamma (GtkRange *range, SaffronChannelRow *self)
{
  SaffronChannelDisplay display = get_display (self);

  if (self->updating)
    return;
  display.gamma = gtk_range_get_value (range);
  set_display (self, &display);
}

static void
on_balance (GtkSwitch *balance, GParamSpec *pspec, SaffronChannelRow *self)
{
  SaffronChannelDisplay display = get_display (self);

  if (self->updating)
    return;
  display.balanced = gtk_switch_get_active (balance);
  set_display (self, &display);
}

static void
on_percentile (GtkWidget *widget, SaffronChannelRow *self)
{
  double from = gtk_spin_button_get_value (self->from);
  double to = gtk_spin_button_get_value (self->to);

  if (self->updating)
    return;
  saffron_layer_auto_contrast (self->layer, self->index, MIN (from, to),
                               MAX (from, to));
}

static void
on_auto (GtkWidget *widget, SaffronChannelRow *self)
{
  saffron_layer_auto_contrast (self->layer, self->index, 1.0, 99.0);
}

static void
on_intensity (GtkSpinButton *spin, SaffronChannelRow *self)
{
  SaffronChannelDisplay display = get_display (self);
  double value = gtk_spin_button_get_value (spin);

  if (self->updating)
    return;
  /* White stays above black, by the least step there is. */
  if (spin == self->black)
    display.low = MIN (value, display.high - self->step);
  else
    display.high = MAX (value, display.low + self->step);
  set_display (self, &display);
}

/* Nobody's typing is overwritten: while a spin button is edited, it shows what
 * was typed until that is taken. */
static void
show_value (GtkSpinButton *spin, double value)
{
  double least = pow (10.0, -(double) gtk_spin_button_get_digits (spin));

  if (fabs (gtk_spin_button_get_value (spin) - value) >= 0.5 * least)
    gtk_spin_button_set_value (spin, value);
}

static void
show_contrast (SaffronChannelRow *self)
{
  SaffronChannelDisplay display = get_display (self);
  double low = 0.0, high = 100.0;

  saffron_layer_get_percentiles (self->layer, self->index, &low, &high);
  show_value (self->from, low);
  show_value (self->to, high);
  show_value (self->black, display.low);
  show_value (self->white, display.high);
}

static void
on_layer_changed (SaffronLayer *layer, gpointer user_data)
{
  SaffronChannelRow *self = user_data;
  SaffronChannelDisplay display = get_display (self);

  self->updating = TRUE;
  if (self->document != NULL)
    display.visible = saffron_composite_choice_is_shown (
        saffron_document_get_composite (self->document), self->layer,
        self->index);
  gtk_check_button_set_active (self->check, display.visible);
  if (self->gamma != NULL)
    {
      gtk_range_set_value (self->gamma, display.gamma);
      show_contrast (self);
    }
  if (self->balance != NULL)
    gtk_switch_set_active (self->balance, display.balanced);
  self->updating = FALSE;
}

/* Whole numbers for whole values; else as fine as the range asks for. */
static void
set_range (SaffronChannelRow *self)
{
  SaffronSlide *slide = saffron_layer_get_slide (self->layer);
  SaffronSampleType type =
      saffron_slide_get_channel (slide, MAX (self->index, 0))->type;
  gboolean whole = type != SAFFRON_SAMPLE_F32;
  const SaffronHistogram *histogram =
      saffron_layer_get_histogram (self->layer, self->index);
  SaffronChannelDisplay display = get_display (self);
  double most = whole
                    ? saffron_sample_type_max (type)
                    : MAX (display.high, histogram != NULL ? histogram->maximum
                                                           : display.high);
  double least = whole
                     ? 0.0
                     : MIN (display.low, histogram != NULL ? histogram->minimum
                                                           : display.low);
  GtkSpinButton *spins[2] = { self->black, self->white };
  int digits = 0, width = 0;

  self->step = 1.0;
  for (; !whole && digits < 6 && self->step > (most - least) / 1000.0; digits++)
    self->step /= 10.0;
  /* The longest number there can be is seen whole. */
  width = MAX (snprintf (NULL, 0, "%.*f", digits, least),
               snprintf (NULL, 0, "%.*f", digits, most));
  for (guint i = 0; i < G_N_ELEMENTS (spins); i++)
    {
      gtk_editable_set_width_chars (GTK_EDITABLE (spins[i]), MIN (width, 12));
      gtk_spin_button_set_digits (spins[i], (guint) digits);
      gtk_spin_button_set_range (spins[i], least, most);
      gtk_spin_button_set_increments (spins[i],
                                      MAX (self->step, (most - least) / 1000.0),
                                      MAX (self->step, (most - least) / 100.0));
    }
}

static void
on_histogram (SaffronLayer *layer, int index, gpointer user_data)
{
  SaffronChannelRow *self = user_data;

  if (index != self->index || self->gamma == NULL)
    return;
  self->updating = TRUE;
  set_range (self);
  self->updating = FALSE;
  on_layer_changed (layer, self);
}

/* Gives a screen reader the text of the tooltip. */
static void
name_after_tooltip (GtkWidget *widget)
{
  saffron_accessible_name (widget, gtk_widget_get_tooltip_text (widget));
}

static void
add_contrast_rows (SaffronChannelRow *self, GtkBuilder *builder)
{
  static const char *const rows[] = { "black_row", "black_percent_row",
                                      "white_row", "white_percent_row",
                                      "gamma_row", "balance_row" };
  /* Only brightfield has glass. */
  guint n = is_rgb (self) ? 6 : 5;
  GtkWidget *spins[4];

  self->from = GTK_SPIN_BUTTON (gtk_builder_get_object (builder, "from"));
  self->to = GTK_SPIN_BUTTON (gtk_builder_get_object (builder, "to"));
  self->black = GTK_SPIN_BUTTON (gtk_builder_get_object (builder, "black"));
  self->white = GTK_SPIN_BUTTON (gtk_builder_get_object (builder, "white"));
  self->gamma = GTK_RANGE (gtk_builder_get_object (builder, "gamma"));
  if (is_rgb (self))
    self->balance = GTK_SWITCH (gtk_builder_get_object (builder, "balance"));
  spins[0] = GTK_WIDGET (self->from);
  spins[1] = GTK_WIDGET (self->to);
  spins[2] = GTK_WIDGET (self->black);
  spins[3] = GTK_WIDGET (self->white);
  for (guint i = 0; i < G_N_ELEMENTS (spins); i++)
    {
      saffron_scroll_past (spins[i]);
      name_after_tooltip (spins[i]);
    }
  saffron_scroll_past (GTK_WIDGET (self->gamma));
  self->updating = TRUE;
  set_range (self);
  self->updating = FALSE;
  on_layer_changed (self->layer, self);
  for (guint i = 0; i < n; i++)
    adw_expander_row_add_row (
        ADW_EXPANDER_ROW (self),
        GTK_WIDGET (gtk_builder_get_object (builder, rows[i])));
}

/* Builds the rows of the contrast when they are first shown: a slide may have
 * forty channels, of which few are ever expanded. */
static void
on_expanded (AdwExpanderRow *row, GParamSpec *pspec, SaffronChannelRow *self)
{
  g_autoptr (GtkBuilder) builder = NULL;
  g_autoptr (GtkBuilderScope) scope = NULL;

  if (self->gamma != NULL || !adw_expander_row_get_expanded (row))
    return;
  scope = gtk_builder_cscope_new ();
  gtk_builder_cscope_add_callback (GTK_BUILDER_CSCOPE (scope), on_auto);
  gtk_builder_cscope_add_callback (GTK_BUILDER_CSCOPE (scope), on_percentile);
  gtk_builder_cscope_add_callback (GTK_BUILDER_CSCOPE (scope), on_intensity);
  gtk_builder_cscope_add_callback (GTK_BUILDER_CSCOPE (scope), on_balance);
  gtk_builder_cscope_add_callback (GTK_BUILDER_CSCOPE (scope), on_gamma);
  builder = gtk_builder_new ();
  gtk_builder_set_scope (builder, scope);
  gtk_builder_set_current_object (builder, G_OBJECT (self));
  gtk_builder_add_from_resource (
      builder, "/io/github/saffron/Saffron/ui/channel-contrast.ui", NULL);
  adw_expander_row_add_row (
      row, saffron_histogram_view_new (self->layer, self->index));
  add_contrast_rows (self, builder);
}

static void
saffron_channel_row_finalize (GObject *object)
{
  g_clear_object (&SAFFRON_CHANNEL_ROW (object)->layer);
  g_clear_object (&SAFFRON_CHANNEL_ROW (object)->document);
  G_OBJECT_CLASS (saffron_channel_row_parent_class)->finalize (object);
}

static void
saffron_channel_row_class_init (SaffronChannelRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = saffron_channel_row_finalize;

  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/saffron/Saffron/ui/channel-row.ui");
  gtk_widget_class_bind_template_child (widget_class, SaffronChannelRow, check);
  gtk_widget_class_bind_template_child (widget_class, SaffronChannelRow,
                                        colour);
  gtk_widget_class_bind_template_callback (widget_class, on_expanded);
  gtk_widget_class_bind_template_callback (widget_class, on_check);
  gtk_widget_class_bind_template_callback (widget_class, on_colour);
}

static void
saffron_channel_row_init (SaffronChannelRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  name_after_tooltip (self->colour);
}

/* The channel's name and @color. */
static void
set_title (SaffronChannelRow *self, const char *name, guint32 color)
{
  g_autofree char *markup = g_markup_escape_text (name, -1);
  GdkRGBA rgba = { ((color >> 16) & 0xff) / 255.0f,
                   ((color >> 8) & 0xff) / 255.0f, (color & 0xff) / 255.0f,
                   1.0f };

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), markup);
  gtk_color_chooser_set_rgba (GTK_COLOR_CHOOSER (self->colour), &rgba);
}

static void
follow_layer (SaffronChannelRow *self)
{
  on_layer_changed (self->layer, self);
  g_signal_connect_object (self->layer, "changed",
                           G_CALLBACK (on_layer_changed), self, 0);
  g_signal_connect_object (self->layer, "histogram", G_CALLBACK (on_histogram),
                           self, 0);
}

GtkWidget *
saffron_channel_row_new (SaffronLayer *layer, int index)
{
  SaffronChannelRow *self = g_object_new (SAFFRON_TYPE_CHANNEL_ROW, NULL);
  SaffronSlide *slide = saffron_layer_get_slide (layer);

  self->layer = g_object_ref (layer);
  self->index = index;
  set_title (self,
             is_rgb (self) ? _ ("Colour")
                           : saffron_slide_get_channel (slide, index)->name,
             get_display (self).color);
  gtk_widget_set_visible (self->colour, !is_rgb (self));
  follow_layer (self);
  return GTK_WIDGET (self);
}

static void
on_composite_changed (SaffronCompositeChoice *choice, gpointer user_data)
{
  SaffronChannelRow *self = user_data;

  on_layer_changed (self->layer, self);
}

GtkWidget *
saffron_channel_row_new_for_composite (SaffronDocument *document,
                                       SaffronLayer *layer,
                                       int index,
                                       const char *name)
{
  SaffronChannelRow *self = g_object_new (SAFFRON_TYPE_CHANNEL_ROW, NULL);
  SaffronSlide *slide = saffron_layer_get_slide (layer);
  SaffronCompositeChoice *choice = saffron_document_get_composite (document);
  const char *channel = NULL;
  g_autofree char *title = NULL;
  g_autofree char *words = NULL;
  g_autofree char *colour = NULL;

  self->document = g_object_ref (document);
  self->layer = g_object_ref (layer);
  self->index = index;
  channel = is_rgb (self) ? _ ("Stain: darker than glass")
                          : saffron_slide_get_channel (slide, index)->name;
  title = g_strdup_printf (_ ("%s · %s"), channel, name);
  set_title (self, title,
             saffron_composite_choice_get_color (choice, layer, index));
  words = g_strdup_printf (_ ("Show %s of %s in the composite"), channel, name);
  colour = g_strdup_printf (_ ("Colour of %s of %s in the composite"), channel,
                            name);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->check), words);
  gtk_widget_set_tooltip_text (self->colour, colour);
  name_after_tooltip (GTK_WIDGET (self->check));
  name_after_tooltip (self->colour);
  g_signal_connect_object (choice, "changed", G_CALLBACK (on_composite_changed),
                           self, 0);
  follow_layer (self);
  return GTK_WIDGET (self);
}
