/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/batch-order.h"

#include <string.h>

#include "base/save-file.h"
#include "session/stack.h"

static const char *
path_of (const SaffronBatchWork *work, guint slide)
{
  return saffron_batch_patient_get (work->input, slide)->path;
}

static guint
find_slide (const SaffronBatchWork *work, const char *path)
{
  guint i = 0;

  while (!g_str_equal (path_of (work, i), path))
    i++;
  return i;
}

static void
take_turn (SaffronBatchWork *work, const SaffronStack *stack, guint turn)
{
  guint slide = find_slide (work, saffron_stack_get_path (stack, turn));
  g_autoptr (GPtrArray) over = saffron_stack_get_over (stack, turn);

  g_array_append_val (work->turns, slide);
  work->over[slide] = g_array_new (FALSE, FALSE, sizeof (guint));
  for (guint i = 0; i < over->len; i++)
    {
      guint other = find_slide (work, over->pdata[i]);

      g_array_append_val (work->over[slide], other);
    }
}

gboolean
saffron_batch_order_find (SaffronBatchWork *work,
                          SaffronJob *job,
                          GError **error)
{
  guint n = work->input->slides->len, reference = work->input->reference;
  g_autoptr (SaffronStack) stack =
      saffron_stack_new (path_of (work, reference), NULL);
  g_autofree char *csv = NULL;
  g_autofree char *path = g_build_filename (work->folder, "order.csv", NULL);

  for (guint i = 0; i < n; i++)
    if (i != reference)
      saffron_stack_add (stack, path_of (work, i), NULL);
  if (!saffron_stack_order (stack, work->settings->params, job, error))
    return FALSE;
  work->turns = g_array_new (FALSE, FALSE, sizeof (guint));
  work->over = g_new0 (GArray *, n);
  for (guint i = 0; i < saffron_stack_get_n (stack); i++)
    take_turn (work, stack, i);
  csv = saffron_stack_to_csv (stack);
  return csv == NULL
         || saffron_save_file_replace (path, csv, strlen (csv), error);
}

void
saffron_batch_order_clear (SaffronBatchWork *work)
{
  for (guint i = 0; work->over != NULL && i < work->input->slides->len; i++)
    g_clear_pointer (&work->over[i], g_array_unref);
  g_clear_pointer (&work->over, g_free);
  g_clear_pointer (&work->turns, g_array_unref);
}
