/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "slide/qptiff.h"

#include <string.h>

#include "slide/ome-xml-private.h"

#define ROOT "<PerkinElmer-QPI-ImageDescription"

gboolean
saffron_qptiff_is_xml (const char *text)
{
  return strstr (text, ROOT) != NULL;
}

/* (transfer full) (nullable): the text of the element at which the reader
 * stands; %NULL where there is none. */
static char *
read_text (xmlTextReader *reader)
{
  xmlChar *text = xmlTextReaderReadString (reader);
  char *copy = g_strdup ((const char *) text);

  if (text != NULL)
    xmlFree (text);
  if (copy != NULL && *g_strstrip (copy) == '\0')
    g_clear_pointer (&copy, g_free);
  return copy;
}

/* "0,0,255". */
static void
set_color (SaffronOmeChannel *channel, const char *text)
{
  g_auto (GStrv) parts = g_strsplit (text, ",", 4);
  guint32 color = 0;

  if (g_strv_length (parts) != 3)
    return;
  for (int i = 0; i < 3; i++)
    {
      guint64 value = 0;

      if (!g_ascii_string_to_unsigned (g_strstrip (parts[i]), 10, 0, 255,
                                       &value, NULL))
        return;
      color = color << 8 | (guint32) value;
    }
  channel->has_color = TRUE;
  channel->color = color;
}

void
saffron_qptiff_read_channel (const char *text, SaffronOmeChannel *channel)
{
  const char *root = strstr (text, ROOT);
  g_autoptr (xmlTextReader) reader = NULL;
  g_autofree char *name = NULL;
  g_autofree char *biomarker = NULL;

  if (root == NULL || !saffron_xml_is_harmless (root))
    return;
  reader = xmlReaderForMemory (root, (int) strlen (root), "page.xml", "UTF-8",
                               XML_PARSE_NONET | XML_PARSE_NOERROR
                                   | XML_PARSE_NOWARNING);
  while (reader != NULL && xmlTextReaderRead (reader) == 1)
    {
      const char *element = (const char *) xmlTextReaderConstLocalName (reader);

      /* Deeper elements of the same names are about filters. */
      if (xmlTextReaderNodeType (reader) != XML_READER_TYPE_ELEMENT
          || xmlTextReaderDepth (reader) != 1)
        continue;
      if (g_str_equal (element, "Name") && name == NULL)
        name = read_text (reader);
      else if (g_str_equal (element, "Biomarker") && biomarker == NULL)
        biomarker = read_text (reader);
      else if (g_str_equal (element, "Color"))
        {
          g_autofree char *color = read_text (reader);

          if (color != NULL)
            set_color (channel, color);
        }
    }
  if (biomarker != NULL)
    channel->name = g_steal_pointer (&biomarker);
  else
    channel->name = g_steal_pointer (&name);
}
