/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "session/stack-slides.h"

#include "session/slide-names.h"

static void
slide_free (gpointer data)
{
  SaffronStackSlide *slide = data;

  g_free (slide->path);
  g_free (slide->name);
  saffron_run_unref (slide->run);
  g_free (slide);
}

GPtrArray *
saffron_stack_slides_new (void)
{
  return g_ptr_array_new_with_free_func (slide_free);
}

SaffronStack *
saffron_stack_new_of (SaffronSession *session)
{
  const char *reference = saffron_session_get_reference_path (session);
  SaffronStack *stack = NULL;
  SaffronSlideChoice choice;

  saffron_session_find_choice (session, reference, &choice);
  stack = saffron_stack_new (reference, &choice);
  for (guint i = 0; i < saffron_session_get_n_moving (session); i++)
    {
      const char *path =
          saffron_moving_get_path (saffron_session_get_moving (session, i));

      saffron_session_find_choice (session, path, &choice);
      saffron_stack_add (stack, path, &choice);
    }
  return stack;
}

char *
saffron_stack_name_slide (SaffronSession *session, SaffronMoving *moving)
{
  guint n = saffron_session_get_n_moving (session), at = 0;
  g_autoptr (GPtrArray) paths = g_ptr_array_new ();
  g_auto (GStrv) names = NULL;

  for (guint i = 0; i < n; i++)
    {
      SaffronMoving *other = saffron_session_get_moving (session, i);

      at = other == moving ? i : at;
      g_ptr_array_add (paths, (gpointer) saffron_moving_get_path (other));
    }
  g_ptr_array_add (paths,
                   (gpointer) saffron_session_get_reference_path (session));
  names = saffron_slide_names_tell_apart (paths);
  return g_strdup (names[at]);
}

void
saffron_stack_slides_add (GPtrArray *over,
                          SaffronSession *session,
                          SaffronMoving *moving)
{
  SaffronRunEntry *entry = saffron_moving_get_whole (moving);
  SaffronStackSlide *slide = NULL;

  if (entry == NULL)
    return;
  slide = g_new0 (SaffronStackSlide, 1);
  slide->path = g_strdup (saffron_moving_get_path (moving));
  saffron_session_find_choice (session, slide->path, &slide->choice);
  slide->name = saffron_stack_name_slide (session, moving);
  slide->run = saffron_run_ref (saffron_run_entry_get_run (entry));
  g_ptr_array_add (over, slide);
}

GPtrArray *
saffron_stack_slides_gather (SaffronSession *session, GPtrArray *paths)
{
  GPtrArray *over = saffron_stack_slides_new ();

  for (guint i = 0; i < paths->len; i++)
    {
      SaffronMoving *moving =
          saffron_session_find_path (session, paths->pdata[i]);

      if (moving != NULL)
        saffron_stack_slides_add (over, session, moving);
    }
  return over;
}

GPtrArray *
saffron_stack_slides_gather_others (SaffronSession *session,
                                    SaffronMoving *moving)
{
  GPtrArray *others = saffron_stack_slides_new ();

  for (guint i = 0; i < saffron_session_get_n_moving (session); i++)
    {
      SaffronMoving *other = saffron_session_get_moving (session, i);

      if (other != moving)
        saffron_stack_slides_add (others, session, other);
    }
  return others;
}

GPtrArray *
saffron_stack_slides_choose (const SaffronStack *stack,
                             const char *path,
                             const GPtrArray *slides)
{
  GPtrArray *chosen = g_ptr_array_new ();
  guint turn = saffron_stack_find_turn (stack, path);
  g_autoptr (GPtrArray) over = turn < saffron_stack_get_n (stack)
                                   ? saffron_stack_get_over (stack, turn)
                                   : g_ptr_array_new ();

  for (guint i = 0; i < over->len; i++)
    for (guint k = 0; k < slides->len; k++)
      {
        SaffronStackSlide *slide = slides->pdata[k];

        if (g_str_equal (slide->path, over->pdata[i]))
          g_ptr_array_add (chosen, slide);
      }
  return chosen;
}
