/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "register/params.h"
#include "register/reason.h"
#include "slide/slide.h"

G_BEGIN_DECLS

/**
 * SaffronLookKind:
 * @SAFFRON_LOOK_INTENSITY: one channel, bright on dark
 * @SAFFRON_LOOK_OPTICAL_DENSITY: absorption of light, of one channel or of all
 * @SAFFRON_LOOK_HEMATOXYLIN: the nuclear stain's part of the absorption
 */
typedef enum {
  SAFFRON_LOOK_INTENSITY,
  SAFFRON_LOOK_OPTICAL_DENSITY,
  SAFFRON_LOOK_HEMATOXYLIN,
} SaffronLookKind;

/**
 * SaffronLook:
 * @kind: how the plane is computed from the stored values
 * @channel: index of the channel, or -1 when it is computed from RGB
 * @name: the channel's name, or "optical density" or "hematoxylin"; %NULL in a
 *   run whose file does not say what was looked at
 * @reason: (nullable): why it was chosen; without a name, the words of the file
 * @z: which plane of a Z stack, from 1, or %SAFFRON_Z_MAX; 0 where there is
 *   only one, or the run's file does not say it
 *
 * What registration looks at on one slide.
 */
typedef struct {
  SaffronLookKind kind;
  int channel;
  char *name;
  SaffronReason *reason;
  int z;
} SaffronLook;

/**
 * saffron_look_choose:
 *
 * Chooses for both slides together, because if one is brightfield and the other
 * fluorescence, registration looks at nuclei on both.
 *
 * Returns: %FALSE with %SAFFRON_ERROR_ARGUMENT, which lists the channels, when
 *   a channel asked for by name does not exist
 */
gboolean saffron_look_choose (SaffronSlide *reference,
                              SaffronSlide *moving,
                              const SaffronParams *params,
                              SaffronLook *reference_look,
                              SaffronLook *moving_look,
                              GError **error);
void saffron_look_clear (SaffronLook *look);
/* A deep copy, to be cleared. */
SaffronLook saffron_look_copy (const SaffronLook *look);

/* Which Z plane a look at @slide has, see #SaffronLook. */
int saffron_look_find_z (SaffronSlide *slide);

/* {"kind":, "channel":, "name":, "z":, "reason":} */
JsonNode *saffron_look_to_json (const SaffronLook *look);
/* %FALSE, and @look is empty, where @node does not say what was looked at. */
gboolean saffron_look_from_json (JsonNode *node, SaffronLook *look);

/* What the parameters say that one of the slides is: a value of kind. */
const char *saffron_look_asked_kind (const SaffronParams *params,
                                     gboolean is_reference);

/* Whether the stored values are dark on a bright background. */
gboolean saffron_look_is_brightfield (const SaffronLook *look);

/* (transfer full): the values besides "auto" that the parameters
 * reference_channel and moving_channel may have for @slide: its channels, then
 * the stains of an RGB slide. */
char **saffron_look_choices (SaffronSlide *slide);

G_END_DECLS
