/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "register/look.h"

#include <glib/gi18n.h>
#include <string.h>

#include "base/error.h"
#include "register/filters.h"
#include "register/percentile.h"
#include "register/masks.h"
#include "register/stain.h"
#include "slide/channel-names.h"
#include "slide/scaled.h"

/* Longest side of the picture that tells bright from dark background. */
#define GLANCE_DIM 128

/* Of a grey picture on a bright background, the median is at least this share
 * of the brightest; of a coloured one, that of green. White that fills a part
 * of a picture is no background where the rest is darker than BRIGHT_RGB. */
#define BRIGHT_GRAY 0.65
#define BRIGHT_RGB 0.25

/* Of eight bits, what JPEG makes of a black fill. */
#define BLACK 3.0

/* Blue is the nuclear stain of a coloured fluorescence picture when it has at
 * least this share of the contrast of the channel that has most. */
#define LEAST_BLUE 0.1

typedef struct {
  SaffronSlide *slide;
  const char *asked; /* the channel's name, or "auto" */
  gboolean rgb;      /* red, green and blue of one picture */
  gboolean brightfield;
  SaffronReasonCode kind_reason; /* UNRECORDED: none of its own */
  int max_image_dim;
} Side;

gboolean
saffron_look_is_brightfield (const SaffronLook *look)
{
  return look->kind != SAFFRON_LOOK_INTENSITY;
}

void
saffron_look_clear (SaffronLook *look)
{
  g_clear_pointer (&look->name, g_free);
  g_clear_pointer (&look->reason, saffron_reason_free);
}

SaffronLook
saffron_look_copy (const SaffronLook *look)
{
  return (SaffronLook){
    look->kind, look->channel, g_strdup (look->name),
    look->reason != NULL ? saffron_reason_copy (look->reason) : NULL, look->z
  };
}

static gboolean
is_auto (const char *text)
{
  return text == NULL || *text == '\0'
         || g_ascii_strcasecmp (text, "auto") == 0;
}

const char *
saffron_look_asked_kind (const SaffronParams *params, gboolean is_reference)
{
  const char *own = is_reference ? params->reference_kind : params->moving_kind;

  return is_auto (own) ? params->kind : own;
}

static void
set_look (SaffronLook *look,
          SaffronLookKind kind,
          int channel,
          const char *name,
          SaffronReasonCode reason)
{
  saffron_look_clear (look);
  look->kind = kind;
  look->channel = channel;
  look->name = g_strdup (name);
  look->reason = saffron_reason_new (reason, NULL, NULL);
}

/* How one channel looks from afar: the values below which the darkest pixels,
 * half of them, and all but the brightest lie. */
typedef struct {
  double bottom, median, top;
} Glance;

static double
glance_downsample (const Side *side)
{
  double longest = MAX (saffron_slide_get_width (side->slide),
                        saffron_slide_get_height (side->slide));

  return MAX (longest / GLANCE_DIM, 1.0);
}

static Glance
glance_of (const SaffronPlane *plane, const SaffronPlane *mask)
{
  return (Glance){ saffron_plane_percentile (plane, mask, 0.5, NULL),
                   saffron_plane_percentile (plane, mask, 50.0, NULL),
                   saffron_plane_percentile (plane, mask, 99.5, NULL) };
}

/* (nullable): 1 everywhere but where the picture is filled with black, or with
 * white, too, if @white says so; %NULL if it is not. */
static SaffronPlane *
without_fills (SaffronPlane *const *channels,
               int n,
               SaffronSampleType type,
               gboolean white)
{
  double black = type == SAFFRON_SAMPLE_U8 ? BLACK : 0.0;
  g_autoptr (SaffronPlane) fill = saffron_blank_mask (
      channels, n, 0.0, black, saffron_blank_radius (channels[0]), NULL);

  if (white)
    saffron_mask_add (&fill, saffron_white_fill (channels, n, NULL), NULL);
  return fill != NULL ? saffron_mask_invert (fill, NULL) : NULL;
}

/* Whether all is dark but for a fill of white. */
static gboolean
is_dark_in_white (SaffronPlane *const *channels,
                  int n,
                  SaffronSampleType type,
                  double white)
{
  g_autoptr (SaffronPlane) rest = without_fills (channels, n, type, TRUE);

  for (int i = 0; rest != NULL && i < n; i++)
    if (saffron_plane_percentile (channels[i], rest, 50.0, NULL)
        >= BRIGHT_RGB * white)
      return FALSE;
  return rest != NULL;
}

/* Tissue on a bright background is darker than most; a camera's offset under
 * fluorescence may be high, but what shines is brighter than most. */
static gboolean
is_bright_gray (SaffronPlane *plane, SaffronSampleType type)
{
  g_autoptr (SaffronPlane) written = without_fills (&plane, 1, type, FALSE);
  Glance glance = glance_of (plane, written);
  double top = type == SAFFRON_SAMPLE_U8 ? 255.0 : glance.top;

  return glance.median > BRIGHT_GRAY * top
         && glance.top - glance.median < glance.median - glance.bottom
         && !is_dark_in_white (&plane, 1, type, top);
}

static gboolean
is_bright_rgb (SaffronPlane *const *channels, SaffronSampleType type)
{
  g_autoptr (SaffronPlane) written = without_fills (channels, 3, type, FALSE);
  double white = saffron_white_level (channels, 3, type, NULL);

  return saffron_plane_percentile (channels[1], written, 50.0, NULL)
             >= BRIGHT_RGB * white
         && !is_dark_in_white (channels, 3, type, white);
}

/* The slide's reader tells pictures in colour by their looks, too: a dark one
 * has three fluorescence channels of these names. */
static gboolean
is_rgb (SaffronSlide *slide)
{
  static const char *const names[] = { "Red", "Green", "Blue" };

  if (saffron_slide_get_n_channels (slide) != 3)
    return FALSE;
  if (saffron_slide_get_kind (slide) == SAFFRON_SLIDE_BRIGHTFIELD)
    return TRUE;
  for (int i = 0; i < 3; i++)
    if (g_strcmp0 (saffron_slide_get_channel (slide, i)->name, names[i]) != 0)
      return FALSE;
  return TRUE;
}

/* Reads the first channel, or all three of an RGB slide, from afar. */
static gboolean
read_channels (const Side *side, SaffronPlane *channels[3], GError **error)
{
  double downsample = glance_downsample (side);

  if (side->rgb
      && saffron_slide_get_kind (side->slide) == SAFFRON_SLIDE_BRIGHTFIELD)
    return saffron_slide_read_scaled_rgb (
        side->slide, downsample, side->max_image_dim, channels, NULL, error);
  for (int i = 0; i < (side->rgb ? 3 : 1); i++)
    {
      channels[i] = saffron_slide_read_scaled (
          side->slide, i, downsample, side->max_image_dim, NULL, error);
      if (channels[i] == NULL)
        {
          while (i-- > 0)
            g_clear_pointer (&channels[i], saffron_plane_free);
          return FALSE;
        }
    }
  return TRUE;
}

/* Tells by what it looks like whether the slide is brightfield. */
static gboolean
side_look (Side *side, GError **error)
{
  SaffronSampleType type = saffron_slide_get_channel (side->slide, 0)->type;
  SaffronPlane *channels[3] = { NULL };

  if (!read_channels (side, channels, error))
    return FALSE;
  if (side->rgb)
    side->brightfield = is_bright_rgb (channels, type);
  else if (is_bright_gray (channels[0], type))
    {
      side->brightfield = TRUE;
      side->kind_reason = SAFFRON_REASON_LOOK_BRIGHT_GRAY;
    }
  for (int i = 0; i < 3; i++)
    g_clear_pointer (&channels[i], saffron_plane_free);
  return TRUE;
}

/* Brightfield or fluorescence. What a file's layout says is not enough: a
 * fluorescence picture saved as RGB and a grey brightfield scan both occur. */
static gboolean
side_init (Side *side,
           SaffronSlide *slide,
           gboolean is_reference,
           const SaffronParams *params,
           GError **error)
{
  const char *kind = saffron_look_asked_kind (params, is_reference);

  side->slide = slide;
  side->asked =
      is_reference ? params->reference_channel : params->moving_channel;
  side->rgb = is_rgb (slide);
  side->brightfield =
      saffron_slide_get_kind (slide) == SAFFRON_SLIDE_BRIGHTFIELD;
  side->kind_reason = SAFFRON_REASON_UNRECORDED;
  side->max_image_dim = params->max_image_dim;

  if (!is_auto (kind))
    {
      side->brightfield = g_ascii_strcasecmp (kind, "brightfield") == 0;
      side->kind_reason = SAFFRON_REASON_LOOK_KIND_ASKED;
      return TRUE;
    }
  if (side->rgb ? !side->brightfield : saffron_slide_get_n_channels (slide) > 1)
    return TRUE;
  return side_look (side, error);
}

char **
saffron_look_choices (SaffronSlide *slide)
{
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();

  for (int i = 0; i < saffron_slide_get_n_channels (slide); i++)
    g_strv_builder_add (names, saffron_slide_get_channel (slide, i)->name);
  if (is_rgb (slide))
    g_strv_builder_add_many (names, "optical density", "hematoxylin", NULL);
  return g_strv_builder_end (names);
}

static void
set_unknown_channel (const Side *side, GError **error)
{
  g_auto (GStrv) choices = saffron_look_choices (side->slide);
  g_autofree char *names = g_strjoinv (", ", choices);

  g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_ARGUMENT,
               _ ("%s: there is no channel “%s”; it has: %s"),
               saffron_slide_get_path (side->slide), side->asked, names);
}

static gboolean
look_asked (const Side *side, SaffronLook *look, GError **error)
{
  for (int i = 0; i < saffron_slide_get_n_channels (side->slide); i++)
    {
      const char *name = saffron_slide_get_channel (side->slide, i)->name;
      g_autofree char *a = g_utf8_casefold (name, -1);
      g_autofree char *b = g_utf8_casefold (side->asked, -1);

      if (strcmp (a, b) == 0)
        {
          set_look (look,
                    side->brightfield ? SAFFRON_LOOK_OPTICAL_DENSITY
                                      : SAFFRON_LOOK_INTENSITY,
                    i, name, SAFFRON_REASON_LOOK_ASKED);
          return TRUE;
        }
    }
  if (side->rgb && g_ascii_strcasecmp (side->asked, "optical density") == 0)
    set_look (look, SAFFRON_LOOK_OPTICAL_DENSITY, -1, "optical density",
              SAFFRON_REASON_LOOK_ASKED);
  else if (side->rgb && g_ascii_strcasecmp (side->asked, "hematoxylin") == 0)
    set_look (look, SAFFRON_LOOK_HEMATOXYLIN, -1, "hematoxylin",
              SAFFRON_REASON_LOOK_ASKED);
  else
    {
      set_unknown_channel (side, error);
      return FALSE;
    }
  return TRUE;
}

static void
look_brightfield (const Side *side, gboolean against_nuclei, SaffronLook *look)
{
  SaffronReasonCode why = side->kind_reason;
  gboolean plain = why == SAFFRON_REASON_UNRECORDED;

  if (side->rgb && against_nuclei)
    set_look (look, SAFFRON_LOOK_HEMATOXYLIN, -1, "hematoxylin",
              SAFFRON_REASON_LOOK_HEMATOXYLIN);
  else if (side->rgb)
    set_look (look, SAFFRON_LOOK_OPTICAL_DENSITY, -1, "optical density",
              plain ? SAFFRON_REASON_LOOK_BRIGHTFIELD : why);
  else
    set_look (look, SAFFRON_LOOK_OPTICAL_DENSITY, 0, "optical density",
              plain ? SAFFRON_REASON_LOOK_GRAY_BRIGHTFIELD : why);
}

static int
find_nuclear (SaffronSlide *slide)
{
  int best = -1, best_rank = 0;

  for (int i = 0; i < saffron_slide_get_n_channels (slide); i++)
    {
      int rank =
          saffron_nuclear_rank (saffron_slide_get_channel (slide, i)->name);

      if (rank > 0 && (best < 0 || rank < best_rank))
        {
          best = i;
          best_rank = rank;
        }
    }
  return best;
}

/* A channel that both slides have by name, other than "Channel 1". */
static int
find_common (SaffronSlide *slide, SaffronSlide *other)
{
  for (int i = 0; i < saffron_slide_get_n_channels (slide); i++)
    {
      const char *name = saffron_slide_get_channel (slide, i)->name;

      if (g_str_has_prefix (name, "Channel "))
        continue;
      for (int j = 0; j < saffron_slide_get_n_channels (other); j++)
        if (g_strcmp0 (name, saffron_slide_get_channel (other, j)->name) == 0)
          return i;
    }
  return -1;
}

/* A coloured picture of fluorescence: nuclei are blue by custom, and the same
 * on both slides where other stains are not. */
static gboolean
look_rgb_fluorescence (const Side *side, SaffronLook *look, GError **error)
{
  SaffronSampleType type = saffron_slide_get_channel (side->slide, 0)->type;
  g_autoptr (SaffronPlane) written = NULL;
  SaffronPlane *channels[3] = { NULL };
  double contrast[3] = { 0 };
  int channel = 0;

  if (!read_channels (side, channels, error))
    return FALSE;
  written = without_fills (channels, 3, type, TRUE);
  for (int i = 0; i < 3; i++)
    {
      Glance glance = glance_of (channels[i], written);

      contrast[i] = glance.top - glance.median;
      if (contrast[i] > contrast[channel])
        channel = i;
      saffron_plane_free (channels[i]);
    }
  if (contrast[2] >= LEAST_BLUE * contrast[channel] && contrast[2] > 0.0)
    set_look (look, SAFFRON_LOOK_INTENSITY, 2, "Blue",
              SAFFRON_REASON_LOOK_BLUE);
  else
    set_look (look, SAFFRON_LOOK_INTENSITY, channel,
              saffron_slide_get_channel (side->slide, channel)->name,
              SAFFRON_REASON_LOOK_CONTRAST);
  return TRUE;
}

static gboolean
look_fluorescence (const Side *side,
                   const Side *other,
                   SaffronLook *look,
                   GError **error)
{
  int n = saffron_slide_get_n_channels (side->slide);
  int nuclear = find_nuclear (side->slide);
  int common = find_common (side->slide, other->slide);
  int channel = 0;
  SaffronReasonCode why = SAFFRON_REASON_LOOK_FIRST;

  if (side->rgb)
    return look_rgb_fluorescence (side, look, error);
  if (nuclear >= 0)
    {
      channel = nuclear;
      why = SAFFRON_REASON_LOOK_NUCLEAR;
    }
  else if (n == 1)
    why = SAFFRON_REASON_LOOK_ONLY;
  else if (common >= 0 && !other->rgb && find_nuclear (other->slide) < 0)
    {
      channel = common;
      why = SAFFRON_REASON_LOOK_COMMON;
    }
  set_look (look, SAFFRON_LOOK_INTENSITY, channel,
            saffron_slide_get_channel (side->slide, channel)->name, why);
  return TRUE;
}

static gboolean
look_one (const Side *side,
          const Side *other,
          SaffronLook *look,
          GError **error)
{
  if (!is_auto (side->asked))
    return look_asked (side, look, error);
  if (!side->brightfield)
    return look_fluorescence (side, other, look, error);
  look_brightfield (side, !other->brightfield, look);
  return TRUE;
}

int
saffron_look_find_z (SaffronSlide *slide)
{
  return saffron_slide_get_n_z (slide) > 1 ? saffron_slide_get_taken (slide).z
                                           : 0;
}

gboolean
saffron_look_choose (SaffronSlide *reference,
                     SaffronSlide *moving,
                     const SaffronParams *params,
                     SaffronLook *reference_look,
                     SaffronLook *moving_look,
                     GError **error)
{
  Side ref, mov;

  memset (reference_look, 0, sizeof *reference_look);
  memset (moving_look, 0, sizeof *moving_look);
  if (!side_init (&ref, reference, TRUE, params, error)
      || !side_init (&mov, moving, FALSE, params, error))
    return FALSE;
  if (!look_one (&ref, &mov, reference_look, error)
      || !look_one (&mov, &ref, moving_look, error))
    {
      saffron_look_clear (reference_look);
      saffron_look_clear (moving_look);
      return FALSE;
    }
  reference_look->z = saffron_look_find_z (reference);
  moving_look->z = saffron_look_find_z (moving);
  return TRUE;
}
