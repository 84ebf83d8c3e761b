/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Call it first in main(). Keeps the address space small, which schedulers
 * limit (h_vmem of Grid Engine, ulimit -v): one heap instead of one per thread,
 * each of which reserves 64 MB, and stacks of 2 MB instead of 8. When memory is
 * out nevertheless, the process says so in one line and exits with 1 instead of
 * being aborted. Files that are not complete vanish, see base/save-file.h. */
void saffron_cli_bound_memory (void);

#define SAFFRON_CLI_ADVICE_BYTES 160

/* Writes what a person can do where memory is out, as the end of a message. It
 * allocates nothing. */
void saffron_cli_memory_advice (char advice[SAFFRON_CLI_ADVICE_BYTES]);

G_END_DECLS
