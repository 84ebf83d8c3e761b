/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "slide/ome-xml.h"

#include <string.h>

#include "base/error.h"

#define HEAD "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"

static SaffronOme *
parse (const char *body, const char *file_name)
{
  g_autofree char *text = g_strconcat (HEAD, body, NULL);
  g_autoptr (GError) error = NULL;
  SaffronOme *ome = saffron_ome_parse (text, file_name, &error);

  g_assert_no_error (error);
  return ome;
}

/* The pages of the planes as text, such as "0 2 -". */
static char *
show_planes (const SaffronOme *ome)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < ome->planes->len; i++)
    {
      gint64 page = g_array_index (ome->planes, gint64, i);

      if (page < 0)
        g_string_append (out, "- ");
      else
        g_string_append_printf (out, "%d ", (int) page);
    }
  return g_strchomp (g_string_free (out, FALSE));
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
    const char *order, *blocks, *expected;
  } cases[] = {
    { "XYCZT", "", "0 1 2" },
    { "XYZCT", "", "0 2 4" },
    { "XYTCZ", "", "0 3 6" },
    { "XYZTC", "", "0 6 12" },
    { "nonsense", "", "0 1 2" },
    { "XYCZT", "<TiffData IFD='4'/>", "4 - -" },
    { "XYCZT", "<TiffData IFD='4' PlaneCount='2'/>", "4 5 -" },
    { "XYCZT",
      "<TiffData FirstC='2' IFD='0'/><TiffData FirstC='0' IFD='1'/>"
      "<TiffData FirstC='1' IFD='2'/>",
      "1 2 0" },
    { "XYCZT", "<TiffData FirstZ='1' IFD='0' PlaneCount='9'/>", "- - -" },
    { "XYCZT", "<TiffData FirstC='-5' IFD='-2' PlaneCount='99'/>", "0 1 2" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = g_strdup_printf (
          "<OME><Image><Pixels SizeX='9' SizeY='9' SizeC='3' SizeZ='2' "
          "SizeT='3' DimensionOrder='%s'>%s</Pixels></Image></OME>",
          cases[i].order, cases[i].blocks);
      g_autoptr (SaffronOme) ome = parse (text, NULL);
      g_autofree char *planes = show_planes (ome);

      g_assert_cmpstr (planes, ==, cases[i].expected);
    }
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
    { "", "a.tif", "0 -" },
    { "", "b.tif", "- 0" },
    { "", "renamed.tif", "0 0" },
    { " UUID='urn:uuid:2'", "renamed.tif", "- 0" },
    { " UUID='urn:uuid:1'", "b.tif", "0 -" },
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
                       strchr (cases[i].expected, '-') != NULL);
    }
}

static void
test_largest (void)
{
  g_autoptr (SaffronOme) ome =
      parse ("<OME><Image><Pixels SizeX='10' SizeY='10'/></Image>"
             "<Image><Pixels SizeX='90' SizeY='80' SizeC='2'></Pixels></Image>"
             "<Image><Pixels SizeX='20' SizeY='20'/></Image></OME>",
             NULL);

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

      g_assert_null (saffron_ome_parse (bad[i], NULL, &error));
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
  g_assert_null (saffron_ome_parse (many->str, NULL, NULL));
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
  g_test_add_func ("/slide/ome-xml/largest", test_largest);
  g_test_add_func ("/slide/ome-xml/refused", test_refused);
  g_test_add_func ("/slide/ome-xml/lengths", test_lengths);
  g_test_add_func ("/slide/ome-xml/pixel-size", test_pixel_size);
  g_test_add_func ("/slide/ome-xml/is-xml", test_is_xml);
  return g_test_run ();
}
