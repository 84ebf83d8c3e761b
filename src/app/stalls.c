/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/stalls.h"

#include <time.h>

typedef struct {
  double cpu, wall; /* ms */
} Moment;

/* A source that is never ready: it is asked before and after each wait. */
struct _SaffronStalls {
  GSource source;

  gboolean is_running; /* a turn has begun */
  Moment start;        /* of this turn */
  Moment drawing;      /* in this turn */
  Moment draw_start;
  Moment longest;
  guint64 n_turns, n_over;
};

static double
read_clock (clockid_t which)
{
  struct timespec t = { 0 };

  clock_gettime (which, &t);
  return t.tv_sec * 1e3 + t.tv_nsec * 1e-6;
}

static Moment
now (void)
{
  return (Moment){ read_clock (CLOCK_THREAD_CPUTIME_ID),
                   read_clock (CLOCK_MONOTONIC) };
}

/* The end of a turn: the loop is about to wait again. */
static gboolean
on_prepare (GSource *source, int *timeout)
{
  SaffronStalls *self = (SaffronStalls *) source;
  Moment end = now ();
  double cpu = end.cpu - self->start.cpu - self->drawing.cpu;
  double wall = end.wall - self->start.wall - self->drawing.wall;

  *timeout = -1;
  if (!self->is_running)
    return FALSE;
  self->is_running = FALSE;
  self->n_turns++;
  self->longest.cpu = MAX (self->longest.cpu, cpu);
  self->longest.wall = MAX (self->longest.wall, wall);
  if (cpu > SAFFRON_STALL_MS)
    {
      self->n_over++;
      g_printerr ("stall: cpu %.1f wall %.1f\n", cpu, wall);
    }
  return FALSE;
}

static gboolean
on_check (GSource *source)
{
  SaffronStalls *self = (SaffronStalls *) source;

  self->is_running = TRUE;
  self->start = now ();
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

  self->draw_start = now ();
}

static void
on_after_paint (GdkFrameClock *clock, gpointer user_data)
{
  SaffronStalls *self = user_data;
  Moment end = now ();

  self->drawing.cpu += end.cpu - self->draw_start.cpu;
  self->drawing.wall += end.wall - self->draw_start.wall;
}

static void
on_realize (GtkWidget *window, gpointer user_data)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (window);

  g_signal_connect (clock, "before-paint", G_CALLBACK (on_before_paint),
                    user_data);
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
  static GSourceFuncs funcs = { on_prepare, on_check, on_dispatch, NULL,
                                NULL,       NULL };
  GSource *source = NULL;

  if (g_getenv ("SAFFRON_STALLS") == NULL)
    return NULL;
  source = g_source_new (&funcs, sizeof (SaffronStalls));
  /* Asked first, and when others are ready too. */
  g_source_set_priority (source, G_MININT);
  g_source_attach (source, NULL);
  return (SaffronStalls *) source;
}

void
saffron_stalls_free (SaffronStalls *self)
{
  g_printerr ("stalls: %" G_GUINT64_FORMAT " turns, %" G_GUINT64_FORMAT
              " over %.0f ms, longest cpu %.1f wall %.1f\n",
              self->n_turns, self->n_over, SAFFRON_STALL_MS,
              self->longest.cpu, self->longest.wall);
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
