/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/cli.h"

#include <glib-unix.h>
#include <signal.h>
#include <unistd.h>

#include "base/error.h"

gboolean
saffron_cli_parse (const SaffronCommand *command,
                   const GOptionEntry *entries,
                   int min,
                   int max,
                   int *argc,
                   char ***argv,
                   gboolean *helped,
                   GError **error)
{
  g_autoptr (GOptionContext) context = NULL;
  g_autofree char *usage = NULL;
  gboolean help = FALSE;
  const GOptionEntry help_entry[] = {
    { "help", 'h', 0, G_OPTION_ARG_NONE, &help, "Say what this takes", NULL },
    G_OPTION_ENTRY_NULL
  };

  context = g_option_context_new (command->arguments);
  g_option_context_set_help_enabled (context, FALSE);
  g_option_context_set_summary (context, command->summary);
  g_option_context_add_main_entries (context, help_entry, NULL);
  if (entries != NULL)
    g_option_context_add_main_entries (context, entries, NULL);

  *helped = FALSE;
  if (!g_option_context_parse (context, argc, argv, error))
    {
      g_prefix_error (error, "%s", "");
      return FALSE;
    }
  /* A lone "--" is GOption's mark for the end of the options. */
  if (*argc > 1 && g_str_equal ((*argv)[1], "--"))
    {
      for (int i = 1; i + 1 < *argc; i++)
        (*argv)[i] = (*argv)[i + 1];
      (*argc)--;
    }
  if (help)
    {
      g_autofree char *text = g_option_context_get_help (context, TRUE, NULL);
      g_autofree char *old = g_strdup_printf ("%s [", g_get_prgname ());
      g_autofree char *now = g_strdup_printf ("%s %s [", g_get_prgname (),
                                              command->name);
      g_autoptr (GString) fixed = g_string_new (text);

      g_string_replace (fixed, old, now, 1);
      g_print ("%s", fixed->str);
      *helped = TRUE;
      return FALSE;
    }
  if (*argc - 1 < min || *argc - 1 > max)
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
                   "usage: saffron-cli %s %s; --help says more",
                   command->name, command->arguments);
      return FALSE;
    }
  return TRUE;
}

/* What is on the terminal's line now. */
typedef struct {
  GMutex lock;
  gboolean terminal;
  char *stage;
  int percent;
} Progress;

static void
progress_free (gpointer data)
{
  Progress *progress = data;

  if (progress->terminal && progress->percent >= 0)
    g_printerr ("\r\033[K");
  g_free (progress->stage);
  g_mutex_clear (&progress->lock);
  g_free (progress);
}

static void
draw (SaffronJob *job, const char *stage, double fraction, gpointer user_data)
{
  Progress *progress = user_data;
  int percent = (int) (fraction * 100.0);
  gboolean new_stage;

  g_mutex_lock (&progress->lock);
  new_stage = g_strcmp0 (stage, progress->stage) != 0;
  if (new_stage)
    {
      g_free (progress->stage);
      progress->stage = g_strdup (stage);
    }
  if (progress->terminal && (new_stage || percent != progress->percent))
    {
      static const char full[] = "####################";

      g_printerr ("\r\033[K[%-20.*s] %3d %%  %s", percent / 5, full, percent,
                  stage);
    }
  else if (!progress->terminal && new_stage)
    g_printerr ("%3d %%  %s\n", percent, stage);
  progress->percent = percent;
  g_mutex_unlock (&progress->lock);
}

/* Signals are taken by a thread of their own, so that a handler may lock. */
static gpointer
wait_for_signal (gpointer data)
{
  g_autoptr (SaffronJob) job = data;
  sigset_t set;
  int number = 0;

  sigemptyset (&set);
  sigaddset (&set, SIGINT);
  sigaddset (&set, SIGTERM);
  sigaddset (&set, SIGHUP);
  while (sigwait (&set, &number) != 0)
    continue;
  saffron_job_cancel (job);
  return NULL;
}

SaffronJob *
saffron_cli_job_new (int threads)
{
  SaffronJob *job = saffron_job_new ();
  Progress *progress = g_new0 (Progress, 1);
  sigset_t set;

  g_mutex_init (&progress->lock);
  progress->terminal = isatty (STDERR_FILENO);
  progress->percent = -1;
  saffron_job_set_threads (job, MAX (threads, 0));
  saffron_job_set_callback (job, draw, progress);
  g_object_set_data_full (G_OBJECT (job), "progress", progress, progress_free);

  sigemptyset (&set);
  sigaddset (&set, SIGINT);
  sigaddset (&set, SIGTERM);
  sigaddset (&set, SIGHUP);
  /* Before any other thread starts, so that all inherit the mask. */
  pthread_sigmask (SIG_BLOCK, &set, NULL);
  g_thread_unref (g_thread_new ("signals", wait_for_signal,
                                g_object_ref (job)));
  return job;
}
