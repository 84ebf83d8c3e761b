/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "base/json.h"
#include "register/run-draft.h"
#include "session/session.h"
#include "transform/pieces.h"

#include "fuzz-text.h"

/* Reads sessions, parameters, points and landmarks in which bytes are changed,
 * left out and doubled, the same ones in every run of the test. Checks that
 * nothing crashes, that an error is one line, and that a session which can be
 * read can be saved and read again. */

/* The number of mutations of each text, unless SAFFRON_MUTATIONS is set. */
#define MUTATIONS 3000

typedef struct {
  char *folder, *path, *again;
  guint32 state;
} Fuzz;

static guint32
next (Fuzz *fuzz)
{
  fuzz->state ^= fuzz->state << 13;
  fuzz->state ^= fuzz->state >> 17;
  fuzz->state ^= fuzz->state << 5;
  return fuzz->state;
}

/* Pieces of text that have a meaning to one of the readers. */
static const char *const pieces[] = {
  "null",
  "true",
  "[]",
  "{}",
  "-1",
  "0",
  "1e308",
  "-1e308",
  "1e999",
  "NaN",
  "99999999999999999999",
  "0.5",
  "\"\"",
  "\"x\"",
  "[[",
  "]]",
  "{\"",
  ":",
  ",",
  "\\u0000",
  "\\ud800",
  "\n",
  "\t",
  ";",
  ",,",
  "\"",
  "\xff",
  "é",
  "Infinity",
};

static void
mutate (Fuzz *fuzz, GString *text)
{
  guint n = 1 + next (fuzz) % 4;

  for (guint i = 0; i < n && text->len > 2; i++)
    {
      gsize at = next (fuzz) % text->len;
      gsize some = 1 + next (fuzz) % 40;
      const char *piece = pieces[next (fuzz) % G_N_ELEMENTS (pieces)];

      some = MIN (some, text->len - at);
      switch (next (fuzz) % 6)
        {
        case 0:
          text->str[at] = (char) next (fuzz);
          break;
        case 1:
          g_string_erase (text, (gssize) at, (gssize) some);
          break;
        case 2:
          g_string_insert (text, (gssize) at, piece);
          break;
        case 3:
          {
            g_autofree char *copy = g_strndup (text->str + at, some);

            g_string_insert (text, (gssize) at, copy);
          }
          break;
        default:
          {
            /* Replaces one value by another. */
            gsize length = strcspn (text->str + at, ",]}\n");

            g_string_erase (text, (gssize) at,
                            (gssize) MIN (length, text->len - at));
            g_string_insert (text, (gssize) at, piece);
          }
          break;
        }
    }
}

static gboolean
try_session (const Fuzz *fuzz, const GString *text)
{
  return fuzz_session (fuzz->path, fuzz->again, text->str, text->len);
}

static gboolean
try_params (const Fuzz *fuzz, const GString *text)
{
  return fuzz_params (fuzz->path, text->str, text->len);
}

static gboolean
try_points (const Fuzz *fuzz, const GString *text)
{
  return fuzz_points (text->str, text->len);
}

static gboolean
try_geojson (const Fuzz *fuzz, const GString *text)
{
  return fuzz_geojson (text->str, text->len);
}

static gboolean
try_landmarks (const Fuzz *fuzz, const GString *text)
{
  return fuzz_landmarks (text->str, text->len);
}

static void
run (Fuzz *fuzz,
     const char *seed,
     gboolean (*try) (const Fuzz *fuzz, const GString *text))
{
  const char *asked = g_getenv ("SAFFRON_MUTATIONS");
  g_autoptr (GString) text = g_string_new (seed);
  guint64 n = MUTATIONS, n_read = 0;

  if (asked != NULL)
    g_assert_true (
        g_ascii_string_to_unsigned (asked, 10, 1, G_MAXINT, &n, NULL));
  g_assert_true (try (fuzz, text));
  fuzz->state = 20241123;
  for (guint64 i = 0; i < n; i++)
    {
      g_string_assign (text, seed);
      mutate (fuzz, text);
      n_read += try (fuzz, text);
    }
  g_test_message ("%" G_GUINT64_FORMAT " mutations, %" G_GUINT64_FORMAT
                  " are still read",
                  n, n_read);
  g_assert_cmpuint (n_read, <, n);
}

static void
set_up (Fuzz *fuzz, gconstpointer data)
{
  fuzz->folder = g_dir_make_tmp ("saffron-fuzz-XXXXXX", NULL);
  fuzz->path = g_build_filename (fuzz->folder, "fuzzed", NULL);
  fuzz->again = g_build_filename (fuzz->folder, "again.saffron", NULL);
}

static void
tear_down (Fuzz *fuzz, gconstpointer data)
{
  g_remove (fuzz->path);
  g_remove (fuzz->again);
  g_assert_cmpint (g_rmdir (fuzz->folder), ==, 0);
  g_free (fuzz->folder);
  g_free (fuzz->path);
  g_free (fuzz->again);
}

static SaffronTransform *
make_transform (gboolean torn)
{
  const SaffronAffine affine = { 0.9, 0.1, 3.0, -0.1, 0.9, 1.0 };
  const SaffronRefBox area = { 0.0, 0.0, 500.0, 400.0 };
  SaffronLattice *lattices[2] = { saffron_lattice_new (500, 400, 250), NULL };

  lattices[0]->u[3] = 2.5f;
  if (torn)
    return saffron_transform_new_pieces (
        500, 400, &affine,
        saffron_piece_map_new (&area, 200.0, 2, (guint8[]){ 0, 0, 1, 0, 1, 1 }),
        lattices);
  return saffron_transform_new (500, 400, &affine, lattices[0]);
}

static SaffronRun *
make_run (gboolean torn)
{
  SaffronRunDraft *result = saffron_run_draft_new ();
  GPtrArray *found = saffron_reasons_new ();

  result->transform = make_transform (torn);
  result->params = saffron_params_new ();
  result->verified = TRUE;
  saffron_reasons_add (result->reasons, SAFFRON_REASON_TEXT, NULL, "because");
  saffron_reasons_add (result->reasons, SAFFRON_REASON_UNLIKE,
                       (const double[]){ 0.02, 0.07 }, NULL);
  result->quality = 0.5;
  result->overlap = 0.75;
  result->started = g_strdup ("2024-05-06T07:08:09Z");
  result->looks[0] =
      (SaffronLook){ SAFFRON_LOOK_INTENSITY, 0, g_strdup ("DAPI"),
                     saffron_reason_new (SAFFRON_REASON_LOOK_NUCLEAR, NULL,
                                         NULL) };
  result->looks[1].reason = saffron_reason_new (SAFFRON_REASON_TEXT, NULL,
                                                "DAPI: of an older version");
  saffron_reasons_add (found, SAFFRON_REASON_WORST_LANDMARK,
                       (const double[]){ 2, 30.5 }, "p70");
  saffron_run_draft_add_stage (result, "coarse", TRUE, 9.5, 3.25, 0.5, found);
  return saffron_run_draft_finish (result);
}

static void
test_session (Fuzz *fuzz, gconstpointer data)
{
  g_autoptr (SaffronSession) session = saffron_session_new ("/s/a.tif");
  g_autoptr (SaffronRun) result = make_run (GPOINTER_TO_INT (data));
  g_autoptr (JsonNode) node = NULL;
  g_autofree char *text = NULL;
  SaffronMoving *slide = saffron_session_add_moving (session, "/s/b.tif");

  saffron_session_add_run (session, slide, result);
  node = saffron_session_to_json (session, fuzz->path);
  text = saffron_json_print (node);
  run (fuzz, text, try_session);
}

static void
test_params (Fuzz *fuzz, gconstpointer data)
{
  g_autoptr (SaffronParams) params = saffron_params_new ();
  g_autoptr (JsonNode) node = saffron_params_to_json (params);
  g_autofree char *text = saffron_json_print (node);

  run (fuzz, text, try_params);
}

static void
test_points (Fuzz *fuzz, gconstpointer data)
{
  run (fuzz, ",X,Y\n1,10.5,20\n2,-3,4e2\n\"a \"\"b\"\", c\",7,8\n", try_points);
  run (fuzz,
       "{\"type\": \"FeatureCollection\", \"features\": [{\"type\": "
       "\"Feature\", \"geometry\": {\"type\": \"Point\", \"coordinates\": "
       "[10.5, 20]}, \"properties\": {\"name\": \"a\"}}, {\"type\": "
       "\"Feature\", \"geometry\": {\"type\": \"MultiPoint\", "
       "\"coordinates\": [[1, 2], [3, 4]]}, \"properties\": {}}]}",
       try_geojson);
}

static void
test_landmarks (Fuzz *fuzz, gconstpointer data)
{
  run (fuzz,
       "\"Pt-0\",\"true\",\"10.5\",\"20.5\",\"30.5\",\"40.5\"\n"
       "\"Pt-1\",\"false\",\"1\",\"2\",\"3\",\"4\"\n"
       "\"Pt-2\",\"true\",\"5\",\"6\",\"Infinity\",\"Infinity\"\n",
       try_landmarks);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, data, func)                                                  \
  g_test_add ("/session/fuzz/" name, Fuzz, data, set_up, func, tear_down)
  ADD ("session", NULL, test_session);
  ADD ("pieces", GINT_TO_POINTER (TRUE), test_session);
  ADD ("params", NULL, test_params);
  ADD ("points", NULL, test_points);
  ADD ("landmarks", NULL, test_landmarks);
  return g_test_run ();
}
