/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/document/composite.h"
#include "app/document/layer.h"
#include "app/work/pair.h"
#include "app/work/work.h"
#include "session/draft.h"
#include "view/model.h"

G_BEGIN_DECLS

/**
 * SaffronDocument:
 *
 * What one window works on: a session, its opened slides and the view of the
 * two that are shown. It follows the session by the session's signals: who
 * edits the session need not tell the document. Opening runs on threads;
 * everything else belongs to the main thread.
 *
 * SaffronDocument::changed: slides came or went, runs of the shown moving slide
 * came or went, or another moving slide or run is shown.
 * SaffronDocument::failed (message): the session could not be saved or kept.
 * SaffronDocument::refused (message): files of an opening were not opened;
 * lines after the first say more. SaffronDocument::opened (file): a slide,
 * folder or session was opened. SaffronDocument::opening (work): slides are
 * being opened; that shows how far it is, and cancelling it is
 * saffron_document_cancel_opening(). SaffronDocument::saved (path): the session
 * is in that file. SaffronDocument::conflict (path, session): it is not, for
 * others have changed the file since it was read or saved; that is what the
 * file holds now. Save again after saffron_session_merge(), or after
 * saffron_session_acknowledge(), which loses what they did.
 * SaffronDocument::elsewhere: a session is being opened over something that is
 * open; whoever listens returns the document of a window where it can go.
 * SaffronDocument::edited: the session was edited in any way, or is another.
 */
#define SAFFRON_TYPE_DOCUMENT (saffron_document_get_type ())
G_DECLARE_FINAL_TYPE (SaffronDocument,
                      saffron_document,
                      SAFFRON,
                      DOCUMENT,
                      GObject)

/**
 * SaffronOpenAs:
 *
 * What the files that are opened are to become. ANY: a session when it is one;
 * with nothing open, the file whose name has the reference markers is the
 * reference; otherwise moving slides. FOUND: the slide of the open session that
 * has this path.
 */
typedef enum {
  SAFFRON_OPEN_AS_ANY,
  SAFFRON_OPEN_AS_REFERENCE,
  SAFFRON_OPEN_AS_MOVING,
  SAFFRON_OPEN_AS_FOUND,
} SaffronOpenAs;

/* @n_threads: threads that decode tiles; 0 for one per processor. */
SaffronDocument *saffron_document_new (gsize cache_bytes, guint n_threads);

/* Stops all work under way; no signal comes afterwards. */
void saffron_document_close (SaffronDocument *self);

/* Owned by the document. */
SaffronViewModel *saffron_document_get_model (SaffronDocument *self);
/* (nullable): until a reference is there. */
SaffronSession *saffron_document_get_session (SaffronDocument *self);

/* What a composite of all slides shows. Owned by the document. */
SaffronCompositeChoice *saffron_document_get_composite (SaffronDocument *self);

gboolean saffron_document_is_empty (SaffronDocument *self);
/* (nullable): until it is opened. */
SaffronLayer *saffron_document_get_reference (SaffronDocument *self);
/* The session's moving slides. Before there is a session, the moving slides
 * that were opened, which then become the session's. */
guint saffron_document_get_n_moving (SaffronDocument *self);
/* (transfer none) */
SaffronMoving *saffron_document_get_moving (SaffronDocument *self, guint index);
/* (nullable): %NULL when the slide is missing, or is not open. @moving:
 * (nullable) */
SaffronLayer *saffron_document_get_layer (SaffronDocument *self,
                                          SaffronMoving *moving);
/* (transfer none) (nullable): the moving slide on screen. */
SaffronMoving *saffron_document_get_shown (SaffronDocument *self);
/* (nullable): of the shown moving slide. */
SaffronLayer *saffron_document_get_shown_layer (SaffronDocument *self);
/* A slide that is not among the moving slides changes nothing. */
void saffron_document_show_moving (SaffronDocument *self,
                                   SaffronMoving *moving);
/* (transfer full) (nullable): that the run of @moving is out of date, in words;
 * see saffron_stack_find_changed(). %NULL when it is not. */
char *saffron_document_describe_changed (SaffronDocument *self,
                                         SaffronMoving *moving);
/* Whether a person still has to see to the slide: see
 * saffron_moving_needs_look(), or its run is out of date. */
gboolean saffron_document_needs_look (SaffronDocument *self,
                                      SaffronMoving *moving);
/**
 * saffron_document_name_slide:
 * @path: of a slide of the document, whether it is open or not
 *
 * Returns: (transfer full): its file's name, with the folder where another
 *   slide of the document has the same name
 */
char *saffron_document_name_slide (SaffronDocument *self, const char *path);
/* (transfer container) (element-type SaffronMoving): all moving slides by name,
 * in the order in which a person counts: "round2" comes before "round10". */
GPtrArray *saffron_document_list_moving (SaffronDocument *self);
/* (transfer full): the names of all moving slides, in their order. */
char **saffron_document_name_moving (SaffronDocument *self);

/* The two slides on screen; the pair owns nothing. */
SaffronPair saffron_document_get_pair (SaffronDocument *self);

/**
 * saffron_document_open:
 * @files: slides, folders of them, or one session
 *
 * Opens them on threads, several at a time, each shown as it comes; what cannot
 * be opened is reported and the rest opens. A slide that is open is not opened
 * again; of folders, what Saffron itself wrote is left out. A reference in the
 * place of another is an edit of the session; a session is opened elsewhere
 * when something is open here.
 */
void saffron_document_open (SaffronDocument *self,
                            GFile **files,
                            guint n_files,
                            SaffronOpenAs as);

/**
 * saffron_document_choose:
 * @path: of a slide of the session that is open
 *
 * Opens another scene or Z plane of it. When that is open it takes the place of
 * what was shown, and it is an edit of the session, see
 * saffron_session_choose(). What cannot be opened changes nothing.
 */
void saffron_document_choose (SaffronDocument *self,
                              const char *path,
                              const SaffronSlideChoice *choice);
/* The choice that is being opened for the slide at @path; FALSE when none
 * is. */
gboolean saffron_document_is_choosing (SaffronDocument *self,
                                       const char *path,
                                       SaffronSlideChoice *choice);

gboolean saffron_document_is_opening (SaffronDocument *self);
/* Stops the opening under way; slides that are open stay. */
void saffron_document_cancel_opening (SaffronDocument *self);
/* Whether the session's slide at @path is there, but its opening was
 * cancelled. */
gboolean saffron_document_is_left (SaffronDocument *self, const char *path);
/* Opens the slides whose opening was cancelled. */
void saffron_document_open_left (SaffronDocument *self);

/* @draft: (transfer full): is opened in place of what is open. */
void saffron_document_recover (SaffronDocument *self, SaffronDraft *draft);

/* Writes the session, on a thread; see saffron_session_save(). "saved",
 * "conflict" or "failed" follows. Edits go to a draft meanwhile, see
 * session/draft.h. */
void saffron_document_save (SaffronDocument *self, const char *path);

/* A slide that was missing lies at @path now. */
void saffron_document_relocate (SaffronDocument *self,
                                const char *missing,
                                const char *path);

/* Shows @entry, one of the shown moving slide's runs, on @model: one of a
 * region inside that alone, with the whole's that it started from around it.
 * The session keeps its current run. @entry: (nullable) */
void saffron_document_place_run (SaffronDocument *self,
                                 SaffronViewModel *model,
                                 SaffronRunEntry *entry);

/* The same by the affine part of the transform alone, without its bending and
 * its pieces; of a region, inside that alone. */
void saffron_document_place_affine (SaffronDocument *self,
                                    SaffronViewModel *model,
                                    SaffronRunEntry *entry);

/* Shows the current run again after something else was shown on the document's
 * model, as the stages of a registration are. */
void saffron_document_show_run (SaffronDocument *self);

/**
 * saffron_document_set_corrected:
 * @corrected: (nullable): what landmarks make of the shown moving slide's
 *   current run, or of its placement without one
 *
 * The document shows it in that run's place, until another slide or run is
 * shown, or another transform is set. The run itself does not change.
 */
void saffron_document_set_corrected (SaffronDocument *self,
                                     SaffronTransform *corrected);

/**
 * saffron_document_get_place:
 *
 * Where the shown moving slide lies without a run: where a person laid it by
 * hand, or else as saffron_view_place() says.
 *
 * Returns: (transfer full) (nullable): %NULL when a slide is not open
 */
SaffronTransform *saffron_document_get_place (SaffronDocument *self);

/**
 * saffron_document_set_laid:
 * @laid: (nullable): how the shown moving slide lies while a person lays it
 *
 * The document's model shows it in place of everything else, until %NULL is
 * set or another slide is shown.
 */
void saffron_document_set_laid (SaffronDocument *self, SaffronTransform *laid);

/* Whether the current run is older than the landmarks, see
 * saffron_moving_is_edited(). */
gboolean saffron_document_is_edited (SaffronDocument *self);

G_END_DECLS
