/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "session/slide-file.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <string.h>

#include "base/error.h"
#include "base/json.h"
#include "session/composite-json.h"
#include "slide/slide-folder.h"

/* More scenes or planes than any file has. */
#define MAX_NUMBER 1e6

static gint64
get_modified (const GStatBuf *st)
{
  return (gint64) st->st_mtim.tv_sec * G_USEC_PER_SEC
         + st->st_mtim.tv_nsec / 1000;
}

static gboolean
look (const char *path, gint64 *size, gint64 *modified)
{
  GStatBuf st = { 0 };

  if (path == NULL || saffron_slide_stat (path, &st) != 0)
    return FALSE;
  *size = st.st_size;
  *modified = get_modified (&st);
  return TRUE;
}

SaffronSlideFile *
saffron_slide_file_new (const char *path)
{
  SaffronSlideFile *file = g_new0 (SaffronSlideFile, 1);
  GStatBuf st = { 0 };

  file->path = g_canonicalize_filename (path, NULL);
  file->size = -1;
  file->modified = -1;
  file->found = saffron_slide_stat (file->path, &st) == 0;
  if (file->found)
    {
      file->size = st.st_size;
      file->modified = get_modified (&st);
      file->device = st.st_dev;
      file->inode = st.st_ino;
    }
  return file;
}

gboolean
saffron_slide_file_same (const SaffronSlideFile *a, const SaffronSlideFile *b)
{
  if (a->found && b->found)
    return a->device == b->device && a->inode == b->inode;
  return g_str_equal (a->path, b->path);
}

gboolean
saffron_slide_file_same_scene (const SaffronSlideFile *a,
                               const SaffronSlideFile *b)
{
  return a->choice.scene == b->choice.scene && saffron_slide_file_same (a, b);
}

SaffronSlideFile *
saffron_slide_file_copy (const SaffronSlideFile *file)
{
  SaffronSlideFile *copy = g_memdup2 (file, sizeof (*file));

  copy->path = g_strdup (file->path);
  if (file->composite != NULL)
    copy->composite = g_array_copy (file->composite);
  return copy;
}

void
saffron_slide_file_free (SaffronSlideFile *file)
{
  if (file == NULL)
    return;
  g_free (file->path);
  g_clear_pointer (&file->composite, g_array_unref);
  g_free (file);
}

void
saffron_slide_file_take_choices (SaffronSlideFile *file,
                                 const SaffronSlideFile *from)
{
  file->choice = from->choice;
  g_clear_pointer (&file->composite, g_array_unref);
  if (from->composite != NULL)
    file->composite = g_array_copy (from->composite);
}

/* Returns the relative path from the absolute @folder to the absolute @path. */
static char *
make_relative (const char *folder, const char *path)
{
  g_auto (GStrv) from = g_strsplit (folder, "/", -1);
  g_auto (GStrv) to = g_strsplit (path, "/", -1);
  g_autoptr (GString) out = g_string_new (NULL);
  guint shared = 0;

  while (from[shared] != NULL && to[shared] != NULL
         && g_str_equal (from[shared], to[shared]))
    shared++;
  for (guint i = shared; from[i] != NULL; i++)
    if (from[i][0] != '\0')
      g_string_append (out, "../");
  for (guint i = shared; to[i] != NULL; i++)
    g_string_append_printf (out, "%s%s", i > shared ? "/" : "", to[i]);
  return g_string_free (g_steal_pointer (&out), FALSE);
}

/* JSON holds Unicode only, so a path that is not UTF-8 is written as a URI. */
static char *
encode_path (const char *path)
{
  if (g_utf8_validate (path, -1, NULL))
    return g_strdup (path);
  return g_filename_to_uri (path, NULL, NULL);
}

static char *
decode_path (const char *text)
{
  if (g_str_has_prefix (text, "file://"))
    return g_filename_from_uri (text, NULL, NULL);
  return g_strdup (text);
}

void
saffron_slide_file_to_json (const SaffronSlideFile *file,
                            const char *folder,
                            JsonObject *object)
{
  g_autofree char *path = encode_path (file->path);
  g_autofree char *relative = make_relative (folder, file->path);

  json_object_set_string_member (object, "path", path);
  if (g_utf8_validate (relative, -1, NULL))
    json_object_set_string_member (object, "relative", relative);
  else
    json_object_set_null_member (object, "relative");
  json_object_set_int_member (object, "size", file->size);
  json_object_set_int_member (object, "modified", file->modified);
  if (file->choice.scene > 0)
    json_object_set_int_member (object, "scene", file->choice.scene);
  /* 0 is the brightest value of all planes. */
  if (file->choice.z != SAFFRON_Z_SHARPEST)
    json_object_set_int_member (object, "z", MAX (file->choice.z, 0));
  if (file->composite != NULL)
    json_object_set_array_member (object, "composite",
                                  saffron_composite_to_json (file->composite));
}

static gboolean
read_choice (JsonObject *object, SaffronSlideChoice *choice, GError **error)
{
  double scene, z;

  if (!saffron_json_get_number (object, "scene", 0, &scene, error)
      || !saffron_json_get_number (object, "z", -1, &z, error))
    return FALSE;
  if (!(scene >= 0 && scene <= MAX_NUMBER && z >= -1 && z <= MAX_NUMBER))
    {
      g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_DAMAGED,
                   _ ("a slide's scene or Z plane is out of range"));
      return FALSE;
    }
  choice->scene = (int) scene;
  choice->z = z < 0 ? SAFFRON_Z_SHARPEST : z < 1 ? SAFFRON_Z_MAX : (int) z;
  return TRUE;
}

SaffronSlideFile *
saffron_slide_file_from_json (JsonObject *object,
                              const char *folder,
                              GError **error)
{
  const char *path = NULL, *relative = NULL;
  double size, modified;
  SaffronSlideChoice choice = { 0 };
  gint64 known_size, known_modified;
  g_autofree char *absolute = NULL;
  g_autofree char *beside = NULL;
  const char *places[2] = { NULL, NULL };
  SaffronSlideFile *file = NULL;

  if (!saffron_json_get_string (object, "path", &path, error)
      || !saffron_json_get_string (object, "relative", &relative, error)
      || !saffron_json_get_number (object, "size", -1, &size, error)
      || !saffron_json_get_number (object, "modified", -1, &modified, error)
      || !read_choice (object, &choice, error))
    return NULL;
  if (path != NULL)
    absolute = decode_path (path);
  if (relative != NULL && relative[0] != '\0')
    beside = g_canonicalize_filename (relative, folder);
  if (absolute == NULL && beside == NULL)
    {
      g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_DAMAGED,
                   _ ("a slide lacks its path"));
      return NULL;
    }

  known_size = size >= 0 && size < 9e15 ? (gint64) size : -1;
  known_modified = modified >= 0 && modified < 9e15 ? (gint64) modified : -1;
  places[0] = beside;
  places[1] = absolute;
  for (guint exact = 2; file == NULL && exact-- > 0;)
    for (guint i = 0; file == NULL && i < 2; i++)
      {
        gint64 n = 0, t = 0;

        if (look (places[i], &n, &t) && (exact == 0 || n == known_size))
          {
            file = saffron_slide_file_new (places[i]);
            /* A copy in another place is the same slide although its
             * modification time differs. */
            file->changed =
                (known_size >= 0 && n != known_size)
                || (known_modified >= 0 && t != known_modified
                    && absolute != NULL && g_str_equal (file->path, absolute));
          }
      }
  if (file == NULL)
    {
      file = saffron_slide_file_new (absolute != NULL ? absolute : beside);
      file->size = known_size;
      file->modified = known_modified;
    }
  file->choice = choice;
  file->composite = saffron_composite_from_json (
      json_object_get_member (object, "composite"));
  return file;
}
