/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/window/window-status.h"

#include <glib/gi18n.h>
#include <math.h>

#include "app/document/map-choice.h"

struct _SaffronWindowStatus {
  GObject parent_instance;

  SaffronShell *shell;
  SaffronMapChoice *map;
  SaffronStatusWidgets widgets;
  guint source; /* read-out and pill are going to be updated */
  int width;    /* of the read-out when its height was kept */
};

G_DEFINE_FINAL_TYPE (SaffronWindowStatus, saffron_window_status, G_TYPE_OBJECT)

static void
saffron_window_status_dispose (GObject *object)
{
  SaffronWindowStatus *self = SAFFRON_WINDOW_STATUS (object);

  g_clear_handle_id (&self->source, g_source_remove);
  G_OBJECT_CLASS (saffron_window_status_parent_class)->dispose (object);
}

static void
saffron_window_status_finalize (GObject *object)
{
  SaffronWindowStatus *self = SAFFRON_WINDOW_STATUS (object);

  g_object_unref (self->map);
  saffron_shell_unref (self->shell);
  G_OBJECT_CLASS (saffron_window_status_parent_class)->finalize (object);
}

static void
saffron_window_status_class_init (SaffronWindowStatusClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = saffron_window_status_dispose;
  G_OBJECT_CLASS (klass)->finalize = saffron_window_status_finalize;
}

static void
saffron_window_status_init (SaffronWindowStatus *self)
{
}

/* "level 1 (fixed)", of the reference, or of the moving slide where the
 * reference is missing. */
static char *
describe_level (SaffronWindowStatus *self, const SaffronFrame *frame)
{
  SaffronViewSide side =
      saffron_frame_get_level (frame, SAFFRON_VIEW_REFERENCE) >= 0
          ? SAFFRON_VIEW_REFERENCE
          : SAFFRON_VIEW_MOVING;
  int level = saffron_frame_get_level (frame, side);
  int refused = saffron_frame_get_refused (frame, side);
  g_autoptr (GVariant) state = saffron_shell_get_state (self->shell, "level");

  if (refused >= 0)
    return g_strdup_printf (_ ("level %d does not fit the tile cache; showing "
                               "%d"),
                            refused, level);
  return g_strdup_printf (
      g_str_equal (g_variant_get_string (state, NULL), "auto")
          ? _ ("level %d (automatic)")
          : _ ("level %d (fixed)"),
      level);
}

/* (transfer full): @text, and what the composite shows. */
static char *
describe_composite (SaffronWindowStatus *self, const char *text)
{
  SaffronCompositeChoice *choice =
      saffron_document_get_composite (self->shell->document);
  int n = saffron_composite_choice_count (choice);
  int unverified = saffron_composite_choice_count_unverified (choice);
  g_autoptr (GString) all = g_string_new (text);

  g_string_append (all, " · ");
  g_string_append_printf (all, ngettext ("%d channel", "%d channels", n), n);
  if (unverified > 0)
    {
      g_string_append (all, " · ");
      g_string_append_printf (all,
                              ngettext ("%d slide not verified",
                                        "%d slides not verified", unverified),
                              unverified);
    }
  return g_string_free (g_steal_pointer (&all), FALSE);
}

/* (transfer full): @text, and which run is seen around a region's, if the
 * current run is one of a region. */
static char *
add_outside (SaffronWindowStatus *self, char *text)
{
  g_autofree char *inside = text;
  SaffronMoving *moving = saffron_document_get_shown (self->shell->document);
  SaffronRunEntry *entry =
      moving != NULL ? saffron_moving_get_current (moving) : NULL;
  SaffronRunEntry *whole = NULL;

  if (entry == NULL || saffron_run_entry_get_run (entry)->region.width <= 0)
    return g_steal_pointer (&inside);
  whole = saffron_moving_get_whole_of (moving, entry);
  if (whole == NULL)
    /* Translators: the current run is of a region, and what lies outside of it
       was registered by no run */
    return g_strdup_printf (_ ("%s · outside: not registered"), inside);
  /* Translators: the current run is of a region, and what lies outside of it
     is shown as this run lays it */
  return g_strdup_printf (_ ("%s · outside: run %u"), inside,
                          saffron_run_entry_get_number (whole));
}

static void
update_pill (SaffronWindowStatus *self)
{
  SaffronViewModel *model = saffron_document_get_model (self->shell->document);
  g_autoptr (SaffronFrame) frame = NULL;
  g_autofree char *zoom = NULL;
  g_autofree char *text = NULL;
  g_autofree char *level = NULL;

  if (saffron_document_is_empty (self->shell->document))
    return;
  frame = saffron_view_model_get_frame (model);
  zoom = saffron_view_zoom_to_string (frame->geometry.zoom);
  if (frame->slides[SAFFRON_VIEW_REFERENCE].slide == NULL
      && frame->slides[SAFFRON_VIEW_MOVING].slide == NULL)
    {
      gtk_label_set_label (self->widgets.pill, _ ("No slide is open"));
      return;
    }
  level = describe_level (self, frame);
  text = g_strdup_printf ("%s · %s · %s",
                          gtk_menu_button_get_label (self->widgets.mode), zoom,
                          level);
  if (frame->look.mode == SAFFRON_VIEW_MODE_COMPOSITE)
    {
      g_autofree char *plain = g_steal_pointer (&text);

      text = describe_composite (self, plain);
    }
  else
    text = add_outside (self, text);
  /* A fixed level may be slow or unwanted: the pill says so for as long as it
   * is fixed. */
  if (saffron_canvas_get_renderer (self->widgets.canvas) == SAFFRON_RENDERER_CPU
      || saffron_canvas_get_fell_back (self->widgets.canvas))
    {
      g_autofree char *with_gl = g_steal_pointer (&text);

      text =
          g_strdup_printf (saffron_canvas_get_fell_back (self->widgets.canvas)
                               ? _ ("%s · OpenGL ES")
                               : _ ("%s · without OpenGL"),
                           with_gl);
    }
  if (g_strcmp0 (text, gtk_label_get_label (self->widgets.pill)) != 0)
    gtk_label_set_label (self->widgets.pill, text);
}

static void
append_position (GString *text, SaffronSlide *slide, SaffronRefPoint p)
{
  double um_x = 0.0, um_y = 0.0;

  g_string_append_printf (text, "x %.1f  y %.1f px", p.x, p.y);
  if (slide != NULL && saffron_slide_get_pixel_size (slide, &um_x, &um_y))
    g_string_append_printf (text, "  (%.1f, %.1f µm)", p.x * um_x, p.y * um_y);
}

/* What each shown channel of a slide has at a place; returns the level that it
 * was read from, or -1. */
static int
append_channels (GString *text,
                 const SaffronFrame *frame,
                 int index,
                 double x,
                 double y)
{
  const SaffronFrameSlide *slide = &frame->slides[index];
  int level = -1;

  for (int i = 0; i < slide->n_channels; i++)
    {
      double values[3] = { 0 };

      if (!saffron_frame_probe (frame, index, i, x, y, values, &level))
        {
          g_string_append (text, "–");
          return -1;
        }
      if (slide->rgb)
        g_string_append_printf (text, "%.0f %.0f %.0f", values[0], values[1],
                                values[2]);
      else
        g_string_append_printf (
            text, "%s%s %.5g", i > 0 ? "  " : "",
            saffron_slide_get_channel (slide->slide, slide->channels[i].channel)
                ->name,
            values[0]);
    }
  return level;
}

static void
append_values (GString *text,
               const SaffronFrame *frame,
               SaffronViewSide side,
               double x,
               double y)
{
  int level = -1;

  if (frame->slides[side].slide == NULL)
    return;
  g_string_append_printf (text, "    %s ",
                          side == SAFFRON_VIEW_REFERENCE
                              ? C_ ("slide", "reference")
                              : C_ ("slide", "moving"));
  level = append_channels (text, frame, side, x, y);
  if (level >= 0)
    {
      g_string_append_c (text, ' ');
      g_string_append_printf (text, _ ("(level %d)"), level);
    }
}

/* The values of all channels of a composite. */
static void
append_composite (GString *text, const SaffronFrame *frame, SaffronRefPoint p)
{
  for (int i = 0; i < frame->n_slides; i++)
    {
      SaffronMovPoint at = saffron_frame_to_slide (frame, i, p);

      if (frame->slides[i].n_channels == 0)
        continue;
      g_string_append (text, "    ");
      append_channels (text, frame, i, at.x, at.y);
    }
}

/* What the map that lies over the slides says there. */
static void
append_map (SaffronWindowStatus *self, GString *text, SaffronRefPoint p)
{
  const SaffronMap *map = saffron_map_choice_get_map (self->map);
  g_autofree char *words = NULL;

  if (map == NULL || !saffron_map_choice_is_shown (self->map))
    return;
  words = saffron_map_words_at (map, p);
  if (words != NULL)
    g_string_append_printf (text, "    %s", words);
}

/* The read-out has as many lines as it once took at this width: it does not
 * become smaller again, or the canvas would move under the pointer. */
static void
set_readout (SaffronWindowStatus *self, const char *text)
{
  GtkWidget *readout = GTK_WIDGET (self->widgets.readout);
  int width = gtk_widget_get_width (readout);
  int height;

  gtk_label_set_label (self->widgets.readout, text);
  if (width != self->width)
    gtk_widget_set_size_request (readout, -1, -1);
  self->width = width;
  if (width <= 0)
    return;
  gtk_widget_measure (readout, GTK_ORIENTATION_VERTICAL, width, &height, NULL,
                      NULL, NULL);
  gtk_widget_set_size_request (readout, -1, height);
}

static void
update_readout (SaffronWindowStatus *self)
{
  SaffronViewModel *model = saffron_document_get_model (self->shell->document);
  g_autoptr (SaffronFrame) frame = NULL;
  g_autoptr (GString) text = g_string_new (NULL);
  SaffronViewPoint p;
  SaffronRefPoint r;
  SaffronMovPoint m;

  if (saffron_document_is_empty (self->shell->document)
      || !saffron_canvas_get_pointer (self->widgets.canvas, &p))
    {
      set_readout (self, " ");
      return;
    }
  frame = saffron_view_model_get_frame (model);
  r = saffron_frame_to_reference (frame, p);
  m = saffron_frame_to_moving (frame, p);
  append_position (text, frame->slides[SAFFRON_VIEW_REFERENCE].slide, r);
  append_map (self, text, r);
  if (frame->look.mode == SAFFRON_VIEW_MODE_COMPOSITE)
    append_composite (text, frame, r);
  else
    {
      append_values (text, frame, SAFFRON_VIEW_REFERENCE, r.x, r.y);
      append_values (text, frame, SAFFRON_VIEW_MOVING, m.x, m.y);
    }
  set_readout (self, text->str);
}

static gboolean
update (gpointer user_data)
{
  SaffronWindowStatus *self = user_data;

  self->source = 0;
  update_pill (self);
  update_readout (self);
  return G_SOURCE_REMOVE;
}

/* Later, because the view also changes while the canvas is being drawn, when no
 * label may be changed; and once for any number of tiles. */
static void
queue (SaffronWindowStatus *self)
{
  if (self->source == 0)
    self->source =
        g_idle_add_full (GDK_PRIORITY_REDRAW - 1, update, self, NULL);
}

SaffronWindowStatus *
saffron_window_status_new (SaffronShell *shell,
                           SaffronMapChoice *map,
                           const SaffronStatusWidgets *widgets)
{
  SaffronWindowStatus *self = g_object_new (SAFFRON_TYPE_WINDOW_STATUS, NULL);

  self->shell = saffron_shell_ref (shell);
  self->map = g_object_ref (map);
  self->widgets = *widgets;
  g_signal_connect_object (widgets->canvas, "pointer-moved", G_CALLBACK (queue),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (widgets->canvas, "renderer-failed",
                           G_CALLBACK (queue), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (saffron_document_get_model (shell->document),
                           "changed", G_CALLBACK (queue), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (map, "changed", G_CALLBACK (queue), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (shell->window, "action-state-changed::level",
                           G_CALLBACK (update_pill), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (shell->document, "changed", G_CALLBACK (update_pill),
                           self, G_CONNECT_SWAPPED);
  update_pill (self);
  return self;
}
