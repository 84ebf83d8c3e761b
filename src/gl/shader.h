/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <epoxy/gl.h>
#include <glib.h>

#include "view/display.h"

G_BEGIN_DECLS

/* The most levels and channels of a slide in one picture. */
#define SAFFRON_GL_MAX_LEVELS 16
#define SAFFRON_GL_MAX_CHANNELS 16

/* The side of a layer: that of a page with a gutter of one pixel on each
 * side. */
#define SAFFRON_GL_LAYER_SIZE 258

/**
 * SaffronGlStorage:
 *
 * How a page's pixels are kept in the array texture.
 */
typedef enum {
  SAFFRON_GL_STORAGE_R8,
  SAFFRON_GL_STORAGE_R16,
  SAFFRON_GL_STORAGE_PACKED16, /* high and low byte in RG8 */
  SAFFRON_GL_STORAGE_R32F,
  SAFFRON_GL_STORAGE_RGBA8,
  SAFFRON_GL_STORAGE_RGBA16,
  SAFFRON_GL_STORAGE_RGBA32F,
} SaffronGlStorage;

/**
 * SaffronGlVariant:
 * @mode: how both slides are combined
 * @n_channels: number of channels of each slide
 * @rgb: whether a slide has three samples
 * @packed: whether its pages are %SAFFRON_GL_STORAGE_PACKED16
 * @gamma: whether any gamma is not 1
 * @bend: whether there is a displacement texture
 * @pieces: whether it has a layer for each of several pieces
 *
 * What a program is compiled for. Variants are compared as bytes, so initialise
 * them with zeros.
 */
typedef struct {
  guint8 mode;
  guint8 n_channels[2];
  guint8 rgb[2];
  guint8 packed[2];
  guint8 gamma;
  guint8 bend;
  guint8 pieces;
} SaffronGlVariant;

/* The uniform block "Picture", std140. Index 16 × side + level or channel. */
typedef struct {
  float canvas[4]; /* width, height, reference px per device px: x, y */
  float target[4]; /* device px per framebuffer px in x, y; height */
  float background[4];
  float overlay[2][4]; /* of a composite, [1] is a brightfield slide's colour */
  float mode[4];       /* checker size, swipe edge px, horizontal, flicker */
  float lens[4];       /* x, y, radius² */
  float affine[4];     /* xx, xy, yx, yy */
  float field[4];      /* nodes per device px */
  float pieces[4];     /* cells per device px, the canvas' corner in cells */
  float shift[4];      /* of reference and moving, device px */
  float bounds[2][4];  /* of the slide, relative to the canvas' centre */
  float sides[2][4];   /* opacity, levels */
  float balance[2][4]; /* of an RGB slide, factors of its samples */
  float map[2 * SAFFRON_GL_MAX_LEVELS][4];   /* scale, offset x, y, row */
  float page[2 * SAFFRON_GL_MAX_LEVELS][4];  /* width, height, columns, rows */
  float limit[2 * SAFFRON_GL_MAX_LEVELS][4]; /* largest x, y */
  float contrast[2 * SAFFRON_GL_MAX_CHANNELS][4]; /* low, scale, 1/γ, opacity */
  float color[2 * SAFFRON_GL_MAX_CHANNELS][4];    /* RGB: glass, dark */
} SaffronGlPicture;

/* Texture units. */
enum {
  SAFFRON_GL_UNIT_PAGES0,
  SAFFRON_GL_UNIT_PAGES1,
  SAFFRON_GL_UNIT_TABLE0,
  SAFFRON_GL_UNIT_TABLE1,
  SAFFRON_GL_UNIT_FIELD,
  SAFFRON_GL_UNIT_LABELS,
};

/**
 * saffron_gl_program_new:
 *
 * Returns: a linked program whose samplers and uniform block are bound, or 0
 *   with an error that quotes the driver
 */
GLuint saffron_gl_program_new (gboolean gles,
                               const SaffronGlVariant *variant,
                               GError **error);
/* The same of the program that shows one texture, on unit 0: "sum" or
 * "painted", as its file and its sampler are called. */
GLuint
saffron_gl_program_new_named (gboolean gles, const char *name, GError **error);

G_END_DECLS
