/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/stalls.h"

#include <fcntl.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/* How often the times are reported, ms. */
#define FRAMES_MS 1000.0

/* Times since a moment, ms: on a processor; on the clock; waiting for a
 * processor that others had. */
typedef struct {
  double cpu, wall, queued;
} Moment;

/* A source that is never ready: GLib asks it before and after each wait. */
struct _SaffronStalls {
  GSource source;

  int schedule; /* the file that says how long the thread has waited, or -1 */
  gboolean is_running; /* a turn of the loop has begun */
  Moment start;        /* of this turn */
  Moment drawing;      /* in this turn */
  Moment draw_start;
  Moment longest;
  double longest_own;
  guint64 n_turns, n_over;

  int n_frames; /* since the turn began */
  double frames_since, last_frame, longest_gap;
};

static double
read_clock (clockid_t which)
{
  struct timespec t = { 0 };

  clock_gettime (which, &t);
  return t.tv_sec * 1e3 + t.tv_nsec * 1e-6;
}

/* The second number in the file, ns. */
static double
read_queued (int schedule)
{
  char text[128] = "";
  const char *second = NULL;

  if (schedule < 0 || pread (schedule, text, sizeof text - 1, 0) <= 0)
    return 0.0;
  second = strchr (text, ' ');
  return second != NULL ? g_ascii_strtod (second, NULL) * 1e-6 : 0.0;
}

static Moment
now (const SaffronStalls *self)
{
  return (Moment){ read_clock (CLOCK_THREAD_CPUTIME_ID),
                   read_clock (CLOCK_MONOTONIC), read_queued (self->schedule) };
}

static void
add_since (Moment *sum, const Moment *start, const Moment *end)
{
  sum->cpu += end->cpu - start->cpu;
  sum->wall += end->wall - start->wall;
  sum->queued += end->queued - start->queued;
}

/* The turn ends: the loop is about to wait again. */
static gboolean
on_prepare (GSource *source, int *timeout)
{
  SaffronStalls *self = (SaffronStalls *) source;
  Moment end, turn = { 0 };
  double own;

  *timeout = -1;
  if (!self->is_running)
    return FALSE;
  end = now (self);
  add_since (&turn, &self->start, &end);
  turn.cpu -= self->drawing.cpu;
  turn.wall -= self->drawing.wall;
  turn.queued -= self->drawing.queued;
  own = turn.wall - turn.queued;
  self->is_running = FALSE;
  self->n_turns++;
  self->longest.cpu = MAX (self->longest.cpu, turn.cpu);
  self->longest.wall = MAX (self->longest.wall, turn.wall);
  self->longest_own = MAX (self->longest_own, own);
  if (MAX (turn.cpu, own) > SAFFRON_STALL_MS)
    {
      self->n_over++;
      g_printerr ("stall: cpu %.1f own %.1f wall %.1f\n", turn.cpu, own,
                  turn.wall);
    }
  return FALSE;
}

static gboolean
on_check (GSource *source)
{
  SaffronStalls *self = (SaffronStalls *) source;

  self->is_running = TRUE;
  self->start = now (self);
  self->drawing = (Moment){ 0 };
  return FALSE;
}

static gboolean
on_dispatch (GSource *source, GSourceFunc callback, gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

static void
on_before_paint (GdkFrameClock *clock, gpointer user_data)
{
  SaffronStalls *self = user_data;

  self->draw_start = now (self);
}

static void
on_paint (GdkFrameClock *clock, gpointer user_data)
{
  SaffronStalls *self = user_data;
  double time = read_clock (CLOCK_MONOTONIC);

  if (self->last_frame > 0.0)
    self->longest_gap = MAX (self->longest_gap, time - self->last_frame);
  self->last_frame = time;
  self->n_frames++;
  if (time - self->frames_since < FRAMES_MS)
    return;
  if (self->frames_since > 0.0)
    g_printerr ("frames: %d in %.0f ms, longest gap %.0f\n", self->n_frames,
                time - self->frames_since, self->longest_gap);
  self->frames_since = time;
  self->n_frames = 0;
  self->longest_gap = 0.0;
}

static void
on_after_paint (GdkFrameClock *clock, gpointer user_data)
{
  SaffronStalls *self = user_data;
  Moment end = now (self);

  add_since (&self->drawing, &self->draw_start, &end);
}

static void
on_realize (GtkWidget *window, gpointer user_data)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (window);

  g_signal_connect (clock, "before-paint", G_CALLBACK (on_before_paint),
                    user_data);
  g_signal_connect (clock, "paint", G_CALLBACK (on_paint), user_data);
  g_signal_connect (clock, "after-paint", G_CALLBACK (on_after_paint),
                    user_data);
}

static void
on_unrealize (GtkWidget *window, gpointer user_data)
{
  g_signal_handlers_disconnect_by_data (gtk_widget_get_frame_clock (window),
                                        user_data);
}

SaffronStalls *
saffron_stalls_new (void)
{
  static GSourceFuncs funcs = { on_prepare, on_check, on_dispatch,
                                NULL,       NULL,     NULL };
  GSource *source = NULL;
  SaffronStalls *self = NULL;

  if (g_getenv ("SAFFRON_STALLS") == NULL)
    return NULL;
  source = g_source_new (&funcs, sizeof (SaffronStalls));
  /* Has the highest priority, so it is asked first, also when others are
   * ready. */
  g_source_set_priority (source, G_MININT);
  g_source_attach (source, NULL);
  self = (SaffronStalls *) source;
  self->schedule = open ("/proc/thread-self/schedstat", O_RDONLY | O_CLOEXEC);
  return self;
}

void
saffron_stalls_free (SaffronStalls *self)
{
  g_printerr ("stalls: %" G_GUINT64_FORMAT " turns, %" G_GUINT64_FORMAT
              " over %.0f ms, longest cpu %.1f own %.1f wall %.1f\n",
              self->n_turns, self->n_over, SAFFRON_STALL_MS, self->longest.cpu,
              self->longest_own, self->longest.wall);
  if (self->schedule >= 0)
    close (self->schedule);
  g_source_destroy (&self->source);
  g_source_unref (&self->source);
}

void
saffron_stalls_add_window (SaffronStalls *self, GtkWidget *window)
{
  if (self == NULL)
    return;
  g_signal_connect (window, "realize", G_CALLBACK (on_realize), self);
  g_signal_connect (window, "unrealize", G_CALLBACK (on_unrealize), self);
}
