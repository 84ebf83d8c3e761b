/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "quality/nuclei.h"

#include <math.h>

#include "base/error.h"
#include "base/json.h"
#include "register/filters.h"
#include "register/synth-pair.h"

#define UM 0.325

/* Of the reference: up to four fields, or one. */
#define LARGE 1650
#define SMALL 900

/* A pair of slides and the small planes that say where its tissue is. */
typedef struct {
  SynthPair pair;
  SaffronRegPlane *planes[2];
} Case;

static void
case_clear (Case *c)
{
  synth_pair_clear (&c->pair);
  g_clear_pointer (&c->planes[0], saffron_reg_plane_free);
  g_clear_pointer (&c->planes[1], saffron_reg_plane_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Case, case_clear)

static void
set_planes (Case *c)
{
  g_autoptr (GError) error = NULL;

  for (int i = 0; i < 2; i++)
    {
      g_clear_pointer (&c->planes[i], saffron_reg_plane_free);
      c->planes[i] = saffron_reg_plane_new (
          c->pair.slides[i], &c->pair.looks[i], 256, 16384, NULL, &error);
      g_assert_no_error (error);
    }
}

static SaffronSynthOptions
options_of (SaffronSynthKind kind, int side, guint64 seed)
{
  SaffronSynthOptions options = SAFFRON_SYNTH_OPTIONS_INIT;

  options.width = options.height = side;
  options.n_channels = 1;
  options.seed = seed;
  options.kind = kind;
  options.rotation = (SaffronSynthRange){ 25.0, 25.0 };
  return options;
}

static Case
case_new (const SaffronSynthOptions *options, double um)
{
  Case c = { synth_pair_new (options, um) };

  set_planes (&c);
  return c;
}

static SaffronNuclei
measure_job (const Case *c, const SaffronTransform *transform, SaffronJob *job)
{
  const SaffronRegPlane *const planes[2] = { c->planes[0], c->planes[1] };
  g_autoptr (GError) error = NULL;
  SaffronNuclei nuclei;

  saffron_nuclei_measure (c->pair.slides, c->pair.looks, transform, planes, job,
                          &nuclei, &error);
  g_assert_no_error (error);
  g_test_message (
      "%s: %d fields, %d and %d nuclei of %.2f px; matched %.3f (%.3f), "
      "distance %.2f (%.2f) px, Dice %.3f (%.3f)",
      saffron_nuclei_outcome_name (nuclei.outcome), nuclei.n_fields,
      nuclei.n_reference, nuclei.n_moving, nuclei.radius, nuclei.here.matched,
      nuclei.chance.matched, nuclei.here.distance, nuclei.chance.distance,
      nuclei.here.dice, nuclei.chance.dice);
  return nuclei;
}

static SaffronNuclei
measure (const Case *c, const SaffronTransform *transform)
{
  return measure_job (c, transform, NULL);
}

/* Under the true transform, followed by a shift of so many pixels of the
 * reference. */
static SaffronNuclei
measure_shifted (const Case *c, double by)
{
  const SaffronAffine *affine = saffron_transform_get_affine (c->pair.truth);
  SaffronAffine shift = SAFFRON_AFFINE_IDENTITY;
  g_autoptr (SaffronTransform) shifted = NULL;

  shift.x0 = by * sqrt (saffron_affine_determinant (affine));
  shifted = saffron_transform_then (c->pair.truth, &shift);
  return measure (c, shifted);
}

static void
assert_no_figures (const SaffronNuclei *nuclei)
{
  const SaffronNucleiFigures *both[] = { &nuclei->here, &nuclei->chance };

  for (int i = 0; i < 2; i++)
    {
      g_assert_true (isnan (both[i]->distance));
      g_assert_true (isnan (both[i]->dice));
      g_assert_true (isnan (both[i]->iou));
    }
}

/* @most: px, what the median distance may be. */
static void
assert_agrees (const SaffronNuclei *nuclei, double most)
{
  g_assert_cmpint (nuclei->outcome, ==, SAFFRON_NUCLEI_MEASURED);
  g_assert_cmpint (MIN (nuclei->n_reference, nuclei->n_moving), >=, 200);
  g_assert_cmpfloat (nuclei->here.matched, >, 0.88);
  g_assert_cmpfloat (nuclei->here.distance, <, most);
  g_assert_cmpfloat (nuclei->here.dice, >, 0.9);
  g_assert_cmpfloat_with_epsilon (
      nuclei->here.iou, nuclei->here.dice / (2.0 - nuclei->here.dice), 1e-9);
  /* Chance is a mean of several, so the identity holds for it only nearly. */
  g_assert_cmpfloat (nuclei->chance.matched, <, 0.45);
  g_assert_cmpfloat (nuclei->chance.distance, >, 0.5 * nuclei->radius);
  g_assert_cmpfloat (nuclei->chance.dice, <, 0.45);
  g_assert_cmpfloat (nuclei->chance.iou, <, nuclei->chance.dice);
}

/* On any number of threads the same, to the last digit. */
static void
assert_same_on_threads (const Case *c)
{
  g_autofree char *one = NULL;
  g_autofree char *five = NULL;

  for (int i = 0; i < 2; i++)
    {
      g_autoptr (SaffronJob) job = saffron_job_new ();
      g_autoptr (JsonNode) node = NULL;
      SaffronNuclei nuclei;

      saffron_job_set_threads (job, i == 0 ? 1 : 5);
      nuclei = measure_job (c, c->pair.truth, job);
      node = saffron_nuclei_to_json (&nuclei);
      *(i == 0 ? &one : &five) = saffron_json_print (node);
    }
  g_assert_cmpstr (one, ==, five);
}

/* The true transform, and how much worse it is when it is shifted: by what is
 * less than the reach of a match, 1.5 radii, the distance tells how much. */
static void
test_shift (void)
{
  SaffronSynthOptions options =
      options_of (SAFFRON_SYNTH_FLUORESCENCE, LARGE, 1);
  g_auto (Case) c = case_new (&options, UM);
  SaffronNuclei before = measure (&c, c.pair.truth), far;

  g_assert_cmpint (before.n_fields, >=, 2);
  assert_agrees (&before, 0.5);
  /* Nuclei are 5–10 µm long, many of them less wide. */
  g_assert_cmpfloat (before.radius * UM, >, 1.6);
  g_assert_cmpfloat (before.radius * UM, <, 4.0);
  g_assert_cmpfloat (before.um_per_px, ==, UM);
  g_assert_cmpfloat (before.shift * UM, >, 50.0);
  g_assert_cmpfloat (before.shift * UM, <, 100.0);
  for (int by = 2; by <= 6; by += 2)
    {
      SaffronNuclei nuclei = measure_shifted (&c, by);

      g_assert_cmpint (nuclei.outcome, ==, SAFFRON_NUCLEI_MEASURED);
      g_assert_cmpfloat_with_epsilon (nuclei.here.distance, by, 0.25);
      g_assert_cmpfloat (nuclei.here.dice, <, before.here.dice - 0.05);
      g_assert_cmpfloat (nuclei.here.iou, <, before.here.iou);
      g_assert_cmpfloat (nuclei.here.matched, <=, before.here.matched);
      before = nuclei;
    }
  far = measure_shifted (&c, 150.0);
  g_assert_cmpint (far.outcome, ==, SAFFRON_NUCLEI_CHANCE);
  g_assert_cmpfloat_with_epsilon (far.here.matched, far.chance.matched, 0.08);
  assert_no_figures (&far);
  assert_same_on_threads (&c);
}

/* DAPI and hematoxylin: the same nuclei in another stain. */
static void
test_stains (void)
{
  SaffronSynthOptions options = options_of (SAFFRON_SYNTH_MIXED, SMALL, 1);
  g_auto (Case) c = case_new (&options, UM);
  SaffronNuclei nuclei = measure (&c, c.pair.truth);

  assert_agrees (&nuclei, 0.8);
}

/* Of H&E, registration looks at the optical density; nuclei are told by the
 * hematoxylin. */
static void
test_brightfield (void)
{
  SaffronSynthOptions options = options_of (SAFFRON_SYNTH_HE, SMALL, 1);
  g_auto (Case) c = case_new (&options, UM);
  SaffronNuclei nuclei = measure (&c, c.pair.truth);

  g_assert_cmpint (c.pair.looks[0].kind, ==, SAFFRON_LOOK_OPTICAL_DENSITY);
  assert_agrees (&nuclei, 0.8);
}

/* A neighbouring section has other nuclei, too: fewer match, but more than by
 * chance. */
static void
test_serial (void)
{
  SaffronSynthOptions options = options_of (SAFFRON_SYNTH_HE, SMALL, 1);
  g_auto (Case) c = { 0 };
  SaffronNuclei nuclei;

  options.serial = TRUE;
  c = case_new (&options, UM);
  nuclei = measure (&c, c.pair.truth);
  g_assert_cmpint (nuclei.outcome, ==, SAFFRON_NUCLEI_MEASURED);
  g_assert_cmpfloat (nuclei.here.matched, <, 0.88);
  g_assert_cmpfloat (nuclei.here.matched, >, nuclei.chance.matched + 0.2);
  g_assert_cmpfloat (nuclei.here.dice, <, 0.9);
}

/* Where the cells are others, no more match than by chance. */
static void
test_unrelated (void)
{
  SaffronSynthOptions options = options_of (SAFFRON_SYNTH_HE, LARGE, 1);
  g_auto (Case) c = case_new (&options, UM);
  SynthPair *pair = &c.pair;
  g_autoptr (SaffronSynth) other = NULL;
  g_autoptr (SaffronSlide) slide = NULL;
  SaffronNuclei nuclei;

  options.seed = 2;
  other = saffron_synth_new (&options, NULL);
  slide = synth_pair_slide (other, 1, UM);
  g_set_object (&pair->slides[1], slide);
  set_planes (&c);
  nuclei = measure (&c, pair->truth);
  g_assert_cmpint (nuclei.outcome, ==, SAFFRON_NUCLEI_CHANCE);
  g_assert_cmpint (MIN (nuclei.n_reference, nuclei.n_moving), >=, 200);
  g_assert_cmpfloat_with_epsilon (nuclei.here.matched, nuclei.chance.matched,
                                  0.08);
  assert_no_figures (&nuclei);
}

/* Slides that do not say their pixels' size are measured by the nuclei's. */
static void
test_unknown_size (void)
{
  SaffronSynthOptions options =
      options_of (SAFFRON_SYNTH_FLUORESCENCE, SMALL, 1);
  g_auto (Case) c = case_new (&options, 0.0);
  SaffronNuclei nuclei = measure (&c, c.pair.truth);
  g_autoptr (JsonNode) node = saffron_nuclei_to_json (&nuclei);

  assert_agrees (&nuclei, 0.5);
  g_assert_cmpfloat (nuclei.um_per_px, ==, 0.0);
  g_assert_cmpfloat (nuclei.shift, >, 5.9 * nuclei.radius);
  g_assert_cmpfloat (nuclei.shift, <, 12.1 * nuclei.radius);
  g_assert_false (
      json_object_has_member (json_node_get_object (node), "radius_um"));
}

/* The same pixels, but those of a slide with a pixel of this size. */
static void
test_too_coarse (void)
{
  SaffronSynthOptions options =
      options_of (SAFFRON_SYNTH_FLUORESCENCE, SMALL, 1);
  g_auto (Case) c = case_new (&options, 2.0);
  SaffronNuclei nuclei = measure (&c, c.pair.truth);

  g_assert_cmpint (nuclei.outcome, ==, SAFFRON_NUCLEI_TOO_COARSE);
  g_assert_cmpint (nuclei.n_fields, ==, 0);
  assert_no_figures (&nuclei);
}

/* The slide at a fifth of its size. */
static SaffronSlide *
reduced (SaffronSlide *slide)
{
  const SaffronRect all = { 0, 0, saffron_slide_get_width (slide),
                            saffron_slide_get_height (slide) };
  g_autoptr (SaffronRaster) raster =
      saffron_slide_read (slide, 0, &all, 0, NULL);
  g_autoptr (SaffronPlane) plane =
      saffron_plane_new (raster->width, raster->height);
  g_autoptr (SaffronPlane) small = NULL;
  MemorySlide spec = { .kind = SAFFRON_SLIDE_FLUORESCENCE,
                       .n_channels = 1,
                       .names = { "DAPI" } };

  for (int y = 0; y < plane->height; y++)
    for (int x = 0; x < plane->width; x++)
      saffron_plane_row (plane, y)[x] =
          (float) saffron_raster_get (raster, x, y, 0);
  small = saffron_plane_reduce (plane, 5.0, plane->width / 5, plane->height / 5,
                                NULL);
  spec.rasters[0] =
      saffron_raster_new (small->width, small->height, 1, SAFFRON_SAMPLE_F32);
  for (int y = 0; y < small->height; y++)
    memcpy (spec.rasters[0]->data + spec.rasters[0]->stride * (gsize) y,
            saffron_plane_row (small, y), sizeof (float) * small->width);
  return memory_slide_new (&spec);
}

/* Without a pixel size, pixels that are too coarse show in the nuclei. */
static void
test_coarse_unknown (void)
{
  SaffronSynthOptions options =
      options_of (SAFFRON_SYNTH_FLUORESCENCE, SMALL, 1);
  g_auto (Case) c = case_new (&options, 0.0);
  g_autoptr (SaffronTransform) same = saffron_transform_new (
      SMALL / 5, SMALL / 5, &SAFFRON_AFFINE_IDENTITY, NULL);
  g_autoptr (SaffronSlide) small = reduced (c.pair.slides[0]);

  for (int i = 0; i < 2; i++)
    g_set_object (&c.pair.slides[i], small);
  set_planes (&c);
  g_assert_cmpint (measure (&c, same).outcome, ==, SAFFRON_NUCLEI_TOO_COARSE);
}

/* Two channels of the same values. */
static SaffronSlide *
with_names (SaffronSlide *slide, const char *first, const char *second)
{
  const SaffronRect all = { 0, 0, saffron_slide_get_width (slide),
                            saffron_slide_get_height (slide) };
  SaffronRaster *raster = saffron_slide_read (slide, 0, &all, 0, NULL);
  MemorySlide spec = {
    .kind = SAFFRON_SLIDE_FLUORESCENCE,
    .n_channels = 2,
    .names = { first, second },
    .rasters = { saffron_raster_new (raster->width, raster->height, 1,
                                     raster->type),
                 raster },
    .um = UM,
  };

  return memory_slide_new (&spec);
}

/* A slide without a nuclear stain has no nuclei; if another channel than the
 * one that registration looked at has it, that one is taken. */
static void
test_stain (void)
{
  SaffronSynthOptions options =
      options_of (SAFFRON_SYNTH_FLUORESCENCE, SMALL, 1);
  g_auto (Case) c = case_new (&options, UM);
  g_autoptr (SaffronSlide) without =
      with_names (c.pair.slides[1], "CD3", "CD8");
  g_autoptr (SaffronSlide) with = with_names (c.pair.slides[1], "CD3", "DAPI");
  SaffronNuclei plain = measure (&c, c.pair.truth), nuclei;

  g_set_object (&c.pair.slides[1], without);
  nuclei = measure (&c, c.pair.truth);
  g_assert_cmpint (nuclei.outcome, ==, SAFFRON_NUCLEI_NO_STAIN);
  assert_no_figures (&nuclei);
  g_set_object (&c.pair.slides[1], with);
  nuclei = measure (&c, c.pair.truth);
  g_assert_cmpint (nuclei.outcome, ==, SAFFRON_NUCLEI_MEASURED);
  g_assert_cmpfloat (nuclei.here.distance, ==, plain.here.distance);
}

/* Where nothing overlaps, and where tissue shows no nuclei. */
static void
test_nothing (void)
{
  SaffronSynthOptions options =
      options_of (SAFFRON_SYNTH_FLUORESCENCE, SMALL, 1);
  g_auto (Case) c = case_new (&options, UM);
  g_autoptr (SaffronSlide) empty = NULL;
  MemorySlide spec = {
    .kind = SAFFRON_SLIDE_FLUORESCENCE,
    .n_channels = 1,
    .names = { "DAPI" },
    .rasters = { saffron_raster_new (
        (int) saffron_slide_get_width (c.pair.slides[1]),
        (int) saffron_slide_get_height (c.pair.slides[1]), 1,
        SAFFRON_SAMPLE_U16) },
  };
  SaffronNuclei nuclei = measure_shifted (&c, 5000.0);

  g_assert_cmpint (nuclei.outcome, ==, SAFFRON_NUCLEI_NO_FIELDS);
  g_assert_cmpint (nuclei.n_fields, ==, 0);
  assert_no_figures (&nuclei);
  empty = memory_slide_new (&spec);
  g_set_object (&c.pair.slides[1], empty);
  nuclei = measure (&c, c.pair.truth);
  g_assert_cmpint (nuclei.outcome, ==, SAFFRON_NUCLEI_TOO_FEW);
  g_assert_cmpint (nuclei.n_moving, ==, 0);
  assert_no_figures (&nuclei);
}

static double
number (JsonNode *node, const char *object, const char *member)
{
  JsonObject *from = json_node_get_object (node);

  if (object != NULL)
    from = json_object_get_object_member (from, object);
  g_assert_true (json_object_has_member (from, member));
  return json_object_get_double_member_with_default (from, member, NAN);
}

static void
test_json (void)
{
  SaffronNuclei nuclei = {
    .outcome = SAFFRON_NUCLEI_MEASURED,
    .n_fields = 3,
    .n_reference = 400,
    .n_moving = 500,
    .radius = 8.0,
    .shift = 200.0,
    .um_per_px = 0.25,
    .here = { 0.75, 2.0, 0.5, 1.0 / 3.0 },
    .chance = { 0.25, 6.0, 0.25, NAN },
  };
  g_autoptr (JsonNode) node = saffron_nuclei_to_json (&nuclei);

  g_assert_cmpstr (
      json_object_get_string_member (json_node_get_object (node), "outcome"),
      ==, "measured");
  g_assert_cmpfloat (number (node, NULL, "fields"), ==, 3.0);
  g_assert_cmpfloat (number (node, NULL, "nuclei_moving"), ==, 500.0);
  g_assert_cmpfloat (number (node, NULL, "radius_um"), ==, 2.0);
  g_assert_cmpfloat (number (node, NULL, "distance_px"), ==, 2.0);
  g_assert_cmpfloat (number (node, NULL, "distance_above_chance_px"), ==, -4.0);
  g_assert_cmpfloat (number (node, NULL, "distance_above_chance_um"), ==, -1.0);
  g_assert_cmpfloat (number (node, "chance", "distance_um"), ==, 1.5);
  g_assert_cmpfloat (number (node, "chance", "matched"), ==, 0.25);
  g_assert_true (isnan (number (node, "chance", "iou")));
}

static void
test_errors (void)
{
  SaffronSynthOptions options =
      options_of (SAFFRON_SYNTH_FLUORESCENCE, SMALL, 1);
  g_auto (Case) c = case_new (&options, UM);
  const SaffronRegPlane *const planes[2] = { c.planes[0], c.planes[1] };
  g_autoptr (SaffronJob) job = saffron_job_new ();
  g_autoptr (GError) error = NULL;
  SaffronNuclei nuclei;

  saffron_job_cancel (job);
  g_assert_false (saffron_nuclei_measure (
      c.pair.slides, c.pair.looks, c.pair.truth, planes, job, &nuclei, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/quality/nuclei/shift", test_shift);
  g_test_add_func ("/quality/nuclei/stains", test_stains);
  g_test_add_func ("/quality/nuclei/brightfield", test_brightfield);
  g_test_add_func ("/quality/nuclei/serial", test_serial);
  g_test_add_func ("/quality/nuclei/unrelated", test_unrelated);
  g_test_add_func ("/quality/nuclei/unknown-size", test_unknown_size);
  g_test_add_func ("/quality/nuclei/too-coarse", test_too_coarse);
  g_test_add_func ("/quality/nuclei/coarse-unknown", test_coarse_unknown);
  g_test_add_func ("/quality/nuclei/stain", test_stain);
  g_test_add_func ("/quality/nuclei/nothing", test_nothing);
  g_test_add_func ("/quality/nuclei/json", test_json);
  g_test_add_func ("/quality/nuclei/errors", test_errors);
  return g_test_run ();
}
