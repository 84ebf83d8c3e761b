/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Opens and reads the file at @path, whatever it is; aborts when a promise of
 * the slide's interface is broken. */
void saffron_fuzz_slide (const char *path);
