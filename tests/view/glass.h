/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "view/scene.h"

/* Draws a frame, in the form of draw_cpu(). */
typedef guint32 *(*GlassDraw) (SaffronFrame *frame, gpointer user_data);

/* Fails where a brightfield slide is not drawn, at one of its levels, as
 * SaffronChannelDisplay says: its own colours are the stored values, unless
 * white balance is chosen, and in the overlay each slide's glass is black. */
void glass_check (GlassDraw draw, gpointer user_data);
