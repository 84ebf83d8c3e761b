/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "slide/slide.h"

G_BEGIN_DECLS

/**
 * SaffronCompositeChannel:
 * @channel: of the slide, from 0; 0 of a brightfield slide
 * @shown: whether a composite of all slides shows it
 * @color: 0xRRGGBB
 */
typedef struct {
  int channel;
  gboolean shown;
  guint32 color;
} SaffronCompositeChannel;

/**
 * SaffronSlideFile:
 * @path: absolute path where the slide was found, or should be
 * @size: bytes, -1 when unknown
 * @modified: microseconds since 1970, UTC, as the file system says; -1
 * @device: with @inode, identifies the file whatever its path is; 0 unless
 *   @found
 * @inode: see @device
 * @found: whether a file lay there when this was made
 * @choice: what of the file is the slide; @damaged is not set
 * @changed: whether that file differs from the one that the session knew
 * @composite: (nullable) (element-type SaffronCompositeChannel): what a person
 *   chose to see of it in a composite
 *
 * The place of a session's slide, and the properties that identify it.
 */
typedef struct {
  char *path;
  gint64 size;
  gint64 modified;
  guint64 device;
  guint64 inode;
  gboolean found;
  gboolean changed;
  SaffronSlideChoice choice;
  GArray *composite;
} SaffronSlideFile;

/* Asks the file system. Call it in a worker where that may be slow. */
SaffronSlideFile *saffron_slide_file_new (const char *path);
SaffronSlideFile *saffron_slide_file_copy (const SaffronSlideFile *file);
void saffron_slide_file_free (SaffronSlideFile *file);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SaffronSlideFile, saffron_slide_file_free)

/* What of another file object of the same slide does not come from the file
 * system: the choice of scene and plane, and of what is shown. */
void saffron_slide_file_take_choices (SaffronSlideFile *file,
                                      const SaffronSlideFile *from);

/* Whether both are one file or have the same path. Does not ask the file
 * system. */
gboolean saffron_slide_file_same (const SaffronSlideFile *a,
                                  const SaffronSlideFile *b);

/* The same, and whether both are one scene of it: they have one another's
 * coordinates. */
gboolean saffron_slide_file_same_scene (const SaffronSlideFile *a,
                                        const SaffronSlideFile *b);

/**
 * saffron_slide_file_to_json:
 * @object: receives "path", "relative", "size", "modified", and "scene", "z"
 * and "composite" where they are not the usual
 * @folder: the absolute folder of the session, which "relative" starts from
 */
void saffron_slide_file_to_json (const SaffronSlideFile *file,
                                 const char *folder,
                                 JsonObject *object);

/**
 * saffron_slide_file_from_json:
 *
 * Looks for the slide beside the session first, then at its old place. If both
 * files exist, the one with the known size wins. A slide that is not found is
 * no error: the session can still be read, and the person can point to the
 * slide.
 */
SaffronSlideFile *saffron_slide_file_from_json (JsonObject *object,
                                                const char *folder,
                                                GError **error);

G_END_DECLS
