/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "register/run.h"

G_BEGIN_DECLS

/**
 * SaffronVerdictBanner:
 *
 * Says above the canvas that the shown run is not verified, or only in part,
 * and what to try first. A person may hide it, which counts for that run.
 */
#define SAFFRON_TYPE_VERDICT_BANNER (saffron_verdict_banner_get_type ())
G_DECLARE_FINAL_TYPE (SaffronVerdictBanner,
                      saffron_verdict_banner,
                      SAFFRON,
                      VERDICT_BANNER,
                      GtkBox)

/**
 * saffron_verdict_banner_set_run:
 * @run: (nullable): that is shown
 * @judged: (nullable): @run, or what edited landmarks make of it; without one,
 *   or with a verified one, there is no banner
 * @verdict: (nullable): the verdict on @judged in words
 */
void saffron_verdict_banner_set_run (SaffronVerdictBanner *self,
                                     SaffronRun *run,
                                     SaffronRun *judged,
                                     const char *verdict);

G_END_DECLS
