/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "slide/square.h"
#include "tiff-maker.h"

#define N_Z 3

/* Two images, the second a stack of Z planes that gets steeper, and so
 * sharper, up to its second plane, with pixels of 1 × 2 µm. */
static const char *const xml =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"
    "<OME xmlns=\"http://www.openmicroscopy.org/Schemas/OME/2016-06\">"
    "<Image ID=\"Image:0\" Name=\"label\"><Pixels ID=\"Pixels:0\" "
    "DimensionOrder=\"XYZCT\" Type=\"uint8\" SizeX=\"40\" SizeY=\"30\" "
    "SizeZ=\"1\" SizeC=\"1\" SizeT=\"1\"><TiffData IFD=\"0\" "
    "PlaneCount=\"1\"/></Pixels></Image>"
    "<Image ID=\"Image:1\"><Pixels ID=\"Pixels:1\" "
    "DimensionOrder=\"XYZCT\" Type=\"uint8\" SizeX=\"90\" SizeY=\"80\" "
    "SizeZ=\"3\" SizeC=\"1\" SizeT=\"1\" PhysicalSizeX=\"1\" "
    "PhysicalSizeY=\"2\"><TiffData IFD=\"1\" "
    "PlaneCount=\"3\"/></Pixels></Image></OME>";

static const int steps[N_Z] = { 1, 4, 2 };

static void
write_scenes (const char *path, TiffSpec pages[1 + N_Z])
{
  for (int i = 0; i <= N_Z; i++)
    pages[i] = (TiffSpec){ .width = i == 0 ? 40 : 90,
                           .height = i == 0 ? 30 : 80,
                           .samples = 1,
                           .bits = 8,
                           .photometric = PHOTOMETRIC_MINISBLACK,
                           .step = i == 0 ? 1 : steps[i - 1],
                           .description = i == 0 ? xml : NULL };
  tiff_write (path, "w", pages, 1 + N_Z);
}

static SaffronSlide *
open_choice (const char *path, int scene, int z)
{
  g_autoptr (GError) error = NULL;
  SaffronSlideChoice choice = { .scene = scene, .z = z };
  SaffronSlide *slide = saffron_slide_open_choice (path, &choice, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpint (saffron_slide_get_asked (slide)->scene, ==, scene);
  g_assert_cmpint (saffron_slide_get_asked (slide)->z, ==, z);
  return slide;
}

static void
assert_numbers (SaffronSlide *slide, int scene, int n_z, int z)
{
  SaffronSlideChoice taken = saffron_slide_get_taken (slide);

  g_assert_cmpint (saffron_slide_get_n_scenes (slide), ==, 2);
  g_assert_cmpint (taken.scene, ==, scene);
  g_assert_cmpint (saffron_slide_get_n_z (slide), ==, n_z);
  g_assert_cmpint (taken.z, ==, z);
}

/* The scenes have names and sizes, and the one that is read is told. */
static void
test_scenes (void)
{
  char *folder = test_folder_new ();
  g_autofree char *path = g_build_filename (folder, "s.ome.tif", NULL);
  TiffSpec pages[1 + N_Z];
  g_autoptr (SaffronSlide) largest = NULL;
  g_autoptr (SaffronSlide) label = NULL;
  const SaffronScene *scene = NULL;
  SaffronRect rect = { 3, 5, 30, 20 };

  write_scenes (path, pages);
  largest = open_choice (path, 0, SAFFRON_Z_SHARPEST);
  assert_numbers (largest, 2, N_Z, 2);
  scene = saffron_slide_get_scene (largest, 1);
  g_assert_cmpstr (scene->name, ==, "label");
  g_assert_cmpint (scene->width, ==, 40);
  g_assert_cmpint (scene->height, ==, 30);
  scene = saffron_slide_get_scene (largest, 2);
  g_assert_cmpstr (scene->name, ==, "");
  g_assert_cmpint (scene->width, ==, 90);
  g_assert_null (saffron_slide_get_scene (largest, 0));
  g_assert_null (saffron_slide_get_scene (largest, 3));

  label = open_choice (path, 1, SAFFRON_Z_SHARPEST);
  assert_numbers (label, 1, 1, 1);
  tiff_assert_region (label, 0, &rect, 0, &pages[0], 0.0);
  test_folder_remove (folder);
}

/* Each plane is the one that was asked for, and one that takes the slide's
 * place tells the same. */
static void
test_planes (void)
{
  char *folder = test_folder_new ();
  g_autofree char *path = g_build_filename (folder, "z.ome.tif", NULL);
  TiffSpec pages[1 + N_Z];
  SaffronRect rect = { 10, 20, 50, 40 };

  write_scenes (path, pages);
  for (int z = SAFFRON_Z_MAX; z <= N_Z; z++)
    {
      g_autoptr (SaffronSlide) slide = open_choice (path, 2, z);
      g_autoptr (SaffronSlide) square = saffron_slide_square (slide);
      int taken = z == SAFFRON_Z_SHARPEST ? 2 : z;

      assert_numbers (slide, 2, N_Z, taken);
      assert_numbers (square, 2, N_Z, taken);
      g_assert_cmpint (saffron_slide_get_asked (square)->z, ==, z);
      g_assert_cmpstr (saffron_slide_get_scene (square, 1)->name, ==, "label");
      if (z != SAFFRON_Z_MAX)
        tiff_assert_region (slide, 0, &rect, 0, &pages[taken], 0.0);
    }
  test_folder_remove (folder);
}

/* A file with one image and one plane. */
static void
test_plain (void)
{
  char *folder = test_folder_new ();
  g_autofree char *path = g_build_filename (folder, "p.tif", NULL);
  TiffSpec page = { .width = 40,
                    .height = 30,
                    .samples = 1,
                    .bits = 8,
                    .photometric = PHOTOMETRIC_MINISBLACK };
  g_autoptr (SaffronSlide) slide = NULL;
  SaffronSlideChoice taken;

  tiff_write (path, "w", &page, 1);
  slide = open_choice (path, 0, SAFFRON_Z_SHARPEST);
  taken = saffron_slide_get_taken (slide);
  g_assert_cmpint (saffron_slide_get_n_scenes (slide), ==, 1);
  g_assert_null (saffron_slide_get_scene (slide, 1));
  g_assert_cmpint (saffron_slide_get_n_z (slide), ==, 1);
  g_assert_cmpint (taken.scene, ==, 1);
  g_assert_cmpint (taken.z, ==, 1);
  test_folder_remove (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/slide/scenes/scenes", test_scenes);
  g_test_add_func ("/slide/scenes/planes", test_planes);
  g_test_add_func ("/slide/scenes/plain", test_plain);
  return g_test_run ();
}
