/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/cli-choice.h"

#include <glib/gi18n.h>
#include <string.h>

#include "cli/cli-slides.h"
#include "cli/cli.h"

/* More scenes or planes than any file has. */
#define MAX_NUMBER 1000000

typedef enum {
  SCENE,
  Z,
} Kind;

void
saffron_cli_choice_clear (SaffronCliChoice *choice)
{
  g_clear_pointer (&choice->scenes, g_strfreev);
  g_clear_pointer (&choice->zs, g_strfreev);
}

static gboolean
read_value (Kind kind, const char *text, int *value)
{
  guint64 number = 0;

  if (kind == Z && g_ascii_strcasecmp (text, "max") == 0)
    *value = SAFFRON_Z_MAX;
  else if (kind == Z && g_ascii_strcasecmp (text, "sharpest") == 0)
    *value = SAFFRON_Z_SHARPEST;
  else if (g_ascii_string_to_unsigned (text, 10, 1, MAX_NUMBER, &number, NULL))
    *value = (int) number;
  else
    return FALSE;
  return TRUE;
}

static gboolean
read_one (Kind kind,
          const char *text,
          char **paths,
          guint n,
          GArray *choices,
          GError **error)
{
  const char *option = kind == SCENE ? "--scene" : "--z";
  const char *equals = strrchr (text, '=');
  int value = 0, index = -1;

  if (!read_value (kind, equals != NULL ? equals + 1 : text, &value))
    {
      saffron_cli_usage_error (error,
                               kind == SCENE
                                   ? _ ("%s %s: give a number from 1")
                                   : _ ("%s %s: give a number from 1, "
                                        "max or sharpest"),
                               option, text);
      return FALSE;
    }
  if (equals != NULL)
    {
      g_autofree char *name = g_strndup (text, (gsize) (equals - text));

      index = saffron_cli_find_slide (option, name, paths, n, error);
      if (index < 0)
        return FALSE;
    }
  for (guint i = 0; i < n; i++)
    {
      SaffronSlideChoice *choice =
          &g_array_index (choices, SaffronSlideChoice, i);

      if (index >= 0 && i != (guint) index)
        continue;
      *(kind == SCENE ? &choice->scene : &choice->z) = value;
    }
  return TRUE;
}

/* A run is of one scene and plane, so a session keeps to them. */
static gboolean
join (SaffronSession *session,
      const char *path,
      SaffronSlideChoice *choice,
      GError **error)
{
  SaffronSlideChoice known;

  if (!saffron_session_find_choice (session, path, &known))
    return TRUE;
  if ((choice->scene != 0 && choice->scene != known.scene)
      || (choice->z != 0 && choice->z != known.z))
    {
      saffron_cli_usage_error (
          error,
          _ ("%s: the session has another scene or Z plane "
             "of it; choose another name for -o, or replace "
             "it with --force"),
          path);
      return FALSE;
    }
  *choice = known;
  return TRUE;
}

GArray *
saffron_cli_choices_read (const SaffronCliChoice *choice,
                          char **paths,
                          guint n,
                          SaffronSession *session,
                          GError **error)
{
  g_autoptr (GArray) choices =
      g_array_new (FALSE, TRUE, sizeof (SaffronSlideChoice));

  g_array_set_size (choices, n);
  for (guint i = 0; choice->scenes != NULL && choice->scenes[i] != NULL; i++)
    if (!read_one (SCENE, choice->scenes[i], paths, n, choices, error))
      return NULL;
  for (guint i = 0; choice->zs != NULL && choice->zs[i] != NULL; i++)
    if (!read_one (Z, choice->zs[i], paths, n, choices, error))
      return NULL;
  for (guint i = 0;
       session != NULL && saffron_session_get_path (session) != NULL && i < n;
       i++)
    if (!join (session, paths[i],
               &g_array_index (choices, SaffronSlideChoice, i), error))
      return NULL;
  return g_steal_pointer (&choices);
}

/* Whether a value of an option is for one of @paths. */
static gboolean
is_for (const char *value, const char *option, char **paths, guint n)
{
  const char *equals = strrchr (value, '=');
  g_autoptr (GError) ignored = NULL;
  g_autofree char *name = NULL;

  if (equals == NULL)
    return TRUE;
  name = g_strndup (value, (gsize) (equals - value));
  return saffron_cli_find_slide (option, name, paths, n, &ignored) >= 0;
}

static void
add_args (GStrvBuilder *builder,
          const char *option,
          char *const *values,
          char **paths,
          guint n)
{
  for (guint i = 0; values != NULL && values[i] != NULL; i++)
    {
      if (!is_for (values[i], option, paths, n))
        continue;
      g_strv_builder_add (builder, option);
      g_strv_builder_add (builder, values[i]);
    }
}

char **
saffron_cli_choice_to_args (const SaffronCliChoice *choice,
                            char **paths,
                            guint n)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  add_args (builder, "--scene", choice->scenes, paths, n);
  add_args (builder, "--z", choice->zs, paths, n);
  return g_strv_builder_end (builder);
}

static void
find_value (Kind kind, char *const *values, const char *path, int *value)
{
  char *paths[] = { (char *) path };

  for (guint i = 0; values != NULL && values[i] != NULL; i++)
    {
      const char *equals = strrchr (values[i], '=');

      if (is_for (values[i], "", paths, 1))
        read_value (kind, equals != NULL ? equals + 1 : values[i], value);
    }
}

void
saffron_cli_choice_find (const SaffronCliChoice *choice,
                         const char *path,
                         SaffronSlideChoice *found)
{
  *found = (SaffronSlideChoice){ 0 };
  find_value (SCENE, choice->scenes, path, &found->scene);
  find_value (Z, choice->zs, path, &found->z);
}

gboolean
saffron_cli_choice_check_none (const SaffronCliChoice *choice, GError **error)
{
  if (choice->scenes == NULL && choice->zs == NULL)
    return TRUE;
  saffron_cli_usage_error (error,
                           _ ("leave out --scene and --z: of a session's "
                              "slides, what was registered is read"));
  return FALSE;
}
