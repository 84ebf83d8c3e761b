/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "register/reason.h"

#include <string.h>

#include "base/json.h"

/* One of @code with values that no other code has. */
static SaffronReason *
make (SaffronReasonCode code)
{
  const double numbers[] = { 1.0 / (code + 3.0), code, -1e-7 * code };
  const char *text = saffron_reason_text_name (code) != NULL ? "“a”\tb" : NULL;

  return saffron_reason_new (code, numbers, text);
}

static JsonNode *
parse (const char *text)
{
  g_autoptr (GError) error = NULL;
  JsonNode *node = saffron_json_parse (text, strlen (text), "text", &error);

  g_assert_no_error (error);
  return node;
}

static void
assert_same (const SaffronReason *a, const SaffronReason *b)
{
  g_assert_cmpint (a->code, ==, b->code);
  g_assert_cmpint (a->stance, ==, b->stance);
  g_assert_cmpmem (a->numbers, sizeof a->numbers, b->numbers,
                   sizeof b->numbers);
  g_assert_cmpstr (a->text, ==, b->text);
}

/* Through text and back, to the last bit. */
static void
test_round_trip (void)
{
  for (guint code = 0; code < SAFFRON_N_REASONS; code++)
    {
      g_autoptr (SaffronReason) reason = NULL;
      g_autoptr (SaffronReason) back = NULL;
      g_autoptr (SaffronReason) copy = NULL;
      g_autoptr (JsonNode) node = NULL;
      g_autoptr (JsonNode) again = NULL;
      g_autofree char *text = NULL;

      if (code == SAFFRON_REASON_UNKNOWN)
        continue;
      reason = make (code);
      node = saffron_reason_to_json (reason);
      text = saffron_json_print (node);
      again = parse (text);
      back = saffron_reason_from_json (again);
      assert_same (reason, back);
      copy = saffron_reason_copy (back);
      assert_same (reason, copy);
    }
}

/* They stand in files: each its own, in plain letters. */
static void
test_nicks (void)
{
  g_autoptr (GHashTable) seen =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint code = 0; code < SAFFRON_N_REASONS; code++)
    {
      g_autoptr (SaffronReason) reason = make (code);
      const char *nick = saffron_reason_get_nick (reason);

      if (code == SAFFRON_REASON_UNKNOWN)
        continue;
      g_test_message ("%s", nick);
      g_assert_cmpuint (strlen (nick), >, 0);
      g_assert_cmpuint (strspn (nick, "abcdefghijklmnopqrstuvwxyz-"), ==,
                        strlen (nick));
      g_assert_true (g_hash_table_add (seen, g_strdup (nick)));
    }
}

static void
test_form (void)
{
  g_autoptr (SaffronReason) reason = saffron_reason_new (
      SAFFRON_REASON_UNLIKE, (const double[]){ 0.25, 0.5 }, NULL);
  g_autoptr (JsonNode) node = saffron_reason_to_json (reason);
  g_autoptr (JsonNode) expected =
      parse ("{\"code\": \"unlike\", \"speaks\": \"against\", \"values\": "
             "{\"similarity\": 0.25, \"needed\": 0.5}}");

  g_assert_true (json_node_equal (node, expected));
}

static void
test_text (void)
{
  g_autoptr (JsonNode) node = parse ("\"the words of old\"");
  g_autoptr (SaffronReason) reason = saffron_reason_from_json (node);

  g_assert_cmpint (reason->code, ==, SAFFRON_REASON_TEXT);
  g_assert_cmpstr (reason->text, ==, "the words of old");
}

/* Codes of a newer version, and known ones that lack what they need, keep all
 * that they came with. */
static void
test_unknown (void)
{
  static const struct {
    const char *text;
    SaffronReasonStance stance;
  } cases[] = {
    { "{\"code\": \"blurred\", \"speaks\": \"against\", \"values\": "
      "{\"sharpness\": 0.3, \"deep\": [1, {}]}, \"more\": null}",
      SAFFRON_STANCE_AGAINST },
    { "{\"code\": \"blurred\", \"speaks\": \"in riddles\"}",
      SAFFRON_STANCE_NEUTRAL },
    { "{\"code\": \"\", \"speaks\": \"for\"}", SAFFRON_STANCE_FOR },
    { "{\"code\": \"unlike\", \"speaks\": \"against\"}",
      SAFFRON_STANCE_AGAINST },
    { "{\"code\": \"unlike\", \"values\": {\"similarity\": 0.2}}",
      SAFFRON_STANCE_NEUTRAL },
    { "{\"code\": \"unlike\", \"values\": {\"similarity\": 0.2, \"needed\": "
      "\"much\"}}",
      SAFFRON_STANCE_NEUTRAL },
    { "{\"code\": \"text\", \"values\": {\"text\": 3}}",
      SAFFRON_STANCE_NEUTRAL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (JsonNode) node = parse (cases[i].text);
      g_autoptr (SaffronReason) reason = saffron_reason_from_json (node);
      g_autoptr (SaffronReason) copy = saffron_reason_copy (reason);
      g_autoptr (JsonNode) back = saffron_reason_to_json (copy);

      g_test_message ("%s", cases[i].text);
      g_assert_cmpint (copy->code, ==, SAFFRON_REASON_UNKNOWN);
      g_assert_cmpint (copy->stance, ==, cases[i].stance);
      g_assert_null (copy->text);
      g_assert_true (json_node_equal (node, back));
    }
}

/* What is no reason is left out of a list. */
static void
test_list (void)
{
  g_autoptr (JsonNode) node =
      parse ("[\"old\", 3, {}, null, {\"code\": 7}, [], "
             "{\"code\": \"overlap\", \"values\": {\"share\": 0.5}}, "
             "{\"code\": \"folds\"}]");
  g_autoptr (GPtrArray) list =
      saffron_reasons_from_json (json_node_get_array (node));
  g_autoptr (GPtrArray) none = saffron_reasons_from_json (NULL);

  g_assert_cmpuint (list->len, ==, 3);
  g_assert_true (saffron_reasons_find (list, SAFFRON_REASON_OVERLAP)
                 == list->pdata[1]);
  g_assert_null (saffron_reasons_find (list, SAFFRON_REASON_UNLIKE));
  g_assert_true (saffron_reasons_get_main (list) == list->pdata[2]);
  g_ptr_array_remove_index (list, 2);
  g_assert_true (saffron_reasons_get_main (list) == list->pdata[0]);
  g_assert_cmpuint (none->len, ==, 0);
  g_assert_null (saffron_reasons_get_main (none));
}

/* Of all numbers the lengths are scaled, in copies. */
static void
test_scale (void)
{
  static const struct {
    SaffronReasonCode code;
    double wanted[3];
  } cases[] = {
    { SAFFRON_REASON_START_BY_HAND, { 20, 0, 0 } },
    { SAFFRON_REASON_LANDMARKS_AGREE, { 10, 22, 0 } },
    { SAFFRON_REASON_LANDMARKS_ROSE, { 20, 22, 0 } },
    { SAFFRON_REASON_LANDMARKS_IMPROVED, { 10, 22, 24 } },
    { SAFFRON_REASON_IMPROVED, { 10, 11, 12 } },
    { SAFFRON_REASON_SCALE, { 10, 11, 0 } },
    { SAFFRON_REASON_FOLDS, { 0, 0, 0 } },
  };
  g_autoptr (GPtrArray) list = saffron_reasons_new ();
  g_autoptr (GPtrArray) scaled = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    saffron_reasons_add (list, cases[i].code, (const double[]){ 10, 11, 12 },
                         NULL);
  scaled = saffron_reasons_scale (list, 2.0);
  g_assert_cmpuint (scaled->len, ==, G_N_ELEMENTS (cases));
  for (guint i = 0; i < scaled->len; i++)
    {
      const SaffronReason *was = list->pdata[i], *is = scaled->pdata[i];

      g_assert_cmpint (is->code, ==, cases[i].code);
      for (guint k = 0; saffron_reason_number_name (is->code, k) != NULL; k++)
        {
          g_assert_cmpfloat (is->numbers[k], ==, cases[i].wanted[k]);
          g_assert_cmpfloat (was->numbers[k], ==, 10.0 + k);
        }
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/reason/round-trip", test_round_trip);
  g_test_add_func ("/reason/nicks", test_nicks);
  g_test_add_func ("/reason/form", test_form);
  g_test_add_func ("/reason/text", test_text);
  g_test_add_func ("/reason/unknown", test_unknown);
  g_test_add_func ("/reason/list", test_list);
  g_test_add_func ("/reason/scale", test_scale);
  return g_test_run ();
}
