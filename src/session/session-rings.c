/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "session/session-rings.h"

#include <math.h>

#include "base/json.h"
#include "quality/loop-finding.h"
#include "session/session-private.h"

/* More than two are never measured of a run; a file may say anything. */
#define MOST_RINGS 64

static void
ring_clear (gpointer data)
{
  SaffronRing *ring = data;

  g_free (ring->slide);
  g_free (ring->started);
}

GArray *
saffron_rings_new (void)
{
  GArray *rings = g_array_new (FALSE, TRUE, sizeof (SaffronRing));

  g_array_set_clear_func (rings, ring_clear);
  return rings;
}

static gboolean
read_ring (JsonNode *node, SaffronRing *ring)
{
  JsonObject *object =
      JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  SaffronLoop *loop = &ring->loop;
  const char *slide = NULL, *started = NULL;
  double n = 0.0;

  *loop = (SaffronLoop){ 0, NAN, NAN, NAN, NAN, NAN };
  if (object == NULL || !saffron_json_get_string (object, "slide", &slide, NULL)
      || !saffron_json_get_string (object, "started", &started, NULL)
      || !saffron_json_get_number (object, "places", 0.0, &n, NULL)
      || !saffron_json_get_number (object, "closure", NAN,
                                   &loop->closure_median, NULL)
      || !saffron_json_get_number (object, "tolerance", NAN, &loop->tolerance,
                                   NULL)
      || slide == NULL || started == NULL
      || !(n >= 0.0 && n <= SAFFRON_LOOP_PLACES)
      || !(loop->closure_median >= 0.0) || !(loop->tolerance >= 0.0))
    return FALSE;
  loop->n = (guint) n;
  ring->slide = g_strdup (slide);
  ring->started = g_strdup (started);
  return TRUE;
}

GArray *
saffron_rings_from_json (JsonObject *object)
{
  GArray *rings = saffron_rings_new ();
  JsonArray *array = NULL;

  if (!saffron_json_get_array (object, "rings", &array, NULL) || array == NULL)
    return rings;
  for (guint i = 0; i < MIN (json_array_get_length (array), MOST_RINGS); i++)
    {
      SaffronRing ring = { 0 };

      if (read_ring (json_array_get_element (array, i), &ring))
        g_array_append_val (rings, ring);
    }
  return rings;
}

JsonArray *
saffron_rings_to_json (GArray *rings)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < rings->len; i++)
    {
      const SaffronRing *ring = &g_array_index (rings, SaffronRing, i);
      JsonObject *object = json_object_new ();

      json_object_set_string_member (object, "slide", ring->slide);
      json_object_set_string_member (object, "started", ring->started);
      json_object_set_int_member (object, "places", ring->loop.n);
      json_object_set_member (object, "closure",
                              saffron_json_number (ring->loop.closure_median));
      json_object_set_member (object, "tolerance",
                              saffron_json_number (ring->loop.tolerance));
      json_array_add_object_element (array, object);
    }
  return array;
}

/* Whether the ring is with that run of that slide. */
static gboolean
is_with (const SaffronRing *ring,
         SaffronMoving *moving,
         const SaffronRunEntry *entry)
{
  return g_strcmp0 (ring->slide, moving->name) == 0
         && g_strcmp0 (ring->started, entry->own->started) == 0;
}

/* (transfer full): what a ring says of the slide that it is with. */
static char *
ring_key (const char *name, const char *started)
{
  return g_strconcat (name, "\n", started, NULL);
}

/* (transfer full): by its key, the number of the first slide with that name and
 * an exported run that began then, plus one. */
static GHashTable *
number_slides (SaffronSession *self, const GPtrArray *wholes)
{
  GHashTable *numbers =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = wholes->len; i > 0; i--)
    {
      const SaffronMoving *moving = self->moving->pdata[i - 1];
      const SaffronRunEntry *whole = wholes->pdata[i - 1];

      if (whole != NULL && whole->own->started != NULL)
        g_hash_table_insert (numbers,
                             ring_key (moving->name, whole->own->started),
                             GUINT_TO_POINTER (i));
    }
  return numbers;
}

static int
compare_pairs (gconstpointer a, gconstpointer b)
{
  const SaffronLoopPair *x = a, *y = b;

  for (int k = 1; k >= 0; k--)
    if (x->slides[k] != y->slides[k])
      return x->slides[k] < y->slides[k] ? -1 : 1;
  return 0;
}

/* (transfer full): the rings whose runs are both exported, by the numbers of
 * their slides. A ring is one pair, whatever a file says, so that there are no
 * more pairs than it has rings. @wholes: the exported run of each, or NULL */
static GArray *
list_pairs (SaffronSession *self, const GPtrArray *wholes)
{
  GArray *pairs = g_array_new (FALSE, FALSE, sizeof (SaffronLoopPair));
  g_autoptr (GHashTable) numbers = NULL;

  for (guint i = 0; i < wholes->len; i++)
    {
      const SaffronRunEntry *entry = wholes->pdata[i];

      for (guint k = 0; entry != NULL && k < entry->rings->len; k++)
        {
          const SaffronRing *ring =
              &g_array_index (entry->rings, SaffronRing, k);
          g_autofree char *key = ring_key (ring->slide, ring->started);
          SaffronLoopPair pair = { { 0, i }, ring->loop };
          guint number;

          if (numbers == NULL)
            numbers = number_slides (self, wholes);
          number = GPOINTER_TO_UINT (g_hash_table_lookup (numbers, key));
          pair.slides[0] = number - 1;
          if (number != 0 && pair.slides[0] != i)
            g_array_append_val (pairs, pair);
        }
    }
  g_array_sort (pairs, compare_pairs);
  return pairs;
}

/* (transfer full): for each slide those of @pairs that are over it; NULL where
 * there are none. */
static GPtrArray *
list_own_pairs (const GArray *pairs, guint n_slides)
{
  GPtrArray *own = g_ptr_array_new_full (n_slides, NULL);

  g_ptr_array_set_size (own, (int) n_slides);
  for (guint i = 0; i < pairs->len; i++)
    {
      const SaffronLoopPair *pair = &g_array_index (pairs, SaffronLoopPair, i);

      for (int k = 0; k < 2; k++)
        {
          gpointer *slot = &own->pdata[pair->slides[k]];

          if (*slot == NULL)
            *slot = g_array_new (FALSE, FALSE, sizeof *pair);
          g_array_append_vals (*slot, pair, 1);
        }
    }
  return own;
}

/* Judges all runs of one slide. @whole: (nullable): its exported run, with the
 * verdict @judged; others have their own */
static void
judge_slide (SaffronMoving *moving, SaffronRunEntry *whole, SaffronRun *judged)
{
  gboolean other = FALSE;

  for (guint i = 0; i < moving->runs->len; i++)
    {
      SaffronRunEntry *entry = moving->runs->pdata[i];

      other |= saffron_run_entry_set_run (entry,
                                          entry == whole ? judged : entry->own);
    }
  if (other)
    saffron_moving_judged (moving);
}

void
saffron_session_judge (SaffronSession *self)
{
  g_autoptr (GPtrArray) wholes = g_ptr_array_new ();
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  g_autoptr (GPtrArray) own = NULL;
  g_autoptr (GArray) pairs = NULL, findings = NULL;
  g_autofree gboolean *named = NULL;

  for (guint i = 0; i < self->moving->len; i++)
    {
      g_ptr_array_add (wholes,
                       saffron_moving_get_whole (self->moving->pdata[i]));
      g_ptr_array_add (
          names, (char *) saffron_moving_get_name (self->moving->pdata[i]));
    }
  pairs = list_pairs (self, wholes);
  own = list_own_pairs (pairs, self->moving->len);
  findings =
      saffron_loop_findings ((SaffronLoopPair *) pairs->data, pairs->len);
  named = saffron_loop_named (findings, self->moving->len);
  for (guint i = 0; i < self->moving->len; i++)
    {
      SaffronRunEntry *whole = wholes->pdata[i];
      g_autoptr (GArray) mine = own->pdata[i];
      g_autoptr (SaffronRun) judged = NULL;

      if (whole != NULL && named[i])
        judged =
            saffron_loop_judge (whole->own, i, (SaffronLoopPair *) mine->data,
                                mine->len, (const char *const *) names->pdata);
      judge_slide (self->moving->pdata[i], whole,
                   judged != NULL || whole == NULL ? judged : whole->own);
    }
}

/* (nullable): the slide that has the run. */
static SaffronMoving *
find_moving (SaffronSession *session, SaffronRunEntry *entry)
{
  for (guint i = 0; i < session->moving->len; i++)
    if (saffron_moving_has_entry (session->moving->pdata[i], entry))
      return session->moving->pdata[i];
  return NULL;
}

static void
forget (SaffronRunEntry *entry, SaffronMoving *moving, SaffronRunEntry *other)
{
  for (guint i = entry->rings->len; i > 0; i--)
    if (is_with (&g_array_index (entry->rings, SaffronRing, i - 1), moving,
                 other))
      g_array_remove_index (entry->rings, i - 1);
}

/* The verdicts of all exported runs, for a comparison. */
static char *
list_states (SaffronSession *session)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < session->moving->len; i++)
    {
      SaffronRunEntry *whole =
          saffron_moving_get_whole (session->moving->pdata[i]);

      g_string_append_printf (
          text, "%d ",
          whole != NULL ? (int) saffron_run_get_state (whole->run) : -1);
    }
  return g_string_free (text, FALSE);
}

void
saffron_session_set_rings (SaffronSession *session,
                           const SaffronSessionRing *rings,
                           guint n)
{
  g_autofree char *before = list_states (session);
  g_autofree char *after = NULL;

  for (guint i = 0; i < n; i++)
    {
      SaffronRunEntry *first = rings[i].entries[0];
      SaffronRunEntry *second = rings[i].entries[1];
      SaffronMoving *one = find_moving (session, first);
      SaffronMoving *other = find_moving (session, second);
      SaffronRing ring = { NULL, NULL, rings[i].loop };

      if (one == NULL || other == NULL || first->own->started == NULL)
        continue;
      forget (first, other, second);
      forget (second, one, first);
      if (ring.loop.n == 0)
        continue;
      ring.slide = g_strdup (one->name);
      ring.started = g_strdup (first->own->started);
      g_array_append_val (second->rings, ring);
    }
  saffron_session_judge (session);
  after = list_states (session);
  if (!g_str_equal (before, after))
    saffron_session_changed (session);
}
