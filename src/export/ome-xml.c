/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "export/ome-xml.h"

#define OME_SCHEMA "http://www.openmicroscopy.org/Schemas/OME/2016-06"

/* Whether XML 1.0 allows the character: control characters, U+FFFE and U+FFFF
 * are forbidden even when escaped. */
static gboolean
is_xml (gunichar c)
{
  return c >= 0x20 && c != 0x7f && c != 0xfffe && c != 0xffff;
}

static void
append_attribute (GString *xml, const char *name, const char *value)
{
  g_autofree char *valid = g_utf8_make_valid (value, -1);
  g_autofree char *escaped = NULL;
  g_autoptr (GString) text = g_string_new (NULL);

  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      g_string_append_unichar (text, is_xml (c) ? c : ' ');
    }
  escaped = g_markup_escape_text (text->str, -1);
  g_string_append_printf (xml, " %s=\"%s\"", name, escaped);
}

static void
append_size (GString *xml, const char *name, double um)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  if (!(um > 0.0))
    return;
  g_ascii_formatd (text, sizeof text, "%.10g", um);
  g_string_append_printf (xml, " %s=\"%s\" %sUnit=\"µm\"", name, text, name);
}

static void
append_channel (GString *xml, const SaffronOmeSpec *spec, int channel)
{
  g_string_append_printf (xml, "<Channel ID=\"Channel:0:%d\"", channel);
  if (spec->channel_names != NULL && spec->channel_names[channel] != NULL)
    append_attribute (xml, "Name", spec->channel_names[channel]);
  g_string_append_printf (xml, " SamplesPerPixel=\"%d\"", spec->rgb ? 3 : 1);
  if (spec->channel_colors != NULL && !spec->rgb)
    {
      /* OME writes RGBA as one signed number. */
      guint32 rgba = (spec->channel_colors[channel] << 8) | 0xff;

      g_string_append_printf (xml, " Color=\"%d\"", (gint32) rgba);
    }
  g_string_append (xml, "/>");
}

char *
saffron_ome_xml (const SaffronOmeSpec *spec)
{
  static const char *const types[] = { "uint8", "uint16", "float" };
  GString *xml = g_string_new (NULL);
  int n_pages = spec->rgb ? 1 : spec->n_channels;

  g_string_append (xml, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"
                        "<OME xmlns=\"" OME_SCHEMA "\" "
                        "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance"
                        "\" xsi:schemaLocation=\"" OME_SCHEMA " " OME_SCHEMA
                        "/ome.xsd\" Creator=\"Saffron " SAFFRON_VERSION "\">"
                        "<Image ID=\"Image:0\"");
  if (spec->name != NULL)
    append_attribute (xml, "Name", spec->name);
  g_string_append_printf (xml,
                          "><Pixels ID=\"Pixels:0\" DimensionOrder=\"XYCZT\" "
                          "Type=\"%s\" SizeX=\"%" G_GINT64_FORMAT "\" "
                          "SizeY=\"%" G_GINT64_FORMAT "\" SizeZ=\"1\" "
                          "SizeC=\"%d\" SizeT=\"1\" BigEndian=\"%s\" "
                          "Interleaved=\"%s\"",
                          types[spec->type], spec->width, spec->height,
                          spec->rgb ? 3 : spec->n_channels,
                          G_BYTE_ORDER == G_BIG_ENDIAN ? "true" : "false",
                          spec->rgb ? "true" : "false");
  append_size (xml, "PhysicalSizeX", spec->um_x);
  append_size (xml, "PhysicalSizeY", spec->um_y);
  g_string_append (xml, ">");
  for (int c = 0; c < n_pages; c++)
    append_channel (xml, spec, c);
  for (int c = 0; c < n_pages; c++)
    g_string_append_printf (xml,
                            "<TiffData IFD=\"%d\" FirstC=\"%d\" FirstZ=\"0\" "
                            "FirstT=\"0\" PlaneCount=\"1\"/>",
                            c, c);
  g_string_append (xml, "</Pixels></Image></OME>");
  return g_string_free (xml, FALSE);
}
