/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "session/moving.h"

G_BEGIN_DECLS

#define SAFFRON_SWEEP_MAX_AXES 3
#define SAFFRON_SWEEP_MAX_RUNS 200

/**
 * SaffronSweep:
 *
 * All combinations of the values of up to three parameters, in an order in
 * which the last axis changes fastest. A sweep holds the result of each
 * combination but runs nothing itself: the caller asks saffron_sweep_next() for
 * a combination, registers with its parameters and hands the run over. The
 * caller stops a sweep by asking for no further combination, and resumes it by
 * asking again.
 */
typedef struct _SaffronSweep SaffronSweep;

/**
 * saffron_sweep_new:
 * @base: the values of all other parameters
 * @axes: (array zero-terminated=1): each "NAME=VALUE,VALUE…", values as
 *   saffron_params_set() takes them; blanks around them are ignored. The values
 *   of a text parameter may contain commas, so another character separates
 *   them, see saffron_sweep_separator(): "reference_markers=DAPI,FITC; CD3"
 *
 * Returns: (transfer full): the sweep, or %NULL with %SAFFRON_ERROR_ARGUMENT,
 *   naming the axis, when there is no axis or more than three, when a parameter
 *   is unknown or occurs twice, when a value is not allowed, or when there are
 *   more than %SAFFRON_SWEEP_MAX_RUNS combinations
 */
SaffronSweep *saffron_sweep_new (const SaffronParams *base,
                                 const char *const *axes,
                                 GError **error);
void saffron_sweep_free (SaffronSweep *sweep);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SaffronSweep, saffron_sweep_free)

/* The axes as they were given, with blanks tidied. This name is the group of
 * the sweep's runs. */
const char *saffron_sweep_get_name (const SaffronSweep *sweep);

guint saffron_sweep_get_n (const SaffronSweep *sweep);
/* The values that tell one combination from the others: "max_non_rigid_dim =
 * 2000, regularisation = 3". */
const char *saffron_sweep_get_label (const SaffronSweep *sweep, guint i);
/* The same without the names, for a table whose head holds them: "2000, 3"; and
 * that head: "Working size for bending, Smoothness". */
const char *saffron_sweep_get_values (const SaffronSweep *sweep, guint i);
const char *saffron_sweep_get_head (const SaffronSweep *sweep);
const SaffronParams *saffron_sweep_get_params (const SaffronSweep *sweep,
                                               guint i);

/* (transfer none) (nullable): %NULL until the run is there. */
SaffronRun *saffron_sweep_get_run (const SaffronSweep *sweep, guint i);
/* (nullable): why a combination that was tried has no run. */
const char *saffron_sweep_get_error (const SaffronSweep *sweep, guint i);
/* Records the result of a combination. Exactly one of @run and @error is
 * %NULL. */
void saffron_sweep_set_result (SaffronSweep *sweep,
                               guint i,
                               SaffronRun *run,
                               const char *error);

/* Leaves a combination out, so that it is not tried. Its error then says
 * why. */
void saffron_sweep_leave_out (SaffronSweep *sweep, guint i, const char *why);
gboolean saffron_sweep_is_left_out (const SaffronSweep *sweep, guint i);

/* The separator between two values: ";" for text, "," for everything else. */
const char *saffron_sweep_separator (const SaffronParamSpec *spec);

/* (transfer full): values to try for a parameter, with separators between them,
 * around the one that it has in @params; that one alone where it is a text. */
char *saffron_sweep_suggest (const SaffronParamSpec *spec,
                             const SaffronParams *params);

/* (transfer full): the axes of the sweep that has this name. */
char **saffron_sweep_split_name (const char *name);

/* Sets the landmarks that correct the sweep's runs; (nullable): no landmarks,
 * as in a new sweep. A run that other landmarks corrected does not belong to
 * the sweep. */
void saffron_sweep_set_landmarks (SaffronSweep *sweep, GArray *landmarks);
gboolean saffron_sweep_has_landmarks (const SaffronSweep *sweep,
                                      GArray *landmarks);

/* The same for how a person laid the slide; @start: (nullable) */
void saffron_sweep_set_start (SaffronSweep *sweep, const SaffronAffine *start);
gboolean saffron_sweep_has_start (const SaffronSweep *sweep,
                                  const SaffronAffine *start);

/**
 * saffron_sweep_find_runs:
 *
 * Looks for the sweep's runs among those of a slide, by name, parameters,
 * landmarks and start by hand. A sweep that was stopped, even by a kill, thus
 * goes on where it ended. A combination whose run was deleted from the slide is
 * run again.
 *
 * Returns: whether anything changed
 */
gboolean saffron_sweep_find_runs (SaffronSweep *sweep, SaffronMoving *moving);

/**
 * saffron_sweep_restore:
 *
 * Returns: (transfer full) (nullable): the sweep of the last run in the slide
 *   that belongs to a sweep, with all its runs that the same landmarks
 *   corrected
 */
SaffronSweep *saffron_sweep_restore (SaffronMoving *moving);

/* Whether both have the same combinations in the same order, with all other
 * parameters equal too. */
gboolean saffron_sweep_equal (const SaffronSweep *a, const SaffronSweep *b);

/* The first combination, counted from @from on, that was not tried yet; -1 when
 * all were tried. */
int saffron_sweep_next (const SaffronSweep *sweep, guint from);
guint saffron_sweep_get_n_done (const SaffronSweep *sweep);
/* Marks all combinations that failed or were left out as not tried, so that
 * they are run again. */
void saffron_sweep_forget_errors (SaffronSweep *sweep);

/* Sets the memory in bytes and the seconds that a combination will take, see
 * saffron_estimate_run(). */
void saffron_sweep_set_estimate (SaffronSweep *sweep,
                                 guint i,
                                 gint64 memory,
                                 double seconds);
/* Returns 0 when it is not known. */
gint64 saffron_sweep_get_memory (const SaffronSweep *sweep, guint i);

/**
 * saffron_sweep_seconds_left:
 * @i: the combination under way
 * @fraction: the part of it that is done
 *
 * Adds up the estimates of the remaining combinations and multiplies the sum by
 * the ratio of measured to estimated time of those that are done.
 *
 * Returns: the seconds, or -1 when nothing was estimated
 */
double saffron_sweep_seconds_left (const SaffronSweep *sweep,
                                   guint i,
                                   double fraction);

/* The first combination whose run has the very transform that the run of @i
 * has, be it @i itself; -1 when @i has no run. */
int saffron_sweep_first_equal (const SaffronSweep *sweep, guint i);

/**
 * saffron_sweep_best:
 *
 * Chooses the best run in four steps. Keeps the verified runs, if there are
 * any. Of these it keeps the runs whose held-out residual is within 2 % of the
 * smallest, where residuals were measured: that of landmarks if all of them
 * have one, or else that of windows, since the two do not compare. Of these it
 * keeps the runs whose quality Q is within 0.002 of the highest. Of these it
 * takes the quickest. A finer setting thus wins only when it improves the
 * result.
 *
 * Returns: its index, or -1 when there is no run
 */
int saffron_sweep_best (const SaffronSweep *sweep);

G_END_DECLS
