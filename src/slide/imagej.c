/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "slide/imagej.h"

#include <string.h>

#include "slide/ome-xml.h"

/* The tags of ImageJ's metadata: one of lengths in bytes, one of bytes. The
 * first length is that of the header, which lists what follows: a type of four
 * letters and a count for each kind. */
#define TAG_COUNTS 50838
#define TAG_BYTES 50839
#define MAGIC 0x494a494a
#define LABELS 0x6c61626c

#define MAX_LABELS 100000
#define MAX_LABEL_BYTES 4096

gboolean
saffron_imagej_is_description (const char *text)
{
  return text != NULL && g_str_has_prefix (text, "ImageJ=");
}

gint64
saffron_imagej_number (const char *text, const char *name)
{
  g_autofree char *key = g_strdup_printf ("\n%s=", name);
  const char *at = strstr (text, key);

  return at != NULL ? g_ascii_strtoll (at + strlen (key), NULL, 10) : 0;
}

double
saffron_imagej_unit (const char *text)
{
  g_auto (GStrv) lines = NULL;

  if (!saffron_imagej_is_description (text))
    return 0.0;
  lines = g_strsplit (text, "\n", 64);
  for (int i = 0; lines[i] != NULL; i++)
    if (g_str_has_prefix (lines[i], "unit="))
      {
        const char *unit = g_strstrip (lines[i] + 5);

        if (g_str_equal (unit, "\\u00B5m") || g_str_equal (unit, "\\xb5m"))
          unit = "um";
        return saffron_length_to_um (1.0, unit);
      }
  return 0.0;
}

static guint32
get_32 (const guint8 *at, gboolean big)
{
  guint32 value;

  memcpy (&value, at, 4);
  return big ? GUINT32_FROM_BE (value) : GUINT32_FROM_LE (value);
}

/* (transfer full) (nullable): one label, which is UTF-16, up to the end of its
 * first line. */
static char *
get_label (const guint8 *at, gsize n, gboolean big)
{
  char *text =
      g_convert ((const char *) at, (gssize) MIN (n, MAX_LABEL_BYTES), "UTF-8",
                 big ? "UTF-16BE" : "UTF-16LE", NULL, NULL, NULL);

  if (text != NULL)
    text[strcspn (text, "\r\n")] = '\0';
  return text != NULL ? g_strstrip (text) : NULL;
}

/* Finds the labels among the entries that the header lists. */
static char **
find_labels (const guint32 *counts,
             guint32 n_counts,
             const guint8 *bytes,
             gsize n_bytes,
             gboolean big)
{
  g_autoptr (GStrvBuilder) labels = g_strv_builder_new ();
  gsize header = counts[0], at = header;
  guint32 next = 1;

  if (header < 4 || header > n_bytes || get_32 (bytes, big) != MAGIC)
    return NULL;
  for (gsize h = 4; h + 8 <= header; h += 8)
    {
      guint32 type = get_32 (bytes + h, big);
      guint32 n = get_32 (bytes + h + 4, big);

      for (guint32 i = 0; i < n; i++, next++)
        {
          g_autofree char *label = NULL;

          if (next >= n_counts || counts[next] > n_bytes - at
              || i >= MAX_LABELS)
            return NULL;
          if (type == LABELS)
            {
              label = get_label (bytes + at, counts[next], big);
              g_strv_builder_add (labels, label != NULL ? label : "");
            }
          at += counts[next];
        }
      if (type == LABELS)
        return g_strv_builder_end (labels);
    }
  return NULL;
}

char **
saffron_imagej_labels (TIFF *tif)
{
  guint32 n_counts = 0, n_bytes = 0;
  const guint32 *counts = NULL;
  const guint8 *bytes = NULL;

  /* libtiff does not know these tags, so it gives their count first. */
  if (!TIFFGetField (tif, TAG_COUNTS, &n_counts, &counts)
      || !TIFFGetField (tif, TAG_BYTES, &n_bytes, &bytes) || n_counts < 2
      || counts == NULL || bytes == NULL)
    return NULL;
  return find_labels (counts, n_counts, bytes, n_bytes, TIFFIsBigEndian (tif));
}
