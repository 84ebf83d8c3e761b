/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "export/ome-writer.h"
#include "slide/slide.h"
#include "transform/transform.h"

G_BEGIN_DECLS

/**
 * SaffronMergeChannel:
 * @slide: index of the slide that it comes from
 * @channel: of that slide
 * @name: unique in the file: the channel's own, followed by the slide's in
 *   brackets where an earlier slide has a channel of that name
 * @color: 0xRRGGBB: the file's own where no other channel has it, else one that
 *   no other has
 *
 * One channel of a merged slide.
 */
typedef struct {
  guint slide;
  int channel;
  char *name;
  guint32 color;
} SaffronMergeChannel;

/**
 * SaffronMerge:
 *
 * A reference and moving slides that are written as one, all channels in the
 * reference's pixels.
 */
typedef struct _SaffronMerge SaffronMerge;

SaffronMerge *saffron_merge_new (void);
void saffron_merge_free (SaffronMerge *merge);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SaffronMerge, saffron_merge_free)

/**
 * saffron_merge_add:
 * @slide: the reference first. Give your own reference up: a slide is let go,
 *   with what it holds of decoded pixels, as soon as its channels are written
 * @transform: (nullable): reference → moving; %NULL for the reference
 * @name: what the slide is called in the names of channels
 */
void saffron_merge_add (SaffronMerge *merge,
                        SaffronSlide *slide,
                        const SaffronTransform *transform,
                        const char *name);

/**
 * saffron_merge_list:
 * @duplicates: whether the nuclear stain of a slide is taken, too, when an
 *   earlier slide has the same one; else one of each stain is enough
 *
 * Returns: (transfer full) (element-type SaffronMergeChannel): the channels, in
 *   the order of the slides
 */
GPtrArray *saffron_merge_list (SaffronMerge *merge, gboolean duplicates);

/**
 * SaffronMergeOptions:
 * @level: at the pixel size of this level of the reference
 * @compression: see #SaffronOmeSpec, as for the members below
 */
typedef struct {
  int level;
  SaffronCompression compression;
  int quality;
  gboolean overwrite;
} SaffronMergeOptions;

/**
 * saffron_merge_write:
 * @channels: (element-type SaffronMergeChannel): of saffron_merge_list()
 *
 * Writes a pyramidal OME-TIFF of the reference's area in the widest of the
 * slides' types; the values stay as they are. What lies outside a moving slide
 * is black, or white on brightfield. Streams: only a few slides' decoded tiles
 * are in memory at a time. Can be called once.
 *
 * Returns: %FALSE with an error that names a file
 */
gboolean saffron_merge_write (SaffronMerge *merge,
                              GPtrArray *channels,
                              const SaffronMergeOptions *options,
                              const char *path,
                              SaffronJob *job,
                              GError **error);

G_END_DECLS
