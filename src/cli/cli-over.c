/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/cli-over.h"

#include "cli/cli.h"
#include "session/stack-slides.h"

GPtrArray *
saffron_cli_over_find (SaffronSession *session,
                       char *const *names,
                       GError **error)
{
  g_autoptr (GPtrArray) over = saffron_stack_slides_new ();

  for (guint i = 0; names != NULL && names[i] != NULL; i++)
    {
      g_autoptr (GError) local = NULL;
      SaffronMoving *moving =
          saffron_session_find_moving (session, names[i], &local);

      if (moving == NULL)
        {
          saffron_cli_usage_error (error, "--over: %s", local->message);
          return NULL;
        }
      saffron_stack_slides_add (over, session, moving);
    }
  return g_steal_pointer (&over);
}

GPtrArray *
saffron_cli_over_turn (SaffronSession *session,
                       const SaffronStack *stack,
                       guint turn,
                       GPtrArray *given)
{
  g_autoptr (GPtrArray) paths = saffron_stack_get_over (stack, turn);

  return given->len > 0 ? g_ptr_array_ref (given)
                        : saffron_stack_slides_gather (session, paths);
}

SaffronStack *
saffron_cli_stack_order (char **paths,
                         GArray *choices,
                         const SaffronParams *params,
                         SaffronJob *job,
                         GError **error)
{
  g_autoptr (SaffronStack) stack = saffron_stack_new (
      paths[0], &g_array_index (choices, SaffronSlideChoice, 0));

  for (guint i = 1; i < choices->len; i++)
    saffron_stack_add (stack, paths[i],
                       &g_array_index (choices, SaffronSlideChoice, i));
  saffron_job_begin_stage (job, "comparing", 0.0, 1.0);
  return saffron_stack_order (stack, params, job, error)
             ? g_steal_pointer (&stack)
             : NULL;
}
