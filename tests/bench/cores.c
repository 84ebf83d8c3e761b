/* SPDX-License-Identifier: GPL-3.0-or-later */

/* saffron-cli, in which every parallel loop runs on one thread and is written
 * down: how long each of its indices took, and what ran between the loops. At
 * the end it tells how long the command would take on more processors if each
 * took the next index as soon as it is free, as base/parallel.c does. Memory
 * that is shared, clocks that fall with the load and the cost of waking a
 * thread are left out, so it is the most that there is to gain. */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/parallel.h"
#include "register/stages.h"

/* The linker sends the calls of the program here; see meson.build. */
void __wrap_saffron_parallel_for (SaffronJob *job,
                                  gint64 n,
                                  SaffronParallelFunc func,
                                  gpointer data);
double __wrap_saffron_parallel_sum (SaffronJob *job,
                                    gint64 n,
                                    SaffronParallelSumFunc func,
                                    gpointer data);
void __wrap_saffron_job_begin_planned (SaffronJob *job, guint stage);
void __real_saffron_parallel_for (SaffronJob *job,
                                  gint64 n,
                                  SaffronParallelFunc func,
                                  gpointer data);
void __real_saffron_job_begin_planned (SaffronJob *job, guint stage);

#define MOST_CORES 16

/* In place of the second call of a gap. */
#define LOOP ((gpointer) 1)

typedef struct _Loop Loop;

/* Seconds of work, then a loop; the last step of a task has none. */
typedef struct {
  double seconds;
  Loop *loop;
} Step;

/* One index of a loop, or a stage. */
typedef struct {
  GArray *steps;
  const char *name;
} Task;

struct _Loop {
  GArray *tasks;
  gpointer caller;
};

/* Work between two loops on the level of a stage, or what a loop of it takes
 * longer than if it could be shared evenly. */
typedef struct {
  gpointer after, before; /* the addresses of the calls; one for a loop */
  double seconds;
} Gap;

typedef struct {
  GThread *thread; /* whose loops are written down */
  double since;
  GPtrArray *stack; /* of GArray of steps */
  GArray *stages;   /* of Task */
  GHashTable *gaps;
  gpointer last;
} Trace;

static Trace trace;

static double
now (void)
{
  struct timespec t;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &t);
  return (double) t.tv_sec + (double) t.tv_nsec / 1e9;
}

static void report (void);

static void
start_stage (const char *name)
{
  Task stage = { g_array_new (FALSE, TRUE, sizeof (Step)), name };

  g_array_append_val (trace.stages, stage);
  g_ptr_array_set_size (trace.stack, 0);
  g_ptr_array_add (trace.stack, stage.steps);
}

static gboolean
is_traced (void)
{
  if (trace.thread == NULL)
    {
      trace.thread = g_thread_self ();
      trace.stack = g_ptr_array_new ();
      trace.stages = g_array_new (FALSE, FALSE, sizeof (Task));
      trace.gaps =
          g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
      start_stage ("before");
      atexit (report);
      trace.since = now ();
    }
  return trace.thread == g_thread_self ();
}

/* Ends the work on the top of the stack, by a loop or by the end of it. */
static void
add_step (Loop *loop)
{
  double t = now ();
  Step step = { t - trace.since, loop };
  GArray *steps = trace.stack->pdata[trace.stack->len - 1];

  g_array_append_val (steps, step);
  trace.since = t;
}

static void
add_seconds (gpointer after, gpointer before, double seconds)
{
  g_autofree char *key = g_strdup_printf ("%p %p", after, before);
  Gap *gap = g_hash_table_lookup (trace.gaps, key);

  if (gap == NULL)
    {
      gap = g_new0 (Gap, 1);
      gap->after = after;
      gap->before = before;
      g_hash_table_insert (trace.gaps, g_steal_pointer (&key), gap);
    }
  gap->seconds += seconds;
}

static void
add_gap (gpointer before)
{
  if (trace.stack->len == 1)
    add_seconds (trace.last, before, now () - trace.since);
}

static void
write_down (SaffronJob *job,
            gint64 n,
            SaffronParallelFunc func,
            gpointer data,
            gpointer caller)
{
  Loop *loop = NULL;

  if (n <= 0)
    return;
  loop = g_new0 (Loop, 1);
  loop->tasks = g_array_new (FALSE, TRUE, sizeof (Task));
  loop->caller = caller;
  add_gap (caller);
  add_step (loop);
  for (gint64 i = 0; i < n && !saffron_job_is_cancelled (job); i++)
    {
      Task task = { g_array_new (FALSE, TRUE, sizeof (Step)), NULL };

      g_ptr_array_add (trace.stack, task.steps);
      trace.since = now ();
      func (i, data);
      add_step (NULL);
      g_ptr_array_set_size (trace.stack, (int) trace.stack->len - 1);
      g_array_append_val (loop->tasks, task);
    }
  if (trace.stack->len == 1)
    trace.last = caller;
  trace.since = now ();
}

void
__wrap_saffron_parallel_for (SaffronJob *job,
                             gint64 n,
                             SaffronParallelFunc func,
                             gpointer data)
{
  if (is_traced ())
    write_down (job, n, func, data, __builtin_return_address (0));
  else
    __real_saffron_parallel_for (job, n, func, data);
}

typedef struct {
  SaffronParallelSumFunc func;
  gpointer data;
  double *parts;
} Sum;

static void
sum_one (gint64 index, gpointer data)
{
  Sum *sum = data;

  sum->parts[index] = sum->func (index, sum->data);
}

double
__wrap_saffron_parallel_sum (SaffronJob *job,
                             gint64 n,
                             SaffronParallelSumFunc func,
                             gpointer data)
{
  g_autofree double *parts = g_new0 (double, MAX (n, 1));
  Sum sum = { func, data, parts };
  double total = 0.0;

  if (is_traced ())
    write_down (job, n, sum_one, &sum, __builtin_return_address (0));
  else
    __real_saffron_parallel_for (job, n, sum_one, &sum);
  for (gint64 i = 0; i < n; i++)
    total += parts[i];
  return total;
}

void
__wrap_saffron_job_begin_planned (SaffronJob *job, guint stage)
{
  if (is_traced ())
    {
      add_gap (NULL);
      add_step (NULL);
      start_stage (saffron_stages ()[stage].name);
      trace.last = NULL;
    }
  __real_saffron_job_begin_planned (job, stage);
}

/* A loop under way. */
typedef struct {
  const Loop *loop;
  guint next, busy;
  struct Place *waiting; /* whose step it is */
} Open;

/* Where a task under way is. */
typedef struct Place {
  const Task *task;
  guint step;
  Open *of; /* NULL for a stage */
} Place;

typedef struct {
  Place *place; /* NULL for an idle processor */
  double until;
} Core;

typedef struct {
  GPtrArray *open;  /* loops with indices left, the oldest first */
  GPtrArray *ready; /* places whose loop has ended */
  Core cores[MOST_CORES];
  guint n;
  double time;
  gboolean done;
} Machine;

static const Step *
step_of (const Place *place)
{
  return &g_array_index (place->task->steps, Step, place->step);
}

static void
run_place (Machine *m, Core *core, Place *place)
{
  core->place = place;
  core->until = m->time + step_of (place)->seconds;
}

static Place *
take_index (Machine *m, Open *open)
{
  Place *place = g_new0 (Place, 1);

  place->task = &g_array_index (open->loop->tasks, Task, open->next++);
  place->of = open;
  open->busy++;
  if (open->next == open->loop->tasks->len)
    g_ptr_array_remove (m->open, open);
  return place;
}

/* One core's step is over. */
static void
end_step (Machine *m, Core *core)
{
  Place *place = g_steal_pointer (&core->place);
  Loop *loop = step_of (place)->loop;
  Open *of = place->of;

  if (loop != NULL && loop->tasks->len > 0)
    {
      Open *open = g_new0 (Open, 1);

      open->loop = loop;
      open->waiting = place;
      g_ptr_array_add (m->open, open);
      run_place (m, core, take_index (m, open));
      return;
    }
  if (place->step + 1 < place->task->steps->len)
    {
      place->step++;
      run_place (m, core, place);
      return;
    }
  g_free (place);
  if (of == NULL)
    m->done = TRUE;
  else if (--of->busy == 0 && of->next == of->loop->tasks->len)
    {
      of->waiting->step++;
      g_ptr_array_add (m->ready, of->waiting);
      g_free (of);
    }
  else if (of->next < of->loop->tasks->len)
    run_place (m, core, take_index (m, of));
}

static void
give_work (Machine *m, Core *core)
{
  if (m->ready->len > 0)
    run_place (m, core, g_ptr_array_steal_index (m->ready, 0));
  else if (m->open->len > 0)
    run_place (m, core, take_index (m, m->open->pdata[0]));
}

static Core *
next_core (Machine *m)
{
  Core *next = NULL;

  for (guint i = 0; i < m->n; i++)
    if (m->cores[i].place != NULL
        && (next == NULL || m->cores[i].until < next->until))
      next = &m->cores[i];
  return next;
}

/* Seconds that @stage takes on @n processors. */
static double
simulate (const Task *stage, guint n)
{
  Machine m = { g_ptr_array_new (), g_ptr_array_new (), .n = n };
  Place *place = g_new0 (Place, 1);

  place->task = stage;
  run_place (&m, &m.cores[0], place);
  while (!m.done)
    {
      Core *core = next_core (&m);

      m.time = core->until;
      end_step (&m, core);
      for (guint i = 0; i < n; i++)
        if (m.cores[i].place == NULL)
          give_work (&m, &m.cores[i]);
    }
  g_ptr_array_unref (m.open);
  g_ptr_array_unref (m.ready);
  return m.time;
}

static double
alone (const Task *stage)
{
  double sum = 0.0;

  for (guint i = 0; i < stage->steps->len; i++)
    sum += g_array_index (stage->steps, Step, i).seconds;
  return sum;
}

static int
by_seconds (gconstpointer a, gconstpointer b)
{
  double x = (*(const Gap *const *) a)->seconds;
  double y = (*(const Gap *const *) b)->seconds;

  return x > y ? -1 : x < y;
}

/* What the loops of @stage take longer than if they were shared evenly. */
static void
add_loops (const Task *stage)
{
  for (guint i = 0; i < stage->steps->len; i++)
    {
      Loop *loop = g_array_index (stage->steps, Step, i).loop;
      Step step = { 0.0, loop };
      Step last = { 0 };
      Task task = { g_array_new (FALSE, FALSE, sizeof (Step)), NULL };

      g_array_append_val (task.steps, step);
      g_array_append_val (task.steps, last);
      if (loop != NULL)
        add_seconds (loop->caller, LOOP,
                     simulate (&task, MOST_CORES)
                         - simulate (&task, 1) / MOST_CORES);
      g_array_unref (task.steps);
    }
}

/* In the file of the program; the linker knows where that begins. */
extern char __executable_start;

static gintptr
address_of (gpointer call)
{
  return call == LOOP   ? 1
         : call != NULL ? (char *) call - &__executable_start - 1
                        : 0;
}

/* The longest work between loops, as addresses for addr2line. */
static void
report_gaps (void)
{
  g_autoptr (GPtrArray) gaps = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer gap;

  for (guint i = 0; i < trace.stages->len; i++)
    add_loops (&g_array_index (trace.stages, Task, i));
  g_hash_table_iter_init (&iter, trace.gaps);
  while (g_hash_table_iter_next (&iter, NULL, &gap))
    g_ptr_array_add (gaps, gap);
  g_ptr_array_sort (gaps, by_seconds);
  for (guint i = 0; i < MIN (gaps->len, 25); i++)
    {
      const Gap *g = gaps->pdata[i];

      fprintf (stderr,
               "gap %.4f %#" G_GINTPTR_MODIFIER "x %#" G_GINTPTR_MODIFIER "x\n",
               g->seconds, address_of (g->after), address_of (g->before));
    }
}

static void
report (void)
{
  static const guint counts[] = { 1, 2, 4, 8, 16 };
  double sums[G_N_ELEMENTS (counts)] = { 0 }, serial = 0.0;

  if (trace.thread != g_thread_self ())
    return;
  add_gap (NULL);
  add_step (NULL);
  fprintf (stderr, "%-12s %8s", "stage", "alone");
  for (guint k = 0; k < G_N_ELEMENTS (counts); k++)
    fprintf (stderr, " %6u", counts[k]);
  fprintf (stderr, "\n");
  for (guint i = 0; i < trace.stages->len; i++)
    {
      const Task *stage = &g_array_index (trace.stages, Task, i);

      fprintf (stderr, "%-12s %8.3f", stage->name, alone (stage));
      serial += alone (stage);
      for (guint k = 0; k < G_N_ELEMENTS (counts); k++)
        {
          double seconds = simulate (stage, counts[k]);

          sums[k] += seconds;
          fprintf (stderr, " %6.3f", seconds);
        }
      fprintf (stderr, "\n");
    }
  fprintf (stderr, "%-12s %8.3f", "all", serial);
  for (guint k = 0; k < G_N_ELEMENTS (counts); k++)
    fprintf (stderr, " %6.3f", sums[k]);
  fprintf (stderr, "\n%-12s %8.3f", "times", serial / sums[0]);
  for (guint k = 0; k < G_N_ELEMENTS (counts); k++)
    fprintf (stderr, " %6.2f", sums[0] / sums[k]);
  fprintf (stderr, "\n");
  if (g_getenv ("SAFFRON_GAPS") != NULL)
    report_gaps ();
}
