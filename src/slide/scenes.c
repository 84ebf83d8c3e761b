/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "slide/scenes.h"

/* More scenes than a person would look through. */
#define MAX_SCENES 1000
/* Scenes that a message lists. */
#define MAX_LISTED 32

static void
scene_clear (gpointer data)
{
  SaffronScene *scene = data;

  g_clear_pointer (&scene->name, g_free);
}

GArray *
saffron_scenes_new (void)
{
  GArray *scenes = g_array_new (FALSE, TRUE, sizeof (SaffronScene));

  g_array_set_clear_func (scenes, scene_clear);
  return scenes;
}

void
saffron_scenes_add (GArray *scenes,
                    const char *name,
                    gint64 width,
                    gint64 height)
{
  SaffronScene scene = { g_strdup (name != NULL ? name : ""), width, height };

  if (scenes->len < MAX_SCENES)
    g_array_append_val (scenes, scene);
  else
    scene_clear (&scene);
}

char *
saffron_scenes_to_words (GArray *scenes)
{
  GString *words = g_string_new (NULL);

  for (guint i = 0; i < MIN (scenes->len, MAX_LISTED); i++)
    {
      const SaffronScene *scene = &g_array_index (scenes, SaffronScene, i);

      /* One that cannot be read has no size. */
      if (scene->width > 0)
        g_string_append_printf (
            words, "%s%u: %s%s%" G_GINT64_FORMAT " × %" G_GINT64_FORMAT,
            words->len > 0 ? ", " : "", i + 1, scene->name,
            *scene->name != '\0' ? ", " : "", scene->width, scene->height);
    }
  return g_string_free (words, FALSE);
}

void
saffron_scenes_copy (SaffronSlideInfo *to, const SaffronSlideInfo *from)
{
  to->choice = from->choice;
  to->scene = from->scene;
  to->n_z = from->n_z;
  to->z = from->z;
  for (guint i = 0; i < from->scenes->len; i++)
    {
      const SaffronScene *scene =
          &g_array_index (from->scenes, SaffronScene, i);

      saffron_scenes_add (to->scenes, scene->name, scene->width, scene->height);
    }
}

int
saffron_slide_get_n_scenes (SaffronSlide *slide)
{
  const SaffronSlideInfo *info = saffron_slide_get_info (slide);

  return MAX (info->scenes->len, 1);
}

const SaffronScene *
saffron_slide_get_scene (SaffronSlide *slide, int number)
{
  const SaffronSlideInfo *info = saffron_slide_get_info (slide);

  return number >= 1 && (guint) number <= info->scenes->len
             ? &g_array_index (info->scenes, SaffronScene, number - 1)
             : NULL;
}

int
saffron_slide_get_n_z (SaffronSlide *slide)
{
  return MAX (saffron_slide_get_info (slide)->n_z, 1);
}

const SaffronSlideChoice *
saffron_slide_get_asked (SaffronSlide *slide)
{
  return &saffron_slide_get_info (slide)->choice;
}

SaffronSlideChoice
saffron_slide_get_taken (SaffronSlide *slide)
{
  const SaffronSlideInfo *info = saffron_slide_get_info (slide);

  return (SaffronSlideChoice){ .scene = MAX (info->scene, 1),
                               .z = info->n_z > 1 ? info->z : 1,
                               .damaged = info->choice.damaged };
}
