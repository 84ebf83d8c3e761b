/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/document.h"

G_BEGIN_DECLS

/**
 * saffron_demo_open:
 *
 * Makes two synthetic slides in the cache folder, unless they are there, on a
 * thread, and opens them. Failure comes as the document's "failed", progress as
 * its "busy".
 */
void saffron_demo_open (SaffronDocument *document);

G_END_DECLS
