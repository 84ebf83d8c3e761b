/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/work/work-list.h"

#include "base/background.h"
#include "base/error.h"

/* What the thread of a test's work does, one way or another. */
typedef enum {
  SUCCEEDS,
  FAILS,
  WAITS_FOR_CANCEL, /* and ends as a cancelled job does */
  IGNORES_CANCEL,   /* waits for it and succeeds */
  CREEPS,           /* reports little by little, and then succeeds */
} Behaviour;

#define TEST_TYPE_WORK (test_work_get_type ())
G_DECLARE_FINAL_TYPE (TestWork, test_work, TEST, WORK, SaffronWork)

struct _TestWork {
  SaffronWork parent_instance;

  Behaviour behaviour;
  gboolean gave_way;
};

G_DEFINE_FINAL_TYPE (TestWork, test_work, SAFFRON_TYPE_WORK)

#define N_MESSAGES 50
#define N_REPORTS 500

static void
wait_for_cancel (SaffronJob *job)
{
  GPollFD fd = { 0 };

  g_assert_true (
      g_cancellable_make_pollfd (saffron_job_get_cancellable (job), &fd));
  g_poll (&fd, 1, -1);
  g_cancellable_release_fd (saffron_job_get_cancellable (job));
}

static gboolean
say_idle (gpointer user_data)
{
  g_async_queue_push (user_data, user_data);
  return G_SOURCE_REMOVE;
}

/* Each report waits until the main thread has nothing left to do. */
static void
creep (SaffronJob *job)
{
  g_autoptr (GAsyncQueue) idle = g_async_queue_new ();

  saffron_job_begin_stage (job, "creep", 0.0, 1.0);
  for (guint i = 1; i <= N_REPORTS; i++)
    {
      saffron_job_set_fraction (job, i / (double) N_REPORTS);
      g_idle_add_full (G_PRIORITY_LOW, say_idle, idle, NULL);
      g_async_queue_pop (idle);
    }
}

static gboolean
test_work_run (SaffronWork *work, SaffronJob *job, GError **error)
{
  TestWork *self = TEST_WORK (work);

  self->gave_way = saffron_background_entered ();
  if (self->behaviour == CREEPS)
    {
      creep (job);
      return TRUE;
    }
  for (guint i = 1; i <= N_MESSAGES; i++)
    {
      saffron_job_begin_stage (job, i % 2 == 0 ? "even" : "odd",
                               (i - 1.0) / N_MESSAGES, i / (double) N_MESSAGES);
      saffron_job_set_fraction (job, 1.0);
      saffron_work_send (work, g_memdup2 (&i, sizeof i), g_free);
    }
  if (self->behaviour == WAITS_FOR_CANCEL || self->behaviour == IGNORES_CANCEL)
    wait_for_cancel (job);
  if (self->behaviour == WAITS_FOR_CANCEL)
    return saffron_job_check (job, error);
  if (self->behaviour == FAILS)
    {
      g_set_error_literal (error, SAFFRON_ERROR, SAFFRON_ERROR_NO_SPACE,
                           "the disk is full");
      return FALSE;
    }
  return TRUE;
}

static void
test_work_class_init (TestWorkClass *klass)
{
  SAFFRON_WORK_CLASS (klass)->run = test_work_run;
  SAFFRON_WORK_CLASS (klass)->flags = SAFFRON_WORK_GIVES_WAY;
}

static void
test_work_init (TestWork *self)
{
}

/* What came, in the main thread. */
typedef struct {
  GMainLoop *loop;
  GThread *main;
  gboolean cancels; /* at the last message */
  guint last;       /* message */
  guint n_changed, n_cancelled, n_finished;
  double fraction;
  GHashTable *stages;
} Watch;

static void
on_changed (SaffronWork *work, gpointer user_data)
{
  Watch *watch = user_data;

  g_assert_true (g_thread_self () == watch->main);
  g_assert_false (saffron_work_is_cancelled (work));
  g_assert_cmpuint (watch->n_finished, ==, 0);
  g_assert_cmpfloat (saffron_work_get_fraction (work), >=, watch->fraction);
  watch->fraction = saffron_work_get_fraction (work);
  watch->n_changed++;
  g_hash_table_add (watch->stages, g_strdup (saffron_work_get_stage (work)));
}

static void
on_message (SaffronWork *work, const guint *number, gpointer user_data)
{
  Watch *watch = user_data;

  g_assert_true (g_thread_self () == watch->main);
  g_assert_false (saffron_work_is_cancelled (work));
  g_assert_cmpuint (*number, ==, watch->last + 1);
  watch->last = *number;
  if (*number == N_MESSAGES && watch->cancels)
    {
      saffron_work_cancel (work);
      saffron_work_cancel (work);
    }
}

static void
on_cancelled (SaffronWork *work, gpointer user_data)
{
  ((Watch *) user_data)->n_cancelled++;
}

static void
on_finished (SaffronWork *work, gpointer user_data)
{
  Watch *watch = user_data;

  g_assert_cmpint (saffron_work_get_state (work), !=, SAFFRON_WORK_RUNNING);
  watch->n_finished++;
  g_main_loop_quit (watch->loop);
}

static void
connect (SaffronWork *work, Watch *watch)
{
  watch->loop = g_main_loop_new (NULL, FALSE);
  watch->main = g_thread_self ();
  watch->stages = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_signal_connect (work, "changed", G_CALLBACK (on_changed), watch);
  g_signal_connect (work, "message", G_CALLBACK (on_message), watch);
  g_signal_connect (work, "cancelled", G_CALLBACK (on_cancelled), watch);
  g_signal_connect (work, "finished", G_CALLBACK (on_finished), watch);
}

static void
watch_clear (Watch *watch)
{
  g_main_loop_unref (watch->loop);
  g_hash_table_unref (watch->stages);
}

/* To its end; the work is still there afterwards. */
static SaffronWork *
run (Behaviour behaviour, Watch *watch)
{
  TestWork *work = g_object_new (TEST_TYPE_WORK, NULL);

  work->behaviour = behaviour;
  connect (SAFFRON_WORK (work), watch);
  saffron_work_start (SAFFRON_WORK (work), 1);
  g_main_loop_run (watch->loop);
  while (g_main_context_iteration (NULL, FALSE))
    continue;
  g_assert_cmpuint (watch->n_finished, ==, 1);
  return SAFFRON_WORK (work);
}

static void
test_done (void)
{
  Watch watch = { 0 };
  g_autoptr (SaffronWork) work = run (SUCCEEDS, &watch);

  g_assert_cmpint (saffron_work_get_state (work), ==, SAFFRON_WORK_DONE);
  g_assert_null (saffron_work_get_error (work));
  g_assert_cmpuint (watch.last, ==, N_MESSAGES);
  g_assert_cmpfloat (watch.fraction, ==, 1.0);
  g_assert_cmpuint (g_hash_table_size (watch.stages), ==, 2);
  g_assert_true (TEST_WORK (work)->gave_way);
  watch_clear (&watch);
}

static void
test_failed (void)
{
  Watch watch = { 0 };
  g_autoptr (SaffronWork) work = run (FAILS, &watch);

  g_assert_cmpint (saffron_work_get_state (work), ==, SAFFRON_WORK_FAILED);
  g_assert_error (saffron_work_get_error (work), SAFFRON_ERROR,
                  SAFFRON_ERROR_NO_SPACE);
  /* Too late. */
  saffron_work_cancel (work);
  g_assert_cmpuint (watch.n_cancelled, ==, 0);
  watch_clear (&watch);
}

/* Whether its thread took notice of that or not. */
static void
test_cancelled (void)
{
  Behaviour behaviours[] = { WAITS_FOR_CANCEL, IGNORES_CANCEL };

  for (guint i = 0; i < G_N_ELEMENTS (behaviours); i++)
    {
      Watch watch = { .cancels = TRUE };
      g_autoptr (SaffronWork) work = run (behaviours[i], &watch);

      g_assert_cmpint (saffron_work_get_state (work), ==,
                       SAFFRON_WORK_CANCELLED);
      g_assert_null (saffron_work_get_error (work));
      g_assert_cmpuint (watch.n_cancelled, ==, 1);
      watch_clear (&watch);
    }
}

/* What is written cannot be taken back: it is done. */
static void
test_stays_done (void)
{
  g_autoptr (GTypeClass) klass = g_type_class_ref (TEST_TYPE_WORK);
  SaffronWorkFlags flags = SAFFRON_WORK_CLASS (klass)->flags;
  Behaviour behaviours[] = { WAITS_FOR_CANCEL, IGNORES_CANCEL };
  SaffronWorkState states[] = { SAFFRON_WORK_CANCELLED, SAFFRON_WORK_DONE };

  SAFFRON_WORK_CLASS (klass)->flags |= SAFFRON_WORK_STAYS_DONE;
  for (guint i = 0; i < G_N_ELEMENTS (behaviours); i++)
    {
      Watch watch = { .cancels = TRUE };
      g_autoptr (SaffronWork) work = run (behaviours[i], &watch);

      g_assert_cmpint (saffron_work_get_state (work), ==, states[i]);
      watch_clear (&watch);
    }
  SAFFRON_WORK_CLASS (klass)->flags = flags;
}

/* However often its thread reports, the window follows twice a second and
 * once at the end. The timer for the time left adds one each second. */
static void
test_paced (void)
{
  Watch watch = { 0 };
  gint64 before = g_get_monotonic_time ();
  g_autoptr (SaffronWork) work = run (CREEPS, &watch);
  double seconds = (double) (g_get_monotonic_time () - before) / G_USEC_PER_SEC;

  g_assert_cmpfloat (watch.fraction, ==, 1.0);
  g_assert_cmpuint (watch.n_changed, >=, 1);
  g_assert_cmpfloat (watch.n_changed, <=, 3.0 + 3.0 * seconds);
  watch_clear (&watch);
}

/* Nobody but its thread keeps it. */
static void
test_keeps_itself (void)
{
  Watch watch = { 0 };
  SaffronWork *work = g_object_new (TEST_TYPE_WORK, NULL);
  gpointer weak = work;

  g_object_add_weak_pointer (G_OBJECT (work), &weak);
  connect (work, &watch);
  saffron_work_start (work, 1);
  g_object_unref (work);
  g_main_loop_run (watch.loop);
  while (weak != NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (watch.n_finished, ==, 1);
  watch_clear (&watch);
}

static void
test_describe (void)
{
  g_autoptr (SaffronWork) work = saffron_work_new ("Sweep");
  g_autofree char *title = saffron_work_describe (work);
  g_autofree char *text = NULL;
  g_autofree char *stage = NULL;
  g_autofree char *time = NULL;
  g_autofree char *late = NULL;

  g_assert_cmpstr (title, ==, "Sweep");
  /* A stage of a registration has a title, another text is its own. */
  saffron_work_set_progress (work, "one of two", 0.5, SAFFRON_TIME_LEFT_UNKNOWN,
                             0.0);
  text = saffron_work_describe (work);
  g_assert_cmpstr (text, ==, "Sweep: one of two");
  saffron_work_set_progress (work, "coarse", 0.5, SAFFRON_TIME_LEFT_UNKNOWN,
                             0.0);
  stage = saffron_work_describe (work);
  g_assert_cmpstr (stage, ==, "Sweep: Coarse");
  saffron_work_set_progress (work, "coarse", 0.5, SAFFRON_TIME_LEFT_SECONDS,
                             30.0);
  time = saffron_work_describe (work);
  g_assert_cmpstr (time, ==, "Sweep: Coarse, 30 s left");
  saffron_work_set_progress (work, "coarse", 0.5, SAFFRON_TIME_LEFT_LONGER,
                             0.0);
  late = saffron_work_describe (work);
  g_assert_cmpstr (late, ==, "Sweep: Coarse, longer than estimated");
  saffron_work_finish (work, NULL);
  g_assert_cmpint (saffron_work_get_state (work), ==, SAFFRON_WORK_DONE);
}

static void
count (gpointer object, gpointer user_data)
{
  ++*(guint *) user_data;
}

static guint
length (SaffronWorkList *list)
{
  return g_list_model_get_n_items (G_LIST_MODEL (list));
}

static void
test_list (void)
{
  g_autoptr (SaffronWorkList) list = saffron_work_list_new ();
  g_autoptr (SaffronWork) first = saffron_work_new ("first");
  g_autoptr (SaffronWork) second = saffron_work_new ("second");
  g_autofree char *both = NULL;
  g_autofree char *one = NULL;
  guint n_changed = 0;

  g_signal_connect (list, "changed", G_CALLBACK (count), &n_changed);
  g_assert_null (saffron_work_list_get_last (list));
  g_assert_null (saffron_work_list_describe_losses (list));
  saffron_work_set_loss (first, "One.");
  saffron_work_set_loss (second, "Two.");
  saffron_work_list_add (list, first);
  saffron_work_list_add (list, second);
  both = saffron_work_list_describe_losses (list);
  g_assert_cmpstr (both, ==, "One.\nTwo.");
  g_assert_cmpuint (n_changed, ==, 2);

  /* It stays until it has ended, but nobody can cancel it again. */
  g_assert_true (saffron_work_list_get_last (list) == second);
  saffron_work_cancel (second);
  g_assert_cmpuint (n_changed, ==, 3);
  g_assert_cmpuint (length (list), ==, 2);
  g_assert_true (saffron_work_list_get_last (list) == first);
  one = saffron_work_list_describe_losses (list);
  g_assert_cmpstr (one, ==, "One.");
  saffron_work_finish (second, NULL);
  g_assert_cmpint (saffron_work_get_state (second), ==, SAFFRON_WORK_CANCELLED);
  g_assert_cmpuint (length (list), ==, 1);

  saffron_work_list_cancel_all (list);
  g_assert_true (saffron_work_is_cancelled (first));
  g_assert_null (saffron_work_list_describe_losses (list));
  saffron_work_finish (first, NULL);
  g_assert_cmpuint (length (list), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/work/done", test_done);
  g_test_add_func ("/work/failed", test_failed);
  g_test_add_func ("/work/cancelled", test_cancelled);
  g_test_add_func ("/work/stays-done", test_stays_done);
  g_test_add_func ("/work/paced", test_paced);
  g_test_add_func ("/work/keeps-itself", test_keeps_itself);
  g_test_add_func ("/work/describe", test_describe);
  g_test_add_func ("/work/list", test_list);
  return g_test_run ();
}
