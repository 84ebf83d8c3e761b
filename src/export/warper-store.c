/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "export/warper-store.h"

static void
store_row (const float *in,
           guint8 *row,
           SaffronSampleType type,
           int n,
           int step)
{
  switch (type)
    {
    case SAFFRON_SAMPLE_U8:
      for (int i = 0; i < n; i++)
        row[i * step] = (guint8) (CLAMP (in[i], 0.0f, 255.0f) + 0.5f);
      break;
    case SAFFRON_SAMPLE_U16:
      for (int i = 0; i < n; i++)
        ((guint16 *) row)[i * step] =
            (guint16) (CLAMP (in[i], 0.0f, 65535.0f) + 0.5f);
      break;
    case SAFFRON_SAMPLE_F32:
      for (int i = 0; i < n; i++)
        ((float *) row)[i * step] = in[i];
      break;
    }
}

gboolean
saffron_warper_store (const SaffronWarper *warper,
                      int channel,
                      const SaffronRect *rect,
                      SaffronRaster *out,
                      GError **error)
{
  gsize n = (gsize) rect->width * rect->height;
  g_autofree float *values = g_new (float, n * out->n_samples);
  gsize size = saffron_sample_type_size (out->type);

  if (!saffron_warper_read (warper, channel, rect, values, error))
    return FALSE;
  for (int s = 0; s < out->n_samples; s++)
    for (int y = 0; y < out->height; y++)
      store_row (values + s * n + (gsize) y * out->width,
                 out->data + y * out->stride + s * size, out->type, out->width,
                 out->n_samples);
  return TRUE;
}
