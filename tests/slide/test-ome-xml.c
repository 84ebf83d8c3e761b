/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "slide/ome-xml.h"

#include <string.h>

#include "base/error.h"
#include "slide/scenes.h"

#define HEAD "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"

static SaffronOme *
parse (const char *body, const char *file_name)
{
  g_autofree char *text = g_strconcat (HEAD, body, NULL);
  g_autoptr (GError) error = NULL;
  SaffronOme *ome = saffron_ome_parse (text, file_name, 0, &error);

  g_assert_no_error (error);
  return ome;
}

/* The pages of one Z plane's channels as text, such as "0 2 - e": "-" is
 * nowhere, "e" in another file. */
static char *
show_z (const SaffronOme *ome, int z)
{
  GString *out = g_string_new (NULL);

  for (int c = 0; c < ome->n_c; c++)
    {
      gint64 page = g_array_index (ome->planes, gint64, z * ome->n_c + c);

      if (page == SAFFRON_OME_ELSEWHERE)
        g_string_append (out, "e ");
      else if (page < 0)
        g_string_append (out, "- ");
      else
        g_string_append_printf (out, "%d ", (int) page);
    }
  return g_strchomp (g_string_free (out, FALSE));
}

static char *
show_planes (const SaffronOme *ome)
{
  return show_z (ome, 0);
}

static void
test_whole (void)
{
  g_autoptr (SaffronOme) ome = parse (
      "<OME xmlns=\"http://www.openmicroscopy.org/Schemas/OME/2016-06\">"
      "<!-- a comment with 'quotes' and <tags> -->"
      "<Image ID=\"Image:0\" Name=\"a\"><Pixels ID=\"p\" SizeX=\"300\" "
      "SizeY=\"200\" SizeC=\"3\" SizeZ=\"2\" SizeT=\"1\" Type=\"uint16\" "
      "DimensionOrder=\"XYZCT\" PhysicalSizeX=\"325\" PhysicalSizeXUnit=\"nm\" "
      "PhysicalSizeY=\"0.0005\" PhysicalSizeYUnit=\"mm\">"
      "<Channel ID=\"c:0\" Name=\" DAPI \" Color=\"65535\"/>"
      "<Channel ID=\"c:1\" Fluor=\"FITC\" Color=\"-16776961\"/>"
      "<Channel ID=\"c:2\" Name=\"a &lt;b&gt; &amp; µ\"/>"
      "<TiffData/></Pixels></Image></OME>",
      NULL);
  const SaffronOmeChannel *channels = (SaffronOmeChannel *) ome->channels->data;
  g_autofree char *planes = show_planes (ome);

  g_assert_cmpint (ome->width, ==, 300);
  g_assert_cmpint (ome->height, ==, 200);
  g_assert_cmpint (ome->size_z, ==, 2);
  g_assert_cmpint (ome->n_images, ==, 1);
  g_assert_cmpfloat_with_epsilon (ome->um_x, 0.325, 1e-9);
  g_assert_cmpfloat_with_epsilon (ome->um_y, 0.5, 1e-9);
  g_assert_false (ome->bad_pixel_size);
  g_assert_cmpuint (ome->channels->len, ==, 3);
  g_assert_cmpstr (channels[0].name, ==, "DAPI");
  g_assert_cmphex (channels[0].color, ==, 0x0000ff);
  g_assert_cmpstr (channels[1].name, ==, "FITC");
  g_assert_cmphex (channels[1].color, ==, 0xff0000);
  g_assert_cmpstr (channels[2].name, ==, "a <b> & µ");
  g_assert_false (channels[2].has_color);
  /* Z comes before C, so it is every second page. */
  g_assert_cmpstr (planes, ==, "0 2 4");
}

static void
test_planes (void)
{
  static const struct {
    const char *order, *blocks, *expected, *second;
  } cases[] = {
    { "XYCZT", "", "0 1 2", "3 4 5" },
    { "XYZCT", "", "0 2 4", "1 3 5" },
    { "XYTCZ", "", "0 3 6", "9 12 15" },
    { "XYZTC", "", "0 6 12", "1 7 13" },
    { "nonsense", "", "0 1 2", "3 4 5" },
    { "XYCZT", "<TiffData IFD='4'/>", "4 - -", "- - -" },
    { "XYCZT", "<TiffData IFD='4' PlaneCount='2'/>", "4 5 -", "- - -" },
    { "XYCZT", "<TiffData IFD='4' PlaneCount='5'/>", "4 5 6", "7 8 -" },
    { "XYCZT", "<TiffData FirstZ='1' FirstC='1' IFD='7'/>", "- - -", "- 7 -" },
    { "XYCZT",
      "<TiffData FirstC='2' IFD='0'/><TiffData FirstC='0' IFD='1'/>"
      "<TiffData FirstC='1' IFD='2'/>",
      "1 2 0", "- - -" },
    { "XYCZT", "<TiffData FirstZ='1' IFD='0' PlaneCount='9'/>", "- - -",
      "0 1 2" },
    { "XYCZT", "<TiffData FirstC='-5' IFD='-2' PlaneCount='99'/>", "0 1 2",
      "3 4 5" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = g_strdup_printf (
          "<OME><Image><Pixels SizeX='9' SizeY='9' SizeC='3' SizeZ='2' "
          "SizeT='3' DimensionOrder='%s'>%s</Pixels></Image></OME>",
          cases[i].order, cases[i].blocks);
      g_autoptr (SaffronOme) ome = parse (text, NULL);
      g_autofree char *planes = show_planes (ome);
      g_autofree char *second = show_z (ome, 1);

      g_assert_cmpstr (planes, ==, cases[i].expected);
      g_assert_cmpstr (second, ==, cases[i].second);
    }
}

/* An XML that names too few pages is read as if they were in order. */
static void
test_order (void)
{
  g_autoptr (SaffronOme) ome =
      parse ("<OME><Image><Pixels SizeX='9' SizeY='9' SizeC='2' SizeZ='3'>"
             "<TiffData IFD='1'/></Pixels></Image><Image><Pixels SizeX='90' "
             "SizeY='80' SizeC='2' SizeZ='2' DimensionOrder='XYZCT'>"
             "<TiffData IFD='1'/></Pixels></Image></OME>",
             NULL);
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;

  g_assert_cmpint (ome->n_before, ==, 6);
  g_assert_cmpint (ome->n_all, ==, 10);
  saffron_ome_assume_order (ome);
  first = show_z (ome, 0);
  second = show_z (ome, 1);
  g_assert_cmpstr (first, ==, "6 8");
  g_assert_cmpstr (second, ==, "7 9");
}

/* A prefix, a byte-order mark, and blanks in front. */
static void
test_spelling (void)
{
  static const char *const texts[] = {
    "<ome:OME xmlns:ome='http://www.openmicroscopy.org/Schemas/OME/2016-06'>"
    "<ome:Image><ome:Pixels SizeX='9' SizeY='8'><ome:Channel Name='a'/>"
    "</ome:Pixels></ome:Image></ome:OME>",
    "\xef\xbb\xbf" HEAD "<OME><Image><Pixels SizeX='9' SizeY='8'>"
    "<Channel Name='a'/></Pixels></Image></OME>",
    "\xef\xbb\xbf\n <OME UUID='u'><OME UUID='v'/><Image><Pixels SizeX='9' "
    "SizeY='8'><Channel Name='a'/></Pixels></Image></OME>",
    HEAD "<!-- a comment --><o:OME xmlns:o='x'><o:Image><o:Pixels SizeX='9' "
         "SizeY='8'><o:Channel Name='a'/></o:Pixels></o:Image></o:OME>",
  };
  static const char *const others[] = {
    "", "OME", "<html>OME</html>", "<HOME/>", "ImageJ=1.5\n<x>",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (SaffronOme) ome = NULL;

      g_assert_true (saffron_ome_is_xml (texts[i]));
      ome = saffron_ome_parse (texts[i], NULL, 0, &error);
      g_assert_no_error (error);
      g_assert_cmpint (ome->height, ==, 8);
      g_assert_cmpuint (ome->channels->len, ==, 1);
    }
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    g_assert_false (saffron_ome_is_xml (others[i]));
}

/* The UUIDs tell which file a plane is in; without them, the file names. */
static void
test_elsewhere (void)
{
  static const char *const body =
      "<OME%s><Image><Pixels SizeX='9' SizeY='9' SizeC='2'>"
      "<TiffData IFD='0' FirstC='0'><UUID FileName='a.tif'>urn:uuid:1</UUID>"
      "</TiffData><TiffData IFD='0' FirstC='1'><UUID FileName='b.tif'>"
      "urn:uuid:2</UUID></TiffData></Pixels></Image></OME>";
  static const struct {
    const char *uuid, *file, *expected;
  } cases[] = {
    { "", "a.tif", "0 e" },
    { "", "b.tif", "e 0" },
    { "", "renamed.tif", "0 0" },
    { " UUID='urn:uuid:2'", "renamed.tif", "e 0" },
    { " UUID='urn:uuid:1'", "b.tif", "0 e" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (GStrv) parts = g_strsplit (body, "%s", 2);
      g_autofree char *text =
          g_strconcat (parts[0], cases[i].uuid, parts[1], NULL);
      g_autoptr (SaffronOme) ome = parse (text, cases[i].file);
      g_autofree char *planes = show_planes (ome);

      g_assert_cmpstr (planes, ==, cases[i].expected);
      g_assert_cmpint (ome->elsewhere, ==,
                       strchr (cases[i].expected, 'e') != NULL);
    }
}

static void
test_scenes (void)
{
  static const char *const text =
      HEAD "<OME><Image Name='one'><Pixels SizeX='10' SizeY='10'/></Image>"
           "<Image><Pixels SizeX='90' SizeY='80' SizeC='2'></Pixels></Image>"
           "<Image><Pixels SizeX='20' SizeY='21'/></Image></OME>";
  g_autoptr (SaffronOme) ome = saffron_ome_parse (text, NULL, 0, NULL);
  g_autoptr (SaffronOme) third = saffron_ome_parse (text, NULL, 3, NULL);
  g_autofree char *words = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_null (saffron_ome_parse (text, NULL, 4, &error));
  g_assert_error (error, SAFFRON_ERROR, SAFFRON_ERROR_ARGUMENT);
  g_assert_cmpint (third->height, ==, 21);
  g_assert_cmpint (third->scene, ==, 3);
  words = saffron_scenes_to_words (third->scenes);
  g_assert_cmpstr (words, ==, "1: one, 10 × 10, 2: 90 × 80, 3: 20 × 21");
  g_assert_cmpint (ome->scene, ==, 2);
  g_assert_cmpint (ome->width, ==, 90);
  g_assert_cmpint (ome->size_c, ==, 2);
  g_assert_cmpint (ome->n_images, ==, 3);
}

static void
test_refused (void)
{
  g_autoptr (GString) many = g_string_new ("<OME");
  g_autoptr (GString) few = g_string_new ("<OME");
  static const char *const bad[] = {
    "",
    "no XML",
    HEAD "<OME>",
    HEAD "<OME></OME>",
    HEAD "<html><Pixels SizeX='9' SizeY='9'/></html>",
    HEAD "<OME><Image><Pixels SizeX='9' SizeY='9'",
    HEAD "<!DOCTYPE OME [<!ENTITY a 'b'>]><OME><Pixels SizeX='9' SizeY='9'/>"
         "</OME>",
  };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (saffron_ome_parse (bad[i], NULL, 0, &error));
      g_assert_error (error, SAFFRON_ERROR, SAFFRON_ERROR_FORMAT);
    }
  for (int i = 0; i < 200; i++)
    {
      g_string_append_printf (many, " a%d='>'", i);
      if (i < 100)
        g_string_append_printf (few, " a%d='>'", i);
    }
  g_string_append (many, "><Pixels SizeX='9' SizeY='9'/></OME>");
  g_string_append (few, "><Pixels SizeX='9' SizeY='9'/></OME>");
  g_assert_null (saffron_ome_parse (many->str, NULL, 0, NULL));
  {
    g_autoptr (SaffronOme) ome = parse (few->str, NULL);

    g_assert_cmpint (ome->width, ==, 9);
  }
}

static void
test_lengths (void)
{
  static const struct {
    double value;
    const char *unit;
    double um;
  } cases[] = {
    { 0.5, NULL, 0.5 },     { 0.5, "µm", 0.5 },     { 325, "nm", 0.325 },
    { 0.001, "mm", 1.0 },   { 1e-6, "m", 1.0 },     { 5000, "Å", 0.5 },
    { 1, "pixel", 0.0 },    { 1, "", 0.0 },         { 0, NULL, 0.0 },
    { -1, NULL, 0.0 },      { 1e9, NULL, 0.0 },     { 1e-9, NULL, 0.0 },
    { 1.0 / 0.0, NULL, 0 }, { 0.0 / 0.0, "nm", 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpfloat_with_epsilon (
        saffron_length_to_um (cases[i].value, cases[i].unit), cases[i].um,
        1e-9);
}

/* A pixel size in one direction holds for both; an impossible one is
 * reported. */
static void
test_pixel_size (void)
{
  g_autoptr (SaffronOme) one = parse (
      "<OME><Pixels SizeX='9' SizeY='9' PhysicalSizeX='0.5'/></OME>", NULL);
  g_autoptr (SaffronOme) bad = parse (
      "<OME><Pixels SizeX='9' SizeY='9' PhysicalSizeX='0' PhysicalSizeY='x'/>"
      "</OME>",
      NULL);

  g_assert_cmpfloat (one->um_x, ==, 0.5);
  g_assert_cmpfloat (one->um_y, ==, 0.5);
  g_assert_false (one->bad_pixel_size);
  g_assert_cmpfloat (bad->um_x, ==, 0.0);
  g_assert_true (bad->bad_pixel_size);
}

static void
test_is_xml (void)
{
  g_assert_true (saffron_ome_is_xml (HEAD "<OME/>"));
  g_assert_true (saffron_ome_is_xml ("\n <OME xmlns='x'>"));
  g_assert_false (saffron_ome_is_xml (""));
  g_assert_false (saffron_ome_is_xml ("ImageJ=1.5\n<OME>"));
  g_assert_false (saffron_ome_is_xml ("<html/>"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/slide/ome-xml/whole", test_whole);
  g_test_add_func ("/slide/ome-xml/planes", test_planes);
  g_test_add_func ("/slide/ome-xml/elsewhere", test_elsewhere);
  g_test_add_func ("/slide/ome-xml/order", test_order);
  g_test_add_func ("/slide/ome-xml/scenes", test_scenes);
  g_test_add_func ("/slide/ome-xml/spelling", test_spelling);
  g_test_add_func ("/slide/ome-xml/refused", test_refused);
  g_test_add_func ("/slide/ome-xml/lengths", test_lengths);
  g_test_add_func ("/slide/ome-xml/pixel-size", test_pixel_size);
  g_test_add_func ("/slide/ome-xml/is-xml", test_is_xml);
  return g_test_run ();
}
