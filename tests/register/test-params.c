/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "register/params.h"

#include <glib/gstdio.h>
#include <string.h>

#include "base/error.h"
#include "register/params-words.h"

/* A title is for people: it is no key, no other parameter has it, and each
 * choice has one. */
static void
assert_title (const SaffronParamSpec *specs, guint i)
{
  const SaffronParamSpec *spec = &specs[i];
  const char *choices = spec->choices != NULL ? spec->choices : "";
  const char *titles = spec->choice_titles != NULL ? spec->choice_titles : "";
  g_auto (GStrv) values = g_strsplit (choices, "|", -1);
  g_auto (GStrv) named = g_strsplit (titles, "|", -1);

  g_assert_nonnull (spec->title);
  g_assert_true (g_ascii_isupper (spec->title[0]));
  g_assert_null (strchr (spec->title, '_'));
  for (guint j = 0; j < i; j++)
    g_assert_cmpstr (specs[j].title, !=, spec->title);
  g_assert_cmpuint (g_strv_length (values), ==, g_strv_length (named));
}

/* Each row is complete, its default is allowed, and its text round-trips. */
static void
test_table (void)
{
  g_autoptr (SaffronParams) params = saffron_params_new ();
  guint n_specs;
  const SaffronParamSpec *specs = saffron_param_specs (&n_specs);

  g_assert_cmpuint (n_specs, >=, 18);
  for (guint i = 0; i < n_specs; i++)
    {
      const SaffronParamSpec *spec = &specs[i];
      g_autofree char *text = saffron_params_get (params, spec->name);
      g_autofree char *allowed = saffron_param_spec_allowed (spec);
      g_autofree char *again = NULL;
      g_autoptr (GError) error = NULL;

      g_assert_true (saffron_param_spec_find (spec->name) == spec);
      g_assert_nonnull (spec->help);
      assert_title (specs, i);
      g_assert_nonnull (spec->stage);
      g_assert_cmpuint (strlen (allowed), >, 0);
      g_assert_cmpstr (text, ==, spec->default_text);
      g_assert_true (saffron_params_set (params, spec->name, text, &error));
      g_assert_no_error (error);
      again = saffron_params_get (params, spec->name);
      g_assert_cmpstr (text, ==, again);
      for (guint j = 0; j < i; j++)
        {
          g_assert_cmpuint (specs[j].offset, !=, spec->offset);
          g_assert_cmpstr (specs[j].name, !=, spec->name);
        }
    }
}

static void
assert_refused (const char *name, const char *text, const char *says)
{
  g_autoptr (SaffronParams) params = saffron_params_new ();
  g_autoptr (SaffronParams) before = saffron_params_copy (params);
  g_autoptr (GError) error = NULL;

  g_assert_false (saffron_params_set (params, name, text, &error));
  g_assert_error (error, SAFFRON_ERROR, SAFFRON_ERROR_ARGUMENT);
  g_assert_nonnull (strstr (error->message, says));
  g_assert_null (strchr (error->message, '\n'));
  g_assert_true (saffron_params_equal (params, before));
}

static void
test_ranges (void)
{
  guint n_specs;
  const SaffronParamSpec *specs = saffron_param_specs (&n_specs);

  for (guint i = 0; i < n_specs; i++)
    {
      const SaffronParamSpec *spec = &specs[i];
      const double ends[] = { spec->min, spec->max };

      if (spec->type != SAFFRON_PARAM_INT && spec->type != SAFFRON_PARAM_DOUBLE)
        continue;
      for (guint k = 0; k < 2; k++)
        {
          g_autoptr (SaffronParams) params = saffron_params_new ();
          g_autofree char *inside = saffron_param_format_double (ends[k]);
          g_autofree char *outside =
              saffron_param_format_double (ends[k] + (k == 0 ? -1 : 1));
          g_autofree char *kept = NULL;

          g_assert_true (saffron_params_set (params, spec->name, inside, NULL));
          kept = saffron_params_get (params, spec->name);
          g_assert_cmpstr (kept, ==, inside);
          assert_refused (spec->name, outside, inside);
        }
      assert_refused (spec->name, "NaN", "NaN");
      assert_refused (spec->name, "inf", "inf");
      assert_refused (spec->name, "1e999", "1e999");
      assert_refused (spec->name, "", spec->name);
      assert_refused (spec->name, "12px", "12px");
      assert_refused (spec->name, " 1", spec->name);
      assert_refused (spec->name, "0x10", "0x10");
    }
}

static void
test_refused (void)
{
  g_autofree char *lengthy = g_strnfill (5000, 'x');

  assert_refused ("max_procesed_dim", "1800", "max_processed_dim");
  assert_refused ("reg_max_non_rigid_dim", "1800", "mean max_non_rigid_dim");
  assert_refused ("max_image_dim_px", "1800", "mean max_image_dim?");
  assert_refused (lengthy, "1", "no parameter");
  assert_refused ("", "1", "no parameter");
  assert_refused ("kind", "histology", "auto, fluorescence or brightfield");
  assert_refused ("allow_flips", "maybe", "true or false");
  assert_refused ("max_processed_dim", "1800.5", "whole number");
  assert_refused ("max_processed_dim", lengthy, "whole number");
  assert_refused ("moving_channel", lengthy, "one line of text");
  assert_refused ("moving_channel", "a\nb", "one line of text");
  assert_refused ("moving_channel", "\xff\xfe", "one line of text");
}

static void
test_doubles_are_exact (void)
{
  const double values[] = { 0.1, 1.0 / 3.0, 0.25, 1e-9, 5e-324, 1.0 };

  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    {
      g_autoptr (SaffronParams) params = saffron_params_new ();
      g_autoptr (SaffronParams) back = NULL;
      g_autoptr (JsonNode) node = NULL;
      g_autofree char *text = saffron_param_format_double (values[i]);
      g_autofree char *got = NULL;

      g_assert_true (
          saffron_params_set (params, "micro_reg_fraction", text, NULL));
      g_assert_true (params->micro_reg_fraction == values[i]);
      got = saffron_params_get (params, "micro_reg_fraction");
      g_assert_cmpstr (got, ==, text);
      node = saffron_params_to_json (params);
      back = saffron_params_from_json (node, NULL);
      g_assert_true (saffron_params_equal (params, back));
    }
}

static void
test_presets (void)
{
  const char *const *names = saffron_params_preset_names ();
  g_autoptr (SaffronParams) defaults = saffron_params_new ();
  g_autoptr (SaffronParams) pipeline = NULL;
  g_autoptr (SaffronParams) optimised = NULL;
  g_autoptr (SaffronParams) low = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; names[i] != NULL; i++)
    {
      g_autoptr (SaffronParams) params =
          saffron_params_new_preset (names[i], &error);

      g_assert_no_error (error);
      g_assert_nonnull (params);
      g_assert_nonnull (saffron_params_preset_title (names[i]));
      g_assert_nonnull (saffron_params_preset_help (names[i]));
      g_assert_null (strchr (saffron_params_preset_help (names[i]), '\n'));
    }
  pipeline = saffron_params_new_preset ("pipeline", NULL);
  g_assert_cmpint (pipeline->max_processed_dim, ==, 1800);
  g_assert_cmpint (pipeline->max_non_rigid_dim, ==, 3500);
  g_assert_true (pipeline->micro_reg_fraction == 0.5);
  g_assert_cmpint (pipeline->num_features, ==, 5000);
  g_assert_cmpint (pipeline->max_image_dim, ==, 6000);
  optimised = saffron_params_new_preset ("optimised", NULL);
  g_assert_true (saffron_params_equal (optimised, defaults));
  low = saffron_params_new_preset ("low-memory", NULL);
  g_assert_cmpint (low->max_processed_dim, ==, 1200);

  g_assert_null (saffron_params_new_preset ("fast", &error));
  g_assert_error (error, SAFFRON_ERROR, SAFFRON_ERROR_ARGUMENT);
  g_assert_nonnull (strstr (error->message, "low-memory"));
}

/* What differs is said in a window's words. */
static void
test_title_changes (void)
{
  g_autoptr (SaffronParams) base = saffron_params_new ();
  g_autoptr (SaffronParams) params = saffron_params_new ();
  g_autofree char *none = saffron_params_title_changes (params, base);
  g_autofree char *some = NULL;

  g_assert_cmpstr (none, ==, "");
  g_assert_true (
      saffron_params_set (params, "max_processed_dim", "1200", NULL));
  g_assert_true (saffron_params_set (params, "deformable", "false", NULL));
  g_assert_true (saffron_params_set (params, "section", "serial", NULL));
  some = saffron_params_title_changes (params, base);
  g_assert_cmpstr (some, ==,
                   "Working size: 1200\u00a0px, Bend: off, "
                   "Sections: Neighbouring");
}

/* The result of a run depends on a parameter that a stage reads, and on no
 * other. */
static void
test_changes_result (void)
{
  static const char *const without[] = { "max_image_dim", "qc_level",
                                         "reference_markers", NULL };
  guint n_specs;
  const SaffronParamSpec *specs = saffron_param_specs (&n_specs);

  for (guint i = 0; i < n_specs; i++)
    g_assert_true (saffron_param_spec_changes_result (&specs[i])
                   != g_strv_contains (without, specs[i].name));
}

/* Loads @text as a parameters file. */
static SaffronParams *
load_text (const char *text, GError **error)
{
  g_autofree char *path = NULL;
  int fd = g_file_open_tmp ("params-XXXXXX.json", &path, NULL);
  SaffronParams *params = NULL;

  g_assert_cmpint (fd, >=, 0);
  g_close (fd, NULL);
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  params = saffron_params_load (path, error);
  if (params == NULL && error != NULL)
    {
      g_autofree char *prefix = g_strconcat (path, ": ", NULL);

      g_assert_true (g_str_has_prefix ((*error)->message, prefix));
      g_assert_null (strchr ((*error)->message, '\n'));
    }
  g_unlink (path);
  return params;
}

static void
test_load (void)
{
  g_autoptr (SaffronParams) params = NULL;
  g_autoptr (GError) error = NULL;

  params = load_text ("{\"max_processed_dim\": 900, \"allow_flips\": true,"
                      " \"micro_reg_fraction\": 1, \"moving_channel\": "
                      "\"CD3\"}",
                      &error);
  g_assert_no_error (error);
  g_assert_cmpint (params->max_processed_dim, ==, 900);
  g_assert_true (params->allow_flips);
  g_assert_true (params->micro_reg_fraction == 1.0);
  g_assert_cmpstr (params->moving_channel, ==, "CD3");
  g_assert_cmpint (params->max_non_rigid_dim, ==, 2500);
}

static void
test_load_refused (void)
{
  g_autofree char *deep = g_strnfill (100000, '[');
  const struct {
    const char *text;
    const char *says;
  } cases[] = {
    { "", "empty" },
    { "{", "not valid JSON" },
    { "[1, 2]", "not a table of parameters" },
    { "3", "not a table of parameters" },
    { "{\"max_dim\": 3}", "no parameter “max_dim”" },
    { "{\"max_processed_dim\": NaN}", "not valid JSON" },
    { "{\"micro_reg_fraction\": 1e999}", "micro_reg_fraction" },
    { "{\"max_processed_dim\": 99999999999999999999}", "max_processed_dim" },
    { "{\"max_processed_dim\": -5}", "whole number from 256" },
    { "{\"max_processed_dim\": null}", "max_processed_dim" },
    { "{\"moving_channel\": [\"DAPI\"]}", "moving_channel" },
    { "{\"allow_flips\": {}}", "allow_flips" },
    { "\xff\xfe\x01", "not a text file" },
    { deep, "nested too deeply" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (load_text (cases[i].text, &error));
      g_assert_nonnull (strstr (error->message, cases[i].says));
    }
}

static void
test_load_no_file (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (saffron_params_load ("/nonexistent/p.json", &error));
  g_assert_error (error, SAFFRON_ERROR, SAFFRON_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_null (saffron_params_load ("/", &error));
  g_assert_error (error, SAFFRON_ERROR, SAFFRON_ERROR_FORMAT);
  g_clear_error (&error);
  g_assert_null (saffron_params_load ("/dev/zero", &error));
  g_assert_error (error, SAFFRON_ERROR, SAFFRON_ERROR_FORMAT);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/params/table", test_table);
  g_test_add_func ("/params/ranges", test_ranges);
  g_test_add_func ("/params/refused", test_refused);
  g_test_add_func ("/params/doubles-are-exact", test_doubles_are_exact);
  g_test_add_func ("/params/presets", test_presets);
  g_test_add_func ("/params/title-changes", test_title_changes);
  g_test_add_func ("/params/changes-result", test_changes_result);
  g_test_add_func ("/params/load", test_load);
  g_test_add_func ("/params/load-refused", test_load_refused);
  g_test_add_func ("/params/load-no-file", test_load_no_file);
  return g_test_run ();
}
