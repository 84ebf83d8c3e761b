/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/document/landmark-editor.h"
#include "app/document/quality-model.h"
#include "app/document/start-editor.h"

/* Without a document: an editor with one landmark or none, a start that is laid
 * or not, and one place that is marked or not. */

struct _SaffronLandmarkEditor {
  GObject parent_instance;
  guint n;
};

struct _SaffronStartEditor {
  GObject parent_instance;
  gboolean on;
};

struct _SaffronQualityModel {
  GObject parent_instance;
  gboolean marked;
};
