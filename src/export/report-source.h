/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "session/session.h"

G_BEGIN_DECLS

/**
 * SaffronReportSlide:
 * @name: unique among the slides, see saffron_session_export_name()
 * @path: of the moving slide
 * @choice: what of the file is the slide
 * @landmarks: (element-type SaffronLandmark): of the slide
 * @run: (nullable): what is exported of it, as its own two slides judge it, as
 *   the report measures what other slides say; %NULL: nothing is registered
 * @number: of the run
 * @note: a person's note beside the run; "" for none
 * @sign: (nullable): a person's verdict on the run
 * @caution: (nullable): why @run is not all that a person may expect: it is not
 *   the current one, or its landmarks have changed since; without @run, why
 *   there is none
 *
 * What a session says of one moving slide.
 */
typedef struct {
  char *name;
  char *path;
  SaffronSlideChoice choice;
  GArray *landmarks;
  SaffronRun *run;
  guint number;
  char *note;
  SaffronSign *sign;
  char *caution;
} SaffronReportSlide;

/**
 * SaffronReportSource:
 * @session: (nullable): the session's file; %NULL for one that has none yet
 * @reference: path of the reference
 * @reference_choice: what of that file is the slide
 * @slides: (element-type SaffronReportSlide): in the order of the session
 *
 * What a report is about: a copy, which a worker may read. Constant once it is
 * made.
 */
typedef struct {
  char *session;
  char *reference;
  SaffronSlideChoice reference_choice;
  GPtrArray *slides;
} SaffronReportSource;

/* @only: (nullable): a report on this slide alone */
SaffronReportSource *saffron_report_source_new (SaffronSession *session,
                                                SaffronMoving *only);
void saffron_report_source_free (SaffronReportSource *source);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SaffronReportSource, saffron_report_source_free)

/* (nullable): the slide of this path. */
const SaffronReportSlide *
saffron_report_source_find (const SaffronReportSource *source,
                            const char *path);

G_END_DECLS
