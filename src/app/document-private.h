/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/document.h"

G_BEGIN_DECLS

/**
 * SaffronOpened:
 * @session: (nullable): that was read
 * @paths: of the slides, absolute
 * @slides: the same in number; %NULL where one could not be opened
 * @errors: texts, where one could not
 *
 * What the opening thread brings back.
 */
typedef struct {
  SaffronSession *session;
  GPtrArray *paths;
  GPtrArray *slides;
  GPtrArray *errors;
  SaffronOpenAs as;
} SaffronOpened;

void saffron_opened_free (SaffronOpened *opened);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SaffronOpened, saffron_opened_free)

/* Runs in a thread; @files are consumed by nobody. Never NULL: even nothing
 * opened is a result, with errors. */
void saffron_document_open_async (GFile **files,
                                  guint n_files,
                                  SaffronOpenAs as,
                                  SaffronJob *job,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
SaffronOpened *saffron_document_open_finish (GAsyncResult *result,
                                             GError **error);

/**
 * saffron_document_choose_reference:
 * @markers: separated by commas, as in the parameter reference_markers
 *
 * The index of the path whose file name has most of the markers; the first of
 * equals.
 */
guint saffron_document_choose_reference (GPtrArray *paths,
                                         const char *markers);

G_END_DECLS
