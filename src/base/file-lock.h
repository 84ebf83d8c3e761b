/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SaffronFileLock:
 *
 * One process at a time between reading a file and replacing it: a lock on an
 * empty file of its own beside it, since the file itself is another one after
 * it was replaced. Gone with the process, however that ends; the empty file
 * goes with the lock. Only who asks for the lock is kept out.
 */
typedef struct _SaffronFileLock SaffronFileLock;

/**
 * saffron_file_lock_new:
 * @path: the file, which need not be there
 *
 * Waits for who has it. Where locks or new files are not to be had there is
 * none: what cannot be written says so when it is written.
 *
 * Returns: (transfer full): never %NULL
 */
SaffronFileLock *saffron_file_lock_new (const char *path);
void saffron_file_lock_free (SaffronFileLock *lock);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SaffronFileLock, saffron_file_lock_free)

G_END_DECLS
