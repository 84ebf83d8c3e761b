/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/document/edited-verdict.h"
#include "app/window/shell.h"
#include "app/window/verdict-banner.h"

G_BEGIN_DECLS

/* The button over the canvas and what it shows, and the banner above. The
 * window owns them. */
typedef struct {
  GtkMenuButton *button;
  GtkImage *icon;
  GtkLabel *label;
  SaffronVerdictBanner *banner;
} SaffronVerdictWidgets;

/**
 * SaffronWindowVerdict:
 *
 * What the evidence says of the run that is shown: a button over the canvas,
 * with the reasons behind it, a banner where it is not verified, and
 * win.show-verdict. Where landmarks were edited
 * since, it is the evidence for what they make of the run, once that is known.
 */
#define SAFFRON_TYPE_WINDOW_VERDICT (saffron_window_verdict_get_type ())
G_DECLARE_FINAL_TYPE (SaffronWindowVerdict,
                      saffron_window_verdict,
                      SAFFRON,
                      WINDOW_VERDICT,
                      GObject)

SaffronWindowVerdict *
saffron_window_verdict_new (SaffronShell *shell,
                            SaffronEditedVerdict *edited,
                            const SaffronVerdictWidgets *widgets);

G_END_DECLS
