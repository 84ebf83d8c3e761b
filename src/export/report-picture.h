/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>

#include "base/job.h"
#include "export/qc-side.h"
#include "quality/map.h"

G_BEGIN_DECLS

/* The longest side of the overlays and of the maps, pixels. A slide that is
 * smaller is not enlarged in the overlay. */
#define SAFFRON_REPORT_OVERLAY 900
#define SAFFRON_REPORT_MAP 420

/**
 * SaffronReportPicture:
 * @frame: the pixels of the overlays
 * @before: the moving slide by the run's affine part alone, in red, over the
 *   reference in green; CAIRO_FORMAT_RGB24
 * @after: the same by the run
 *
 * The overlays of one run, in the true shape of the tissue.
 */
typedef struct {
  SaffronWarpFrame frame;
  cairo_surface_t *before, *after;
} SaffronReportPicture;

/* Reads small pictures of both slides. @picture: (out caller-allocates). FALSE
 * with an error when a slide cannot be read or @job is cancelled; nothing is
 * to be freed then. */
gboolean saffron_report_picture_init (SaffronReportPicture *picture,
                                      SaffronSlide *reference,
                                      SaffronSlide *moving,
                                      SaffronRun *run,
                                      SaffronJob *job,
                                      GError **error);
void saffron_report_picture_clear (SaffronReportPicture *picture);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SaffronReportPicture,
                                  saffron_report_picture_clear)

/* (transfer full): the map over the reference in dim grey, both in the shape of
 * the overlays; its longest side is @longest. CAIRO_FORMAT_RGB24 */
cairo_surface_t *
saffron_report_picture_draw_map (const SaffronReportPicture *picture,
                                 const SaffronMap *map,
                                 int longest);

/* (transfer full): how a mark without a value, or a piece, looks: a small
 * square. CAIRO_FORMAT_ARGB32 */
cairo_surface_t *saffron_report_swatch (SaffronMapMark mark, int piece);

G_END_DECLS
