/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/job.h"
#include "export/itk-grid.h"
#include "export/itk-space.h"
#include "register/run.h"

G_BEGIN_DECLS

/**
 * SaffronItkFormat:
 * @SAFFRON_ITK_FIELD: the whole transform as a displacement field, NAME.mha,
 * and beside it NAME.txt, elastix's description of a transform by that field
 * @SAFFRON_ITK_ELASTIX: the affine part alone, as elastix's text, NAME.txt
 * @SAFFRON_ITK_AFFINE: the affine part alone, as ITK's text, NAME.tfm
 *
 * What other programs are given.
 */
typedef enum {
  SAFFRON_ITK_FIELD,
  SAFFRON_ITK_ELASTIX,
  SAFFRON_ITK_AFFINE,
} SaffronItkFormat;

/* "mha", "txt" or "tfm": how a file of that format ends. */
const char *saffron_itk_format_suffix (SaffronItkFormat format);
/* By how @path ends; %FALSE with %SAFFRON_ERROR_ARGUMENT, which lists them. */
gboolean saffron_itk_format_from_path (const char *path,
                                       SaffronItkFormat *format,
                                       GError **error);

/**
 * SaffronItkOptions:
 * @format: what is written
 * @level: of which level both slides' pictures are, to which the other program
 *   will apply it; see saffron_warp_downsample()
 * @unit: in which that program has them
 * @spacing: of a field; see saffron_itk_grid_init()
 * @overwrite: whether existing files may be replaced
 */
typedef struct {
  SaffronItkFormat format;
  int level;
  SaffronItkUnit unit;
  double spacing;
  gboolean overwrite;
} SaffronItkOptions;

/* (transfer full): of a field, the text that is written beside @path. */
char *saffron_itk_text_path (const char *path);

/**
 * SaffronItkResult:
 * @grid: of a field
 * @bytes: of what is written
 * @bending: the largest displacement that an affine part leaves out, as far as
 *   64 × 64 places tell, reference level-0 pixels
 */
typedef struct {
  SaffronItkGrid grid;
  gint64 bytes;
  double bending;
} SaffronItkResult;

/**
 * saffron_itk_estimate:
 *
 * Returns: %FALSE with an error that writing would give, too
 */
gboolean saffron_itk_estimate (SaffronSlide *reference,
                               SaffronSlide *moving,
                               const SaffronRun *run,
                               const SaffronItkOptions *options,
                               SaffronItkResult *result,
                               GError **error);

/**
 * saffron_itk_write:
 * @path: what is written, whatever it ends with; a field's text stands at
 *   saffron_itk_text_path()
 * @result: (out) (nullable): what was written
 *
 * Writes @run's transform for ITK, elastix and SimpleITK: the pull, reference →
 * moving, which is what they apply to the moving slide's picture. A field holds
 * at each point of a grid where it leads minus the point, as two floats, in the
 * unit. It is streamed: memory does not grow with it. In a gap between pieces,
 * each place goes with the nearest piece. Files appear when they are complete
 * and on disk, a field and its text together; an error or a cancel leaves
 * nothing behind.
 *
 * Returns: %FALSE with an error that names a file
 */
gboolean saffron_itk_write (SaffronSlide *reference,
                            SaffronSlide *moving,
                            const SaffronRun *run,
                            const SaffronItkOptions *options,
                            const char *path,
                            SaffronJob *job,
                            SaffronItkResult *result,
                            GError **error);

G_END_DECLS
