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

static gboolean
is_at (const SaffronSlideFile *file, const char *path)
{
  return g_str_equal (file->path, path);
}

/* A new pair of slides, because runs and landmarks are of the old one. */
static void
choose_scene (SaffronSession *session,
              const char *path,
              const SaffronSlideChoice *choice)
{
  gboolean all = is_at (session->reference, path);
  SaffronSlideFile *reference = NULL;
  GPtrArray *moving = g_ptr_array_new_with_free_func (g_object_unref);

  if (all)
    {
      reference = saffron_slide_file_copy (session->reference);
      reference->choice = *choice;
    }
  for (guint i = 0; i < session->moving->len; i++)
    {
      SaffronMoving *old = session->moving->pdata[i];
      gboolean own = is_at (old->file, path);
      SaffronSlideFile *file =
          all || own ? saffron_slide_file_copy (old->file) : NULL;

      if (file != NULL && own)
        file->choice = *choice;
      g_ptr_array_add (moving, file != NULL ? saffron_moving_new (file)
                                            : g_object_ref (old));
    }
  saffron_session_do (session, saffron_command_new_slides (SAFFRON_EDIT_SCENE,
                                                           reference, moving));
}

void
saffron_session_choose (SaffronSession *session,
                        const char *path,
                        const SaffronSlideChoice *choice)
{
  SaffronSlideFile *file = find_file (session, path);
  SaffronMoving *moving = NULL;

  g_return_if_fail (file != NULL);
  if (choice->scene != file->choice.scene)
    {
      choose_scene (session, file->path, choice);
      return;
    }
  if (choice->z == file->choice.z)
    return;
  for (guint i = 0; i < session->moving->len; i++)
    if (((SaffronMoving *) session->moving->pdata[i])->file == file)
      moving = session->moving->pdata[i];
  saffron_session_do (session,
                      saffron_command_new_z (session, moving, choice->z));
}

SaffronSceneLoss
saffron_session_find_scene_loss (SaffronSession *session, const char *path)
{
  gboolean all = is_at (session->reference, path);
  SaffronSceneLoss loss = { 0, 0, 0 };

  for (guint i = 0; i < session->moving->len; i++)
    {
      const SaffronMoving *moving = session->moving->pdata[i];

      if (!all && !is_at (moving->file, path))
        continue;
      loss.runs += moving->runs->len;
      loss.landmarks += moving->landmarks->len;
      loss.starts += moving->start != NULL;
    }
  return loss;
}

const GArray *
saffron_session_get_composite (SaffronSession *session, const char *path)
{
  const SaffronSlideFile *file = find_file (session, path);

  return file != NULL ? file->composite : NULL;
}

void
saffron_session_set_composite (SaffronSession *session,
                               const char *const *paths,
                               const GPtrArray *composites)
{
  for (guint i = 0; paths[i] != NULL; i++)
    {
      SaffronSlideFile *file = find_file (session, paths[i]);

      g_return_if_fail (file != NULL);
      g_clear_pointer (&file->composite, g_array_unref);
      file->composite = g_array_copy (composites->pdata[i]);
    }
  saffron_session_changed (session);
}
