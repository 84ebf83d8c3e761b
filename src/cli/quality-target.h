/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "quality/quality.h"
#include "session/session.h"

G_BEGIN_DECLS

/**
 * SaffronQualityTarget:
 * @moving: the slide
 * @run: of the session, what is measured
 * @folder: where its files go
 * @windows: path of windows.csv there
 * @json: path of quality.json
 *
 * One slide that `saffron-cli quality` measures.
 */
typedef struct {
  SaffronMoving *moving;
  SaffronRun *run;
  char *folder, *windows, *json;
} SaffronQualityTarget;

SaffronQualityTarget *saffron_quality_target_new (SaffronMoving *moving,
                                                  SaffronRun *run,
                                                  const char *folder);
void saffron_quality_target_free (SaffronQualityTarget *target);

/* Makes the folder unless it is there. */
gboolean saffron_quality_make_folder (const char *path, GError **error);

/* FALSE with an error when one of its files is there and may not be replaced;
 * makes its folder. */
gboolean saffron_quality_target_check (const SaffronQualityTarget *target,
                                       SaffronSession *session,
                                       gboolean overwrite,
                                       GError **error);

/**
 * saffron_quality_target_write:
 * @pictures: (element-type SaffronReportPng): as saffron_report_add() gives
 *   them
 *
 * Returns: (transfer full) (element-type SaffronSaveFile): the slide's pictures
 *   and its two tables, which have no names yet; %NULL with an error
 */
GPtrArray *saffron_quality_target_write (const SaffronQualityTarget *target,
                                         SaffronSession *session,
                                         const SaffronQuality *quality,
                                         const GPtrArray *pictures,
                                         gboolean overwrite,
                                         GError **error);

/* Writes @json in the place of quality.json. */
gboolean saffron_quality_target_correct (const SaffronQualityTarget *target,
                                         JsonNode *json,
                                         GError **error);

G_END_DECLS
