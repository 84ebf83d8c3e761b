/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "register/look.h"

#include "base/error.h"
#include "register/memory-slide.h"
#include "register/run-draft.h"
#include "register/run-look.h"

#define SIDE 200

/* @background everywhere, and @tissue in the middle. */
static void
draw (SaffronRaster *raster, int sample, guint8 background, guint8 tissue)
{
  for (int y = 0; y < raster->height; y++)
    for (int x = 0; x < raster->width; x++)
      {
        gboolean inside = ABS (x - SIDE / 2) < SIDE / 5
                          && ABS (y - SIDE / 2) < SIDE / 5
                          && (x / 5 + y / 5) % 2 == 0;

        raster->data[raster->stride * (gsize) y
                     + (gsize) (x * raster->n_samples + sample)] =
            inside ? tissue : background;
      }
}

/* Names separated by "|", one channel each, bright on dark. */
static SaffronSlide *
fluorescence (const char *names)
{
  g_auto (GStrv) list = g_strsplit (names, "|", -1);
  MemorySlide spec = { .kind = SAFFRON_SLIDE_FLUORESCENCE };

  for (int i = 0; list[i] != NULL; i++)
    {
      spec.names[i] = g_intern_string (list[i]);
      spec.rasters[i] = saffron_raster_new (SIDE, SIDE, 1, SAFFRON_SAMPLE_U8);
      draw (spec.rasters[i], 0, 10, 200);
      spec.n_channels = i + 1;
    }
  return memory_slide_new (&spec);
}

/* Of one colour on another: each red, green, blue. */
static SaffronSlide *
coloured (const guint8 background[3], const guint8 tissue[3])
{
  MemorySlide spec = {
    .kind = SAFFRON_SLIDE_BRIGHTFIELD,
    .n_channels = 3,
    .names = { "Red", "Green", "Blue" },
    .rasters = { saffron_raster_new (SIDE, SIDE, 3, SAFFRON_SAMPLE_U8) },
  };

  for (int i = 0; i < 3; i++)
    draw (spec.rasters[0], i, background[i], tissue[i]);
  return memory_slide_new (&spec);
}

static SaffronSlide *
brightfield (void)
{
  static const guint8 white[3] = { 245, 243, 246 }, he[3] = { 150, 70, 160 };

  return coloured (white, he);
}

static SaffronSlide *
grey (guint8 background, guint8 tissue)
{
  MemorySlide spec = {
    .kind = SAFFRON_SLIDE_FLUORESCENCE,
    .n_channels = 1,
    .names = { "Channel 1" },
    .rasters = { saffron_raster_new (SIDE, SIDE, 1, SAFFRON_SAMPLE_U8) },
  };

  draw (spec.rasters[0], 0, background, tissue);
  return memory_slide_new (&spec);
}

/* Takes both slides. @settings: (nullable): "name=value", separated by "|" */
static void
assert_looks (SaffronSlide *reference,
              SaffronSlide *moving,
              const char *settings,
              const SaffronLook *first,
              const SaffronLook *second)
{
  g_autoptr (SaffronSlide) first_slide = reference;
  g_autoptr (SaffronSlide) second_slide = moving;
  g_autoptr (SaffronParams) params = saffron_params_new ();
  g_auto (GStrv) list = g_strsplit (settings != NULL ? settings : "", "|", -1);
  g_autoptr (GError) error = NULL;
  const SaffronLook *should[2] = { first, second };
  SaffronLook looks[2];

  for (int i = 0; list[i] != NULL; i++)
    {
      g_auto (GStrv) pair = g_strsplit (list[i], "=", 2);

      g_assert_true (saffron_params_set (params, pair[0], pair[1], NULL));
    }
  g_assert_true (saffron_look_choose (first_slide, second_slide, params,
                                      &looks[0], &looks[1], &error));
  g_assert_no_error (error);
  for (int i = 0; i < 2; i++)
    {
      g_assert_cmpint (looks[i].kind, ==, should[i]->kind);
      g_assert_cmpint (looks[i].channel, ==, should[i]->channel);
      g_assert_cmpstr (looks[i].name, ==, should[i]->name);
      g_assert_nonnull (looks[i].reason);
      saffron_look_clear (&looks[i]);
    }
}

#define INTENSITY(i, name)                                                     \
  (&(SaffronLook){ SAFFRON_LOOK_INTENSITY, i, (char *) (name), NULL })
#define DENSITY                                                                \
  (&(SaffronLook){ SAFFRON_LOOK_OPTICAL_DENSITY, -1,                           \
                   (char *) "optical density", NULL })
#define GREY_DENSITY                                                           \
  (&(SaffronLook){ SAFFRON_LOOK_OPTICAL_DENSITY, 0,                            \
                   (char *) "optical density", NULL })
#define NUCLEI                                                                 \
  (&(SaffronLook){ SAFFRON_LOOK_HEMATOXYLIN, -1, (char *) "hematoxylin", NULL })

static void
test_fluorescence (void)
{
  assert_looks (fluorescence ("CD3|DAPI"), fluorescence ("Hoechst 33342|CD8"),
                NULL, INTENSITY (1, "DAPI"), INTENSITY (0, "Hoechst 33342"));
  /* No nuclei, but the same marker on both. */
  assert_looks (fluorescence ("CD3|PanCK"), fluorescence ("PanCK|CD8"), NULL,
                INTENSITY (1, "PanCK"), INTENSITY (0, "PanCK"));
  /* Names that everything has say nothing. */
  assert_looks (fluorescence ("Channel 1|Channel 2"),
                fluorescence ("CD8|Channel 2"), NULL,
                INTENSITY (0, "Channel 1"), INTENSITY (0, "CD8"));
}

static void
test_asked_for (void)
{
  assert_looks (fluorescence ("DAPI|CD3"), fluorescence ("DAPI|CD3"),
                "moving_channel=cd3", INTENSITY (0, "DAPI"),
                INTENSITY (1, "CD3"));
  assert_looks (brightfield (), brightfield (), "reference_channel=Hematoxylin",
                NUCLEI, DENSITY);
}

static void
test_asked_for_what_is_not_there (void)
{
  g_autoptr (SaffronSlide) slide = fluorescence ("DAPI|CD3");
  g_autoptr (SaffronParams) params = saffron_params_new ();
  g_autoptr (GError) error = NULL;
  SaffronLook looks[2];

  saffron_params_set (params, "moving_channel", "CD99", NULL);
  g_assert_false (
      saffron_look_choose (slide, slide, params, &looks[0], &looks[1], &error));
  g_assert_error (error, SAFFRON_ERROR, SAFFRON_ERROR_ARGUMENT);
  g_assert_nonnull (strstr (error->message, "DAPI, CD3"));
  g_assert_null (looks[0].name);
}

static void
test_brightfield (void)
{
  assert_looks (brightfield (), brightfield (), NULL, DENSITY, DENSITY);
  /* Against fluorescence, nuclei on both. */
  assert_looks (brightfield (), fluorescence ("DAPI|CD3"), NULL, NUCLEI,
                INTENSITY (0, "DAPI"));
  assert_looks (fluorescence ("DAPI|CD3"), brightfield (), NULL,
                INTENSITY (0, "DAPI"), NUCLEI);
}

/* A file's layout does not tell what is bright. */
static void
test_kinds (void)
{
  static const guint8 black[3] = { 4, 5, 6 }, blue[3] = { 4, 60, 220 };
  static const guint8 red[3] = { 230, 60, 6 };

  assert_looks (grey (240, 90), grey (12, 200), NULL, GREY_DENSITY,
                INTENSITY (0, "Channel 1"));
  assert_looks (grey (12, 200), grey (12, 200), "kind=brightfield",
                GREY_DENSITY, GREY_DENSITY);
  assert_looks (coloured (black, blue), coloured (black, red), NULL,
                INTENSITY (2, "Blue"), INTENSITY (0, "Red"));
}

/* Fills a frame around the middle half of a slide's side. */
static void
frame (SaffronRaster *raster, guint8 value)
{
  for (int y = 0; y < raster->height; y++)
    for (int i = 0; i < raster->width * raster->n_samples; i++)
      if (y < SIDE / 4 || y >= 3 * SIDE / 4 || i < raster->n_samples * SIDE / 4
          || i >= raster->n_samples * 3 * SIDE / 4)
        raster->data[raster->stride * (gsize) y + (gsize) i] = value;
}

static SaffronSlide *
framed (int n_samples,
        const guint8 *background,
        const guint8 *tissue,
        guint8 value)
{
  MemorySlide spec = {
    .kind =
        n_samples == 3 ? SAFFRON_SLIDE_BRIGHTFIELD : SAFFRON_SLIDE_FLUORESCENCE,
    .n_channels = n_samples,
    .names = { n_samples == 3 ? "Red" : "Channel 1", "Green", "Blue" },
    .rasters = { saffron_raster_new (SIDE, SIDE, n_samples,
                                     SAFFRON_SAMPLE_U8) },
  };

  for (int i = 0; i < n_samples; i++)
    draw (spec.rasters[0], i, background[i], tissue[i]);
  frame (spec.rasters[0], value);
  return memory_slide_new (&spec);
}

/* Three quarters of a slide that were not scanned do not tell what it is. */
static void
test_frames (void)
{
  static const guint8 white[3] = { 245, 243, 246 }, he[3] = { 150, 70, 160 };
  static const guint8 black[3] = { 12, 10, 15 }, blue[3] = { 14, 60, 220 };

  assert_looks (framed (3, white, he, 0), framed (3, white, he, 255), NULL,
                DENSITY, DENSITY);
  assert_looks (framed (1, white, he, 2), framed (1, white, he, 255), NULL,
                GREY_DENSITY, GREY_DENSITY);
  assert_looks (framed (3, black, blue, 255), framed (3, black, blue, 0), NULL,
                INTENSITY (2, "Blue"), INTENSITY (2, "Blue"));
  assert_looks (framed (1, black, blue + 2, 255), framed (1, black, blue, 0),
                NULL, INTENSITY (0, "Channel 1"), INTENSITY (0, "Channel 1"));
}

static void
assert_choices (SaffronSlide *taken, const char *expected)
{
  g_autoptr (SaffronSlide) slide = taken;
  g_auto (GStrv) choices = saffron_look_choices (slide);
  g_autofree char *all = g_strjoinv ("|", choices);

  g_assert_cmpstr (all, ==, expected);
}

static void
test_choices (void)
{
  assert_choices (fluorescence ("DAPI|CD3"), "DAPI|CD3");
  assert_choices (brightfield (), "Red|Green|Blue|optical density|hematoxylin");
}

static void
test_json (void)
{
  SaffronReason nuclear = { .code = SAFFRON_REASON_LOOK_NUCLEAR };
  SaffronReason plain = { .code = SAFFRON_REASON_LOOK_BRIGHTFIELD };
  const SaffronLook looks[] = {
    { SAFFRON_LOOK_INTENSITY, 7, (char *) "Cy \"3\"", &nuclear },
    { SAFFRON_LOOK_OPTICAL_DENSITY, -1, (char *) "optical density", &plain },
    { SAFFRON_LOOK_HEMATOXYLIN, -1, (char *) "hematoxylin", NULL },
  };
  static const char *const wrong[] = {
    "null",
    "[]",
    "{}",
    "{\"kind\": \"intensity\", \"channel\": 0}",
    "{\"kind\": \"dreams\", \"channel\": 0, \"name\": \"DAPI\"}",
    "{\"kind\": \"intensity\", \"channel\": 0.5, \"name\": \"DAPI\"}",
    "{\"kind\": \"intensity\", \"channel\": -2, \"name\": \"DAPI\"}",
    "{\"kind\": \"intensity\", \"channel\": 0, \"name\": 3}",
    "{\"kind\": \"intensity\", \"name\": \"DAPI\"}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (looks); i++)
    {
      g_autoptr (JsonNode) node = saffron_look_to_json (&looks[i]);
      SaffronLook back;

      g_assert_true (saffron_look_from_json (node, &back));
      g_assert_cmpint (back.kind, ==, looks[i].kind);
      g_assert_cmpint (back.channel, ==, looks[i].channel);
      g_assert_cmpstr (back.name, ==, looks[i].name);
      if (looks[i].reason == NULL)
        g_assert_null (back.reason);
      else
        g_assert_cmpint (back.reason->code, ==, looks[i].reason->code);
      saffron_look_clear (&back);
    }
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (JsonNode) node = json_from_string (wrong[i], NULL);
      SaffronLook back;

      g_assert_false (saffron_look_from_json (node, &back));
      g_assert_null (back.name);
    }
}

static SaffronRun *
run_with_looks (const SaffronLook *reference, const SaffronLook *moving)
{
  SaffronRunDraft *draft = saffron_run_draft_new ();

  draft->params = saffron_params_new ();
  draft->looks[0] = saffron_look_copy (reference);
  draft->looks[1] = saffron_look_copy (moving);
  return saffron_run_draft_finish (draft);
}

static void
assert_found (SaffronRun *run, int reference_channel, int moving_channel)
{
  g_autoptr (SaffronSlide) reference = fluorescence ("DAPI|CD3");
  g_autoptr (SaffronSlide) moving = fluorescence ("CD8|DAPI");
  SaffronLook looks[2];

  g_assert_true (saffron_run_find_looks (run, reference, moving, looks, NULL));
  g_assert_cmpint (looks[0].channel, ==, reference_channel);
  g_assert_cmpint (looks[1].channel, ==, moving_channel);
  saffron_look_clear (&looks[0]);
  saffron_look_clear (&looks[1]);
}

/* What a run looked at counts, whatever its parameters would choose now. */
static void
test_of_a_run (void)
{
  const SaffronLook nothing = { 0 };
  g_autoptr (SaffronRun) recorded =
      run_with_looks (INTENSITY (1, "CD3"), INTENSITY (0, "CD8"));
  g_autoptr (SaffronRun) old = run_with_looks (&nothing, &nothing);
  g_autoptr (SaffronRun) renamed =
      run_with_looks (INTENSITY (1, "CD20"), INTENSITY (0, "CD8"));
  g_autoptr (SaffronRun) fewer =
      run_with_looks (INTENSITY (1, "CD3"), INTENSITY (6, "CD8"));
  g_autoptr (SaffronRun) colours =
      run_with_looks (NUCLEI, INTENSITY (0, "CD8"));

  assert_found (recorded, 1, 0);
  assert_found (old, 0, 1);
  assert_found (renamed, 0, 1);
  assert_found (fewer, 0, 1);
  assert_found (colours, 0, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/look/fluorescence", test_fluorescence);
  g_test_add_func ("/look/asked-for", test_asked_for);
  g_test_add_func ("/look/asked-for-what-is-not-there",
                   test_asked_for_what_is_not_there);
  g_test_add_func ("/look/brightfield", test_brightfield);
  g_test_add_func ("/look/kinds", test_kinds);
  g_test_add_func ("/look/frames", test_frames);
  g_test_add_func ("/look/choices", test_choices);
  g_test_add_func ("/look/json", test_json);
  g_test_add_func ("/look/of-a-run", test_of_a_run);
  return g_test_run ();
}
