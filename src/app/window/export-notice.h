/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/window/shell.h"

G_BEGIN_DECLS

/* Tells that the file was exported, in a toast that opens its folder; and
 * people who have gone on to something else in a notification of the
 * desktop. */
void saffron_export_notice (SaffronShell *shell, const char *path);

G_END_DECLS
