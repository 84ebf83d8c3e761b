/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/window/window-description.h"

#include <glib/gi18n.h>
#include <math.h>

#include "app/canvas/minimap.h"
#include "app/document/map-choice.h"
#include "app/pane/places-grid.h"
#include "app/pane/slide-verdict.h"
#include "base/join.h"
#include "quality/quality-words.h"
#include "quality/verdict-words.h"
#include "quality/words.h"
#include "register/start.h"

/* How long the view rests before it is described, milliseconds. */
#define REST 200
/* How many places that are off are told. */
#define PLACES 3

struct _SaffronWindowDescription {
  GObject parent_instance;

  SaffronShell *shell;
  SaffronDescribed described;
  SaffronMapChoice *map;
  SaffronEditedVerdict *edited;
  SaffronLandmarkEditor *editor;
  guint timer;
  char *said[2]; /* of the canvas, and of the overview */
};

G_DEFINE_FINAL_TYPE (SaffronWindowDescription,
                     saffron_window_description,
                     G_TYPE_OBJECT)

static void
saffron_window_description_dispose (GObject *object)
{
  SaffronWindowDescription *self = SAFFRON_WINDOW_DESCRIPTION (object);

  g_clear_handle_id (&self->timer, g_source_remove);
  G_OBJECT_CLASS (saffron_window_description_parent_class)->dispose (object);
}

static void
saffron_window_description_finalize (GObject *object)
{
  SaffronWindowDescription *self = SAFFRON_WINDOW_DESCRIPTION (object);

  g_free (self->said[0]);
  g_free (self->said[1]);
  g_object_unref (self->map);
  g_object_unref (self->edited);
  g_object_unref (self->editor);
  g_object_unref (self->described.compare);
  saffron_shell_unref (self->shell);
  G_OBJECT_CLASS (saffron_window_description_parent_class)->finalize (object);
}

static void
saffron_window_description_class_init (SaffronWindowDescriptionClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = saffron_window_description_dispose;
  G_OBJECT_CLASS (klass)->finalize = saffron_window_description_finalize;
}

static void
saffron_window_description_init (SaffronWindowDescription *self)
{
}

/* @text: (transfer full) (nullable): nothing is added then */
static void
add (GPtrArray *lines, char *text)
{
  if (text != NULL)
    g_ptr_array_add (lines, text);
}

static gboolean
is_on (SaffronWindowDescription *self, const char *action)
{
  g_autoptr (GVariant) state = saffron_shell_get_state (self->shell, action);

  return state != NULL && g_variant_get_boolean (state);
}

/* Which slide is where, as the labels on the canvas say; %NULL in modes where
 * the slides lie on each other. */
static char *
sides_to_words (const SaffronViewLook *look)
{
  switch (look->mode)
    {
    case SAFFRON_VIEW_MODE_SWIPE:
      return g_strdup_printf (
          look->swipe_horizontal
              ? _ ("reference above, moving below the edge at %.0f %%")
              : _ ("reference left, moving right of the edge at %.0f %%"),
          look->swipe * 100.0);
    case SAFFRON_VIEW_MODE_SIDE_BY_SIDE:
      return g_strdup (_ ("reference left, moving right"));
    case SAFFRON_VIEW_MODE_LENS:
      return g_strdup (_ ("moving inside the lens, reference outside"));
    default:
      return NULL;
    }
}

static void
add_slide (SaffronWindowDescription *self,
           GPtrArray *lines,
           SaffronLayer *layer,
           const char *format)
{
  g_autofree char *name = NULL;

  if (layer == NULL)
    return;
  name = saffron_document_name_slide (self->shell->document,
                                      saffron_layer_get_file (layer)->path);
  add (lines, g_strdup_printf (format, name));
}

/* All slides of a composite, with their verdicts. */
static void
add_all_moving (SaffronWindowDescription *self, GPtrArray *lines)
{
  g_autoptr (GPtrArray) slides =
      saffron_document_list_moving (self->shell->document);

  for (guint i = 0; i < slides->len; i++)
    {
      g_autofree char *name = saffron_document_name_slide (
          self->shell->document, saffron_moving_get_path (slides->pdata[i]));

      add (lines,
           g_strdup_printf ("%s: %s", name,
                            saffron_slide_verdict_words (
                                saffron_moving_get_state (slides->pdata[i]))));
    }
}

static void
add_slides (SaffronWindowDescription *self,
            GPtrArray *lines,
            SaffronViewMode mode)
{
  SaffronDocument *document = self->shell->document;

  add_slide (self, lines, saffron_document_get_reference (document),
             _ ("reference %s"));
  if (mode == SAFFRON_VIEW_MODE_COMPOSITE)
    add_all_moving (self, lines);
  else
    add_slide (self, lines, saffron_document_get_shown_layer (document),
               _ ("moving slide %s"));
}

/* (nullable): the run on screen, with the landmarks that there are if their
 * verdict is known. */
static SaffronRun *
get_judged (SaffronWindowDescription *self)
{
  SaffronRun *judged = saffron_edited_verdict_get_run (self->edited);
  SaffronMoving *shown = saffron_document_get_shown (self->shell->document);
  SaffronRunEntry *current =
      shown != NULL ? saffron_moving_get_current (shown) : NULL;

  if (judged != NULL || current == NULL)
    return judged;
  return saffron_run_entry_get_run (current);
}

static void
add_verdict (SaffronWindowDescription *self, GPtrArray *lines)
{
  SaffronRun *run = get_judged (self);
  gboolean edited =
      saffron_edited_verdict_get_state (self->edited) != SAFFRON_EDITED_NOT;

  if (run == NULL)
    {
      add (lines, g_strdup (_ ("Not registered")));
      return;
    }
  add (lines, edited ? saffron_edited_verdict_to_words (self->edited)
                     : saffron_verdict_to_words (run));
  add (lines, saffron_reasons_to_words (run->reasons, "\n"));
}

/* (transfer full) */
static char *
place_to_words (SaffronQualityModel *quality, guint index)
{
  g_autofree char *words = saffron_places_grid_describe (quality, index);

  return g_strdup_printf (_ ("Place %u of %u: %s"), index + 1,
                          saffron_quality_model_get_n_places (quality), words);
}

/* What was measured: how much agrees, where it does not, and where a person
 * is. */
static void
add_quality (SaffronWindowDescription *self, GPtrArray *lines)
{
  SaffronQualityModel *model = self->shell->quality;
  const SaffronQuality *quality = saffron_quality_model_get (model);
  guint place = saffron_quality_model_get_place (model);
  guint off;

  if (quality == NULL)
    return;
  add (lines, saffron_quality_headline (quality));
  off = saffron_quality_count_off (quality);
  for (guint i = 0; i < MIN (off, PLACES); i++)
    if (i != place)
      add (lines, place_to_words (model, i));
  if (place != SAFFRON_QUALITY_NO_PLACE)
    add (lines, place_to_words (model, place));
}

static void
add_map (SaffronWindowDescription *self, GPtrArray *lines)
{
  const SaffronMap *map = saffron_map_choice_get_map (self->map);
  g_autofree char *legend = NULL;

  if (map == NULL || !saffron_map_choice_is_shown (self->map))
    return;
  legend = saffron_map_legend_to_words (map);
  /* Translators: %s is what the map shows and its legend */
  add (lines, g_strdup_printf (_ ("map over the slides, %s"), legend));
}

static void
add_landmarks (SaffronWindowDescription *self, GPtrArray *lines)
{
  SaffronLandmarkEditor *editor = self->editor;
  guint n = saffron_landmark_editor_get_n (editor);
  guint selected = saffron_landmark_editor_get_selected (editor);

  if (n == 0)
    return;
  if (selected < n)
    {
      const SaffronLandmark *landmark =
          saffron_landmark_editor_get (editor, selected);

      add (lines,
           g_strdup_printf (
               _ ("landmark %u of %u is selected, at x %.1f, y %.1f px"),
               selected + 1, n, landmark->reference.x, landmark->reference.y));
      return;
    }
  add (lines, g_strdup_printf (ngettext ("%u landmark", "%u landmarks", n), n));
}

/* By how many degrees a slide that is laid so is turned, clockwise. */
static double
turn_of (const SaffronAffine *start)
{
  SaffronAffine back = SAFFRON_AFFINE_IDENTITY;

  saffron_affine_invert (start, &back);
  return atan2 (-back.xy, back.yy) * 180.0 / G_PI;
}

/* How a person has laid the slide so far. */
static void
add_start (SaffronWindowDescription *self, GPtrArray *lines)
{
  SaffronPair pair = saffron_document_get_pair (self->shell->document);
  const SaffronAffine *start = NULL;
  SaffronRefPoint centre;

  if (!is_on (self, "lay-by-hand") || !saffron_pair_is_complete (&pair))
    return;
  start = saffron_moving_get_start (pair.moving);
  if (start == NULL)
    {
      add (lines, g_strdup (_ ("the moving slide is being laid by hand")));
      return;
    }
  centre = saffron_start_centre (start, pair.moving_slide);
  add (lines, g_strdup_printf (
                  _ ("the moving slide is laid by hand: turned by %.0f°, its "
                     "centre at x %.0f, y %.0f px"),
                  turn_of (start), centre.x, centre.y));
}

/* (transfer full) (nullable): what the scale bar says. */
static char *
width_to_words (const SaffronFrame *frame)
{
  SaffronSlide *slide = frame->slides[SAFFRON_VIEW_REFERENCE].slide;
  double width =
      frame->geometry.width / saffron_view_scale_x (&frame->geometry);
  double um_x = 0.0, um_y = 0.0;

  if (slide == NULL || !isfinite (width))
    return NULL;
  if (frame->look.mode == SAFFRON_VIEW_MODE_SIDE_BY_SIDE)
    width *= 0.5;
  return saffron_slide_get_pixel_size (slide, &um_x, &um_y)
             ? g_strdup_printf (_ ("the view is %.4g µm wide"), width * um_x)
             : g_strdup_printf (_ ("the view is %.4g px wide"), width);
}

static char *
describe_canvas (SaffronWindowDescription *self, const SaffronFrame *frame)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);
  const char *run = saffron_window_compare_get_title (self->described.compare);

  add (lines, g_strdup (gtk_label_get_label (self->described.pill)));
  if (is_on (self, "flicker"))
    add (lines, g_strdup (_ ("the two slides in turn")));
  add (lines, sides_to_words (&frame->look));
  add_slides (self, lines, frame->look.mode);
  add (lines, g_strdup (run));
  add_verdict (self, lines);
  add_quality (self, lines);
  add_map (self, lines);
  add_landmarks (self, lines);
  add_start (self, lines);
  add (lines,
       g_strdup_printf (_ ("centre at x %.0f, y %.0f px"),
                        frame->geometry.centre.x, frame->geometry.centre.y));
  add (lines, width_to_words (frame));
  g_ptr_array_add (lines, NULL);
  return g_strjoinv ("\n", (char **) lines->pdata);
}

/* Where the view is, and how to move it. */
static char *
describe_minimap (SaffronWindowDescription *self, const SaffronFrame *frame)
{
  SaffronSlide *slide = frame->slides[SAFFRON_VIEW_REFERENCE].slide;
  const SaffronViewGeometry *view = &frame->geometry;
  const char *how = gtk_widget_get_tooltip_text (self->described.minimap);
  double width, height, share;

  if (slide == NULL || view->zoom <= 0.0)
    return g_strdup (how);
  width = (double) saffron_slide_get_width (slide);
  height = (double) saffron_slide_get_height (slide);
  share = view->width / (saffron_view_scale_x (view) * width);
  /* Translators: %s is a place such as "upper left" */
  return g_strdup_printf (
      _ ("The view is about x %.0f, y %.0f px (%s), and %.0f %% of the "
         "reference wide\n%s"),
      view->centre.x, view->centre.y,
      saffron_place_on_slide (view->centre, width, height), 100.0 * share, how);
}

/* @said: what was said last; @now: (transfer full) */
static void
say (gpointer widget, char **said, char *now)
{
  if (g_strcmp0 (*said, now) == 0)
    {
      g_free (now);
      return;
    }
  g_free (*said);
  *said = now;
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, now, -1);
}

static gboolean
on_rest (gpointer user_data)
{
  SaffronWindowDescription *self = user_data;
  SaffronDocument *document = self->shell->document;
  g_autoptr (SaffronFrame) frame = NULL;

  if (saffron_canvas_is_moving (self->described.canvas))
    return G_SOURCE_CONTINUE;
  self->timer = 0;
  if (saffron_document_is_empty (document))
    return G_SOURCE_REMOVE;
  frame = saffron_view_model_get_frame (saffron_document_get_model (document));
  say (self->described.canvas, &self->said[0], describe_canvas (self, frame));
  say (self->described.minimap, &self->said[1], describe_minimap (self, frame));
  return G_SOURCE_REMOVE;
}

/* Each change puts it off, and so does each frame of a movement. */
static void
queue (SaffronWindowDescription *self)
{
  g_clear_handle_id (&self->timer, g_source_remove);
  self->timer =
      g_timeout_add_full (G_PRIORITY_DEFAULT_IDLE, REST, on_rest, self, NULL);
}

static void
follow (SaffronWindowDescription *self)
{
  struct {
    gpointer object;
    const char *signal;
  } sources[] = {
    { saffron_document_get_model (self->shell->document), "changed" },
    { self->shell->document, "changed" },
    { self->shell->document, "edited" },
    { self->shell->quality, "changed" },
    { self->shell->quality, "place" },
    { self->map, "changed" },
    { self->edited, "changed" },
    { self->editor, "changed" },
    { self->described.pill, "notify::label" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (sources); i++)
    g_signal_connect_object (sources[i].object, sources[i].signal,
                             G_CALLBACK (queue), self, G_CONNECT_SWAPPED);
  queue (self);
}

SaffronWindowDescription *
saffron_window_description_new (SaffronShell *shell,
                                const SaffronDescribed *described)
{
  SaffronWindowDescription *self =
      g_object_new (SAFFRON_TYPE_WINDOW_DESCRIPTION, NULL);

  self->shell = saffron_shell_ref (shell);
  self->described = *described;
  self->map = g_object_ref (saffron_window_map_get_choice (described->map));
  self->edited = g_object_ref (
      saffron_window_landmarks_get_verdict (described->landmarks));
  self->editor =
      g_object_ref (saffron_window_landmarks_get_editor (described->landmarks));
  g_object_ref (self->described.compare);
  follow (self);
  return self;
}
