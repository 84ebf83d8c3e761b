/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "session/session.h"
#include "session/slide-file.h"

G_BEGIN_DECLS

/* A run and its JSON, made once: it never changes, and may hold members that
 * this version does not know. */
typedef struct {
  SaffronRun *run;
  JsonNode *json;
} SaffronRunEntry;

typedef struct {
  SaffronSlideFile *file;
  char *name;
  GArray *landmarks;
  JsonNode *landmarks_json; /* (nullable): as read, until they are edited */
  GPtrArray *runs; /* SaffronRunEntry */
  int current;     /* -1: none */
  JsonObject *extra; /* (nullable): as it was read, for unknown members */
} SaffronMoving;

struct _SaffronSession {
  GObject parent_instance;

  char *path;
  gboolean modified;
  GPtrArray *notes;
  SaffronSlideFile *reference;
  JsonObject *reference_extra;
  SaffronParams *params;
  JsonObject *params_extra;
  GPtrArray *moving; /* SaffronMoving */
  JsonObject *extra;
};

SaffronMoving *saffron_moving_new (SaffronSlideFile *file);
void saffron_moving_add_run (SaffronMoving *moving,
                             SaffronRun *run,
                             JsonNode *json);

/* Everything but the path and the modified flag, from a parsed file. */
SaffronSession *saffron_session_from_json (JsonNode *node,
                                           const char *folder,
                                           GError **error);

G_END_DECLS
