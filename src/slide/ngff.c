/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "slide/ngff.h"

#include <glib/gi18n.h>
#include <string.h>

#include "base/error.h"
#include "slide/ome-xml.h"
#include "slide/zarr-json.h"

#define MAX_LEVELS 32
#define MAX_CHANNELS 4096

/* The axes of versions 0.1 and 0.2, which do not name them. */
static const char *const old_axes[] = { "t", "c", "z", "y", "x" };

void
saffron_ngff_free (SaffronNgff *image)
{
  if (image == NULL)
    return;
  g_free (image->group);
  g_free (image->name);
  g_clear_pointer (&image->arrays, g_ptr_array_unref);
  g_clear_pointer (&image->channels, g_array_unref);
  g_free (image);
}

static gboolean
fail (GError **error, SaffronError code, const char *what)
{
  g_set_error (error, SAFFRON_ERROR, code, "%s", what);
  return FALSE;
}

static int *
find_axis (SaffronZarrAxes *axes, const char *name, const char *type)
{
  /* A channel axis may have any name. */
  if (g_strcmp0 (type, "channel") == 0 || g_strcmp0 (name, "c") == 0)
    return &axes->c;
  if (g_strcmp0 (type, "time") == 0 || g_strcmp0 (name, "t") == 0)
    return &axes->t;
  if (g_strcmp0 (name, "z") == 0)
    return &axes->z;
  if (g_strcmp0 (name, "y") == 0)
    return &axes->y;
  return g_strcmp0 (name, "x") == 0 ? &axes->x : NULL;
}

/* Reads the axes by name; up to version 0.3 they are mere names, or missing. */
static gboolean
read_axes (SaffronNgff *image, JsonArray *axes, GError **error)
{
  guint n = axes != NULL ? saffron_zarr_length (axes) : G_N_ELEMENTS (old_axes);

  image->axes = (SaffronZarrAxes){ -1, -1, -1, -1, -1 };
  if (n < 2 || n > SAFFRON_ZARR_MAX_DIMS)
    return fail (error, SAFFRON_ERROR_DAMAGED,
                 _ ("is damaged: an image has two to five axes"));
  for (guint i = 0; i < n; i++)
    {
      JsonNode *node = saffron_zarr_nth (axes, i);
      JsonObject *object = saffron_zarr_node_object (node);
      const char *name = axes == NULL ? old_axes[i]
                         : object != NULL
                             ? saffron_zarr_get_string (object, "name")
                             : saffron_zarr_node_string (node);
      int *axis = find_axis (&image->axes, name,
                             saffron_zarr_get_string (object, "type"));

      if (axis == NULL || *axis >= 0)
        {
          g_set_error (
              error, SAFFRON_ERROR, SAFFRON_ERROR_UNSUPPORTED,
              _ ("has an axis “%.40s”; only one each of t, c, z, y and "
                 "x are read"),
              name != NULL ? name : "");
          return FALSE;
        }
      *axis = (int) i;
    }
  image->n_dims = (int) n;
  if (image->axes.x < 0 || image->axes.y < 0)
    return fail (error, SAFFRON_ERROR_DAMAGED,
                 _ ("is damaged: it has no axes y and x"));
  return TRUE;
}

/* Multiplies @scale by what the transformations say along @axis; FALSE when
 * they say nothing. */
static gboolean
multiply_scale (JsonArray *transformations, int axis, double *scale)
{
  gboolean found = FALSE;

  for (guint i = 0; i < saffron_zarr_length (transformations); i++)
    {
      JsonObject *one =
          saffron_zarr_node_object (saffron_zarr_nth (transformations, i));
      JsonArray *factors = saffron_zarr_get_array (one, "scale");
      double factor = 0.0;

      if (g_strcmp0 (saffron_zarr_get_string (one, "type"), "scale") != 0
          || !saffron_zarr_node_number (
              saffron_zarr_nth (factors, (guint) axis), &factor))
        continue;
      *scale *= factor;
      found = TRUE;
    }
  return found;
}

/* The pixel size along @axis, of the whole image's transformations after those
 * of its first level. Programs that know none write 1 and no unit. */
static double
read_pixel_size (SaffronNgff *image, JsonObject *multiscale, int axis)
{
  JsonObject *first = saffron_zarr_node_object (
      saffron_zarr_nth (saffron_zarr_get_array (multiscale, "datasets"), 0));
  JsonObject *about = saffron_zarr_node_object (saffron_zarr_nth (
      saffron_zarr_get_array (multiscale, "axes"), (guint) axis));
  const char *unit = saffron_zarr_get_string (about, "unit");
  double scale = 1.0, um;
  gboolean found = multiply_scale (
      saffron_zarr_get_array (first, "coordinateTransformations"), axis,
      &scale);

  found |= multiply_scale (
      saffron_zarr_get_array (multiscale, "coordinateTransformations"), axis,
      &scale);
  if (!found || g_strcmp0 (unit, "pixel") == 0
      || (unit == NULL && scale >= 1.0 && scale <= 1.0))
    return 0.0;
  um = saffron_length_to_um (scale, unit);
  image->bad_pixel_size |= um <= 0.0;
  image->no_unit |= unit == NULL && um > 0.0;
  return um;
}

static gboolean
read_datasets (SaffronNgff *image, JsonArray *datasets, GError **error)
{
  for (guint i = 0; i < MIN (saffron_zarr_length (datasets), MAX_LEVELS); i++)
    {
      JsonObject *one =
          saffron_zarr_node_object (saffron_zarr_nth (datasets, i));
      const char *path = saffron_zarr_get_string (one, "path");
      char *name =
          path != NULL ? saffron_zarr_store_join (image->group, path) : NULL;

      if (name == NULL)
        {
          g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_DAMAGED,
                       _ ("is damaged: the path of its level %u is not one in "
                          "its folder"),
                       i);
          return FALSE;
        }
      g_ptr_array_add (image->arrays, name);
    }
  if (image->arrays->len == 0)
    return fail (error, SAFFRON_ERROR_DAMAGED,
                 _ ("is damaged: it has no levels"));
  return TRUE;
}

/* A colour as "RRGGBB", with or without a sign before it. */
static gboolean
read_color (const char *text, guint32 *color)
{
  guint64 value = 0;

  if (text != NULL && text[0] == '#')
    text++;
  if (text == NULL || strlen (text) != 6
      || !g_ascii_string_to_unsigned (text, 16, 0, 0xffffff, &value, NULL))
    return FALSE;
  *color = (guint32) value;
  return TRUE;
}

static void
read_channels (SaffronNgff *image, JsonArray *channels)
{
  for (guint i = 0; i < MIN (saffron_zarr_length (channels), MAX_CHANNELS); i++)
    {
      JsonObject *one =
          saffron_zarr_node_object (saffron_zarr_nth (channels, i));
      const char *label = saffron_zarr_get_string (one, "label");
      SaffronOmeChannel channel = { .n_samples = 1 };

      if (label == NULL)
        label = saffron_zarr_get_string (one, "name");
      channel.name = g_strdup (label);
      if (channel.name != NULL && *g_strstrip (channel.name) == '\0')
        g_clear_pointer (&channel.name, g_free);
      channel.has_color =
          read_color (saffron_zarr_get_string (one, "color"), &channel.color);
      g_array_append_val (image->channels, channel);
    }
}

SaffronNgff *
saffron_ngff_parse (const char *group,
                    JsonObject *attributes,
                    guint index,
                    GError **error)
{
  g_autoptr (SaffronNgff) image = g_new0 (SaffronNgff, 1);
  JsonObject *multiscale = saffron_zarr_node_object (saffron_zarr_nth (
      saffron_zarr_get_array (attributes, "multiscales"), index));

  image->group = g_strdup (group);
  image->arrays = g_ptr_array_new_with_free_func (g_free);
  image->channels = saffron_ome_channels_new ();
  image->name = g_strdup (saffron_zarr_get_string (multiscale, "name"));
  image->label = saffron_zarr_get (attributes, "image-label") != NULL;
  if (saffron_zarr_get (multiscale, "coordinateSystems") != NULL)
    {
      fail (error, SAFFRON_ERROR_UNSUPPORTED,
            _ ("is an OME-Zarr of version 0.6 or later, which is not read; "
               "convert it to 0.5 or 0.4"));
      return NULL;
    }
  if (!read_axes (image, saffron_zarr_get_array (multiscale, "axes"), error)
      || !read_datasets (image, saffron_zarr_get_array (multiscale, "datasets"),
                         error))
    return NULL;
  image->um_x = read_pixel_size (image, multiscale, image->axes.x);
  image->um_y = read_pixel_size (image, multiscale, image->axes.y);
  if (image->um_x <= 0.0 || image->um_y <= 0.0)
    image->um_x = image->um_y = MAX (image->um_x, image->um_y);
  read_channels (
      image, saffron_zarr_get_array (
                 saffron_zarr_get_object (attributes, "omero"), "channels"));
  return g_steal_pointer (&image);
}
