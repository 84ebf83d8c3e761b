/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/autosave.h"
#include "app/document.h"
#include "app/looks.h"

G_BEGIN_DECLS

struct _SaffronDocument {
  GObject parent_instance;

  SaffronViewModel *model;
  SaffronSession *session;
  SaffronAutosave *autosave; /* of the session */
  SaffronLayer *reference;
  GPtrArray *moving; /* SaffronLayer or NULL, as the session's */
  int shown;
  GPtrArray *retired; /* SaffronLayer, for an undo that brings them back */

  SaffronJob *job; /* of what is being opened; NULL when closed */
  char *look_key; /* what the layers' looks were found for */
  guint64 look_search; /* the last one that has begun */
  guint n_opening;
  GQueue saves; /* the first is being written, see document-save.c */
};

/**
 * SaffronOpened:
 * @session: (nullable): that was read
 * @draft: (nullable): that it was recovered from
 * @paths: of the slides, absolute
 * @slides: the same in number; %NULL where one could not be opened
 * @looks: what registration looks at on each; %NULL where @slides is
 * @files: of the request, those that there was something in
 * @errors: texts, where one could not
 * @reference: which of @slides becomes the reference, -1 if none
 *
 * What the opening thread brings back.
 */
typedef struct {
  SaffronSession *session;
  SaffronDraft *draft;
  GPtrArray *paths;
  GPtrArray *slides;
  GPtrArray *looks;
  GPtrArray *files; /* GFile */
  GPtrArray *errors;
  int reference;
  SaffronOpenAs as;
} SaffronOpened;

void saffron_opened_free (SaffronOpened *opened);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SaffronOpened, saffron_opened_free)

/**
 * saffron_document_open_async:
 * @session: (nullable): that is open, for its parameters and paths
 * @reference: (nullable): that is open
 * @draft: (nullable) (transfer full): opened as well as @files
 *
 * Runs in a thread. Never %NULL but when it was cancelled: even nothing opened
 * is a result, with errors.
 */
void saffron_document_open_async (GFile **files,
                                  guint n_files,
                                  SaffronOpenAs as,
                                  SaffronSession *session,
                                  SaffronSlide *reference,
                                  SaffronDraft *draft,
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

/* document.c */
/* @draft: (nullable) (transfer full): that it was recovered from. */
void saffron_document_set_session (SaffronDocument *self,
                                   SaffronSession *session,
                                   SaffronDraft *draft);
void saffron_document_leave_session (SaffronDocument *self);
void saffron_document_fail (SaffronDocument *self, const char *message);
void saffron_document_tell_saved (SaffronDocument *self, const char *path);
/* (nullable) */
SaffronLayer *saffron_document_shown_layer (SaffronDocument *self);

/* document-slides.c: what was opened takes its place. */
void saffron_document_take_session (SaffronDocument *self,
                                    SaffronOpened *opened);
void saffron_document_take_slides (SaffronDocument *self,
                                   SaffronOpened *opened);
void saffron_document_take_relocated (SaffronDocument *self,
                                      SaffronOpened *opened);
/* After an edit of the session's slides: the layers follow; one that was never
 * opened is opened. */
void saffron_document_match_session (SaffronDocument *self);

/* document-looks.c: what registration looks at follows the parameters and the
 * slides; or it is as it was found with the slides. */
void saffron_document_update_looks (SaffronDocument *self);
void saffron_document_know_looks (SaffronDocument *self);

G_END_DECLS
