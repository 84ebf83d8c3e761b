/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "export/itk-text.h"

/* Numbers are written the same in every locale. */
static void
append_number (GString *out, double value)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  g_string_append_printf (out, " %s",
                          g_ascii_formatd (text, sizeof text, "%.15g", value));
}

static void
append_numbers (GString *out, const double *values, int n)
{
  for (int i = 0; i < n; i++)
    append_number (out, values[i]);
}

/* Each line of the note as a comment. */
static void
append_note (GString *out, const char *note, const char *mark)
{
  g_auto (GStrv) lines = g_strsplit (note, "\n", -1);

  for (int i = 0; lines[i] != NULL; i++)
    g_string_append_printf (out, "%s %s\n", mark, lines[i]);
}

static void
append_affine (GString *out, const SaffronAffine *a)
{
  const double values[] = { a->xx, a->xy, a->yx, a->yy, a->x0, a->y0 };

  append_numbers (out, values, G_N_ELEMENTS (values));
}

static void
append_transform (GString *out, const SaffronItkText *text)
{
  if (text->field != NULL)
    {
      g_string_append_printf (out,
                              "(Transform \"DeformationFieldTransform\")\n"
                              "(NumberOfParameters 0)\n"
                              "(DeformationFieldFileName \"%s\")\n"
                              "(DeformationFieldInterpolationOrder 1)\n",
                              text->field);
      return;
    }
  g_string_append (out, "(Transform \"AffineTransform\")\n"
                        "(NumberOfParameters 6)\n"
                        "(TransformParameters");
  append_affine (out, &text->affine);
  g_string_append (out, ")\n"
                        "(CenterOfRotationPoint 0 0)\n");
}

char *
saffron_itk_elastix_text (const SaffronItkText *text)
{
  static const char *const types[] = {
    [SAFFRON_SAMPLE_U8] = "unsigned char",
    [SAFFRON_SAMPLE_U16] = "unsigned short",
    [SAFFRON_SAMPLE_F32] = "float",
  };
  const double spacing[] = { text->reference.size_x, text->reference.size_y };
  GString *out = g_string_new (NULL);

  append_note (out, text->note, "//");
  append_transform (out, text);
  g_string_append_printf (out,
                          "(InitialTransformParametersFileName "
                          "\"NoInitialTransform\")\n"
                          "(HowToCombineTransforms \"Compose\")\n"
                          "(FixedImageDimension 2)\n"
                          "(MovingImageDimension 2)\n"
                          "(FixedInternalImagePixelType \"float\")\n"
                          "(MovingInternalImagePixelType \"float\")\n"
                          "(Size %" G_GINT64_FORMAT " %" G_GINT64_FORMAT ")\n"
                          "(Index 0 0)\n"
                          "(Spacing",
                          text->reference.width, text->reference.height);
  append_numbers (out, spacing, G_N_ELEMENTS (spacing));
  g_string_append_printf (out,
                          ")\n"
                          "(Origin 0 0)\n"
                          "(Direction 1 0 0 1)\n"
                          "(UseDirectionCosines \"true\")\n"
                          "(ResampleInterpolator \"FinalBSplineInterpolator\")"
                          "\n"
                          "(FinalBSplineInterpolationOrder 1)\n"
                          "(Resampler \"DefaultResampler\")\n"
                          "(DefaultPixelValue 0)\n"
                          "(ResultImageFormat \"mha\")\n"
                          "(ResultImagePixelType \"%s\")\n"
                          "(CompressResultImage \"false\")\n",
                          types[text->pixel_type]);
  return g_string_free (out, FALSE);
}

char *
saffron_itk_affine_text (const SaffronItkText *text)
{
  GString *out = g_string_new ("#Insight Transform File V1.0\n");

  append_note (out, text->note, "#");
  g_string_append (out, "#Transform 0\n"
                        "Transform: AffineTransform_double_2_2\n"
                        "Parameters:");
  append_affine (out, &text->affine);
  g_string_append (out, "\nFixedParameters: 0 0\n");
  return g_string_free (out, FALSE);
}
