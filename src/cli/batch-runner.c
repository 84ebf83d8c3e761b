/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/batch-runner.h"

#include <glib/gi18n.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "base/error.h"
#include "base/file.h"
#include "cli/batch-inputs.h"
#include "cli/cli.h"

/* What is read of a log for its last line. */
#define MAX_LOG_BYTES (64 << 20)

/* One run of saffron_batch_run(). */
typedef struct {
  const SaffronBatchSettings *settings;
  GPtrArray *steps;
  GPtrArray *children; /* Child, those under way */
  SaffronJob *job;
  SaffronBatchEndFunc ended;
  gpointer user_data;
  char *program;
  guint n_over; /* steps that are over */
  double begun; /* the share of them when the last one began */
  GError *error;
} Runner;

typedef struct {
  Runner *runner;
  SaffronBatchStep *step;
  GSubprocess *process;
  gint64 started;
} Child;

static void
child_free (gpointer data)
{
  Child *child = data;

  g_object_unref (child->process);
  g_free (child);
}

/* Runs in the child: Ctrl-C on the terminal goes to the batch alone, which
 * passes it on once; and when the batch is killed, so is the child. */
static void
set_up_child (gpointer data)
{
  setpgid (0, 0);
  prctl (PR_SET_PDEATHSIG, SIGTERM);
}

/* How much of all steps is over. */
static double
share_over (const Runner *runner)
{
  return (double) runner->n_over / runner->steps->len;
}

static void
end_step (Runner *runner,
          SaffronBatchStep *step,
          SaffronBatchState state,
          const char *message,
          double seconds)
{
  step->state = state;
  runner->n_over++;
  saffron_job_set_fraction (runner->job, (share_over (runner) - runner->begun)
                                             / (1.0 - runner->begun));
  runner->ended (step, message, seconds, runner->user_data);
}

/* (transfer full): what a command said last, without its own name. */
static char *
last_line (const char *log)
{
  gsize length = 0;
  g_autofree char *text = saffron_file_read (log, MAX_LOG_BYTES, &length, NULL);
  const char *line = NULL;
  const char *colon = NULL;

  if (text == NULL)
    return g_strdup (_ ("it left no message"));
  g_strchomp (text);
  line = strrchr (text, '\n');
  line = line != NULL ? line + 1 : text;
  colon = g_str_has_prefix (line, "saffron-cli ") ? strstr (line, ": ") : NULL;
  line = colon != NULL ? colon + 2 : line;
  return *line != '\0' ? g_utf8_make_valid (line, -1)
                       : g_strdup (_ ("it left no message"));
}

/* (transfer full) (nullable): why the command failed; %NULL: it did not. */
static char *
find_failure (const Child *child)
{
  GSubprocess *process = child->process;

  if (g_subprocess_get_if_signaled (process))
    return g_strdup_printf (
        g_subprocess_get_term_sig (process) == SIGKILL
            ? _ ("was ended by signal %d; was there too little memory?")
            : _ ("was ended by signal %d"),
        g_subprocess_get_term_sig (process));
  switch (g_subprocess_get_exit_status (process))
    {
    case SAFFRON_EXIT_OK:
    case SAFFRON_EXIT_UNVERIFIED:
      return NULL;
    default:
      return last_line (child->step->log);
    }
}

/* Remembers what the step has made, from what is there now: registering has
 * changed the session. */
static void
keep_record (Runner *runner, SaffronBatchStep *step)
{
  if (!saffron_batch_record_keep (
          step->work->record, step->name, step->inputs, step->outputs,
          runner->error == NULL ? &runner->error : NULL))
    saffron_job_cancel (runner->job);
}

static void
on_ended (GObject *source, GAsyncResult *result, gpointer data)
{
  Child *child = data;
  Runner *runner = child->runner;
  SaffronBatchStep *step = child->step;
  double seconds =
      (double) (g_get_monotonic_time () - child->started) / G_USEC_PER_SEC;
  g_autofree char *failure = NULL;

  g_subprocess_wait_finish (child->process, result, NULL);
  failure = find_failure (child);
  if (failure == NULL)
    keep_record (runner, step);
  end_step (runner, step,
            failure == NULL ? SAFFRON_BATCH_DONE : SAFFRON_BATCH_FAILED,
            saffron_job_is_cancelled (runner->job) ? C_ ("command", "cancelled")
                                                   : failure,
            seconds);
  g_ptr_array_remove (runner->children, child);
}

/* Starts the step's command. */
static void
start (Runner *runner, SaffronBatchStep *step)
{
  g_autoptr (GSubprocessLauncher) launcher =
      g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDERR_MERGE);
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;
  GSubprocess *process = NULL;
  Child *child = NULL;

  g_ptr_array_add (argv, runner->program);
  for (guint i = 0; step->argv[i] != NULL; i++)
    g_ptr_array_add (argv, step->argv[i]);
  g_ptr_array_add (argv, NULL);
  g_subprocess_launcher_set_stdout_file_path (launcher, step->log);
  g_subprocess_launcher_set_child_setup (launcher, set_up_child, NULL, NULL);
  process = g_subprocess_launcher_spawnv (
      launcher, (const char *const *) argv->pdata, &error);
  if (process == NULL)
    {
      end_step (runner, step, SAFFRON_BATCH_FAILED, error->message, 0.0);
      return;
    }
  child = g_new0 (Child, 1);
  child->runner = runner;
  child->step = step;
  child->process = process;
  child->started = g_get_monotonic_time ();
  step->state = SAFFRON_BATCH_RUNNING;
  g_ptr_array_add (runner->children, child);
  /* What began last is what a person reads. */
  runner->begun = share_over (runner);
  saffron_job_begin_stage (runner->job, step->name, runner->begun, 1.0);
  g_subprocess_wait_async (process, NULL, on_ended, child);
}

/* Whether a step is over, well or not. */
static gboolean
is_over (const SaffronBatchStep *step)
{
  return step->state != SAFFRON_BATCH_WAITING
         && step->state != SAFFRON_BATCH_RUNNING;
}

/* Whether the step may begin; @good: (out): whether what it needs is there */
static gboolean
is_ready (const SaffronBatchStep *step, gboolean *good)
{
  const SaffronBatchWork *work = step->work;
  const SaffronBatchStep *before = NULL;

  *good = TRUE;
  switch (step->kind)
    {
    case SAFFRON_BATCH_REGISTER:
      /* One that fails is left out by the command. */
      for (guint i = 0; i < work->over[step->slide]->len; i++)
        if (!is_over (saffron_batch_work_find (
                work, SAFFRON_BATCH_REGISTER,
                g_array_index (work->over[step->slide], guint, i))))
          return FALSE;
      return TRUE;
    case SAFFRON_BATCH_REFERENCE:
      return TRUE;
    case SAFFRON_BATCH_WARP:
    case SAFFRON_BATCH_QC:
      before =
          saffron_batch_work_find (work, SAFFRON_BATCH_REGISTER, step->slide);
      *good = saffron_batch_step_is_good (before);
      return is_over (before);
    case SAFFRON_BATCH_REPORT:
      *good = FALSE;
      for (guint i = 0; i < work->steps->len; i++)
        {
          before = work->steps->pdata[i];
          if (before->kind != SAFFRON_BATCH_REGISTER)
            continue;
          if (!is_over (before))
            return FALSE;
          *good = *good || saffron_batch_step_is_good (before);
        }
      return TRUE;
    }
  return TRUE;
}

/* Whether the step fits beside those that run. */
static gboolean
fits (const Runner *runner, const SaffronBatchStep *step)
{
  gint64 sum = step->memory;

  if (runner->children->len == 0)
    return TRUE;
  if (runner->children->len >= (guint) runner->settings->jobs)
    return FALSE;
  for (guint i = 0; i < runner->children->len; i++)
    sum += ((const Child *) runner->children->pdata[i])->step->memory;
  return runner->settings->limit <= 0 || sum <= runner->settings->limit;
}

/* Begins the step, unless its result is there. */
static void
begin (Runner *runner, SaffronBatchStep *step)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SaffronSession) session =
      saffron_batch_work_load (step->work, &error);

  if (session == NULL)
    end_step (runner, step, SAFFRON_BATCH_FAILED, error->message, 0.0);
  else if (saffron_batch_step_is_current (step, session)
           && runner->settings->resume)
    end_step (runner, step, SAFFRON_BATCH_KEPT, NULL, 0.0);
  else
    start (runner, step);
}

/* Begins, keeps or drops a step that may begin; FALSE when there is none. */
static gboolean
advance (Runner *runner)
{
  if (saffron_job_is_cancelled (runner->job))
    return FALSE;
  for (guint i = 0; i < runner->steps->len; i++)
    {
      SaffronBatchStep *step = runner->steps->pdata[i];
      gboolean good = TRUE;

      if (step->state != SAFFRON_BATCH_WAITING || !is_ready (step, &good))
        continue;
      if (!good)
        end_step (runner, step, SAFFRON_BATCH_DROPPED, NULL, 0.0);
      else if (fits (runner, step))
        begin (runner, step);
      else
        continue;
      return TRUE;
    }
  return FALSE;
}

/* In the main loop: cancels all that runs. */
static gboolean
on_cancelled (GCancellable *cancellable, gpointer data)
{
  Runner *runner = data;

  for (guint i = 0; i < runner->children->len; i++)
    g_subprocess_send_signal (((Child *) runner->children->pdata[i])->process,
                              SIGTERM);
  return G_SOURCE_REMOVE;
}

gboolean
saffron_batch_run (const SaffronBatchSettings *settings,
                   GPtrArray *steps,
                   SaffronJob *job,
                   SaffronBatchEndFunc ended,
                   gpointer user_data,
                   GError **error)
{
  Runner runner = { .settings = settings,
                    .steps = steps,
                    .job = job,
                    .ended = ended,
                    .user_data = user_data };
  GSource *source =
      g_cancellable_source_new (saffron_job_get_cancellable (job));

  runner.program = g_file_read_link ("/proc/self/exe", error);
  if (runner.program == NULL)
    return FALSE;
  runner.children = g_ptr_array_new_with_free_func (child_free);
  g_source_set_callback (source, G_SOURCE_FUNC (on_cancelled), &runner, NULL);
  g_source_attach (source, NULL);
  while (TRUE)
    {
      while (advance (&runner))
        ;
      if (runner.children->len == 0)
        break;
      g_main_context_iteration (NULL, TRUE);
    }
  g_source_destroy (source);
  g_source_unref (source);
  g_ptr_array_unref (runner.children);
  g_free (runner.program);
  if (runner.error == NULL)
    return saffron_job_check (job, error);
  g_propagate_error (error, runner.error);
  return FALSE;
}
