/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "base/points.h"

G_BEGIN_DECLS

/**
 * SaffronSignVerdict:
 * @SAFFRON_SIGN_ACCEPT: the person takes the result
 * @SAFFRON_SIGN_REJECT: the pair is given up
 * @SAFFRON_SIGN_REDO: the pair has to be registered again
 *
 * What a person decided about a run, whatever the program's verdict says.
 */
typedef enum {
  SAFFRON_SIGN_ACCEPT,
  SAFFRON_SIGN_REJECT,
  SAFFRON_SIGN_REDO,
} SaffronSignVerdict;

#define SAFFRON_N_SIGN_VERDICTS 3

/* The most that a sign holds. What is longer in a file is no sign. */
#define SAFFRON_SIGN_MOST_INITIALS 32 /* characters */
#define SAFFRON_SIGN_MOST_NOTE 10000  /* characters */
#define SAFFRON_SIGN_MOST_LOOKED 1000 /* places */

/**
 * SaffronSign:
 * @initials: who signed; never %NULL, UTF-8, one line, may be empty
 * @note: why; never %NULL, UTF-8, may be empty and have several lines
 * @when: ISO 8601, UTC; never %NULL
 * @looked: (element-type SaffronRefPoint): the places that the person looked
 *   at, in their order; each is finite
 *
 * A person's verdict on one run.
 */
typedef struct {
  SaffronSignVerdict verdict;
  char *initials;
  char *note;
  char *when;
  GArray *looked;
} SaffronSign;

/**
 * saffron_sign_new:
 * @initials: (nullable): of any length; blanks at the ends are taken off, and
 *   so is what is more than %SAFFRON_SIGN_MOST_INITIALS
 * @note: (nullable): the same with %SAFFRON_SIGN_MOST_NOTE
 *
 * Returns: (transfer full): a sign of now, without places
 */
SaffronSign *saffron_sign_new (SaffronSignVerdict verdict,
                               const char *initials,
                               const char *note);
SaffronSign *saffron_sign_copy (const SaffronSign *sign);
void saffron_sign_free (SaffronSign *sign);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SaffronSign, saffron_sign_free)

/* Adds a place unless it is there, is not finite, or there are
 * %SAFFRON_SIGN_MOST_LOOKED. */
void saffron_sign_add_looked (SaffronSign *sign, SaffronRefPoint at);

/* Whether everything in them is the same. Both are (nullable). */
gboolean saffron_sign_equal (const SaffronSign *a, const SaffronSign *b);

/* "accept", "reject" or "redo"; static. Its name in files, which never
 * changes. */
const char *saffron_sign_verdict_nick (SaffronSignVerdict verdict);

/* {"verdict":, "initials":, "note":, "when":, "looked": [[x, y] …]}; the note
 * and the places only where there are any. */
JsonNode *saffron_sign_to_json (const SaffronSign *sign);

/**
 * saffron_sign_from_json:
 * @node: (nullable): from a file that cannot be trusted
 *
 * Returns: (transfer full) (nullable): the sign; %NULL when there is none, and
 *   when any of its members is of the wrong type, unknown or beyond the limits
 *   above: half a signature is none
 */
SaffronSign *saffron_sign_from_json (JsonNode *node);

G_END_DECLS
