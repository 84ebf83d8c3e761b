/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "session/session-private.h"

#include <glib/gi18n.h>

#include "base/error.h"

static gboolean
is_whole (SaffronRunEntry *entry)
{
  return entry->run->region.width == 0;
}

/* For runs of older versions, which did not record the run that they started
 * from. It is most likely the last run of the whole slide before @entry. */
static SaffronRunEntry *
find_whole_before (SaffronMoving *self, SaffronRunEntry *entry)
{
  SaffronRunEntry *whole = NULL;

  for (guint i = 0; i < self->runs->len && self->runs->pdata[i] != entry; i++)
    if (is_whole (self->runs->pdata[i]))
      whole = self->runs->pdata[i];
  return whole;
}

SaffronRunEntry *
saffron_moving_get_whole_of (SaffronMoving *self, SaffronRunEntry *entry)
{
  SaffronRunEntry *from = NULL;

  g_return_val_if_fail (saffron_moving_has_entry (self, entry), NULL);

  if (is_whole (entry))
    return entry;
  if (entry->from < 0)
    return find_whole_before (self, entry);
  if (entry->from > 0)
    from = saffron_moving_find_number (self, (guint) entry->from);
  return from != NULL && is_whole (from) ? from : NULL;
}

SaffronRunEntry *
saffron_moving_get_whole (SaffronMoving *self)
{
  return self->current != NULL
             ? saffron_moving_get_whole_of (self, self->current)
             : NULL;
}

GPtrArray *
saffron_moving_get_regions_of (SaffronMoving *self, SaffronRunEntry *entry)
{
  GPtrArray *regions = g_ptr_array_new ();

  for (guint i = 0; i < self->runs->len; i++)
    {
      SaffronRunEntry *other = self->runs->pdata[i];

      if (other != entry && !is_whole (other)
          && saffron_moving_get_whole_of (self, other) == entry)
        g_ptr_array_add (regions, other);
    }
  return regions;
}

gboolean
saffron_moving_is_edited (SaffronMoving *self, SaffronRunEntry *entry)
{
  const SaffronRun *run = saffron_run_entry_get_run (entry);
  g_autofree char *digest = NULL;

  if (run->landmarks == NULL || !is_whole (entry))
    return FALSE;
  digest = saffron_landmarks_digest (self->landmarks);
  return !g_str_equal (digest, run->landmarks);
}

SaffronRunEntry *
saffron_moving_get_export (SaffronMoving *self, char **note, GError **error)
{
  SaffronRunEntry *current = self->current;
  SaffronRunEntry *whole = saffron_moving_get_whole (self);

  *note = NULL;
  if (whole != NULL && whole != current)
    *note = g_strdup_printf (_ ("“%s”: run %u is of a region alone; run %u, "
                                "which it started from, is taken"),
                             self->name, current->number, whole->number);
  else if (whole != NULL && saffron_moving_is_edited (self, whole))
    *note =
        g_strdup_printf (_ ("“%s”: landmarks were edited since run %u, which "
                            "does not have them yet; register again to take "
                            "them in"),
                         self->name, whole->number);
  if (whole != NULL)
    return whole;
  if (current == NULL)
    g_set_error (error, SAFFRON_ERROR, SAFFRON_ERROR_ARGUMENT,
                 _ ("“%s” is not registered yet; saffron-cli register does it"),
                 self->name);
  else if (current->from > 0)
    g_set_error (
        error, SAFFRON_ERROR, SAFFRON_ERROR_ARGUMENT,
        _ ("“%s”: run %u is of a region alone, and run %d, that it "
           "started from, was deleted; register the whole slide first"),
        self->name, current->number, current->from);
  else
    g_set_error (
        error, SAFFRON_ERROR, SAFFRON_ERROR_ARGUMENT,
        _ ("“%s”: run %u is of a region alone; register the whole slide "
           "first"),
        self->name, current->number);
  return NULL;
}
