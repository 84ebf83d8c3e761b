/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "slide/ome-xml.h"

G_BEGIN_DECLS

/* Whether a page's description is that of a PerkinElmer or Akoya QPTIFF. */
gboolean saffron_qptiff_is_xml (const char *text);

/**
 * saffron_qptiff_read_channel:
 * @text: the description of one channel's page
 * @channel: (out): gets the biomarker's name, else the channel's, and the
 *   colour, where they are given
 *
 * The XML declares UTF-16 and is UTF-8, so the declaration is ignored.
 */
void saffron_qptiff_read_channel (const char *text, SaffronOmeChannel *channel);

G_END_DECLS
