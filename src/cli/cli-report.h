/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "register/run.h"
#include "slide/slide.h"

G_BEGIN_DECLS

/* Prints a run for people: the verdict, why, what to try, and what each stage
 * did. */
void saffron_cli_print_run (SaffronSlide *reference,
                            SaffronSlide *moving,
                            const SaffronRun *run);

G_END_DECLS
