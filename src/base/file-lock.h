/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/job.h"

G_BEGIN_DECLS

/**
 * SaffronFileLock:
 *
 * Lets one process at a time read a file and replace it. The lock is on an
 * empty file ".NAME.lock" beside it, because replacing the file gives it a new
 * inode, which the old lock would not cover. The system drops the lock when the
 * process ends, however it ends; saffron_file_lock_free() deletes the empty
 * file. The lock is advisory: it keeps out only those who ask for it.
 */
typedef struct _SaffronFileLock SaffronFileLock;

/**
 * saffron_file_lock_new:
 * @path: the file, which need not be there
 * @patience: seconds
 * @job: (nullable): its stage says who is waited for, and it ends the wait when
 *   it is cancelled
 *
 * Waits while another process holds the lock, up to @patience. Where the file
 * system allows no lock or no new file, the caller goes on without a lock: if
 * the folder cannot be written, writing will report it.
 *
 * Returns: (transfer full): the lock; %NULL with %SAFFRON_ERROR_IO, which names
 *   the other process, or with %G_IO_ERROR_CANCELLED
 */
SaffronFileLock *saffron_file_lock_new (const char *path,
                                        double patience,
                                        SaffronJob *job,
                                        GError **error);
void saffron_file_lock_free (SaffronFileLock *lock);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SaffronFileLock, saffron_file_lock_free)

G_END_DECLS
