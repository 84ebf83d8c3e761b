/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/document/quality-model.h"

G_BEGIN_DECLS

/* A person's verdict on the shown run beside the program's: who signed it,
 * when, and after looking at what; and what signs it. The note that is being
 * written is kept for its run until it is signed. It activates win.sign and
 * win.take-back-sign. */
#define SAFFRON_TYPE_SIGN_BOX (saffron_sign_box_get_type ())
G_DECLARE_FINAL_TYPE (SaffronSignBox,
                      saffron_sign_box,
                      SAFFRON,
                      SIGN_BOX,
                      AdwPreferencesGroup)

/* Call once. @settings: remember the initials */
void saffron_sign_box_set_model (SaffronSignBox *self,
                                 SaffronDocument *document,
                                 SaffronQualityModel *model,
                                 GSettings *settings);

/* (transfer full): what it says: who signed, a line each; "" for nobody. */
char *saffron_sign_box_describe (SaffronSignBox *self);

G_END_DECLS
