/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/job.h"
#include "view/frame.h"

G_BEGIN_DECLS

/**
 * saffron_compositor_draw:
 * @data: (out caller-allocates): geometry.height rows of geometry.width pixels
 *   in cairo's ARGB32 (native-endian 0xAARRGGBB), opaque
 * @stride: bytes from one row to the next
 * @job: (nullable): for cancelling, and for the number of threads
 *
 * Draws the frame on the CPU. It is the fallback where there is no GL, and the
 * GL renderer is tested against it. The result has the same bits on any number
 * of threads.
 */
void saffron_compositor_draw (const SaffronFrame *frame,
                              guint8 *data,
                              gsize stride,
                              SaffronJob *job);

G_END_DECLS
