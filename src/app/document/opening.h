/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/work/work.h"
#include "session/draft.h"
#include "slide/slide.h"

G_BEGIN_DECLS

/**
 * SaffronArrival:
 * @index: index in the opening's paths
 * @slide: (nullable): that was opened
 * @file: (nullable): %NULL in the first arrival, which only says that the files
 *   have been listed
 * @error: (nullable): why there is no slide
 *
 * What the thread tells the document.
 */
typedef struct {
  guint index;
  SaffronSlide *slide;
  SaffronSlideFile *file;
  GError *error;
} SaffronArrival;

/**
 * SaffronOpening:
 * @files: #GFile: slides, folders of slides, or a session
 * @draft: (nullable): a session that is opened as well
 * @markers: those of the parameter reference_markers, separated by commas
 * @wants_reference: whether one of the slides is to be the reference
 * @session: (nullable): the session that was read from @files or @draft
 * @paths: those of the slides, absolute
 * @choices: (element-type SaffronSlideChoice): of the slides that come first in
 *   @paths: the session's, or those of @files if they were set before it starts
 * @n_session: how many of @paths, from the first on, are the session's
 * @errors: what could not be listed, texts
 * @n_left_out: files of a folder that Saffron itself made
 * @reference: index in @paths of the slide that is to be the reference; -1 if
 *   none
 *
 * The work of opening files: its thread lists them and then opens several
 * slides at a time. The fields up to @wants_reference are set before it starts;
 * the others belong to the main thread from the first message on.
 *
 * SaffronWork::message: a #SaffronArrival, also after it was cancelled: a slide
 *   that was open by then stays.
 */
#define SAFFRON_TYPE_OPENING (saffron_opening_get_type ())
G_DECLARE_FINAL_TYPE (SaffronOpening,
                      saffron_opening,
                      SAFFRON,
                      OPENING,
                      SaffronWork)

struct _SaffronOpening {
  SaffronWork parent_instance;

  GPtrArray *files;
  SaffronDraft *draft;
  char *markers;
  gboolean wants_reference;

  SaffronSession *session;
  GPtrArray *paths;
  GArray *choices;
  guint n_session;
  GPtrArray *errors;
  int n_left_out;
  int reference;
};

SaffronOpening *saffron_opening_new (GFile **files, guint n_files);

/* opening-list.c: sets what is listed; called by the thread. */
void saffron_opening_list (SaffronOpening *opening);

G_END_DECLS
