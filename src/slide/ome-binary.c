/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "slide/ome-binary.h"

#include <glib/gi18n.h>
#include <libxml/xmlreader.h>
#include <string.h>

#include "base/error.h"
#include "base/file.h"
#include "slide/ome-xml-private.h"
#include "slide/tiff-pages.h"
#include "slide/tiff-pool.h"

/* What only names another file is short. */
#define MAX_TEXT 65536
#define MAX_COMPANION ((gsize) 64 << 20)

static char *
get_attribute (xmlTextReader *reader, const char *name)
{
  xmlChar *value = xmlTextReaderGetAttribute (reader, (const xmlChar *) name);
  char *copy = g_strdup ((const char *) value);

  if (value != NULL)
    xmlFree (value);
  return copy;
}

/* (transfer full) (nullable): the file that has the metadata. */
static char *
find_file (const char *text, char **uuid)
{
  xmlTextReader *reader = NULL;
  char *file = NULL;

  if (strlen (text) > MAX_TEXT || strstr (text, "BinaryOnly") == NULL
      || !saffron_xml_is_harmless (text))
    return NULL;
  reader = xmlReaderForMemory (text, (int) strlen (text), "ome.xml", NULL,
                               XML_PARSE_NONET | XML_PARSE_NOERROR
                                   | XML_PARSE_NOWARNING);
  while (reader != NULL && file == NULL && xmlTextReaderRead (reader) == 1)
    {
      const char *name = (const char *) xmlTextReaderConstLocalName (reader);

      if (xmlTextReaderNodeType (reader) != XML_READER_TYPE_ELEMENT)
        continue;
      if (xmlTextReaderDepth (reader) == 0)
        {
          g_free (*uuid);
          *uuid = get_attribute (reader, "UUID");
        }
      else if (g_str_equal (name, "BinaryOnly"))
        file = get_attribute (reader, "MetadataFile");
    }
  if (reader != NULL)
    xmlFreeTextReader (reader);
  return file;
}

/* The description of a TIFF, or the text of another file. */
static char *
read_metadata (const char *path, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (SaffronTiffPool) pool = NULL;
  SaffronTiffHandle *handle = NULL;
  char *text = NULL;
  gsize length = 0;

  if (!g_file_test (path, G_FILE_TEST_IS_REGULAR))
    {
      g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_NOT_FOUND,
                   _ ("%s: no such file"), path);
      return NULL;
    }
  pool = saffron_tiff_pool_new (path, &local);
  if (g_error_matches (local, SAFFRON_ERROR, SAFFRON_ERROR_FORMAT))
    return saffron_file_read (path, MAX_COMPANION, &length, error);
  if (pool != NULL)
    handle = saffron_tiff_pool_acquire (pool, 0, &local);
  if (handle == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }
  text = saffron_tiff_read_description (handle->tif);
  saffron_tiff_pool_release (pool, handle);
  if (text == NULL)
    g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_FORMAT,
                 _ ("%s: has no description"), path);
  return text;
}

char *
saffron_ome_follow (const char *path,
                    const char *text,
                    char **uuid,
                    SaffronSlideInfo *info,
                    GError **error)
{
  g_autofree char *own = NULL;
  g_autofree char *file = find_file (text, &own);
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *other = NULL;
  g_autofree char *found = NULL;
  g_autoptr (GError) local = NULL;

  *uuid = NULL;
  if (file == NULL)
    return NULL;
  other = g_build_filename (folder, file, NULL);
  /* It is in the same folder; a path could lead anywhere. */
  if (*file != '\0' && strchr (file, '/') == NULL && !g_str_equal (file, ".."))
    found = read_metadata (other, &local);
  if (g_error_matches (local, SAFFRON_ERROR, SAFFRON_ERROR_IO))
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }
  if (found == NULL || !g_utf8_validate (found, -1, NULL)
      || !saffron_ome_is_xml (found))
    {
      saffron_slide_info_add_note (info,
                                   _ ("The names of its channels and its pixel "
                                      "size are in %.200s, which "
                                      "is not beside it or cannot be read"),
                                   file);
      return NULL;
    }
  *uuid = g_steal_pointer (&own);
  return g_steal_pointer (&found);
}
