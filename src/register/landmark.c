/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "register/landmark.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#include "base/error.h"
#include "base/extra.h"
#include "base/json.h"

static void
landmark_clear (gpointer data)
{
  SaffronLandmark *landmark = data;

  g_clear_pointer (&landmark->name, g_free);
  g_clear_pointer (&landmark->source, g_free);
  for (int i = 0; i < SAFFRON_LANDMARK_N_EXTRAS; i++)
    g_clear_pointer (&landmark->extra[i], g_free);
}

GArray *
saffron_landmarks_new (void)
{
  GArray *landmarks = g_array_new (FALSE, TRUE, sizeof (SaffronLandmark));

  g_array_set_clear_func (landmarks, landmark_clear);
  return landmarks;
}

static void
append (GArray *landmarks, const SaffronLandmark *landmark)
{
  SaffronLandmark copy = *landmark;

  copy.name = g_strdup (landmark->name != NULL ? landmark->name : "");
  copy.source =
      g_strdup (landmark->source != NULL ? landmark->source : "manual");
  for (int i = 0; i < SAFFRON_LANDMARK_N_EXTRAS; i++)
    copy.extra[i] = g_strdup (landmark->extra[i]);
  g_array_append_val (landmarks, copy);
}

GArray *
saffron_landmarks_copy (GArray *landmarks)
{
  GArray *copy = saffron_landmarks_new ();

  for (guint i = 0; i < landmarks->len; i++)
    append (copy, &g_array_index (landmarks, SaffronLandmark, i));
  return copy;
}

void
saffron_landmarks_add (GArray *landmarks,
                       SaffronRefPoint reference,
                       SaffronMovPoint moving,
                       const char *name,
                       const char *source)
{
  const SaffronLandmark landmark = { .reference = reference,
                                     .moving = moving,
                                     .name = (char *) name,
                                     .active = TRUE,
                                     .source = (char *) source,
                                     .weight = 1.0,
                                     .match = NAN };

  append (landmarks, &landmark);
}

static gboolean
has_source (GArray *landmarks, const char *source)
{
  for (guint i = 0; i < landmarks->len; i++)
    if (g_str_equal (g_array_index (landmarks, SaffronLandmark, i).source,
                     source))
      return TRUE;
  return FALSE;
}

void
saffron_landmarks_join (GArray *landmarks, GArray *others)
{
  for (guint i = landmarks->len; i > 0; i--)
    {
      const char *source =
          g_array_index (landmarks, SaffronLandmark, i - 1).source;

      if (!g_str_equal (source, "manual") && has_source (others, source))
        g_array_remove_index (landmarks, i - 1);
    }
  for (guint i = 0; i < others->len; i++)
    append (landmarks, &g_array_index (others, SaffronLandmark, i));
}

guint
saffron_landmarks_count (GArray *landmarks)
{
  guint n = 0;

  for (guint i = 0; landmarks != NULL && i < landmarks->len; i++)
    n += g_array_index (landmarks, SaffronLandmark, i).active ? 1 : 0;
  return n;
}

SaffronLandmarkUse
saffron_landmark_use (const SaffronParams *params, guint n)
{
  if (n >= 1 && g_ascii_strcasecmp (params->landmark_use, "only") == 0)
    return SAFFRON_LANDMARKS_ONLY;
  if (n >= 1 && g_ascii_strcasecmp (params->landmark_use, "meet") == 0)
    return SAFFRON_LANDMARKS_MEET;
  if (n >= 2 && g_ascii_strcasecmp (params->landmark_use, "start") == 0)
    return SAFFRON_LANDMARKS_START;
  return SAFFRON_LANDMARKS_CORRECT;
}

static gboolean
check_place (const SaffronLandmark *landmark,
             guint i,
             SaffronSlide *slide,
             double x,
             double y,
             GError **error)
{
  double width = (double) saffron_slide_get_width (slide);
  double height = (double) saffron_slide_get_height (slide);
  double margin = SAFFRON_LANDMARKS_BEYOND * hypot (width, height);

  if (x >= -margin && y >= -margin && x <= width + margin
      && y <= height + margin)
    return TRUE;
  g_set_error (
      error, SAFFRON_ERROR, SAFFRON_ERROR_ARGUMENT,
      _ ("%s: landmark %u (“%s”) at (%.1f, %.1f) lies beyond the slide, "
         "which is %.0f × %.0f; give level-0 pixels, the reference's "
         "first"),
      saffron_slide_get_path (slide), i + 1, landmark->name, x, y, width,
      height);
  return FALSE;
}

gboolean
saffron_landmarks_check (GArray *landmarks,
                         SaffronSlide *reference,
                         SaffronSlide *moving,
                         GError **error)
{
  for (guint i = 0; i < landmarks->len; i++)
    {
      const SaffronLandmark *l = &g_array_index (landmarks, SaffronLandmark, i);

      if (l->active
          && (!check_place (l, i, reference, l->reference.x, l->reference.y,
                            error)
              || !check_place (l, i, moving, l->moving.x, l->moving.y, error)))
        return FALSE;
    }
  return TRUE;
}

char *
saffron_landmarks_digest (GArray *landmarks)
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  guint n = 0;

  for (guint i = 0; landmarks != NULL && i < landmarks->len; i++)
    {
      const SaffronLandmark *l = &g_array_index (landmarks, SaffronLandmark, i);
      const double values[] = { l->reference.x, l->reference.y, l->moving.x,
                                l->moving.y, l->weight };

      for (guint k = 0; l->active && k < G_N_ELEMENTS (values); k++)
        {
          char text[G_ASCII_DTOSTR_BUF_SIZE];

          saffron_json_format_double (values[k], text, sizeof text);
          /* With the NUL, which ends each. */
          g_checksum_update (sum, (const guchar *) text,
                             (gssize) strlen (text) + 1);
        }
      n += l->active ? 1 : 0;
    }
  return n == 0 ? g_strdup ("0")
                : g_strdup_printf ("%u:%.16s", n, g_checksum_get_string (sum));
}

static JsonNode *
point_to_json (double x, double y)
{
  g_autoptr (JsonArray) array = json_array_sized_new (2);

  json_array_add_double_element (array, x);
  json_array_add_double_element (array, y);
  return json_node_init_array (json_node_alloc (), array);
}

static const char *const extra_members[SAFFRON_LANDMARK_N_EXTRAS] = {
  [SAFFRON_LANDMARK_PAIR] = "pair",
  [SAFFRON_LANDMARK_REFERENCE] = "reference",
  [SAFFRON_LANDMARK_MOVING] = "moving",
};

static void
extra_to_json (const SaffronLandmark *landmark, JsonObject *object)
{
  g_autoptr (JsonObject) extra = json_object_new ();

  for (int i = 0; i < SAFFRON_LANDMARK_N_EXTRAS; i++)
    if (landmark->extra[i] != NULL)
      json_object_set_object_member (extra, extra_members[i],
                                     saffron_extra_parse (landmark->extra[i]));
  if (json_object_get_size (extra) > 0)
    json_object_set_object_member (object, "extra", g_steal_pointer (&extra));
}

/* What is no group of values is nobody's. */
static void
extra_from_json (JsonObject *object, SaffronLandmark *landmark)
{
  JsonNode *node = json_object_get_member (object, "extra");

  for (int i = 0; i < SAFFRON_LANDMARK_N_EXTRAS; i++)
    {
      JsonNode *one = node != NULL && JSON_NODE_HOLDS_OBJECT (node)
                          ? json_object_get_member (json_node_get_object (node),
                                                    extra_members[i])
                          : NULL;

      landmark->extra[i] =
          one != NULL && JSON_NODE_HOLDS_OBJECT (one)
              ? saffron_extra_print (json_node_get_object (one))
              : NULL;
    }
}

JsonNode *
saffron_landmarks_to_json (GArray *landmarks)
{
  g_autoptr (JsonArray) array = json_array_sized_new (landmarks->len);

  for (guint i = 0; i < landmarks->len; i++)
    {
      const SaffronLandmark *landmark =
          &g_array_index (landmarks, SaffronLandmark, i);
      JsonObject *object = json_object_new ();

      json_object_set_string_member (object, "name", landmark->name);
      json_object_set_member (
          object, "reference",
          point_to_json (landmark->reference.x, landmark->reference.y));
      json_object_set_member (
          object, "moving",
          point_to_json (landmark->moving.x, landmark->moving.y));
      json_object_set_boolean_member (object, "active", landmark->active);
      json_object_set_string_member (object, "source", landmark->source);
      json_object_set_double_member (object, "weight", landmark->weight);
      if (isfinite (landmark->match))
        json_object_set_double_member (object, "match", landmark->match);
      extra_to_json (landmark, object);
      json_array_add_object_element (array, object);
    }
  return json_node_init_array (json_node_alloc (), array);
}

static gboolean
read_point (JsonObject *object,
            const char *member,
            double *x,
            double *y,
            GError **error)
{
  double *const out[] = { x, y };
  JsonArray *array = NULL;

  if (!saffron_json_get_array (object, member, &array, error))
    return FALSE;
  for (guint i = 0; i < 2; i++)
    {
      JsonNode *node = NULL;

      if (array != NULL && json_array_get_length (array) == 2)
        node = json_array_get_element (array, i);
      if (node == NULL || !JSON_NODE_HOLDS_VALUE (node)
          || json_node_get_value_type (node) == G_TYPE_STRING)
        {
          g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_FORMAT,
                       _ ("a landmark's “%s” should be [x, y]"), member);
          return FALSE;
        }
      *out[i] = json_node_get_double (node);
      if (!isfinite (*out[i]))
        {
          g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_FORMAT,
                       _ ("a landmark's “%s” is not a finite number"), member);
          return FALSE;
        }
    }
  return TRUE;
}

GArray *
saffron_landmarks_from_json (JsonNode *node, GError **error)
{
  g_autoptr (GArray) landmarks = saffron_landmarks_new ();
  JsonArray *array = NULL;

  if (!JSON_NODE_HOLDS_ARRAY (node))
    {
      g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_FORMAT,
                   _ ("the landmarks should be a list"));
      return NULL;
    }
  array = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *element = json_array_get_element (array, i);
      SaffronLandmark landmark = { 0 };
      JsonObject *object = NULL;
      const char *name = NULL, *source = NULL;

      if (!JSON_NODE_HOLDS_OBJECT (element))
        {
          g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_FORMAT,
                       _ ("a landmark should be a group of values"));
          return NULL;
        }
      object = json_node_get_object (element);
      if (!saffron_json_get_string (object, "name", &name, error)
          || !saffron_json_get_string (object, "source", &source, error)
          || !saffron_json_get_boolean (object, "active", TRUE,
                                        &landmark.active, error)
          || !saffron_json_get_number (object, "weight", 1.0, &landmark.weight,
                                       error)
          || !saffron_json_get_number (object, "match", NAN, &landmark.match,
                                       error)
          || !read_point (object, "reference", &landmark.reference.x,
                          &landmark.reference.y, error)
          || !read_point (object, "moving", &landmark.moving.x,
                          &landmark.moving.y, error))
        return NULL;
      if (!isfinite (landmark.weight) || landmark.weight <= 0.0)
        {
          g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_FORMAT,
                       _ ("a landmark's weight should be more than 0"));
          return NULL;
        }
      landmark.name = (char *) name;
      landmark.source = (char *) source;
      append (landmarks, &landmark);
      extra_from_json (object, &g_array_index (landmarks, SaffronLandmark, i));
    }
  return g_steal_pointer (&landmarks);
}
