/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SaffronError:
 * @SAFFRON_ERROR_FAILED: anything that fits no other code
 * @SAFFRON_ERROR_NOT_FOUND: a file that is not there
 * @SAFFRON_ERROR_FORMAT: a file that is not what it should be: not an image,
 *   not a session, not a table of points
 * @SAFFRON_ERROR_DAMAGED: a file of the right kind that is truncated or broken
 * @SAFFRON_ERROR_UNSUPPORTED: a correct file of a kind that is not handled
 * @SAFFRON_ERROR_ARGUMENT: a value out of its range; the caller's mistake
 * @SAFFRON_ERROR_IO: reading or writing failed
 * @SAFFRON_ERROR_NO_SPACE: the disk is full
 * @SAFFRON_ERROR_TOO_LARGE: it would need more memory than is allowed
 * @SAFFRON_ERROR_VERSION: written by a newer version
 * @SAFFRON_ERROR_CHANGED: another program has written the file since it was
 *   read
 * @SAFFRON_ERROR_CACHE: the cache cannot be written; what it was for works
 *   without
 * @SAFFRON_ERROR_PARTLY_DONE: cancelled when a part was done, which stays; the
 *   message names it
 * @SAFFRON_ERROR_NO_MEMORY: the system gave no memory; nothing is wrong with
 *   the file
 *
 * What went wrong, as far as a caller can act on it. A message is one line,
 * names the file and says what a person can do; it is for
 * people, and no program looks into it. Cancelling is %G_IO_ERROR_CANCELLED in
 * %G_IO_ERROR.
 */
typedef enum {
  SAFFRON_ERROR_FAILED,
  SAFFRON_ERROR_NOT_FOUND,
  SAFFRON_ERROR_FORMAT,
  SAFFRON_ERROR_DAMAGED,
  SAFFRON_ERROR_UNSUPPORTED,
  SAFFRON_ERROR_ARGUMENT,
  SAFFRON_ERROR_IO,
  SAFFRON_ERROR_NO_SPACE,
  SAFFRON_ERROR_TOO_LARGE,
  SAFFRON_ERROR_VERSION,
  SAFFRON_ERROR_CHANGED,
  SAFFRON_ERROR_CACHE,
  SAFFRON_ERROR_PARTLY_DONE,
  SAFFRON_ERROR_NO_MEMORY,
} SaffronError;

#define SAFFRON_ERROR (saffron_error_quark ())
GQuark saffron_error_quark (void);

G_END_DECLS
