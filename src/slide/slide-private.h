/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "slide/slide.h"

G_BEGIN_DECLS

/**
 * SaffronSlideInfo:
 *
 * What a reader finds out when it opens a file. The reader fills it, but for
 * @choice; afterwards the slide owns it. @levels is an array of #SaffronLevel,
 * @channels of #SaffronChannel, @scenes of #SaffronScene, @notes of strings.
 * @scenes is empty where the file holds one image, and @scene is 0 then, as
 * @n_z and @z are without a Z stack; the other numbers are from 1. @part, which
 * may be %NULL, tells apart what of one file may be opened, as its scenes.
 */
typedef struct {
  SaffronSlideChoice choice;
  GError *damage;
  char *format;
  SaffronSlideKind kind;
  GArray *levels;
  GArray *channels;
  double um_x, um_y; /* 0 when unknown */
  GPtrArray *notes;
  GArray *scenes;
  int scene;
  int n_z, z;
  char *part;
} SaffronSlideInfo;

/**
 * SaffronSlideOps:
 * @name: the library that does the reading
 * @open: fills @info and returns the reader's own handle, or %NULL with an
 *   error; %SAFFRON_ERROR_FORMAT means "not mine, try the next"
 * @read: as saffron_slide_read(); the arguments have been checked
 * @close: frees the handle
 *
 * A reader: one static table per kind of file.
 */
typedef struct {
  const char *name;
  gpointer (*open) (const char *path, SaffronSlideInfo *info, GError **error);
  SaffronRaster *(*read) (gpointer handle,
                          const SaffronSlideInfo *info,
                          int level,
                          const SaffronRect *rect,
                          int channel,
                          GError **error);
  void (*close) (gpointer handle);
} SaffronSlideOps;

extern const SaffronSlideOps saffron_slide_openslide_ops;
extern const SaffronSlideOps saffron_slide_tiff_ops;
extern const SaffronSlideOps saffron_slide_vips_ops;
extern const SaffronSlideOps saffron_slide_zarr_ops;

/* Opens @path with one reader and touches no file itself, so a test's reader
 * may make up its pixels. */
SaffronSlide *saffron_slide_open_with (const SaffronSlideOps *ops,
                                       const char *path,
                                       GError **error);

/* (transfer full): a slide with @slide's path, kind, channels and pixel size,
 * which reads through @ops. Takes ownership of @handle; @levels is an array of
 * #SaffronLevel, which is copied. */
SaffronSlide *saffron_slide_new_from (SaffronSlide *slide,
                                      const SaffronSlideOps *ops,
                                      gpointer handle,
                                      GArray *levels);

/* The same with square pixels of the smaller side of @slide's. */
SaffronSlide *saffron_slide_new_square (SaffronSlide *slide,
                                        const SaffronSlideOps *ops,
                                        gpointer handle,
                                        GArray *levels);

const SaffronSlideInfo *saffron_slide_get_info (SaffronSlide *slide);

/* Makes the empty arrays of @info, whose other members are 0. */
void saffron_slide_info_init (SaffronSlideInfo *info);
void saffron_slide_info_clear (SaffronSlideInfo *info);

/* Appends a level. Its downsample follows from its size and that of the first
 * level, by saffron_level_downsample(). */
void saffron_slide_info_add_level (SaffronSlideInfo *info,
                                   gint64 width,
                                   gint64 height,
                                   int tile_width,
                                   int tile_height);
void saffron_slide_info_add_channel (SaffronSlideInfo *info,
                                     const char *name,
                                     SaffronSampleType type);
void saffron_slide_info_add_note (SaffronSlideInfo *info,
                                  const char *format,
                                  ...) G_GNUC_PRINTF (2, 3);

/* Notes what becomes of samples of @bits bits that are given out as float32:
 * whether they are @is_signed integers, and whether they are all kept @exact.
 */
void saffron_slide_info_add_type_note (SaffronSlideInfo *info,
                                       guint bits,
                                       gboolean is_signed,
                                       gboolean exact);

/* Takes the error of a part that cannot be read. Keeps it as the damage and
 * returns %TRUE if the slide is to be opened without that part; else hands it
 * on as @error and returns %FALSE. */
gboolean saffron_slide_info_take_damage (SaffronSlideInfo *info,
                                         GError *damage,
                                         GError **error);

/**
 * saffron_level_downsample:
 *
 * The downsample of a level of @width × @height pixels below a level 0 of
 * @width0 × @height0. Pyramids are made by averaging whole blocks, so it is the
 * whole number by which division, rounded down or up, gives exactly this size.
 * If there is none, it is the mean ratio of both axes.
 */
double saffron_level_downsample (gint64 width0,
                                 gint64 height0,
                                 gint64 width,
                                 gint64 height);

G_END_DECLS
