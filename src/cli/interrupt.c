/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/interrupt.h"

#include <signal.h>
#include <unistd.h>

#include "cli/cli.h"

typedef struct {
  GMutex lock;
  GWeakRef job;
  gboolean came;
} Interrupt;

static gpointer
make_interrupt (gpointer data)
{
  Interrupt *self = g_new0 (Interrupt, 1);

  g_mutex_init (&self->lock);
  g_weak_ref_init (&self->job, NULL);
  return self;
}

static Interrupt *
get_interrupt (void)
{
  static GOnce once = G_ONCE_INIT;

  return g_once (&once, make_interrupt, NULL);
}

/* A signal that was ignored when the program started (nohup) stays ignored. */
static void
fill_set (sigset_t *set)
{
  static const int numbers[] = { SIGINT, SIGTERM, SIGHUP };

  sigemptyset (set);
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      struct sigaction action = { 0 };

      sigaction (numbers[i], NULL, &action);
      if (action.sa_handler != SIG_IGN)
        sigaddset (set, numbers[i]);
    }
}

static void
end_process (int number, const sigset_t *set)
{
  struct sigaction action = { .sa_handler = SIG_DFL };

  sigaction (number, &action, NULL);
  raise (number);
  pthread_sigmask (SIG_UNBLOCK, set, NULL);
  _exit (SAFFRON_EXIT_FAILED);
}

static gpointer
wait_for_signals (gpointer data)
{
  Interrupt *self = data;
  sigset_t set;

  fill_set (&set);
  while (TRUE)
    {
      g_autoptr (SaffronJob) job = NULL;
      gboolean again;
      int number = 0;

      if (sigwait (&set, &number) != 0)
        continue;
      g_mutex_lock (&self->lock);
      again = self->came;
      self->came = TRUE;
      job = g_weak_ref_get (&self->job);
      g_mutex_unlock (&self->lock);
      /* Asked first: the job that a first signal cancelled may be gone. */
      if (again)
        _exit (SAFFRON_EXIT_FAILED);
      else if (job == NULL)
        end_process (number, &set);
      else
        saffron_job_cancel (job);
    }
  return NULL;
}

void
saffron_interrupt_start (void)
{
  sigset_t set;

  fill_set (&set);
  pthread_sigmask (SIG_BLOCK, &set, NULL);
  g_thread_unref (g_thread_new ("signals", wait_for_signals, get_interrupt ()));
}

void
saffron_interrupt_watch (SaffronJob *job)
{
  Interrupt *self = get_interrupt ();
  gboolean came;

  g_mutex_lock (&self->lock);
  g_weak_ref_set (&self->job, job);
  came = self->came;
  g_mutex_unlock (&self->lock);
  if (came)
    saffron_job_cancel (job);
}
