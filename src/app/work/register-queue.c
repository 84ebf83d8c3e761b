/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/work/register-queue.h"

#include <glib/gi18n.h>

#include "app/work/forecast-task.h"
#include "app/work/order-work.h"
#include "app/work/registration.h"
#include "session/stack-slides.h"

/* One slide that waits for its turn. */
typedef struct {
  SaffronMoving *moving;
  char *name;
  SaffronSlide *slide; /* (nullable) */
} Item;

struct _SaffronRegisterQueue {
  GObject parent_instance;

  GSettings *settings;
  SaffronWorkList *works;
  SaffronSession *session;    /* NULL before the first start */
  SaffronSlide *reference;    /* (nullable): when it is not open */
  SaffronParams *params;      /* of all slides */
  GPtrArray *items;           /* Item */
  guint at;                   /* the item whose turn it is */
  gint64 started;             /* monotonic time */
  SaffronWork *work;          /* the whole queue; NULL: it does not run */
  SaffronOrderWork *ordering; /* of a stack, before the first item */
  SaffronStack *stack;        /* (nullable): over which slides each is tried */
  GCancellable *checking;     /* asks whether the memory is enough */
  SaffronRegistration *registration; /* of that item, after the check */
  guint counts[SAFFRON_MOVING_N_STATES];
  GPtrArray *failures;
};

enum {
  CHANGED,
  ENDED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SaffronRegisterQueue,
                     saffron_register_queue,
                     G_TYPE_OBJECT)

static void begin (SaffronRegisterQueue *self);

static void
item_free (gpointer data)
{
  Item *item = data;

  g_object_unref (item->moving);
  g_free (item->name);
  g_clear_object (&item->slide);
  g_free (item);
}

/* Nothing listens to what the slide under way comes to. */
static void
drop (SaffronRegisterQueue *self)
{
  if (self->ordering != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->ordering, self);
      saffron_work_cancel (SAFFRON_WORK (self->ordering));
      g_clear_object (&self->ordering);
    }
  g_cancellable_cancel (self->checking);
  g_clear_object (&self->checking);
  if (self->registration == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->registration, self);
  saffron_work_cancel (SAFFRON_WORK (self->registration));
  g_clear_object (&self->registration);
}

static void
saffron_register_queue_finalize (GObject *object)
{
  SaffronRegisterQueue *self = SAFFRON_REGISTER_QUEUE (object);

  drop (self);
  if (self->work != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->work, self);
      saffron_work_finish (self->work, NULL);
    }
  g_clear_object (&self->work);
  g_object_unref (self->settings);
  g_object_unref (self->works);
  g_clear_object (&self->session);
  g_clear_object (&self->reference);
  g_clear_pointer (&self->params, saffron_params_free);
  g_clear_pointer (&self->stack, saffron_stack_free);
  g_ptr_array_unref (self->items);
  g_ptr_array_unref (self->failures);
  G_OBJECT_CLASS (saffron_register_queue_parent_class)->finalize (object);
}

static void
saffron_register_queue_class_init (SaffronRegisterQueueClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = saffron_register_queue_finalize;

  signals[CHANGED] =
      g_signal_new ("changed", SAFFRON_TYPE_REGISTER_QUEUE, G_SIGNAL_RUN_LAST,
                    0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[ENDED] =
      g_signal_new ("ended", SAFFRON_TYPE_REGISTER_QUEUE, G_SIGNAL_RUN_LAST, 0,
                    NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
saffron_register_queue_init (SaffronRegisterQueue *self)
{
  self->items = g_ptr_array_new_with_free_func (item_free);
  self->failures = g_ptr_array_new_with_free_func (g_free);
}

static const Item *
get_item (SaffronRegisterQueue *self)
{
  return self->items->pdata[self->at];
}

/* By the time that the slides before took. */
static double
seconds_left (SaffronRegisterQueue *self)
{
  double seconds = (double) (g_get_monotonic_time () - self->started) / 1e6;

  return self->at > 0 ? seconds / self->at * (self->items->len - self->at)
                      : -1.0;
}

static void
show_progress (SaffronRegisterQueue *self, const char *stage, double fraction)
{
  guint n = self->items->len;
  double seconds = seconds_left (self);
  g_autofree char *title = g_strdup_printf (
      _ ("Registering %s, %u of %u"), get_item (self)->name, self->at + 1, n);

  saffron_work_set_title (self->work, title);
  saffron_work_set_progress (self->work, stage, (self->at + fraction) / n,
                             seconds < 0.0 ? SAFFRON_TIME_LEFT_UNKNOWN
                                           : SAFFRON_TIME_LEFT_SECONDS,
                             seconds * (1.0 - fraction));
}

static void
end (SaffronRegisterQueue *self)
{
  g_autoptr (SaffronWork) ended = g_steal_pointer (&self->work);

  drop (self);
  g_signal_handlers_disconnect_by_data (ended, self);
  saffron_work_finish (ended, NULL);
  g_signal_emit (self, signals[CHANGED], 0);
  g_signal_emit (self, signals[ENDED], 0);
  g_ptr_array_set_size (self->items, 0);
  self->at = 0;
}

static void
fail (SaffronRegisterQueue *self, const char *message)
{
  g_ptr_array_add (self->failures,
                   g_strdup_printf ("%s: %s", get_item (self)->name, message));
}

static void
next (SaffronRegisterQueue *self)
{
  self->at++;
  begin (self);
}

static void
on_progress (SaffronWork *registration, gpointer user_data)
{
  show_progress (user_data, saffron_work_get_stage (registration),
                 saffron_work_get_fraction (registration));
}

/* The slide may have left the session meanwhile, and its run is nobody's. */
static void
keep_run (SaffronRegisterQueue *self, SaffronRun *run)
{
  SaffronMoving *moving = get_item (self)->moving;
  SaffronMovingState state = SAFFRON_MOVING_UNVERIFIED;

  if (!saffron_session_has_moving (self->session, moving))
    return;
  if (saffron_run_get_state (run) == SAFFRON_RUN_VERIFIED)
    state = SAFFRON_MOVING_VERIFIED;
  else if (saffron_run_get_state (run) == SAFFRON_RUN_PARTLY)
    state = SAFFRON_MOVING_PARTLY;
  self->counts[state]++;
  saffron_session_add_run (self->session, moving, run);
}

static void
on_finished (SaffronWork *work, gpointer user_data)
{
  SaffronRegisterQueue *self = user_data;
  g_autoptr (SaffronRegistration) registration =
      g_steal_pointer (&self->registration);
  SaffronRun *run = saffron_registration_get_run (registration);
  const GError *error = saffron_work_get_error (work);

  g_signal_handlers_disconnect_by_data (work, self);
  if (run != NULL)
    keep_run (self, run);
  else
    fail (self, error != NULL ? error->message : _ ("Registering cancelled"));
  /* Whoever hears of the run may stop the queue. */
  if (self->work != NULL)
    next (self);
}

static guint
find_turn (SaffronRegisterQueue *self, SaffronMoving *moving)
{
  return saffron_stack_find_turn (self->stack,
                                  saffron_moving_get_path (moving));
}

/* (transfer full) (nullable): over which slides that one is tried, which have
 * their runs by now. */
static GPtrArray *
find_over (SaffronRegisterQueue *self, SaffronMoving *moving)
{
  g_autoptr (GPtrArray) paths = NULL;
  guint turn;

  if (self->stack == NULL)
    return NULL;
  turn = find_turn (self, moving);
  if (turn == saffron_stack_get_n (self->stack))
    return NULL;
  paths = saffron_stack_get_over (self->stack, turn);
  return saffron_stack_slides_gather (self->session, paths);
}

static void
registration_start (SaffronRegisterQueue *self)
{
  SaffronMoving *moving = get_item (self)->moving;
  SaffronRegisterOptions spec = { 0 };
  g_autoptr (GPtrArray) over = find_over (self, moving);

  spec.params = self->params;
  spec.landmarks = saffron_moving_get_landmarks (moving);
  spec.by_hand = saffron_moving_get_start (moving);
  self->registration =
      saffron_registration_new (self->session, moving, &spec, over,
                                g_settings_get_int (self->settings, "threads"));
  g_signal_connect (self->registration, "changed", G_CALLBACK (on_progress),
                    self);
  g_signal_connect (self->registration, "finished", G_CALLBACK (on_finished),
                    self);
}

static void
on_forecast (GObject *source, GAsyncResult *result, gpointer user_data)
{
  SaffronRegisterQueue *self = SAFFRON_REGISTER_QUEUE (source);
  g_autoptr (GPtrArray) forecasts = saffron_forecast_finish (result, NULL);
  const SaffronForecast *forecast = NULL;

  if (forecasts == NULL
      || g_task_get_cancellable (G_TASK (result)) != self->checking)
    return;
  g_clear_object (&self->checking);
  forecast = forecasts->pdata[0];
  if (!saffron_session_has_moving (self->session, get_item (self)->moving))
    next (self);
  else if (forecast->fits)
    registration_start (self);
  else
    {
      g_autofree char *need = g_format_size (forecast->here.peak_memory);
      g_autofree char *limit = g_format_size (forecast->limit);
      g_autofree char *message = g_strdup_printf (
          _ ("registering would take about %s of memory; only %s may be used"),
          need, limit);

      fail (self, message);
      next (self);
    }
}

/* A registration without enough memory takes other programs with it, so that it
 * is not begun. What is not open fails with the reason when it is opened. */
static void
begin (SaffronRegisterQueue *self)
{
  SaffronPair pair = { self->session, NULL, self->reference, NULL };
  SaffronForecastRequest *request = NULL;

  while (
      self->at < self->items->len
      && !saffron_session_has_moving (self->session, get_item (self)->moving))
    self->at++;
  if (self->at == self->items->len)
    {
      end (self);
      return;
    }
  show_progress (self, "", 0.0);
  pair.moving = get_item (self)->moving;
  pair.moving_slide = get_item (self)->slide;
  request = saffron_forecast_request_new (&pair, self->settings);
  if (request == NULL)
    {
      registration_start (self);
      return;
    }
  saffron_forecast_request_add (request, self->params);
  self->checking = g_cancellable_new ();
  saffron_forecast_async (self, request, self->checking, on_forecast, NULL);
}

static int
compare_turns (gconstpointer a, gconstpointer b, gpointer user_data)
{
  SaffronRegisterQueue *self = user_data;
  guint first = find_turn (self, (*(const Item *const *) a)->moving);
  guint second = find_turn (self, (*(const Item *const *) b)->moving);

  return first < second ? -1 : first > second;
}

static void
on_ordering (SaffronWork *ordering, gpointer user_data)
{
  SaffronRegisterQueue *self = user_data;

  saffron_work_set_progress (self->work, "",
                             saffron_work_get_fraction (ordering),
                             SAFFRON_TIME_LEFT_UNKNOWN, 0.0);
}

static void
on_ordered (SaffronWork *ordering, gpointer user_data)
{
  SaffronRegisterQueue *self = user_data;
  g_autoptr (SaffronOrderWork) own = g_steal_pointer (&self->ordering);

  g_signal_handlers_disconnect_by_data (ordering, self);
  self->stack = saffron_order_work_steal_stack (own);
  if (self->stack != NULL)
    g_ptr_array_sort_with_data (self->items, compare_turns, self);
  self->started = g_get_monotonic_time ();
  begin (self);
}

/* Finds the order of a stack first. */
static void
order (SaffronRegisterQueue *self)
{
  saffron_work_set_title (self->work, _ ("Comparing the slides"));
  self->ordering =
      saffron_order_work_new (self->session, self->params,
                              g_settings_get_int (self->settings, "threads"));
  g_signal_connect (self->ordering, "changed", G_CALLBACK (on_ordering), self);
  g_signal_connect (self->ordering, "finished", G_CALLBACK (on_ordered), self);
}

static void
on_cancelled (SaffronWork *work, gpointer user_data)
{
  saffron_register_queue_stop (user_data);
}

SaffronRegisterQueue *
saffron_register_queue_new (GSettings *settings, SaffronWorkList *works)
{
  SaffronRegisterQueue *self = g_object_new (SAFFRON_TYPE_REGISTER_QUEUE, NULL);

  self->settings = g_object_ref (settings);
  self->works = g_object_ref (works);
  return self;
}

void
saffron_register_queue_add (SaffronRegisterQueue *self,
                            SaffronMoving *moving,
                            const char *name,
                            SaffronSlide *slide)
{
  Item *item = NULL;

  g_return_if_fail (self->work == NULL);

  item = g_new0 (Item, 1);
  item->moving = g_object_ref (moving);
  item->name = g_strdup (name);
  g_set_object (&item->slide, slide);
  g_ptr_array_add (self->items, item);
}

void
saffron_register_queue_start (SaffronRegisterQueue *self,
                              SaffronSession *session,
                              SaffronSlide *reference)
{
  if (self->work != NULL || self->items->len == 0)
    return;
  g_set_object (&self->session, session);
  g_set_object (&self->reference, reference);
  g_clear_pointer (&self->params, saffron_params_free);
  self->params = saffron_params_copy (saffron_session_get_params (session));
  for (guint i = 0; i < SAFFRON_MOVING_N_STATES; i++)
    self->counts[i] = 0;
  g_ptr_array_set_size (self->failures, 0);
  self->at = 0;
  g_clear_pointer (&self->stack, saffron_stack_free);
  self->started = g_get_monotonic_time ();
  self->work = saffron_work_new (_ ("Registering"));
  saffron_work_set_loss (self->work,
                         _ ("Slides are being registered one after the other. "
                            "Finished runs are kept, the one under way would "
                            "be lost."));
  g_signal_connect (self->work, "cancelled", G_CALLBACK (on_cancelled), self);
  saffron_work_list_add (self->works, self->work);
  g_signal_emit (self, signals[CHANGED], 0);
  if (saffron_order_of (self->params) == SAFFRON_ORDER_REFERENCE)
    begin (self);
  else
    order (self);
}

void
saffron_register_queue_stop (SaffronRegisterQueue *self)
{
  if (self->work != NULL)
    end (self);
}

gboolean
saffron_register_queue_is_running (SaffronRegisterQueue *self)
{
  return self->work != NULL;
}

SaffronSession *
saffron_register_queue_get_session (SaffronRegisterQueue *self)
{
  return self->session;
}

guint
saffron_register_queue_count (SaffronRegisterQueue *self,
                              SaffronMovingState state)
{
  return self->counts[state];
}

GPtrArray *
saffron_register_queue_get_failures (SaffronRegisterQueue *self)
{
  return self->failures;
}

guint
saffron_register_queue_get_n_left (SaffronRegisterQueue *self)
{
  return self->items->len - self->at;
}
