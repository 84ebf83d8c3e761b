/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cli/batch-input.h"
#include "cli/batch-record.h"
#include "cli/cli-choice.h"
#include "register/params.h"
#include "session/session.h"

G_BEGIN_DECLS

/**
 * SaffronBatchSettings:
 * @output: the folder of all results, absolute
 * @params: of the registrations
 * @params_args: the options that say the same to a command
 * @choice: (transfer none): which scenes and Z planes are read
 * @landmarks: (nullable): a folder of NAME.csv
 * @compression: (nullable): of warped slides
 * @interpolation: (nullable): between the pixels of warped slides
 * @threads: for each step; 0: all processors
 * @jobs: how many steps may run at the same time
 * @limit: bytes that they may take together by the estimates
 * @resume: whether what is up to date stays as it is
 * @force: whether what is there is made again
 * @qc_tiff: whether QC pictures are also written as ImageJ's composites
 * @accept: see saffron_cli_exit_of()
 *
 * What a batch was asked for, the same for all patients. What is left out, with
 * @warp, @qc and @report FALSE, is not made.
 */
typedef struct {
  char *output;
  SaffronParams *params;
  GStrv params_args;
  const SaffronCliChoice *choice;
  char *landmarks;
  char *compression;
  char *interpolation;
  int threads, jobs;
  gint64 limit;
  gboolean warp, qc, qc_tiff, report;
  gboolean resume, force;
  double accept;
} SaffronBatchSettings;

/**
 * SaffronBatchWork:
 * @input: the patient
 * @folder: of the results
 * @session: the session's file
 * @names: of each slide, what its results are called
 * @prints: fingerprint of each slide; %NULL where it could not be read
 * @needs: bytes that registering each slide takes by the estimate
 * @record: what is there and what it was made from
 * @turns: (element-type guint): the moving slides in the order in which they
 *   are registered
 * @over: for each slide (element-type guint): the slides over which it is
 * tried, which have their turn before; %NULL for the reference
 * @steps: (element-type SaffronBatchStep): borrowed
 *
 * One patient's work.
 */
typedef struct {
  const SaffronBatchSettings *settings;
  const SaffronBatchPatient *input;
  char *folder, *session;
  char **names, **prints;
  gint64 *needs;
  GArray *turns;
  GArray **over;
  SaffronBatchRecord *record;
  GPtrArray *steps;
} SaffronBatchWork;

typedef enum {
  SAFFRON_BATCH_REGISTER,
  SAFFRON_BATCH_REFERENCE, /* the reference in the form of the others */
  SAFFRON_BATCH_WARP,
  SAFFRON_BATCH_QC,
  SAFFRON_BATCH_REPORT,
} SaffronBatchKind;

/**
 * SaffronBatchState:
 * @SAFFRON_BATCH_WAITING: not begun
 * @SAFFRON_BATCH_KEPT: it was up to date
 * @SAFFRON_BATCH_DROPPED: what it needs has failed
 */
typedef enum {
  SAFFRON_BATCH_WAITING,
  SAFFRON_BATCH_RUNNING,
  SAFFRON_BATCH_DONE,
  SAFFRON_BATCH_KEPT,
  SAFFRON_BATCH_FAILED,
  SAFFRON_BATCH_DROPPED,
} SaffronBatchState;

/**
 * SaffronBatchStep:
 * @slide: index of its slide; the reference's for a report
 * @name: of the step in messages and in the record: "register NAME"
 * @argv: the command line, without the program
 * @log: the file that gets what the command prints
 * @outputs: the files that it makes
 * @memory: bytes that it takes by the estimate
 * @inputs: (nullable): what it is made from, in short; set when it begins
 *
 * One command of a batch.
 */
typedef struct {
  SaffronBatchWork *work;
  SaffronBatchKind kind;
  SaffronBatchState state;
  guint slide;
  char *name;
  GStrv argv;
  char *log;
  GStrv outputs;
  gint64 memory;
  char *inputs;
} SaffronBatchStep;

/* Adds the work's steps to it and to @steps (element-type SaffronBatchStep),
 * which owns them: those of one slide after the other. */
void saffron_batch_work_plan (SaffronBatchWork *work, GPtrArray *steps);

/* Whether the step has a result now. */
gboolean saffron_batch_step_is_good (const SaffronBatchStep *step);
void saffron_batch_step_free (SaffronBatchStep *step);

/* (transfer none) (nullable): the first step of that kind and slide. */
const SaffronBatchStep *saffron_batch_work_find (const SaffronBatchWork *work,
                                                 SaffronBatchKind kind,
                                                 guint slide);
/* (transfer full) (nullable): the file of landmarks that corrects the slide. */
char *saffron_batch_work_landmarks (const SaffronBatchWork *work, guint slide);

G_END_DECLS
