/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/window/window-private.h"

#include <glib/gi18n.h>
#include <math.h>

/* "level 1 (fixed)", of the reference or the slide that there is. */
static char *
describe_level (SaffronWindow *self, const SaffronFrame *frame)
{
  SaffronViewSide side =
      saffron_frame_get_level (frame, SAFFRON_VIEW_REFERENCE) >= 0
          ? SAFFRON_VIEW_REFERENCE
          : SAFFRON_VIEW_MOVING;
  int level = saffron_frame_get_level (frame, side);
  int refused = saffron_frame_get_refused (frame, side);
  g_autoptr (GVariant) state =
      g_action_group_get_action_state (G_ACTION_GROUP (self), "level");

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

/* Which slide is where, as the labels on the canvas say it; "" where they are
 * not apart. */
static char *
describe_sides (const SaffronViewLook *look)
{
  switch (look->mode)
    {
    case SAFFRON_VIEW_MODE_SWIPE:
      return g_strdup_printf (
          look->swipe_horizontal
              ? _ ("; reference above, moving below the edge at %.0f %%")
              : _ ("; reference left, moving right of the edge at %.0f %%"),
          look->swipe * 100.0);
    case SAFFRON_VIEW_MODE_SIDE_BY_SIDE:
      return g_strdup (_ ("; reference left, moving right"));
    case SAFFRON_VIEW_MODE_LENS:
      return g_strdup (_ ("; moving inside the lens, reference outside"));
    default:
      return g_strdup ("");
    }
}

/* What a person who does not see the canvas is told about it. */
static void
describe_canvas (SaffronWindow *self,
                 const SaffronFrame *frame,
                 const char *pill)
{
  SaffronLayer *layers[2] = {
    saffron_document_get_reference (self->document),
    saffron_document_get_shown_layer (self->document),
  };
  const char *roles[2] = { _ ("reference"), _ ("moving") };
  const char *verdict = gtk_widget_get_visible (GTK_WIDGET (self->verdict))
                            ? gtk_menu_button_get_label (self->verdict)
                            : _ ("Not registered");
  g_autoptr (GString) text = g_string_new (pill);
  g_autofree char *sides = describe_sides (&frame->look);

  g_string_append (text, sides);
  for (int side = 0; side < 2; side++)
    if (layers[side] != NULL)
      g_string_append_printf (text, "; %s %s", roles[side],
                              saffron_layer_get_name (layers[side]));
  g_string_append_printf (text, _ ("; centre at x %.0f, y %.0f px; %s"),
                          frame->geometry.centre.x, frame->geometry.centre.y,
                          verdict);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->canvas),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  text->str, -1);
}

void
saffron_window_update_pill (SaffronWindow *self)
{
  SaffronViewModel *model = saffron_document_get_model (self->document);
  g_autoptr (SaffronFrame) frame = NULL;
  g_autofree char *zoom = NULL;
  g_autofree char *text = NULL;
  g_autofree char *level = NULL;

  if (saffron_document_is_empty (self->document))
    return;
  frame = saffron_view_model_get_frame (model);
  zoom = saffron_view_zoom_to_string (frame->geometry.zoom);
  level = describe_level (self, frame);
  text = g_strdup_printf ("%s · %s · %s",
                          gtk_menu_button_get_label (self->mode_button), zoom,
                          level);
  /* Slow, or not what was wanted: a person should know for as long as it
   * is. */
  if (saffron_canvas_get_renderer (self->canvas) == SAFFRON_RENDERER_CPU
      || saffron_canvas_get_fell_back (self->canvas))
    {
      g_autofree char *with_gl = g_steal_pointer (&text);

      text = g_strdup_printf (saffron_canvas_get_fell_back (self->canvas)
                                  ? _ ("%s · OpenGL ES")
                                  : _ ("%s · without OpenGL"),
                              with_gl);
    }
  if (g_strcmp0 (text, gtk_label_get_label (self->pill_label)) != 0)
    gtk_label_set_label (self->pill_label, text);
  describe_canvas (self, frame, text);
}

static void
append_position (GString *text, SaffronSlide *slide, SaffronRefPoint p)
{
  double um_x = 0.0, um_y = 0.0;

  g_string_append_printf (text, "x %.1f  y %.1f px", p.x, p.y);
  if (slide != NULL && saffron_slide_get_pixel_size (slide, &um_x, &um_y))
    g_string_append_printf (text, "  (%.1f, %.1f µm)", p.x * um_x, p.y * um_y);
}

static void
append_values (GString *text,
               const SaffronFrame *frame,
               SaffronViewSide side,
               double x,
               double y)
{
  const SaffronFrameSlide *slide = &frame->slides[side];
  int level = -1;

  if (slide->slide == NULL)
    return;
  g_string_append (text, side == SAFFRON_VIEW_REFERENCE ? _ ("    reference ")
                                                        : _ ("    moving "));
  for (int i = 0; i < slide->n_channels; i++)
    {
      double values[3] = { 0 };

      if (!saffron_frame_probe (frame, side, i, x, y, values, &level))
        {
          g_string_append (text, "–");
          return;
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
  if (level >= 0)
    g_string_append_printf (text, _ (" (level %d)"), level);
}

void
saffron_window_update_readout (SaffronWindow *self)
{
  SaffronViewModel *model = saffron_document_get_model (self->document);
  g_autoptr (SaffronFrame) frame = NULL;
  g_autoptr (GString) text = g_string_new (NULL);
  SaffronViewPoint p;
  SaffronRefPoint r;
  SaffronMovPoint m;

  if (saffron_document_is_empty (self->document)
      || !saffron_canvas_get_pointer (self->canvas, &p))
    {
      gtk_label_set_label (self->readout, " ");
      return;
    }
  frame = saffron_view_model_get_frame (model);
  r = saffron_frame_to_reference (frame, p);
  m = saffron_frame_to_moving (frame, p);
  append_position (text, frame->slides[SAFFRON_VIEW_REFERENCE].slide, r);
  append_values (text, frame, SAFFRON_VIEW_REFERENCE, r.x, r.y);
  append_values (text, frame, SAFFRON_VIEW_MOVING, m.x, m.y);
  gtk_label_set_label (self->readout, text->str);
}

static char *
session_title (SaffronWindow *self)
{
  SaffronSession *session = saffron_document_get_session (self->document);
  const char *path =
      session != NULL ? saffron_session_get_path (session) : NULL;
  SaffronLayer *reference = saffron_document_get_reference (self->document);
  g_autofree char *name = NULL;

  if (path == NULL)
    return g_strdup (reference != NULL ? saffron_layer_get_name (reference)
                                       : "Saffron");
  name = g_path_get_basename (path);
  return g_strdup_printf (
      "%s%s", saffron_session_get_modified (session) ? "• " : "", name);
}

static void
update_moving_choice (SaffronWindow *self, guint n)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  guint selected = GTK_INVALID_LIST_POSITION;

  for (guint i = 0; i < n; i++)
    {
      SaffronMoving *moving = saffron_document_get_moving (self->document, i);
      SaffronLayer *layer = saffron_document_get_layer (self->document, moving);

      if (moving == saffron_document_get_shown (self->document))
        selected = i;
      gtk_string_list_append (names, layer != NULL
                                         ? saffron_layer_get_name (layer)
                                         : _ ("(not open)"));
    }
  self->updating = TRUE;
  gtk_drop_down_set_model (self->moving_choice, G_LIST_MODEL (names));
  gtk_drop_down_set_selected (self->moving_choice, selected);
  self->updating = FALSE;
}

void
saffron_window_update_title (SaffronWindow *self)
{
  g_autofree char *title = session_title (self);

  adw_window_title_set_title (self->title, title);
  gtk_window_set_title (GTK_WINDOW (self), title);
}

void
saffron_window_update_titles (SaffronWindow *self)
{
  guint n = saffron_document_get_n_moving (self->document);
  SaffronLayer *shown = saffron_document_get_shown_layer (self->document);

  saffron_window_update_title (self);
  /* Of several, the choice beside it says which one is shown. */
  adw_window_title_set_subtitle (
      self->title,
      shown != NULL && n < 2 ? saffron_layer_get_name (shown) : "");
  update_moving_choice (self, n);
  gtk_widget_set_visible (GTK_WIDGET (self->moving_choice), n > 1);
}
