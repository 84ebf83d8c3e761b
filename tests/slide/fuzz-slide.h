/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Opens and reads whatever is at @path; aborts when a promise is broken. */
void saffron_fuzz_slide (const char *path);
