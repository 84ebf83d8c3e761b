/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "export/itk-space.h"

G_BEGIN_DECLS

/**
 * SaffronItkText:
 * @reference: the picture that is the result's grid
 * @affine: reference → moving, in ITK's points
 * @field: (nullable): the base name of a field, which is then the transform
 * @pixel_type: of the moving slide's stored values
 * @note: what a person should know; one line or more
 *
 * What the texts say.
 */
typedef struct {
  SaffronItkSpace reference;
  SaffronAffine affine;
  const char *field;
  SaffronSampleType pixel_type;
  const char *note;
} SaffronItkText;

/* (transfer full): a TransformParameters.txt, which transformix reads. Its grid
 * is that of the reference's picture. Values are interpolated linearly, because
 * elastix's cubic ones, where they leave the range of the stored type, come out
 * at its other end; they are 0 where the moving slide has nothing. */
char *saffron_itk_elastix_text (const SaffronItkText *text);

/* (transfer full): an "Insight Transform File", which ITK and SimpleITK
 * read. */
char *saffron_itk_affine_text (const SaffronItkText *text);

G_END_DECLS
