/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "session/stack-stale.h"

#include "register/chain.h"
#include "session/stack-slides.h"

static SaffronRun *
get_run (SaffronMoving *moving)
{
  SaffronRunEntry *whole = saffron_moving_get_whole (moving);

  return whole != NULL ? saffron_run_entry_get_run (whole) : NULL;
}

SaffronMoving *
saffron_stack_find_link (SaffronSession *session, SaffronMoving *moving)
{
  SaffronRun *run = get_run (moving);
  const char *over = run != NULL ? saffron_chain_get_over (run) : NULL;

  for (guint i = 0; over != NULL && i < saffron_session_get_n_moving (session);
       i++)
    {
      SaffronMoving *other = saffron_session_get_moving (session, i);
      g_autofree char *name = saffron_stack_name_slide (session, other);

      if (other != moving && g_str_equal (name, over))
        return other;
    }
  return NULL;
}

/* Whether the slide lies otherwise than when @run began: runs over a slide
 * begin when that has its own. */
static gboolean
has_changed (SaffronMoving *link, SaffronRun *run)
{
  SaffronRunEntry *whole = saffron_moving_get_whole (link);

  return whole == NULL || saffron_moving_is_edited (link, whole)
         || g_strcmp0 (saffron_run_entry_get_run (whole)->started, run->started)
                > 0;
}

SaffronMoving *
saffron_stack_find_changed (SaffronSession *session, SaffronMoving *moving)
{
  SaffronMoving *first = saffron_stack_find_link (session, moving);
  SaffronMoving *at = moving, *link = first;

  /* Up to the reference; a file may have a circle. */
  for (guint i = 0; link != NULL && i < saffron_session_get_n_moving (session);
       i++)
    {
      if (has_changed (link, get_run (at)))
        return first;
      at = link;
      link = saffron_stack_find_link (session, at);
    }
  return NULL;
}
