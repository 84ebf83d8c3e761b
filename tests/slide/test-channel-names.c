/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "slide/channel-names.h"

static void
test_nuclear (void)
{
  static const char *const yes[] = {
    "DAPI",
    "dapi",
    "DAPI_2",
    "01-DAPI",
    "Hoechst 33342",
    "HOECHST1",
    "DNA",
    "dna_1",
    "DNA 3",
    "DRAQ5",
    "draq-5",
    "SYTO 13",
    "SYTO13",
    "Syto_83",
    "nuclei",
    "Cell nuclei",
    "Nuclear stain",
    "NucBlue",
    "TO-PRO-3",
    "TOPRO3",
    "PI",
    "ch1 (PI)",
    "Propidium iodide",
    "Histone H3",
    "HistoneH3-Yb176",
    "dsDNA",
    "HH3",
    "191Ir_DNA1",
  };
  static const char *const no[] = {
    "",           "CD3",      "DNase",         "mtDNA",
    "DN",         "PanCK",    "PIK3CA",        "spirit",
    "Nucleolin",  "H3K27me3", "synaptophysin", "PIN1",
    "Histone H4", "eDNA",
  };

  for (guint i = 0; i < G_N_ELEMENTS (yes); i++)
    g_assert_true (saffron_is_nuclear_stain (yes[i]));
  for (guint i = 0; i < G_N_ELEMENTS (no); i++)
    g_assert_false (saffron_is_nuclear_stain (no[i]));
}

/* The surest comes first. */
static void
test_ranks (void)
{
  static const char *const names[] = { "DAPI",  "Hoechst", "nuclei",  "DNA 1",
                                       "DRAQ5", "SYTO13",  "TO-PRO-3" };

  for (guint i = 1; i < G_N_ELEMENTS (names); i++)
    g_assert_cmpint (saffron_nuclear_rank (names[i - 1]), <,
                     saffron_nuclear_rank (names[i]));
  g_assert_cmpint (saffron_nuclear_rank ("CD3"), ==, 0);
}

static void
test_from_file (void)
{
  static const struct {
    const char *path;
    int n;
    const char *expected;
  } cases[] = {
    { "/a/b/S1_DAPI_CD3_CD8.ome.tif", 3, "DAPI CD3 CD8" },
    { "S1_DAPI_CD3_CD8.corrected.ome.tif", 3, "DAPI CD3 CD8" },
    { "S1_DAPI_CD3_CD8_registered.ome.tif", 3, "DAPI CD3 CD8" },
    { "S1_DAPI_CD3_corrected_registered.tif", 2, "DAPI CD3" },
    { "S1_DAPI.tif", 1, "DAPI" },
    /* The sample's name has underscores of its own. */
    { "Pat_01_X_DAPI_CD3.tif", 2, "DAPI CD3" },
    { "Pat_01_CD3_CD8.tif", 2, NULL },
    { "S1_CD3_DAPI.tif", 2, "CD3 DAPI" },
    { "S1_FITC_Cy5.tif", 2, "FITC Cy5" },
    /* The count does not fit, or no word is a marker. */
    { "S1_DAPI_CD3_CD8.tif", 2, NULL },
    { "S1_DAPI_CD3.tif", 3, NULL },
    { "tissue_left_two.tif", 2, NULL },
    { "DAPI.tif", 1, NULL },
    { "S1_DAPI__CD3.tif", 3, NULL },
    { "S1_DAPI.tif", 0, NULL },
    { "", 1, NULL },
    { "S1_CDx.tif", 1, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (GStrv) names =
          saffron_channel_names_from_file (cases[i].path, cases[i].n);
      g_autofree char *joined = NULL;

      if (names != NULL)
        {
          joined = g_strjoinv (" ", names);
          g_assert_cmpint (g_strv_length (names), ==, cases[i].n);
        }
      g_assert_cmpstr (joined, ==, cases[i].expected);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/slide/channel-names/nuclear", test_nuclear);
  g_test_add_func ("/slide/channel-names/ranks", test_ranks);
  g_test_add_func ("/slide/channel-names/from-file", test_from_file);
  return g_test_run ();
}
