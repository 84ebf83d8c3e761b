/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "slide/ome-xml.h"

#include <libxml/xmlreader.h>
#include <math.h>
#include <string.h>

#include "base/error.h"

/* More text than any real file has. */
#define MAX_TEXT ((gsize) 64 << 20)
#define MAX_CHANNELS 65536
#define MAX_BLOCKS 1000000
#define MAX_ATTRIBUTES 128

G_DEFINE_AUTOPTR_CLEANUP_FUNC (xmlTextReader, xmlFreeTextReader)

/* One TiffData element: the @n pages from @page on hold the planes from (z, c,
 * t) on, in the image's dimension order. */
typedef struct {
  gint64 page, n;
  gint64 z, c, t;
  gboolean elsewhere;
} Block;

/* @file_uuid is the UUID of this file; a block with another UUID lies in
 * another file. */
typedef struct {
  xmlTextReader *reader;
  const char *file_name;
  char *file_uuid;
  SaffronOme *ome;
  GArray *blocks;
  char order[6];
} Parser;

static void
channel_clear (gpointer data)
{
  SaffronOmeChannel *channel = data;

  g_free (channel->name);
}

static SaffronOme *
ome_new (void)
{
  SaffronOme *ome = g_new0 (SaffronOme, 1);

  ome->channels = g_array_new (FALSE, TRUE, sizeof (SaffronOmeChannel));
  g_array_set_clear_func (ome->channels, channel_clear);
  ome->planes = g_array_new (FALSE, TRUE, sizeof (gint64));
  return ome;
}

void
saffron_ome_free (SaffronOme *ome)
{
  g_array_unref (ome->channels);
  g_array_unref (ome->planes);
  g_free (ome);
}

gboolean
saffron_ome_is_xml (const char *text)
{
  const char *start = text;

  while (g_ascii_isspace (*start))
    start++;
  return *start == '<' && strstr (start, "<OME") != NULL;
}

double
saffron_length_to_um (double value, const char *unit)
{
  static const struct {
    const char *name;
    double um;
  } units[] = {
    { "µm", 1.0 },   { "μm", 1.0 },      { "um", 1.0 },     { "micron", 1.0 },
    { "nm", 1e-3 },  { "pm", 1e-6 },     { "mm", 1e3 },     { "cm", 1e4 },
    { "dm", 1e5 },   { "m", 1e6 },       { "Å", 1e-4 },     { "Å", 1e-4 },
    { "in", 25400 }, { "microns", 1.0 }, { "inch", 25400 },
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
read_pixels (Parser *parser)
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
read_channel (Parser *parser)
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
read_tiff_data (Parser *parser)
{
  xmlTextReader *reader = parser->reader;
  gint64 page = get_number (reader, "IFD", -1);
  Block block = { 0 };

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
read_uuid (Parser *parser)
{
  g_autofree char *name = get_attribute (parser->reader, "FileName");
  xmlChar *text = xmlTextReaderReadString (parser->reader);
  Block *block = NULL;

  if (parser->blocks->len > 0)
    {
      block = &g_array_index (parser->blocks, Block, parser->blocks->len - 1);
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

/* By how many planes a step in each dimension moves on. */
static void
get_strides (const Parser *parser, gint64 n_c, gint64 *z, gint64 *c, gint64 *t)
{
  gint64 step = 1;

  for (int i = 0; i < 5; i++)
    switch (parser->order[i])
      {
      case 'Z':
        *z = step;
        step *= parser->ome->size_z;
        break;
      case 'C':
        *c = step;
        step *= n_c;
        break;
      case 'T':
        *t = step;
        /* Only the first time is read, so the step need not be exact; the full
         * product could overflow. */
        step *= MIN (parser->ome->size_t_, 65536);
        break;
      default:
        break;
      }
}

/* The first plane from @c on that has no page yet. */
static gint64
find_open (gint64 *next, gint64 c)
{
  gint64 at = c;

  while (next[at] != at)
    at = next[at];
  while (next[c] != at)
    {
      gint64 following = next[c];

      next[c] = at;
      c = following;
    }
  return at;
}

/* Enters the pages of the planes that a block holds. Plane c of the first Z and
 * T is number c * @step. Blocks are applied last first, and a plane that has a
 * page keeps it. */
static void
apply_block (const Block *block,
             gint64 first,
             gint64 step,
             gint64 n_c,
             gint64 *pages,
             gint64 *next)
{
  gint64 from = (first + step - 1) / step;
  gint64 end = MIN ((first + MAX (block->n, 0) + step - 1) / step, n_c);

  for (gint64 c = from < end ? find_open (next, from) : end; c < end;
       c = find_open (next, c))
    {
      pages[c] = block->page + c * step - first;
      next[c] = c + 1;
    }
}

static void
resolve_planes (Parser *parser)
{
  g_autofree gint64 *next = NULL;
  SaffronOme *ome = parser->ome;
  gboolean any_here = FALSE;
  gint64 n_c = ome->size_c, sz = 1, sc = 1, st = 1;
  Block all = { 0, G_MAXINT32, 0, 0, 0, FALSE };

  for (guint i = 0; i < ome->channels->len; i++)
    if (g_array_index (ome->channels, SaffronOmeChannel, i).n_samples > 1)
      n_c = ome->channels->len;
  ome->size_z = MIN (ome->size_z, 1 << 20);
  get_strides (parser, n_c, &sz, &sc, &st);
  for (gint64 c = 0; c < n_c; c++)
    g_array_append_val (ome->planes, (gint64){ -1 });
  if (parser->blocks->len == 0)
    g_array_append_val (parser->blocks, all);

  for (guint i = 0; i < parser->blocks->len; i++)
    any_here |= !g_array_index (parser->blocks, Block, i).elsewhere;
  next = g_new (gint64, n_c + 1);
  for (gint64 c = 0; c <= n_c; c++)
    next[c] = c;
  for (guint i = parser->blocks->len; i-- > 0;)
    {
      const Block *b = &g_array_index (parser->blocks, Block, i);

      if (b->elsewhere && any_here)
        ome->elsewhere = TRUE;
      else if (b->z < ome->size_z && b->c < n_c && b->t < 65536)
        apply_block (b, b->z * sz + b->c * sc + b->t * st, sc, n_c,
                     (gint64 *) ome->planes->data, next);
    }
}

static gboolean
is_larger (const SaffronOme *a, const SaffronOme *b)
{
  return b == NULL
         || (double) a->width * a->height > (double) b->width * b->height;
}

static void
start_element (Parser *parser, const char *name)
{
  gboolean inside = parser->ome != NULL;

  if (g_str_equal (name, "OME"))
    parser->file_uuid = get_attribute (parser->reader, "UUID");
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

/* Reads all images and returns the largest; NULL when there is none. */
static SaffronOme *
read_document (Parser *parser)
{
  SaffronOme *best = NULL;
  int n_images = 0;
  int status;

  while ((status = xmlTextReaderRead (parser->reader)) == 1)
    {
      int type = xmlTextReaderNodeType (parser->reader);
      const char *name =
          (const char *) xmlTextReaderConstLocalName (parser->reader);
      gboolean empty = xmlTextReaderIsEmptyElement (parser->reader);

      if (type == XML_READER_TYPE_ELEMENT && parser->file_uuid == NULL
          && xmlTextReaderDepth (parser->reader) == 0
          && !g_str_equal (name, "OME"))
        break;
      if (type == XML_READER_TYPE_ELEMENT)
        start_element (parser, name);
      if (parser->ome != NULL && g_str_equal (name, "Pixels")
          && (type == XML_READER_TYPE_END_ELEMENT || empty))
        {
          resolve_planes (parser);
          n_images++;
          if (is_larger (parser->ome, best))
            {
              g_clear_pointer (&best, saffron_ome_free);
              best = g_steal_pointer (&parser->ome);
            }
          g_clear_pointer (&parser->ome, saffron_ome_free);
        }
    }
  g_clear_pointer (&parser->ome, saffron_ome_free);
  if (status < 0)
    g_clear_pointer (&best, saffron_ome_free);
  if (best != NULL)
    best->n_images = n_images;
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

/* Whether the text is safe to parse. libxml compares each attribute of an
 * element with all the others, so no element may have more attributes than
 * OME-XML ever has. Nor may there be a document type, which could define
 * entities; OME-XML has no use for them. */
static gboolean
is_harmless (const char *text)
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

SaffronOme *
saffron_ome_parse (const char *text, const char *file_name, GError **error)
{
  Parser parser = { 0 };
  gsize length = strlen (text);
  SaffronOme *ome = NULL;

  if (length <= MAX_TEXT && is_harmless (text))
    parser.reader = xmlReaderForMemory (text, length, "ome.xml", NULL,
                                        XML_PARSE_NONET | XML_PARSE_NOERROR
                                            | XML_PARSE_NOWARNING);
  if (parser.reader != NULL)
    {
      parser.file_name = file_name;
      parser.blocks = g_array_new (FALSE, TRUE, sizeof (Block));
      ome = read_document (&parser);
      g_array_unref (parser.blocks);
      g_free (parser.file_uuid);
      xmlFreeTextReader (parser.reader);
    }
  if (ome == NULL)
    g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_FORMAT,
                 "the OME-XML cannot be read");
  return ome;
}
