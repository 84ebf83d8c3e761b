/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "session/moving.h"

G_BEGIN_DECLS

#define SAFFRON_SWEEP_MAX_AXES 3
#define SAFFRON_SWEEP_MAX_RUNS 200

/**
 * SaffronSweep:
 *
 * All combinations of up to three parameters' values, one after another, the
 * last axis turning fastest. It knows what each combination has come to, not
 * how it is run: the caller takes saffron_sweep_next(), registers, and hands
 * over the run. To stop, the caller takes no next one; to resume, it does.
 */
typedef struct _SaffronSweep SaffronSweep;

/**
 * saffron_sweep_new:
 * @base: every other parameter
 * @axes: (array zero-terminated=1): each "NAME=VALUE,VALUE…", values as
 *   saffron_params_set() takes them; blanks around them do not count. Values
 *   of a parameter that is text are separated by saffron_sweep_separator(),
 *   as commas may be in them: "reference_markers=DAPI,FITC; CD3"
 *
 * Returns: (transfer full): %NULL with %SAFFRON_ERROR_ARGUMENT, naming the
 *   axis, when there is none or more than three, a parameter is unknown or
 *   there twice, a value is not allowed, or the combinations are more than
 *   %SAFFRON_SWEEP_MAX_RUNS
 */
SaffronSweep *saffron_sweep_new (const SaffronParams *base,
                                 const char *const *axes,
                                 GError **error);
void saffron_sweep_free (SaffronSweep *sweep);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SaffronSweep, saffron_sweep_free)

/* The axes as they were given, tidied: what its runs are grouped under. */
const char *saffron_sweep_get_name (const SaffronSweep *sweep);

guint saffron_sweep_get_n (const SaffronSweep *sweep);
/* What is particular to one: "max_non_rigid_dim = 2000, regularisation = 3". */
const char *saffron_sweep_get_label (const SaffronSweep *sweep, guint i);
/* The same without the names, for a table whose head has them: "2000, 3", and
 * that head: "max_non_rigid_dim, regularisation". */
const char *saffron_sweep_get_values (const SaffronSweep *sweep, guint i);
const char *saffron_sweep_get_head (const SaffronSweep *sweep);
const SaffronParams *saffron_sweep_get_params (const SaffronSweep *sweep,
                                               guint i);

/* (transfer none) (nullable): until it is there. */
SaffronRun *saffron_sweep_get_run (const SaffronSweep *sweep, guint i);
/* (nullable): why there is none, where it was tried. */
const char *saffron_sweep_get_error (const SaffronSweep *sweep, guint i);
/* One of the two is %NULL. */
void saffron_sweep_set_result (SaffronSweep *sweep,
                               guint i,
                               SaffronRun *run,
                               const char *error);

/* It has an error then: that it is not to be tried, and why. */
void saffron_sweep_leave_out (SaffronSweep *sweep, guint i, const char *why);
gboolean saffron_sweep_is_left_out (const SaffronSweep *sweep, guint i);

/* What is between two values: ";" for text, "," for all else. */
const char *saffron_sweep_separator (const SaffronParamSpec *spec);

/* (transfer full): the axes that a sweep of this name has. */
char **saffron_sweep_split_name (const char *name);

/* What its runs are, or are going to be, corrected by; (nullable): by none, as
 * at first. A run that was corrected by others is none of its. */
void saffron_sweep_set_landmarks (SaffronSweep *sweep, GArray *landmarks);
gboolean saffron_sweep_has_landmarks (const SaffronSweep *sweep,
                                      GArray *landmarks);

/**
 * saffron_sweep_find_runs:
 *
 * Takes what a slide has of it already, by name, parameters and landmarks: a
 * sweep that was stopped, even by a kill, goes on where it was. A run that the
 * slide no longer has is to come again.
 *
 * Returns: whether anything is other than before
 */
gboolean saffron_sweep_find_runs (SaffronSweep *sweep, SaffronMoving *moving);

/**
 * saffron_sweep_restore:
 *
 * Returns: (transfer full) (nullable): the sweep that the last run of one in
 *   the slide belongs to, with all its runs that were corrected by the same
 *   landmarks as that one
 */
SaffronSweep *saffron_sweep_restore (SaffronMoving *moving);

/* The same combinations in the same order, all other parameters equal too. */
gboolean saffron_sweep_equal (const SaffronSweep *a, const SaffronSweep *b);

/* The first from @from on that has not been tried; -1 when all have. */
int saffron_sweep_next (const SaffronSweep *sweep, guint from);
guint saffron_sweep_get_n_done (const SaffronSweep *sweep);
/* What failed or was left out is to come again. */
void saffron_sweep_forget_errors (SaffronSweep *sweep);

/* What one is going to take: bytes and seconds, see saffron_estimate_run(). */
void saffron_sweep_set_estimate (SaffronSweep *sweep,
                                 guint i,
                                 gint64 memory,
                                 double seconds);
/* 0: not known. */
gint64 saffron_sweep_get_memory (const SaffronSweep *sweep, guint i);

/**
 * saffron_sweep_seconds_left:
 * @i: the one that is under way
 * @fraction: of it that is done
 *
 * By the estimates of what is to come, times what those that are done took
 * against theirs.
 *
 * Returns: -1 where nothing was estimated
 */
double saffron_sweep_seconds_left (const SaffronSweep *sweep,
                                   guint i,
                                   double fraction);

/**
 * saffron_sweep_best:
 *
 * Of those there are: the verified ones, if any is; of these, where held-out
 * residuals were measured, those within 2 % of the smallest; of these, those
 * whose quality Q is within 0.002 of the highest; of these, the quickest. So
 * that a finer setting which shows nothing for its time is not the best.
 *
 * Returns: its index, or -1 when there is no run
 */
int saffron_sweep_best (const SaffronSweep *sweep);

G_END_DECLS
