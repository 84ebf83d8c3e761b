/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "slide/ngff.h"

#include <glib/gi18n.h>

#include "base/error.h"
#include "slide/scenes.h"
#include "slide/zarr-json.h"

/* Images of one file that are looked at. */
#define MAX_SCENES 256
/* Folders that a message names. */
#define MAX_NAMED 20

/* The attributes of @group in which OME-Zarr stands: those of Zarr 3 under
 * "ome", those of Zarr 2 in a file of their own. NULL without an error when it
 * has none. */
static JsonObject *
load_attributes (SaffronZarrStore *store, const char *group, GError **error)
{
  g_autoptr (JsonObject) json = NULL;
  g_autoptr (GError) local = NULL;

  if (!saffron_zarr_store_load (store, group, "zarr.json", &json, error))
    return NULL;
  if (json != NULL)
    {
      JsonObject *all = saffron_zarr_get_object (json, "attributes");
      JsonObject *ome = saffron_zarr_get_object (all, "ome");
      JsonObject *found = ome != NULL ? ome : all;

      return found != NULL ? json_object_ref (found) : NULL;
    }
  if (!saffron_zarr_store_load (store, group, ".zattrs", &json, error))
    return NULL;
  return g_steal_pointer (&json);
}

static gboolean
has_image (JsonObject *attributes)
{
  return saffron_zarr_length (
             saffron_zarr_get_array (attributes, "multiscales"))
         > 0;
}

/* Sets an error of the whole store. */
static void
fail (SaffronZarrStore *store, SaffronError code, GError **error, char *what)
{
  g_set_error (error, SAFFRON_ERROR, code, "%s: %s",
               saffron_zarr_store_get_path (store), what);
  g_free (what);
}

/* The path of the first of @list, an array of objects, or @other. */
static const char *
first_path (JsonObject *object, const char *list, const char *other)
{
  const char *path =
      saffron_zarr_get_string (saffron_zarr_node_object (saffron_zarr_nth (
                                   saffron_zarr_get_array (object, list), 0)),
                               "path");

  return path != NULL ? path : other;
}

/* Folders with an image at most two below @group. */
static void
find_images (SaffronZarrStore *store,
             const char *group,
             int depth,
             GPtrArray *found)
{
  g_autoptr (GPtrArray) names = saffron_zarr_store_list (store, group);

  for (guint i = 0; i < names->len && found->len < MAX_NAMED; i++)
    {
      g_autofree char *child =
          saffron_zarr_store_join (group, g_ptr_array_index (names, i));
      g_autoptr (JsonObject) attributes = load_attributes (store, child, NULL);

      if (has_image (attributes))
        g_ptr_array_add (found, g_steal_pointer (&child));
      else if (depth > 1)
        find_images (store, child, depth - 1, found);
    }
}

static gboolean
is_array (SaffronZarrStore *store)
{
  g_autoptr (SaffronZarrArray) array = NULL;
  g_autoptr (GError) error = NULL;

  array = saffron_zarr_array_load (store, "", &error);
  return array != NULL;
}

/* Says what the folder holds where that is no image, and which to give. */
static void
explain (SaffronZarrStore *store, JsonObject *attributes, GError **error)
{
  JsonObject *plate = saffron_zarr_get_object (attributes, "plate");
  JsonObject *well = saffron_zarr_get_object (attributes, "well");
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *names = NULL;

  if (plate != NULL)
    {
      fail (store, SAFFRON_ERROR_UNSUPPORTED, error,
            g_strdup_printf (_ ("is a plate of many images; give the folder of "
                                "one field of a well, such as %.100s/0 in it"),
                             first_path (plate, "wells", "A/1")));
      return;
    }
  if (well != NULL)
    {
      fail (store, SAFFRON_ERROR_UNSUPPORTED, error,
            g_strdup_printf (_ ("is a well with the images of its fields; give "
                                "the folder of one, such as %.100s in it"),
                             first_path (well, "images", "0")));
      return;
    }
  if (is_array (store))
    {
      fail (
          store, SAFFRON_ERROR_UNSUPPORTED, error,
          g_strdup (_ ("is one array of an image; give the folder above it")));
      return;
    }
  find_images (store, "", 2, found);
  g_ptr_array_add (found, NULL);
  names = g_strjoinv (", ", (char **) found->pdata);
  if (saffron_zarr_get_array (attributes, "labels") != NULL)
    fail (
        store, SAFFRON_ERROR_UNSUPPORTED, error,
        found->len > 1
            ? g_strdup_printf (
                _ ("is the list of an image's labels; give the folder of the "
                   "image, or that of one label in it: %s"),
                names)
            : g_strdup (_ ("is the list of an image's labels; give the folder "
                           "of the image, or that of one label in it")));
  else if (found->len > 1)
    fail (
        store, SAFFRON_ERROR_UNSUPPORTED, error,
        g_strdup_printf (_ ("holds images but is none itself; give the folder "
                            "of one in it: %s"),
                         names));
  else
    fail (store, SAFFRON_ERROR_FORMAT, error,
          g_strdup (
              _ ("holds no OME-Zarr image; give the folder whose .zattrs or "
                 "zarr.json has “multiscales”")));
}

/* The folders of the images that bioformats2raw has written into one Zarr. */
static GPtrArray *
list_series (SaffronZarrStore *store, GError **error)
{
  g_autoptr (GPtrArray) groups = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (JsonObject) ome = NULL;
  g_autoptr (GError) local = NULL;
  JsonArray *series = NULL;

  ome = load_attributes (store, "OME", &local);
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }
  series = saffron_zarr_get_array (ome, "series");
  for (guint i = 0; i < MIN (saffron_zarr_length (series), MAX_SCENES); i++)
    {
      const char *name =
          saffron_zarr_node_string (saffron_zarr_nth (series, i));
      char *group = name != NULL ? saffron_zarr_store_join ("", name) : NULL;

      if (group != NULL)
        g_ptr_array_add (groups, group);
    }
  /* Without a list they are numbered. */
  for (guint i = 0; series == NULL && i < MAX_SCENES; i++)
    {
      g_autofree char *group = g_strdup_printf ("%u", i);
      g_autoptr (JsonObject) attributes = load_attributes (store, group, NULL);

      if (!has_image (attributes))
        break;
      g_ptr_array_add (groups, g_steal_pointer (&group));
    }
  return g_steal_pointer (&groups);
}

/* Adds the image at @index of @group to @scenes. */
static gboolean
add_scene (SaffronZarrStore *store,
           const char *group,
           JsonObject *attributes,
           guint index,
           GPtrArray *scenes,
           GError **error)
{
  g_autoptr (GError) local = NULL;
  SaffronNgff *image = saffron_ngff_parse (group, attributes, index, &local);

  if (image == NULL)
    {
      if (*group == '\0')
        g_set_error (error, SAFFRON_ERROR, local->code, "%s: %s",
                     saffron_zarr_store_get_path (store), local->message);
      else
        g_set_error (
            error, SAFFRON_ERROR, local->code,
            /* Translators: a folder, a group in it, what is wrong with that */
            _ ("%s, %s: %s"), saffron_zarr_store_get_path (store), group,
            local->message);
      return FALSE;
    }
  g_ptr_array_add (scenes, image);
  return TRUE;
}

/* (transfer full): all images that the store holds as one file; NULL with an
 * error. */
static GPtrArray *
list_scenes (SaffronZarrStore *store, GError **error)
{
  g_autoptr (GPtrArray) scenes =
      g_ptr_array_new_with_free_func ((GDestroyNotify) saffron_ngff_free);
  g_autoptr (GPtrArray) groups = NULL;
  g_autoptr (JsonObject) root = NULL;
  g_autoptr (GError) local = NULL;
  guint n;

  root = load_attributes (store, "", &local);
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }
  n = saffron_zarr_length (saffron_zarr_get_array (root, "multiscales"));
  for (guint i = 0; i < MIN (n, MAX_SCENES); i++)
    if (!add_scene (store, "", root, i, scenes, error))
      return NULL;
  if (scenes->len > 0)
    return g_steal_pointer (&scenes);
  if (saffron_zarr_get (root, "bioformats2raw.layout") != NULL
      && saffron_zarr_get (root, "plate") == NULL
      && (groups = list_series (store, error)) == NULL)
    return NULL;
  for (guint i = 0; groups != NULL && i < groups->len; i++)
    {
      const char *group = g_ptr_array_index (groups, i);
      g_autoptr (JsonObject) attributes =
          load_attributes (store, group, &local);

      if (local != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return NULL;
        }
      if (!add_scene (store, group, attributes, 0, scenes, error))
        return NULL;
    }
  if (scenes->len > 0)
    return g_steal_pointer (&scenes);
  explain (store, root, error);
  return NULL;
}

/* Chooses the largest scene, unless @wanted names one, and adds all of them to
 * @all. Returns -1 with an error. */
static int
choose (SaffronZarrStore *store,
        GPtrArray *scenes,
        int wanted,
        GArray *all,
        GError **error)
{
  double most = 0.0;
  int best = -1;

  for (guint i = 0; i < scenes->len; i++)
    {
      const SaffronNgff *image = g_ptr_array_index (scenes, i);
      gboolean other = wanted > 0 && (guint) wanted != i + 1;
      g_autoptr (SaffronZarrArray) array = saffron_zarr_array_load (
          store, g_ptr_array_index (image->arrays, 0), other ? NULL : error);
      const char *name = image->name != NULL && *image->name != '\0'
                             ? image->name
                             : image->group;
      double size;

      if (array == NULL && !other)
        return -1;
      if (array == NULL)
        {
          saffron_scenes_add (all, name, 0, 0);
          continue;
        }
      size = (double) array->shape[image->axes.x] * array->shape[image->axes.y];
      if (!other && (best < 0 || size > most))
        {
          most = size;
          best = (int) i;
        }
      saffron_scenes_add (all, name, array->shape[image->axes.x],
                          array->shape[image->axes.y]);
    }
  return MAX (best, 0);
}

SaffronNgff *
saffron_ngff_find (SaffronZarrStore *store,
                   int scene,
                   SaffronSlideInfo *info,
                   GError **error)
{
  g_autoptr (GPtrArray) scenes = list_scenes (store, error);
  g_autofree char *words = NULL;
  int best = 0;

  if (scenes == NULL)
    return NULL;
  if (scenes->len > 1)
    best = choose (store, scenes, scene, info->scenes, error);
  if (best < 0)
    return NULL;
  words = saffron_scenes_to_words (info->scenes);
  if (scene > (int) scenes->len)
    {
      fail (
          store, SAFFRON_ERROR_ARGUMENT, error,
          scenes->len == 1
              ? g_strdup_printf (_ ("there is no scene %d; it has one"), scene)
              : g_strdup_printf (
                  ngettext ("there is no scene %d; there is %u (%s)",
                            "there is no scene %d; there are %u (%s)",
                            scenes->len),
                  scene, scenes->len, words));
      return NULL;
    }
  if (scenes->len > 1)
    {
      info->scene = best + 1;
      saffron_slide_info_add_note (info, _ ("Scene %d of %u is read (%s)"),
                                   info->scene, scenes->len, words);
    }
  return g_ptr_array_steal_index (scenes, (guint) best);
}
