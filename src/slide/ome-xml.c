/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "slide/ome-xml-private.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#include "base/error.h"
#include "slide/scenes.h"

/* More text than any real file has. */
#define MAX_TEXT ((gsize) 64 << 20)
#define MAX_CHANNELS 65536
#define MAX_BLOCKS 1000000
#define MAX_ATTRIBUTES 128

/* The byte-order mark that some programs put in front of UTF-8. */
#define BOM "\xef\xbb\xbf"

static void
channel_clear (gpointer data)
{
  SaffronOmeChannel *channel = data;

  g_free (channel->name);
}

GArray *
saffron_ome_channels_new (void)
{
  GArray *channels = g_array_new (FALSE, TRUE, sizeof (SaffronOmeChannel));

  g_array_set_clear_func (channels, channel_clear);
  return channels;
}

static SaffronOme *
ome_new (void)
{
  SaffronOme *ome = g_new0 (SaffronOme, 1);

  ome->channels = saffron_ome_channels_new ();
  ome->planes = g_array_new (FALSE, TRUE, sizeof (gint64));
  return ome;
}

void
saffron_ome_free (SaffronOme *ome)
{
  g_array_unref (ome->channels);
  g_array_unref (ome->planes);
  g_clear_pointer (&ome->scenes, g_array_unref);
  g_free (ome);
}

gboolean
saffron_ome_is_xml (const char *text)
{
  const char *start = g_str_has_prefix (text, BOM) ? text + strlen (BOM) : text;

  while (g_ascii_isspace (*start))
    start++;
  if (*start != '<')
    return FALSE;
  /* The name may have a prefix: <ome:OME>. */
  for (; (start = strchr (start, '<')) != NULL; start++)
    {
      const char *name = start + 1;
      gsize length = strcspn (name, ": \t\r\n/><");

      if (name[length] == ':')
        name += length + 1;
      if (g_str_has_prefix (name, "OME"))
        return TRUE;
    }
  return FALSE;
}

double
saffron_length_to_um (double value, const char *unit)
{
  static const struct {
    const char *name;
    double um;
  } units[] = {
    { "µm", 1.0 },
    { "μm", 1.0 },
    { "um", 1.0 },
    { "micron", 1.0 },
    { "nm", 1e-3 },
    { "pm", 1e-6 },
    { "mm", 1e3 },
    { "cm", 1e4 },
    { "dm", 1e5 },
    { "m", 1e6 },
    { "Å", 1e-4 },
    { "Å", 1e-4 },
    { "in", 25400 },
    { "microns", 1.0 },
    { "inch", 25400 },
    /* OME-Zarr writes them out. */
    { "micrometer", 1.0 },
    { "nanometer", 1e-3 },
    { "picometer", 1e-6 },
    { "angstrom", 1e-4 },
    { "millimeter", 1e3 },
    { "centimeter", 1e4 },
    { "decimeter", 1e5 },
    { "meter", 1e6 },
    { "micrometre", 1.0 },
    { "nanometre", 1e-3 },
    { "millimetre", 1e3 },
  };
  double um = 0.0;

  if (unit == NULL)
    um = value;
  for (guint i = 0; unit != NULL && i < G_N_ELEMENTS (units); i++)
    if (g_str_equal (unit, units[i].name))
      um = value * units[i].um;
  /* Accepts pixel sizes from those of an electron microscope to those of a
   * magnifying glass. */
  return isfinite (um) && um >= 1e-4 && um <= 1000.0 ? um : 0.0;
}

static char *
get_attribute (xmlTextReader *reader, const char *name)
{
  xmlChar *value = xmlTextReaderGetAttribute (reader, (const xmlChar *) name);
  char *copy = g_strdup ((const char *) value);

  if (value != NULL)
    xmlFree (value);
  return copy;
}

static gint64
get_number (xmlTextReader *reader, const char *name, gint64 fallback)
{
  g_autofree char *text = get_attribute (reader, name);
  gint64 value = 0;

  if (text == NULL
      || !g_ascii_string_to_signed (g_strstrip (text), 10, G_MININT32,
                                    G_MAXINT32 * (gint64) 2, &value, NULL))
    return fallback;
  return value;
}

static double
get_length (xmlTextReader *reader, const char *axis, gboolean *bad)
{
  g_autofree char *name = g_strconcat ("PhysicalSize", axis, NULL);
  g_autofree char *unit_name = g_strconcat (name, "Unit", NULL);
  g_autofree char *text = get_attribute (reader, name);
  g_autofree char *unit = get_attribute (reader, unit_name);
  double um = 0.0;

  if (text == NULL)
    return 0.0;
  um = saffron_length_to_um (g_ascii_strtod (text, NULL), unit);
  if (um <= 0.0)
    *bad = TRUE;
  return um;
}

static void
read_pixels (SaffronOmeParser *parser)
{
  xmlTextReader *reader = parser->reader;
  SaffronOme *ome = parser->ome;
  g_autofree char *order = get_attribute (reader, "DimensionOrder");

  ome->width = get_number (reader, "SizeX", 0);
  ome->height = get_number (reader, "SizeY", 0);
  ome->size_c = CLAMP (get_number (reader, "SizeC", 1), 1, MAX_CHANNELS);
  ome->size_z = CLAMP (get_number (reader, "SizeZ", 1), 1, G_MAXINT32);
  ome->size_t_ = CLAMP (get_number (reader, "SizeT", 1), 1, G_MAXINT32);
  ome->um_x = get_length (reader, "X", &ome->bad_pixel_size);
  ome->um_y = get_length (reader, "Y", &ome->bad_pixel_size);
  if (ome->um_x <= 0.0 || ome->um_y <= 0.0)
    ome->um_x = ome->um_y = MAX (ome->um_x, ome->um_y);
  g_strlcpy (parser->order, "XYCZT", sizeof parser->order);
  if (order != NULL && strlen (order) == 5 && strchr (order, 'C') != NULL
      && strchr (order, 'Z') != NULL && strchr (order, 'T') != NULL)
    g_strlcpy (parser->order, order, sizeof parser->order);
}

static void
read_channel (SaffronOmeParser *parser)
{
  xmlTextReader *reader = parser->reader;
  SaffronOmeChannel channel = { 0 };
  g_autofree char *color = get_attribute (reader, "Color");
  gint64 value = 0;

  if (parser->ome->channels->len >= MAX_CHANNELS)
    return;
  channel.name = get_attribute (reader, "Name");
  if (channel.name == NULL || *g_strstrip (channel.name) == '\0')
    {
      g_free (channel.name);
      channel.name = get_attribute (reader, "Fluor");
    }
  channel.n_samples =
      CLAMP (get_number (reader, "SamplesPerPixel", 1), 1, 65535);
  /* OME writes a signed number whose bits are RGBA. */
  if (color != NULL
      && g_ascii_string_to_signed (color, 10, G_MININT32, (gint64) G_MAXUINT32,
                                   &value, NULL))
    {
      channel.has_color = TRUE;
      channel.color = (guint32) value >> 8;
    }
  g_array_append_val (parser->ome->channels, channel);
}

static void
read_tiff_data (SaffronOmeParser *parser)
{
  xmlTextReader *reader = parser->reader;
  gint64 page = get_number (reader, "IFD", -1);
  SaffronOmeBlock block = { 0 };

  if (parser->blocks->len >= MAX_BLOCKS)
    return;
  block.page = MAX (page, 0);
  block.n = get_number (reader, "PlaneCount", page >= 0 ? 1 : G_MAXINT32);
  block.z = MAX (get_number (reader, "FirstZ", 0), 0);
  block.c = MAX (get_number (reader, "FirstC", 0), 0);
  block.t = MAX (get_number (reader, "FirstT", 0), 0);
  g_array_append_val (parser->blocks, block);
}

/* Reads a UUID element inside a TiffData element. */
static void
read_uuid (SaffronOmeParser *parser)
{
  g_autofree char *name = get_attribute (parser->reader, "FileName");
  xmlChar *text = xmlTextReaderReadString (parser->reader);
  SaffronOmeBlock *block = NULL;

  if (parser->blocks->len > 0)
    {
      block = &g_array_index (parser->blocks, SaffronOmeBlock,
                              parser->blocks->len - 1);
      /* Files get renamed, so the name decides only when there are no
       * identifiers to compare. */
      if (parser->file_uuid != NULL && text != NULL)
        block->elsewhere =
            !g_str_equal (parser->file_uuid, g_strstrip ((char *) text));
      else if (name != NULL && parser->file_name != NULL)
        block->elsewhere = !g_str_equal (name, parser->file_name);
    }
  if (text != NULL)
    xmlFree (text);
}

/* Whether the image is the one to read, rather than @best. One that lies in
 * other files is of no use. */
static gboolean
is_better (const SaffronOmeParser *parser, const SaffronOme *best)
{
  const SaffronOme *ome = parser->ome;
  gboolean here = FALSE, best_here = FALSE;

  if (parser->scene > 0)
    return ome->scene == parser->scene;
  for (guint i = 0; i < ome->planes->len && !here; i++)
    here = g_array_index (ome->planes, gint64, i) >= 0;
  if (best == NULL)
    return TRUE;
  for (guint i = 0; i < best->planes->len && !best_here; i++)
    best_here = g_array_index (best->planes, gint64, i) >= 0;
  if (here != best_here)
    return here;
  return (double) ome->width * ome->height
         > (double) best->width * best->height;
}

/* Ends one image: keeps it if it is better than @best. */
static void
end_image (SaffronOmeParser *parser, SaffronOme **best)
{
  SaffronOme *ome = g_steal_pointer (&parser->ome);

  parser->ome = ome;
  saffron_ome_resolve_planes (parser);
  ome->scene = ++parser->n_images;
  ome->n_before = parser->n_planes;
  parser->n_planes +=
      (gint64) ome->size_z * ome->n_c * MIN (ome->size_t_, 65536);
  parser->n_planes = MIN (parser->n_planes, G_MAXINT32);
  saffron_scenes_add (parser->scenes, parser->name, ome->width, ome->height);
  if (is_better (parser, *best))
    {
      g_clear_pointer (best, saffron_ome_free);
      *best = g_steal_pointer (&parser->ome);
    }
  g_clear_pointer (&parser->ome, saffron_ome_free);
}

static void
start_element (SaffronOmeParser *parser, const char *name)
{
  gboolean inside = parser->ome != NULL;

  if (xmlTextReaderDepth (parser->reader) == 0)
    {
      if (!parser->foreign)
        parser->file_uuid = get_attribute (parser->reader, "UUID");
    }
  else if (g_str_equal (name, "Image"))
    {
      g_free (parser->name);
      parser->name = get_attribute (parser->reader, "Name");
    }
  else if (g_str_equal (name, "Pixels") && !inside)
    {
      parser->ome = ome_new ();
      g_array_set_size (parser->blocks, 0);
      read_pixels (parser);
    }
  else if (g_str_equal (name, "Channel") && inside)
    read_channel (parser);
  else if (g_str_equal (name, "TiffData") && inside)
    read_tiff_data (parser);
  else if (g_str_equal (name, "UUID") && inside)
    read_uuid (parser);
}

/* Reads all images and returns the one to read; NULL when there is none. */
static SaffronOme *
read_document (SaffronOmeParser *parser)
{
  SaffronOme *best = NULL;
  int status;

  while ((status = xmlTextReaderRead (parser->reader)) == 1)
    {
      int type = xmlTextReaderNodeType (parser->reader);
      const char *name =
          (const char *) xmlTextReaderConstLocalName (parser->reader);
      gboolean empty = xmlTextReaderIsEmptyElement (parser->reader);

      if (type == XML_READER_TYPE_ELEMENT
          && xmlTextReaderDepth (parser->reader) == 0
          && !g_str_equal (name, "OME"))
        break;
      if (type == XML_READER_TYPE_ELEMENT)
        start_element (parser, name);
      if (parser->ome != NULL && g_str_equal (name, "Pixels")
          && (type == XML_READER_TYPE_END_ELEMENT || empty))
        end_image (parser, &best);
    }
  g_clear_pointer (&parser->ome, saffron_ome_free);
  if (status < 0)
    g_clear_pointer (&best, saffron_ome_free);
  if (status < 0)
    parser->n_images = 0;
  if (best != NULL)
    {
      best->n_images = parser->n_images;
      best->n_all = parser->n_planes;
      best->scenes = g_array_ref (parser->scenes);
    }
  return best;
}

/* Where the comment or CDATA section that begins at @at ends; NULL if it does
 * not end, @at if none begins there. */
static const char *
skip_unparsed (const char *at)
{
  if (g_str_has_prefix (at, "<!--"))
    at = strstr (at + 4, "-->");
  else if (g_str_has_prefix (at, "<![CDATA["))
    at = strstr (at + 9, "]]>");
  return at;
}

gboolean
saffron_xml_is_harmless (const char *text)
{
  guint n_attributes = 0;
  gboolean inside = FALSE;
  char quote = '\0';

  if (strstr (text, "<!DOCTYPE") != NULL || strstr (text, "<!ENTITY") != NULL)
    return FALSE;
  for (const char *at = text; at != NULL && *at != '\0'; at++)
    if (quote != '\0')
      quote = *at == quote ? '\0' : quote;
    else if (!inside && *at == '<')
      {
        n_attributes = 0;
        inside = at[1] != '!';
        if (!inside && (at = skip_unparsed (at)) == NULL)
          break;
      }
    else if (inside && *at == '>')
      inside = FALSE;
    else if (inside && (*at == '"' || *at == '\''))
      {
        quote = *at;
        if (++n_attributes > MAX_ATTRIBUTES)
          return FALSE;
      }
  return TRUE;
}

/* Takes what @parser asks for from @text. */
static SaffronOme *
parse (SaffronOmeParser parser, const char *text, GError **error)
{
  gsize length = strlen (text);
  SaffronOme *ome = NULL;

  if (g_str_has_prefix (text, BOM))
    {
      text += strlen (BOM);
      length -= strlen (BOM);
    }
  while (g_ascii_isspace (*text))
    {
      text++;
      length--;
    }
  if (length <= MAX_TEXT && saffron_xml_is_harmless (text))
    parser.reader = xmlReaderForMemory (text, length, "ome.xml", NULL,
                                        XML_PARSE_NONET | XML_PARSE_NOERROR
                                            | XML_PARSE_NOWARNING);
  if (parser.reader != NULL)
    {
      parser.blocks = g_array_new (FALSE, TRUE, sizeof (SaffronOmeBlock));
      parser.scenes = saffron_scenes_new ();
      ome = read_document (&parser);
      g_array_unref (parser.blocks);
      g_free (parser.name);
      xmlFreeTextReader (parser.reader);
    }
  if (ome == NULL && parser.n_images > 0)
    {
      g_autofree char *scenes = saffron_scenes_to_words (parser.scenes);

      g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_ARGUMENT,
                   ngettext ("there is no scene %d; there is %d (%s)",
                             "there is no scene %d; there are %d (%s)",
                             parser.n_images),
                   parser.scene, parser.n_images, scenes);
    }
  else if (ome == NULL)
    g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_FORMAT,
                 _ ("the OME-XML cannot be read"));
  g_clear_pointer (&parser.scenes, g_array_unref);
  g_clear_pointer (&parser.file_uuid, g_free);
  return ome;
}

SaffronOme *
saffron_ome_parse (const char *text,
                   const char *file_name,
                   int scene,
                   GError **error)
{
  SaffronOmeParser parser = { .scene = scene, .file_name = file_name };

  return parse (parser, text, error);
}

SaffronOme *
saffron_ome_parse_for (const char *text,
                       const char *file_name,
                       const char *uuid,
                       int scene,
                       GError **error)
{
  SaffronOmeParser parser = { .scene = scene,
                              .file_name = file_name,
                              .file_uuid = g_strdup (uuid),
                              .foreign = TRUE };

  return parse (parser, text, error);
}
