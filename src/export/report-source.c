/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "export/report-source.h"

#include "session/export-name.h"

static void
slide_free (SaffronReportSlide *slide)
{
  g_free (slide->name);
  g_free (slide->path);
  g_array_unref (slide->landmarks);
  g_clear_pointer (&slide->run, saffron_run_unref);
  g_free (slide->note);
  saffron_sign_free (slide->sign);
  g_free (slide->caution);
  g_free (slide);
}

/* @name: taken; @alone: whether no other slide is measured, so that what was
 * known of them before counts */
static SaffronReportSlide *
slide_new (SaffronMoving *moving, char *name, gboolean alone)
{
  SaffronReportSlide *slide = g_new0 (SaffronReportSlide, 1);
  g_autoptr (GError) error = NULL;
  SaffronRunEntry *entry =
      saffron_moving_get_export (moving, &slide->caution, &error);

  slide->name = name;
  slide->path = g_strdup (saffron_moving_get_path (moving));
  slide->choice = saffron_moving_get_file (moving)->choice;
  slide->landmarks =
      saffron_landmarks_copy (saffron_moving_get_landmarks (moving));
  slide->note = g_strdup ("");
  if (entry == NULL)
    {
      g_free (slide->caution);
      slide->caution = g_strdup (error->message);
      return slide;
    }
  slide->run = saffron_run_ref (alone ? saffron_run_entry_get_run (entry)
                                      : saffron_run_entry_get_own (entry));
  slide->number = saffron_run_entry_get_number (entry);
  g_free (slide->note);
  slide->note = g_strdup (saffron_run_entry_get_note (entry));
  if (saffron_run_entry_get_sign (entry) != NULL)
    slide->sign = saffron_sign_copy (saffron_run_entry_get_sign (entry));
  return slide;
}

SaffronReportSource *
saffron_report_source_new (SaffronSession *session, SaffronMoving *only)
{
  SaffronReportSource *source = g_new0 (SaffronReportSource, 1);
  g_auto (GStrv) names = saffron_session_export_names (session);

  source->session = g_strdup (saffron_session_get_path (session));
  source->reference = g_strdup (saffron_session_get_reference_path (session));
  saffron_session_find_choice (session, source->reference,
                               &source->reference_choice);
  source->slides = g_ptr_array_new_with_free_func ((GDestroyNotify) slide_free);
  for (guint i = 0; i < saffron_session_get_n_moving (session); i++)
    {
      SaffronMoving *moving = saffron_session_get_moving (session, i);

      if (only == NULL || moving == only)
        g_ptr_array_add (source->slides,
                         slide_new (moving, g_strdup (names[i]), only != NULL));
    }
  return source;
}

void
saffron_report_source_free (SaffronReportSource *source)
{
  if (source == NULL)
    return;
  g_free (source->session);
  g_free (source->reference);
  g_ptr_array_unref (source->slides);
  g_free (source);
}

const SaffronReportSlide *
saffron_report_source_find (const SaffronReportSource *source, const char *path)
{
  for (guint i = 0; i < source->slides->len; i++)
    {
      const SaffronReportSlide *slide = source->slides->pdata[i];

      if (g_str_equal (slide->path, path))
        return slide;
    }
  return NULL;
}
