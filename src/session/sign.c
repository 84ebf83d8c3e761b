/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "session/sign.h"

#include <math.h>

#include "base/json.h"

static const char *const nicks[SAFFRON_N_SIGN_VERDICTS] = { "accept", "reject",
                                                            "redo" };

const char *
saffron_sign_verdict_nick (SaffronSignVerdict verdict)
{
  g_return_val_if_fail (verdict < SAFFRON_N_SIGN_VERDICTS, nicks[0]);

  return nicks[verdict];
}

/* (transfer full): valid UTF-8 without blanks at its ends and without more than
 * @most characters. */
static char *
tidy (const char *text, glong most)
{
  g_autofree char *valid = g_utf8_make_valid (text != NULL ? text : "", -1);

  g_strstrip (valid);
  if (g_utf8_strlen (valid, -1) > most)
    *g_utf8_offset_to_pointer (valid, most) = '\0';
  return g_steal_pointer (&valid);
}

static SaffronSign *
sign_new (SaffronSignVerdict verdict, char *initials, char *note, char *when)
{
  SaffronSign *sign = g_new0 (SaffronSign, 1);

  sign->verdict = verdict;
  sign->initials = initials;
  sign->note = note;
  sign->when = when;
  sign->looked = g_array_new (FALSE, FALSE, sizeof (SaffronRefPoint));
  return sign;
}

SaffronSign *
saffron_sign_new (SaffronSignVerdict verdict,
                  const char *initials,
                  const char *note)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  char *who = tidy (initials, SAFFRON_SIGN_MOST_INITIALS);

  g_strdelimit (who, "\r\n\t", ' ');
  return sign_new (verdict, who, tidy (note, SAFFRON_SIGN_MOST_NOTE),
                   g_date_time_format (now, "%Y-%m-%dT%H:%M:%SZ"));
}

SaffronSign *
saffron_sign_copy (const SaffronSign *sign)
{
  SaffronSign *copy = sign_new (sign->verdict, g_strdup (sign->initials),
                                g_strdup (sign->note), g_strdup (sign->when));

  g_array_append_vals (copy->looked, sign->looked->data, sign->looked->len);
  return copy;
}

void
saffron_sign_free (SaffronSign *sign)
{
  if (sign == NULL)
    return;
  g_free (sign->initials);
  g_free (sign->note);
  g_free (sign->when);
  g_array_unref (sign->looked);
  g_free (sign);
}

static SaffronRefPoint
looked_at (const SaffronSign *sign, guint index)
{
  return g_array_index (sign->looked, SaffronRefPoint, index);
}

void
saffron_sign_add_looked (SaffronSign *sign, SaffronRefPoint at)
{
  if (!isfinite (at.x) || !isfinite (at.y)
      || sign->looked->len >= SAFFRON_SIGN_MOST_LOOKED)
    return;
  for (guint i = 0; i < sign->looked->len; i++)
    if (looked_at (sign, i).x == at.x && looked_at (sign, i).y == at.y)
      return;
  g_array_append_val (sign->looked, at);
}

gboolean
saffron_sign_equal (const SaffronSign *a, const SaffronSign *b)
{
  if (a == NULL || b == NULL)
    return a == b;
  if (a->verdict != b->verdict || !g_str_equal (a->initials, b->initials)
      || !g_str_equal (a->note, b->note) || !g_str_equal (a->when, b->when)
      || a->looked->len != b->looked->len)
    return FALSE;
  for (guint i = 0; i < a->looked->len; i++)
    if (looked_at (a, i).x != looked_at (b, i).x
        || looked_at (a, i).y != looked_at (b, i).y)
      return FALSE;
  return TRUE;
}

JsonNode *
saffron_sign_to_json (const SaffronSign *sign)
{
  JsonObject *object = json_object_new ();
  JsonNode *node = json_node_alloc ();

  json_object_set_string_member (object, "verdict",
                                 saffron_sign_verdict_nick (sign->verdict));
  json_object_set_string_member (object, "initials", sign->initials);
  if (*sign->note != '\0')
    json_object_set_string_member (object, "note", sign->note);
  json_object_set_string_member (object, "when", sign->when);
  if (sign->looked->len > 0)
    {
      JsonArray *looked = json_array_sized_new (sign->looked->len);

      for (guint i = 0; i < sign->looked->len; i++)
        {
          JsonArray *pair = json_array_sized_new (2);

          json_array_add_double_element (pair, looked_at (sign, i).x);
          json_array_add_double_element (pair, looked_at (sign, i).y);
          json_array_add_array_element (looked, pair);
        }
      json_object_set_array_member (object, "looked", looked);
    }
  json_node_init_object (node, object);
  json_object_unref (object);
  return node;
}

static gboolean
read_verdict (JsonObject *object, SaffronSignVerdict *verdict)
{
  const char *nick = NULL;

  if (!saffron_json_get_string (object, "verdict", &nick, NULL))
    return FALSE;
  for (int i = 0; i < SAFFRON_N_SIGN_VERDICTS; i++)
    if (g_strcmp0 (nick, nicks[i]) == 0)
      {
        *verdict = i;
        return TRUE;
      }
  return FALSE;
}

/* A member that is absent gives "". */
static gboolean
read_text (JsonObject *object, const char *member, glong most, char **text)
{
  const char *value = NULL;

  if (!saffron_json_get_string (object, member, &value, NULL)
      || (value != NULL
          && (!g_utf8_validate (value, -1, NULL)
              || g_utf8_strlen (value, -1) > most)))
    return FALSE;
  *text = g_strdup (value != NULL ? value : "");
  return TRUE;
}

static gboolean
read_number (JsonArray *pair, guint index, double *value)
{
  JsonNode *node = json_array_get_element (pair, index);
  GType type = json_node_get_value_type (node);

  if (type != G_TYPE_DOUBLE && type != G_TYPE_INT64)
    return FALSE;
  *value = json_node_get_double (node);
  return isfinite (*value);
}

static gboolean
read_looked (JsonObject *object, SaffronSign *sign)
{
  JsonArray *looked = NULL;
  guint n = 0;

  if (!saffron_json_get_array (object, "looked", &looked, NULL))
    return FALSE;
  n = looked != NULL ? json_array_get_length (looked) : 0;
  if (n > SAFFRON_SIGN_MOST_LOOKED)
    return FALSE;
  for (guint i = 0; i < n; i++)
    {
      JsonNode *node = json_array_get_element (looked, i);
      JsonArray *pair =
          JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
      SaffronRefPoint at;

      if (pair == NULL || json_array_get_length (pair) != 2
          || !read_number (pair, 0, &at.x) || !read_number (pair, 1, &at.y))
        return FALSE;
      saffron_sign_add_looked (sign, at);
    }
  return TRUE;
}

static gboolean
is_time (const char *text)
{
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  g_autoptr (GDateTime) time = g_date_time_new_from_iso8601 (text, utc);

  return time != NULL;
}

SaffronSign *
saffron_sign_from_json (JsonNode *node)
{
  g_autoptr (SaffronSign) sign =
      sign_new (SAFFRON_SIGN_ACCEPT, NULL, NULL, NULL);
  JsonObject *object = NULL;

  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return NULL;
  object = json_node_get_object (node);
  if (!read_verdict (object, &sign->verdict)
      || !read_text (object, "initials", SAFFRON_SIGN_MOST_INITIALS,
                     &sign->initials)
      || !read_text (object, "note", SAFFRON_SIGN_MOST_NOTE, &sign->note)
      || !read_text (object, "when", 64, &sign->when) || !is_time (sign->when)
      || !read_looked (object, sign))
    return NULL;
  return g_steal_pointer (&sign);
}
