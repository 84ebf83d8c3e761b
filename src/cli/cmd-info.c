/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/cli-choice.h"
#include "cli/cli.h"

#include <glib/gi18n.h>
#include <inttypes.h>
#include <json-glib/json-glib.h>

#include "base/error.h"
#include "cli/cli-print.h"
#include "cli/cli-table.h"
#include "slide/slide.h"

static const char *
kind_name (SaffronSlide *slide)
{
  return saffron_slide_get_kind (slide) == SAFFRON_SLIDE_BRIGHTFIELD
             ? "brightfield"
             : "fluorescence";
}

static const char *const titles[] = {
  NC_ ("fact of a slide", "File"),
  NC_ ("fact of a slide", "Format"),
  NC_ ("fact of a slide", "Kind"),
  NC_ ("fact of a slide", "Size"),
  NC_ ("fact of a slide", "Pixel size"),
  NC_ ("fact of a slide", "Levels"),
  NC_ ("fact of a slide", "Channels"),
  NC_ ("fact of a slide", "Note"),
  NULL,
};

static void say (const char *title, const char *format, ...)
    G_GNUC_PRINTF (2, 3);

static void
say (const char *title, const char *format, ...)
{
  g_autofree char *fact = NULL;
  g_autofree char *line = NULL;
  va_list list;

  va_start (list, format);
  fact = g_strdup_vprintf (format, list);
  va_end (list);
  /* What comes from a file stays in its line. */
  line = g_strdelimit (g_steal_pointer (&fact), "\r\n", ' ');
  saffron_cli_print_fact (
      0, title, saffron_cli_widest ("fact of a slide", titles) + 2, line);
}

static void
print_levels (SaffronSlide *slide)
{
  say (C_ ("fact of a slide", "Levels"), "%d",
       saffron_slide_get_n_levels (slide));
  for (int i = 0; i < saffron_slide_get_n_levels (slide); i++)
    {
      const SaffronLevel *level = saffron_slide_get_level (slide, i);

      g_print (_ ("  %2d  %" PRId64 " × %" PRId64
                  ", downsample %.6g, tiles of %d × %d\n"),
               i, level->width, level->height, level->downsample,
               level->tile_width, level->tile_height);
    }
}

static void
print_channels (SaffronSlide *slide)
{
  say (C_ ("fact of a slide", "Channels"), "%d",
       saffron_slide_get_n_channels (slide));
  for (int i = 0; i < saffron_slide_get_n_channels (slide); i++)
    {
      const SaffronChannel *channel = saffron_slide_get_channel (slide, i);
      char color[16] = "";

      if (channel->has_color)
        g_snprintf (color, sizeof color, ", #%06x", channel->color);
      saffron_cli_print_line ("  %2d  %s, %s%s", i + 1, channel->name,
                              saffron_sample_type_name (channel->type), color);
    }
}

static void
print_text (SaffronSlide *slide)
{
  const char *const *notes = saffron_slide_get_notes (slide);
  double x = 0.0, y = 0.0;

  say (C_ ("fact of a slide", "File"), "%s", saffron_slide_get_path (slide));
  say (C_ ("fact of a slide", "Format"), _ ("%s, read by %s"),
       saffron_slide_get_format (slide), saffron_slide_get_reader (slide));
  say (C_ ("fact of a slide", "Kind"), "%s",
       saffron_slide_get_kind (slide) == SAFFRON_SLIDE_BRIGHTFIELD
           ? C_ ("kind of slide", "brightfield")
           : C_ ("kind of slide", "fluorescence"));
  say (C_ ("fact of a slide", "Size"), _ ("%" PRId64 " × %" PRId64 " pixels"),
       saffron_slide_get_width (slide), saffron_slide_get_height (slide));
  if (saffron_slide_get_pixel_size (slide, &x, &y))
    say (C_ ("fact of a slide", "Pixel size"), "%.6g × %.6g µm", x, y);
  else
    say (C_ ("fact of a slide", "Pixel size"), "%s",
         C_ ("pixel size", "unknown"));
  print_levels (slide);
  print_channels (slide);
  for (guint i = 0; notes[i] != NULL; i++)
    say (C_ ("fact of a slide", "Note"), "%s", notes[i]);
}

static void
add_levels (JsonBuilder *json, SaffronSlide *slide)
{
  json_builder_set_member_name (json, "levels");
  json_builder_begin_array (json);
  for (int i = 0; i < saffron_slide_get_n_levels (slide); i++)
    {
      const SaffronLevel *level = saffron_slide_get_level (slide, i);

      json_builder_begin_object (json);
      json_builder_set_member_name (json, "width");
      json_builder_add_int_value (json, level->width);
      json_builder_set_member_name (json, "height");
      json_builder_add_int_value (json, level->height);
      json_builder_set_member_name (json, "downsample");
      json_builder_add_double_value (json, level->downsample);
      json_builder_set_member_name (json, "tile_width");
      json_builder_add_int_value (json, level->tile_width);
      json_builder_set_member_name (json, "tile_height");
      json_builder_add_int_value (json, level->tile_height);
      json_builder_end_object (json);
    }
  json_builder_end_array (json);
}

static void
add_channels (JsonBuilder *json, SaffronSlide *slide)
{
  json_builder_set_member_name (json, "channels");
  json_builder_begin_array (json);
  for (int i = 0; i < saffron_slide_get_n_channels (slide); i++)
    {
      const SaffronChannel *channel = saffron_slide_get_channel (slide, i);

      json_builder_begin_object (json);
      json_builder_set_member_name (json, "name");
      json_builder_add_string_value (json, channel->name);
      json_builder_set_member_name (json, "type");
      json_builder_add_string_value (json,
                                     saffron_sample_type_name (channel->type));
      json_builder_set_member_name (json, "color");
      if (channel->has_color)
        {
          g_autofree char *color = g_strdup_printf ("#%06x", channel->color);

          json_builder_add_string_value (json, color);
        }
      else
        json_builder_add_null_value (json);
      json_builder_end_object (json);
    }
  json_builder_end_array (json);
}

/* What else of the file could be read, and what is. */
static void
add_choice (JsonBuilder *json, SaffronSlide *slide)
{
  SaffronSlideChoice taken = saffron_slide_get_taken (slide);
  const SaffronScene *scene = NULL;

  json_builder_set_member_name (json, "scene");
  json_builder_add_int_value (json, taken.scene);
  json_builder_set_member_name (json, "scenes");
  json_builder_begin_array (json);
  for (int i = 1; (scene = saffron_slide_get_scene (slide, i)) != NULL; i++)
    {
      json_builder_begin_object (json);
      json_builder_set_member_name (json, "name");
      json_builder_add_string_value (json, scene->name);
      json_builder_set_member_name (json, "width");
      json_builder_add_int_value (json, scene->width);
      json_builder_set_member_name (json, "height");
      json_builder_add_int_value (json, scene->height);
      json_builder_end_object (json);
    }
  json_builder_end_array (json);
  json_builder_set_member_name (json, "z");
  if (taken.z == SAFFRON_Z_MAX)
    json_builder_add_string_value (json, "max");
  else
    json_builder_add_int_value (json, taken.z);
  json_builder_set_member_name (json, "z_planes");
  json_builder_add_int_value (json, saffron_slide_get_n_z (slide));
}

static void
add_pixel_size (JsonBuilder *json, SaffronSlide *slide)
{
  double um[2] = { 0.0, 0.0 };

  json_builder_set_member_name (json, "pixel_size_um");
  if (!saffron_slide_get_pixel_size (slide, &um[0], &um[1]))
    {
      json_builder_add_null_value (json);
      return;
    }
  json_builder_begin_array (json);
  json_builder_add_double_value (json, um[0]);
  json_builder_add_double_value (json, um[1]);
  json_builder_end_array (json);
}

static void
print_json (SaffronSlide *slide)
{
  g_autoptr (JsonBuilder) json = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *text = NULL;
  const char *const *notes = saffron_slide_get_notes (slide);

  json_builder_begin_object (json);
  json_builder_set_member_name (json, "path");
  json_builder_add_string_value (json, saffron_slide_get_path (slide));
  json_builder_set_member_name (json, "format");
  json_builder_add_string_value (json, saffron_slide_get_format (slide));
  json_builder_set_member_name (json, "reader");
  json_builder_add_string_value (json, saffron_slide_get_reader (slide));
  json_builder_set_member_name (json, "kind");
  json_builder_add_string_value (json, kind_name (slide));
  json_builder_set_member_name (json, "width");
  json_builder_add_int_value (json, saffron_slide_get_width (slide));
  json_builder_set_member_name (json, "height");
  json_builder_add_int_value (json, saffron_slide_get_height (slide));
  add_pixel_size (json, slide);
  add_levels (json, slide);
  add_channels (json, slide);
  add_choice (json, slide);
  json_builder_set_member_name (json, "notes");
  json_builder_begin_array (json);
  for (guint i = 0; notes[i] != NULL; i++)
    json_builder_add_string_value (json, notes[i]);
  json_builder_end_array (json);
  json_builder_set_member_name (json, "damage");
  if (saffron_slide_get_damage (slide) != NULL)
    json_builder_add_string_value (json,
                                   saffron_slide_get_damage (slide)->message);
  else
    json_builder_add_null_value (json);
  json_builder_end_object (json);

  root = json_builder_get_root (json);
  text = json_to_string (root, TRUE);
  g_print ("%s\n", text);
}

/* Opens the slide. If a part of it cannot be read, opens the rest and sets
 * @error, too. */
static SaffronSlide *
open_what_is_there (const char *path, SaffronSlideChoice choice, GError **error)
{
  g_autoptr (GError) local = NULL;
  SaffronSlide *slide = saffron_slide_open_choice (path, &choice, NULL, &local);

  if (slide == NULL
      && !g_error_matches (local, SAFFRON_ERROR, SAFFRON_ERROR_FORMAT)
      && !g_error_matches (local, SAFFRON_ERROR, SAFFRON_ERROR_NOT_FOUND))
    {
      choice.damaged = TRUE;
      slide = saffron_slide_open_choice (path, &choice, NULL, NULL);
    }
  if (local != NULL)
    g_propagate_error (error, g_steal_pointer (&local));
  return slide;
}

static SaffronExit
run (int argc, char **argv, GError **error)
{
  gboolean as_json = FALSE, helped = FALSE;
  SaffronCliChoice choice = { NULL, NULL };
  const GOptionEntry entries[] = { { "json", 0, 0, G_OPTION_ARG_NONE, &as_json,
                                     "Print JSON", NULL },
                                   SAFFRON_CLI_CHOICE_ENTRIES (&choice),
                                   G_OPTION_ENTRY_NULL };
  g_autoptr (GArray) choices = NULL;
  g_autoptr (SaffronSlide) slide = NULL;
  g_autoptr (GError) local = NULL;

  if (!saffron_cli_parse (&saffron_command_info, entries, 1, 1, &argc, &argv,
                          &helped, error))
    return helped ? SAFFRON_EXIT_OK : SAFFRON_EXIT_USAGE;
  choices = saffron_cli_choices_read (&choice, argv + 1, 1, NULL, error);
  saffron_cli_choice_clear (&choice);
  if (choices == NULL)
    return SAFFRON_EXIT_USAGE;
  slide = open_what_is_there (
      argv[1], g_array_index (choices, SaffronSlideChoice, 0), &local);
  if (slide != NULL && as_json)
    print_json (slide);
  else if (slide != NULL)
    print_text (slide);
  if (local == NULL)
    return SAFFRON_EXIT_OK;
  g_propagate_error (error, g_steal_pointer (&local));
  return SAFFRON_EXIT_FAILED;
}

const SaffronCommand saffron_command_info = {
  .name = "info",
  .arguments = "SLIDE",
  .summary = N_ ("What a slide is: size, levels, channels, pixel size"),
  .run = run,
};
