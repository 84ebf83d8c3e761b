/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "slide/jp2k.h"

#include <glib/gi18n.h>
#include <math.h>
#include <openjpeg.h>
#include <string.h>

/* The most samples per pixel, and the most bytes that OpenJPEG may need for one
 * tile, at four bytes for each sample. */
#define MAX_SAMPLES 64
#define MAX_BYTES ((gsize) 1 << 30)

G_DEFINE_AUTOPTR_CLEANUP_FUNC (opj_codec_t, opj_destroy_codec)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (opj_image_t, opj_image_destroy)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (opj_stream_t, opj_stream_destroy)

gboolean
saffron_jp2k_is_compression (guint16 compression)
{
  return compression == 33003 || compression == 33004 || compression == 33005
         || compression == 34712;
}

typedef struct {
  const guint8 *data;
  gsize length, at;
} Memory;

static OPJ_SIZE_T
on_read (void *to, OPJ_SIZE_T size, void *user_data)
{
  Memory *memory = user_data;
  gsize n = MIN (size, memory->length - memory->at);

  if (n == 0)
    return (OPJ_SIZE_T) -1;
  memcpy (to, memory->data + memory->at, n);
  memory->at += n;
  return n;
}

static OPJ_OFF_T
on_skip (OPJ_OFF_T n, void *user_data)
{
  Memory *memory = user_data;

  if (n < 0 || (gsize) n > memory->length - memory->at)
    return -1;
  memory->at += (gsize) n;
  return n;
}

static OPJ_BOOL
on_seek (OPJ_OFF_T at, void *user_data)
{
  Memory *memory = user_data;

  if (at < 0 || (gsize) at > memory->length)
    return OPJ_FALSE;
  memory->at = (gsize) at;
  return OPJ_TRUE;
}

static void
keep_message (const char *message, void *user_data)
{
  char **why = user_data;

  if (*why != NULL)
    return;
  *why = g_utf8_make_valid (message, -1);
  g_strdelimit (*why, "\r\n\t", ' ');
  g_strstrip (*why);
}

static void
drop_message (const char *message, void *user_data)
{
}

static opj_stream_t *
stream_new (Memory *memory)
{
  opj_stream_t *stream = opj_stream_default_create (OPJ_TRUE);

  opj_stream_set_user_data (stream, memory, NULL);
  opj_stream_set_user_data_length (stream, memory->length);
  opj_stream_set_read_function (stream, on_read);
  opj_stream_set_skip_function (stream, on_skip);
  opj_stream_set_seek_function (stream, on_seek);
  return stream;
}

/* A box of type "jP  " begins a JP2 file; anything else is a codestream. */
static opj_codec_t *
codec_new (const Memory *memory, char **why)
{
  gboolean boxed =
      memory->length > 12 && memcmp (memory->data + 4, "jP  ", 4) == 0;
  opj_codec_t *codec =
      opj_create_decompress (boxed ? OPJ_CODEC_JP2 : OPJ_CODEC_J2K);
  opj_dparameters_t parameters;

  opj_set_default_decoder_parameters (&parameters);
  opj_set_error_handler (codec, keep_message, why);
  opj_set_warning_handler (codec, drop_message, NULL);
  opj_set_info_handler (codec, drop_message, NULL);
  return opj_setup_decoder (codec, &parameters) ? codec : NULL;
}

/* Whether the picture that the header announces fits the tile. */
static gboolean
check_image (const opj_image_t *image, const SaffronRaster *to)
{
  gsize width = image->x1 - image->x0, height = image->y1 - image->y0;

  if (image->x1 <= image->x0 || image->y1 <= image->y0
      || width > (gsize) to->width || height > (gsize) to->height
      || image->numcomps < (guint) to->n_samples
      || image->numcomps > MAX_SAMPLES
      || width * height * image->numcomps * 4 > MAX_BYTES)
    return FALSE;
  for (guint c = 0; c < image->numcomps; c++)
    if (image->comps[c].dx < 1 || image->comps[c].dx > 4
        || image->comps[c].dy < 1 || image->comps[c].dy > 4
        || image->comps[c].prec < 1 || image->comps[c].prec > 31)
      return FALSE;
  return TRUE;
}

static void
put (SaffronRaster *to, int x, int y, int sample, double value)
{
  guint8 *row = to->data + to->stride * y;
  gsize i = (gsize) x * to->n_samples + sample;

  if (to->type == SAFFRON_SAMPLE_U8)
    row[i] = (guint8) CLAMP (value, 0.0, 255.0);
  else if (to->type == SAFFRON_SAMPLE_U16)
    ((guint16 *) row)[i] = (guint16) CLAMP (value, 0.0, 65535.0);
  else
    ((float *) row)[i] = (float) value;
}

static void
copy_samples (const opj_image_t *image, SaffronRaster *to)
{
  for (int s = 0; s < to->n_samples; s++)
    {
      const opj_image_comp_t *from = &image->comps[s];
      int width = MIN (to->width, (int) (from->w * from->dx));
      int height = MIN (to->height, (int) (from->h * from->dy));

      for (int y = 0; y < height; y++)
        for (int x = 0; x < width; x++)
          put (to, x, y, s,
               from->data[(gsize) (y / (int) from->dy) * from->w
                          + (gsize) x / from->dx]);
    }
}

/* Converts YCbCr of the full range (ITU-R BT.601, as JFIF has it) to RGB. */
static void
convert_ycc (SaffronRaster *to, guint precision)
{
  double middle = ldexp (1.0, (int) precision - 1);
  double most = 2.0 * middle - 1.0;

  for (int y = 0; y < to->height; y++)
    for (int x = 0; x < to->width; x++)
      {
        double luma = saffron_raster_get (to, x, y, 0);
        double blue = saffron_raster_get (to, x, y, 1) - middle;
        double red = saffron_raster_get (to, x, y, 2) - middle;
        double rgb[3] = { luma + 1.402 * red,
                          luma - 0.344136 * blue - 0.714136 * red,
                          luma + 1.772 * blue };

        for (int s = 0; s < 3; s++)
          put (to, x, y, s, CLAMP (round (rgb[s]), 0.0, most));
      }
}

gboolean
saffron_jp2k_decode (const guint8 *data,
                     gsize length,
                     gboolean ycc,
                     SaffronRaster *to,
                     char **why)
{
  Memory memory = { data, length, 0 };
  g_autoptr (opj_stream_t) stream = stream_new (&memory);
  g_autoptr (opj_image_t) image = NULL;
  g_autoptr (opj_codec_t) codec = NULL;

  *why = NULL;
  codec = codec_new (&memory, why);
  if (codec == NULL || !opj_read_header (stream, codec, &image))
    return FALSE;
  if (!check_image (image, to))
    {
      g_free (*why);
      *why = g_strdup (_ ("its JPEG 2000 picture does not fit the tile"));
      return FALSE;
    }
  if (!opj_decode (codec, stream, image) || !opj_end_decompress (codec, stream))
    return FALSE;
  for (guint c = 0; c < image->numcomps; c++)
    if (image->comps[c].data == NULL)
      return FALSE;
  copy_samples (image, to);
  if (to->n_samples == 3
      && (ycc || image->color_space == OPJ_CLRSPC_SYCC
          || image->comps[1].dx > image->comps[0].dx))
    convert_ycc (to, image->comps[0].prec);
  /* A warning of a decoder that went on is no reason to fail. */
  g_clear_pointer (why, g_free);
  return TRUE;
}
