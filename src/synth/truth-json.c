/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "synth/synth-private.h"

static const char *const kinds[] = { "fluorescence", "he", "ihc", "mixed" };

static const char about[] =
    "reference = q + sum of (ax, ay) sin (kx qx + ky qy + phase) over the "
    "terms [ax, ay, kx, ky, phase], q = affine (moving), affine = [xx, xy, "
    "x0, yx, yy, y0]; level-0 pixels, origin at the top-left corner of the "
    "first pixel; of a torn slide the points listed by number, from 0, in "
    "torn_off lie on a piece with an affine of its own";

static void
add_number (JsonBuilder *builder, const char *name, double value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_double_value (builder, value);
}

static void
add_integer (JsonBuilder *builder, const char *name, gint64 value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, value);
}

static void
add_string (JsonBuilder *builder, const char *name, const char *value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, value);
}

static void
add_boolean (JsonBuilder *builder, const char *name, gboolean value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_boolean_value (builder, value);
}

static void
add_range (JsonBuilder *builder, const char *name, SaffronSynthRange range)
{
  json_builder_set_member_name (builder, name);
  json_builder_begin_array (builder);
  json_builder_add_double_value (builder, range.low);
  json_builder_add_double_value (builder, range.high);
  json_builder_end_array (builder);
}

static void
add_options (JsonBuilder *builder, const SaffronSynthOptions *o)
{
  g_autofree char *seed = g_strdup_printf ("%" G_GUINT64_FORMAT, o->seed);

  json_builder_set_member_name (builder, "options");
  json_builder_begin_object (builder);
  add_integer (builder, "width", o->width);
  add_integer (builder, "height", o->height);
  add_integer (builder, "channels", o->n_channels);
  add_integer (builder, "slides", o->n_slides);
  /* The seed is unsigned and json-glib's integers are signed, so it is written
   * as text. */
  add_string (builder, "seed", seed);
  add_string (builder, "kind", kinds[o->kind]);
  add_range (builder, "rotation", o->rotation);
  add_range (builder, "scale", o->scale);
  add_range (builder, "amplitude", o->amplitude);
  add_range (builder, "wavelength", o->wavelength);
  add_number (builder, "pixel_size", o->pixel_size);
  add_boolean (builder, "mirror", o->mirror);
  add_boolean (builder, "serial", o->serial);
  add_number (builder, "shared", o->shared);
  add_number (builder, "lost", o->lost);
  add_number (builder, "gained", o->gained);
  add_range (builder, "torn", o->torn);
  json_builder_end_object (builder);
}

static void
add_piece (JsonBuilder *builder, const SaffronSynth *synth, int index)
{
  int piece = saffron_synth_piece_of (synth, index);

  json_builder_set_member_name (builder, "torn_off");
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "points");
  json_builder_begin_array (builder);
  for (int k = 0; k < SAFFRON_SYNTH_POINTS; k++)
    if (saffron_synth_is_off (synth, index, synth->points[k]))
      json_builder_add_int_value (builder, k);
  json_builder_end_array (builder);
  saffron_truth_add_json (&synth->slides[piece].truth, builder);
  json_builder_end_object (builder);
}

static void
add_slide (JsonBuilder *builder, const SaffronSynth *synth, int index)
{
  const SaffronSynthSlide *slide = &synth->slides[index];
  g_autofree char *file = saffron_synth_file_name (synth, index);
  g_autofree char *points = g_strdup_printf ("slide%d.csv", index + 1);
  g_autofree char *key =
      g_strdup_printf ("%016" G_GINT64_MODIFIER "x", slide->key);

  json_builder_begin_object (builder);
  add_string (builder, "file", file);
  add_string (builder, "points", points);
  add_string (builder, "kind", kinds[slide->kind]);
  add_integer (builder, "width", slide->width);
  add_integer (builder, "height", slide->height);
  add_string (builder, "key", key);
  add_number (builder, "gain", slide->gain);
  add_number (builder, "bleach", slide->bleach);
  add_number (builder, "rotation", slide->rotation);
  add_number (builder, "scale", slide->scale);
  saffron_truth_add_json (&slide->truth, builder);
  if (index > 0 && saffron_synth_is_torn (synth))
    add_piece (builder, synth, index);
  json_builder_end_object (builder);
}

JsonNode *
saffron_synth_to_json (const SaffronSynth *synth)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  add_string (builder, "format", "saffron-synth");
  add_integer (builder, "version", 1);
  add_string (builder, "about", about);
  add_options (builder, &synth->options);
  json_builder_set_member_name (builder, "slides");
  json_builder_begin_array (builder);
  for (int k = 0; k < synth->options.n_slides; k++)
    add_slide (builder, synth, k);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  return json_builder_get_root (builder);
}
