/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "quality/nuclei.h"

#include <math.h>

#include "base/median.h"
#include "base/parallel.h"
#include "quality/nuclei-fields.h"
#include "quality/nuclei-match.h"
#include "register/look-window.h"
#include "slide/channel-names.h"

/* How many fields are looked at, of how many pixels squared, and how many of
 * them at once, which bounds the memory. */
#define MOST_FIELDS 20
#define FIELD_PIXELS 512
#define LEAST_FIELD_PIXELS 128
#define AT_ONCE 2

/* A pixel of a field, µm: what it is at least, and with which it is too coarse
 * for nuclei. */
#define FIELD_UM 0.5
#define COARSE_UM 1.25

/* Radii that are looked for, µm; where no pixel size is known, pixels. */
#define LEAST_RADIUS_UM 1.6
#define MOST_RADIUS_UM 7.0
#define LEAST_RADIUS_PX 2.0
#define MOST_RADIUS_PX 20.0

/* Where no pixel size is known, so many fields of the reference tell the radius
 * of the nuclei, and from then on radii between these shares of it are looked
 * for: in large nuclei, small radii would find the chromatin. */
#define MOST_GUESSES 4
#define LEAST_OF_RADIUS 0.5
#define MOST_OF_RADIUS 2.2

/* When the median radius is hardly more than the least that can be found,
 * pixels of a field, most nuclei may be smaller. */
#define COARSE_RADIUS_PX 2.4

/* Nuclei match within this many median radii. */
#define REACH 1.5

/* Shifts for chance, µm; where no pixel size is known, median radii. */
#define N_SHIFTS 8
#define LEAST_SHIFT_UM 50.0
#define MOST_SHIFT_UM 100.0
#define LEAST_SHIFT_RADII 6.0
#define MOST_SHIFT_RADII 12.0

/* What each slide needs. */
#define LEAST_NUCLEI 50

/* Of the nuclei that chance leaves without a match, the least share that has
 * one, and by how many standard deviations of the shifts it is more. */
#define LEAST_GAIN 0.1
#define LEAST_SIGMAS 3.0

typedef struct {
  SaffronSlide *const *slides;
  SaffronLook looks[2]; /* borrowed */
  const SaffronTransform *transform;
  double step;        /* reference level-0 pixels per pixel of a field */
  double pitch;       /* moving level-0 pixels per pixel of a field */
  double least, most; /* radii, pixels of a field */
  int side;           /* of a field, its pixels */
  GArray *fields;
  SaffronNucleiFound (*found)[2]; /* for each field, of both slides */
  GError **errors;                /* for each field */
  SaffronJob *job;
  gint64 first;
} Measure;

static void
measure_clear (Measure *m)
{
  for (guint i = 0; m->fields != NULL && i < m->fields->len; i++)
    {
      saffron_nuclei_found_clear (&m->found[i][0]);
      saffron_nuclei_found_clear (&m->found[i][1]);
      g_clear_error (&m->errors[i]);
    }
  g_clear_pointer (&m->fields, g_array_unref);
  g_clear_pointer (&m->found, g_free);
  g_clear_pointer (&m->errors, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Measure, measure_clear)

static int
find_stain (SaffronSlide *slide)
{
  int best = -1, best_rank = G_MAXINT;

  for (int i = 0; i < saffron_slide_get_n_channels (slide); i++)
    {
      int rank =
          saffron_nuclear_rank (saffron_slide_get_channel (slide, i)->name);

      if (rank > 0 && rank < best_rank)
        {
          best = i;
          best_rank = rank;
        }
    }
  return best;
}

/* Where nuclei are seen on a slide of which registration looked at @look. A
 * slide of one channel, and blue of a coloured picture of fluorescence, are
 * taken for a nuclear stain. @out borrows from @look. */
static gboolean
find_nuclear_look (SaffronSlide *slide,
                   const SaffronLook *look,
                   SaffronLook *out)
{
  int stain = find_stain (slide);

  *out = *look;
  if (saffron_look_is_brightfield (look))
    {
      if (look->channel < 0
          || saffron_slide_get_kind (slide) == SAFFRON_SLIDE_BRIGHTFIELD)
        {
          out->kind = SAFFRON_LOOK_HEMATOXYLIN;
          out->channel = -1;
        }
      return TRUE;
    }
  if (look->channel >= 0 && look->channel < saffron_slide_get_n_channels (slide)
      && saffron_nuclear_rank (
             saffron_slide_get_channel (slide, look->channel)->name)
             > 0)
    return TRUE;
  if (stain >= 0)
    out->channel = stain;
  return stain >= 0 || saffron_slide_get_n_channels (slide) == 1
         || (look->reason != NULL
             && look->reason->code == SAFFRON_REASON_LOOK_BLUE);
}

static double
pixel_size (SaffronSlide *slide)
{
  double um_x = 0.0, um_y = 0.0;

  saffron_slide_get_pixel_size (slide, &um_x, &um_y);
  return sqrt (um_x * um_y);
}

/* How large the fields and their pixels are; FALSE when nuclei cannot be told
 * at that size. */
static gboolean
choose_scale (Measure *m, SaffronNuclei *nuclei)
{
  const SaffronAffine *affine = saffron_transform_get_affine (m->transform);
  double scale = sqrt (fabs (saffron_affine_determinant (affine)));
  double um = pixel_size (m->slides[0]), fitting = 0.0;

  if (um <= 0.0)
    um = pixel_size (m->slides[1]) * scale;
  nuclei->um_per_px = um;
  m->step = MAX (1.0, 1.0 / scale);
  if (um > 0.0)
    m->step = MAX (m->step, FIELD_UM / um);
  m->pitch = m->step * scale;
  m->least = LEAST_RADIUS_PX;
  if (um > 0.0)
    m->least = MAX (m->least, LEAST_RADIUS_UM / (um * m->step));
  m->most = um > 0.0 ? MOST_RADIUS_UM / (um * m->step) : MOST_RADIUS_PX;
  fitting = MIN (saffron_transform_get_width (m->transform),
                 saffron_transform_get_height (m->transform))
            / m->step;
  m->side = (int) MIN (floor (fitting), FIELD_PIXELS);
  return um * m->step <= COARSE_UM;
}

static gboolean
read_reference (const Measure *m,
                SaffronRefPoint corner,
                SaffronLookWindow *window,
                GError **error)
{
  gsize side = (gsize) m->side;
  g_autofree SaffronLookPlace *at = g_new (SaffronLookPlace, side * side);
  const SaffronLookPlaces places = { at, m->side, m->side, m->step };

  for (gsize i = 0; i < side * side; i++)
    at[i] = (SaffronLookPlace){ corner.x + (i % side + 0.5) * m->step,
                                corner.y + (i / side + 0.5) * m->step };
  return saffron_look_window_read (m->slides[0], &m->looks[0], &places, window,
                                   error);
}

static gboolean
read_moving (const Measure *m,
             SaffronRefPoint corner,
             SaffronLookWindow *window,
             GError **error)
{
  gsize side = (gsize) m->side;
  g_autofree SaffronLookPlace *at = g_new (SaffronLookPlace, side * side);
  g_autofree SaffronMovPoint *row = g_new (SaffronMovPoint, side);
  const SaffronLookPlaces places = { at, m->side, m->side, m->pitch };

  for (gsize y = 0; y < side; y++)
    {
      SaffronRefPoint start = { corner.x + 0.5 * m->step,
                                corner.y + (y + 0.5) * m->step };

      saffron_transform_pull_row (m->transform, start, m->step, m->side, row);
      for (gsize x = 0; x < side; x++)
        at[y * side + x] = (SaffronLookPlace){ row[x].x, row[x].y };
    }
  return saffron_look_window_read (m->slides[1], &m->looks[1], &places, window,
                                   error);
}

/* Only where both slides are, so that neither has nuclei that the other cannot
 * have. */
static void
look_at_field (gint64 index, gpointer data)
{
  Measure *m = data;
  gint64 k = m->first + index;
  SaffronRefPoint corner = g_array_index (m->fields, SaffronRefPoint, k);
  g_auto (SaffronLookWindow) reference = { 0 };
  g_auto (SaffronLookWindow) moving = { 0 };

  if (!read_reference (m, corner, &reference, &m->errors[k])
      || !read_moving (m, corner, &moving, &m->errors[k]))
    return;
  for (gsize i = 0; i < saffron_plane_n_pixels (reference.weight); i++)
    reference.weight->data[i] *= moving.weight->data[i];
  saffron_nuclei_find (reference.values, reference.weight, m->least, m->most,
                       m->job, &m->found[k][0]);
  saffron_nuclei_find (moving.values, reference.weight, m->least, m->most,
                       m->job, &m->found[k][1]);
  saffron_job_add_fraction (m->job, 1.0 / m->fields->len);
}

static int
compare_radii (gconstpointer a, gconstpointer b)
{
  double p = ((const SaffronNucleus *) a)->radius;
  double q = ((const SaffronNucleus *) b)->radius;

  return (p > q) - (p < q);
}

/* Half of the area of all nuclei is that of nuclei with at most this radius;
 * with each counted once, specks would outnumber them. NaN when there are
 * none. */
static double
middle_of_area (GArray *nuclei)
{
  double area = 0.0, below = 0.0;

  g_array_sort (nuclei, compare_radii);
  for (int pass = 0; pass < 2; pass++)
    for (guint i = 0; i < nuclei->len; i++)
      {
        double radius = g_array_index (nuclei, SaffronNucleus, i).radius;

        *(pass == 0 ? &area : &below) += radius * radius;
        if (pass == 1 && below >= 0.5 * area)
          return radius;
      }
  return NAN;
}

/* Chooses the radii where no pixel size says how large nuclei are. */
static gboolean
guess_radii (Measure *m, GError **error)
{
  g_autoptr (GArray) all = g_array_new (FALSE, FALSE, sizeof (SaffronNucleus));
  guint n = MIN (m->fields->len, MOST_GUESSES);
  double radius = 0.0;

  for (guint i = 0; i < n; i++)
    {
      guint k = i * m->fields->len / n;
      g_auto (SaffronNucleiFound) found = { 0 };
      g_auto (SaffronLookWindow) window = { 0 };

      if (!saffron_job_check (m->job, error)
          || !read_reference (m, g_array_index (m->fields, SaffronRefPoint, k),
                              &window, error))
        return FALSE;
      saffron_nuclei_find (window.values, window.weight, m->least, m->most,
                           m->job, &found);
      g_array_append_vals (all, found.nuclei->data, found.nuclei->len);
    }
  radius = middle_of_area (all);
  if (radius > 0.0)
    {
      m->least = MAX (m->least, LEAST_OF_RADIUS * radius);
      m->most = MOST_OF_RADIUS * radius;
    }
  return TRUE;
}

static gboolean
look_at_fields (Measure *m, GError **error)
{
  gint64 n = m->fields->len;

  m->found = g_malloc0_n (MAX (n, 1), sizeof *m->found);
  m->errors = g_new0 (GError *, MAX (n, 1));
  for (m->first = 0; m->first < n; m->first += AT_ONCE)
    {
      saffron_parallel_for (m->job, MIN (AT_ONCE, n - m->first), look_at_field,
                            m);
      if (!saffron_job_check (m->job, error))
        return FALSE;
    }
  for (gint64 i = 0; i < n; i++)
    if (m->errors[i] != NULL)
      {
        g_propagate_error (error, g_steal_pointer (&m->errors[i]));
        return FALSE;
      }
  return TRUE;
}

/* Pixels of a field. */
static double
median_radius (const Measure *m)
{
  g_autoptr (GArray) radii = g_array_new (FALSE, FALSE, sizeof (double));

  for (guint i = 0; i < m->fields->len; i++)
    for (guint j = 0; j < m->found[i][0].nuclei->len; j++)
      g_array_append_val (
          radii,
          g_array_index (m->found[i][0].nuclei, SaffronNucleus, j).radius);
  return saffron_median (radii);
}

/* Into all directions, each by another length. A field is no torus that is
 * larger than twice the shift, so it bounds the shift. */
static SaffronNucleiShift
shift_of (const Measure *m, const SaffronNuclei *nuclei, int k)
{
  double unit = nuclei->um_per_px > 0.0 ? 1.0 / nuclei->um_per_px / m->step
                                        : nuclei->radius / m->step;
  double low = nuclei->um_per_px > 0.0 ? LEAST_SHIFT_UM : LEAST_SHIFT_RADII;
  double high = nuclei->um_per_px > 0.0 ? MOST_SHIFT_UM : MOST_SHIFT_RADII;
  double part = fmod (0.618034 * k, 1.0);
  double length = MIN (unit * (low + part * (high - low)), m->side / 2.0);
  double angle = 2.0 * G_PI * k / N_SHIFTS;

  return (SaffronNucleiShift){ (int) lround (length * cos (angle)),
                               (int) lround (length * sin (angle)) };
}

static SaffronNucleiFigures
figures_of (const Measure *m,
            const SaffronNuclei *nuclei,
            SaffronNucleiShift shift)
{
  g_auto (SaffronNucleiTally) tally = { 0 };
  SaffronNucleiShift positive = { (shift.dx + m->side) % m->side,
                                  (shift.dy + m->side) % m->side };
  double pixels = 0.0, common = 0.0;

  saffron_nuclei_tally_init (&tally);
  for (guint i = 0; i < m->fields->len; i++)
    saffron_nuclei_match (&m->found[i][0], &m->found[i][1],
                          REACH * nuclei->radius / m->step, positive, &tally);
  pixels = (double) (tally.reference_pixels + tally.moving_pixels);
  common = (double) tally.common_pixels;
  return (SaffronNucleiFigures){
    .matched = 2.0 * tally.distances->len
               / (double) (tally.n_reference + tally.n_moving),
    .distance = m->step * saffron_median (tally.distances),
    .dice = 2.0 * common / pixels,
    .iou = common / (pixels - common),
  };
}

/* Returns whether more nuclei match than by chance. */
static gboolean
compare_with_chance (const Measure *m, SaffronNuclei *nuclei)
{
  SaffronNucleiFigures *mean = &nuclei->chance;
  double squares = 0.0, spread = 0.0;

  nuclei->here = figures_of (m, nuclei, (SaffronNucleiShift){ 0, 0 });
  *mean = (SaffronNucleiFigures){ 0 };
  nuclei->shift = 0.0;
  for (int k = 0; k < N_SHIFTS; k++)
    {
      SaffronNucleiShift shift = shift_of (m, nuclei, k);
      SaffronNucleiFigures one = figures_of (m, nuclei, shift);

      nuclei->shift += m->step * hypot (shift.dx, shift.dy) / N_SHIFTS;
      mean->matched += one.matched / N_SHIFTS;
      mean->distance += one.distance / N_SHIFTS;
      mean->dice += one.dice / N_SHIFTS;
      mean->iou += one.iou / N_SHIFTS;
      squares += one.matched * one.matched / N_SHIFTS;
    }
  spread = sqrt (MAX (squares - mean->matched * mean->matched, 0.0));
  return nuclei->here.matched - mean->matched
         > MAX (LEAST_GAIN * (1.0 - mean->matched), LEAST_SIGMAS * spread);
}

static SaffronNucleiOutcome
sum_up (const Measure *m, SaffronNuclei *nuclei)
{
  double radius = 0.0;

  for (guint i = 0; i < m->fields->len; i++)
    {
      nuclei->n_reference += (int) m->found[i][0].nuclei->len;
      nuclei->n_moving += (int) m->found[i][1].nuclei->len;
    }
  if (MIN (nuclei->n_reference, nuclei->n_moving) < LEAST_NUCLEI)
    return SAFFRON_NUCLEI_TOO_FEW;
  radius = median_radius (m);
  if (radius < COARSE_RADIUS_PX)
    return SAFFRON_NUCLEI_TOO_COARSE;
  nuclei->radius = radius * m->step;
  if (compare_with_chance (m, nuclei))
    return SAFFRON_NUCLEI_MEASURED;
  nuclei->here = (SaffronNucleiFigures){ nuclei->here.matched, NAN, NAN, NAN };
  nuclei->chance =
      (SaffronNucleiFigures){ nuclei->chance.matched, NAN, NAN, NAN };
  return SAFFRON_NUCLEI_CHANCE;
}

gboolean
saffron_nuclei_measure (SaffronSlide *const slides[2],
                        const SaffronLook looks[2],
                        const SaffronTransform *transform,
                        const SaffronRegPlane *const planes[2],
                        SaffronJob *job,
                        SaffronNuclei *nuclei,
                        GError **error)
{
  const SaffronNucleiFigures none = { NAN, NAN, NAN, NAN };
  g_auto (Measure) m = { .slides = slides, .transform = transform, .job = job };

  *nuclei = (SaffronNuclei){
    .radius = NAN, .shift = NAN, .here = none, .chance = none
  };
  if (!find_nuclear_look (slides[0], &looks[0], &m.looks[0])
      || !find_nuclear_look (slides[1], &looks[1], &m.looks[1]))
    {
      nuclei->outcome = SAFFRON_NUCLEI_NO_STAIN;
      return TRUE;
    }
  if (!choose_scale (&m, nuclei))
    {
      nuclei->outcome = SAFFRON_NUCLEI_TOO_COARSE;
      return TRUE;
    }
  m.fields =
      saffron_nuclei_fields (planes, transform, m.side * m.step,
                             m.side >= LEAST_FIELD_PIXELS ? MOST_FIELDS : 0);
  nuclei->n_fields = (int) m.fields->len;
  if ((nuclei->um_per_px <= 0.0 && !guess_radii (&m, error))
      || !look_at_fields (&m, error))
    return FALSE;
  nuclei->outcome =
      m.fields->len > 0 ? sum_up (&m, nuclei) : SAFFRON_NUCLEI_NO_FIELDS;
  return TRUE;
}
