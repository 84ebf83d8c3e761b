/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/document/document-private.h"

#include <glib/gi18n.h>

#include "session/moving-state.h"
#include "session/slide-names.h"
#include "session/stack-stale.h"

static int
compare (gconstpointer a, gconstpointer b)
{
  const char *paths[2] = { saffron_moving_get_path (*(SaffronMoving **) a),
                           saffron_moving_get_path (*(SaffronMoving **) b) };
  g_autofree char *first = g_path_get_basename (paths[0]);
  g_autofree char *second = g_path_get_basename (paths[1]);
  int order = saffron_slide_names_compare (first, second);

  return order != 0 ? order : saffron_slide_names_compare (paths[0], paths[1]);
}

GPtrArray *
saffron_document_list_moving (SaffronDocument *self)
{
  GPtrArray *list = g_ptr_array_new ();
  guint n = saffron_document_get_n_moving (self);

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (list, saffron_document_get_moving (self, i));
  g_ptr_array_sort (list, compare);
  return list;
}

/* The moving slides first; unowned. */
static GPtrArray *
list_paths (SaffronDocument *self)
{
  GPtrArray *paths = g_ptr_array_new ();
  guint n = saffron_document_get_n_moving (self);

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (paths, (gpointer) saffron_moving_get_path (
                                saffron_document_get_moving (self, i)));
  if (self->session != NULL)
    g_ptr_array_add (
        paths, (gpointer) saffron_session_get_reference_path (self->session));
  return paths;
}

char *
saffron_document_describe_changed (SaffronDocument *self, SaffronMoving *moving)
{
  SaffronMoving *link = saffron_stack_find_changed (self->session, moving);
  g_autofree char *name = NULL;

  if (link == NULL)
    return NULL;
  name = saffron_document_name_slide (self, saffron_moving_get_path (link));
  return g_strdup_printf (
      _ ("Out of date: %s, over which it was laid, lies otherwise now"), name);
}

gboolean
saffron_document_needs_look (SaffronDocument *self, SaffronMoving *moving)
{
  return saffron_moving_needs_look (moving)
         || saffron_stack_find_changed (self->session, moving) != NULL;
}

char *
saffron_document_name_slide (SaffronDocument *self, const char *path)
{
  g_autoptr (GPtrArray) all = list_paths (self);
  g_autoptr (GPtrArray) same = g_ptr_array_new ();
  g_autofree char *name = g_path_get_basename (path);
  g_auto (GStrv) names = NULL;

  g_ptr_array_add (same, (gpointer) path);
  for (guint i = 0; i < all->len; i++)
    if (g_str_has_suffix (all->pdata[i], name)
        && !g_str_equal (all->pdata[i], path))
      g_ptr_array_add (same, all->pdata[i]);
  names = saffron_slide_names_tell_apart (same);
  return g_strdup (names[0]);
}

char **
saffron_document_name_moving (SaffronDocument *self)
{
  g_autoptr (GPtrArray) paths = list_paths (self);
  char **names = saffron_slide_names_tell_apart (paths);
  guint n = saffron_document_get_n_moving (self);

  if (names[n] != NULL)
    g_clear_pointer (&names[n], g_free);
  return names;
}
