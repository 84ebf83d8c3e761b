/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "session/session-private.h"

#include "base/file.h"

/* (nullable): the reference's or a moving slide's file. */
static SaffronSlideFile *
find_file (SaffronSession *session, const char *path)
{
  SaffronMoving *moving = NULL;

  /* The session's own paths need no look at the files. */
  if (g_str_equal (session->reference->path, path))
    return session->reference;
  for (guint i = 0; i < session->moving->len; i++)
    {
      moving = g_ptr_array_index (session->moving, i);
      if (g_str_equal (moving->file->path, path))
        return moving->file;
    }
  if (saffron_file_same (session->reference->path, path))
    return session->reference;
  moving = saffron_session_find_path (session, path);
  return moving != NULL ? moving->file : NULL;
}

gboolean
saffron_session_find_choice (SaffronSession *session,
                             const char *path,
                             SaffronSlideChoice *choice)
{
  const SaffronSlideFile *file = find_file (session, path);

  *choice = file != NULL ? file->choice : (SaffronSlideChoice){ 0 };
  return file != NULL;
}

void
saffron_session_set_choice (SaffronSession *session,
                            const char *path,
                            const SaffronSlideChoice *choice)
{
  SaffronSlideFile *file = find_file (session, path);

  g_return_if_fail (file != NULL);
  file->choice = *choice;
}
