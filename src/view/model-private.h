/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "view/arrivals.h"
#include "view/model.h"
#include "view/sources.h"

G_BEGIN_DECLS

struct _SaffronViewModel {
  GObject parent_instance;

  SaffronTileCache *cache;
  SaffronScheduler *scheduler;
  SaffronArrivals *arrivals;

  SaffronSlide *slides[2];
  SaffronSlideDisplay *displays[2];
  gboolean reported[2];
  SaffronSources *composite; /* NULL: of no slides */
  SaffronTransform *inside;  /* NULL: none; else used within @region */
  SaffronRect region;
  SaffronTransform *transform;
  gboolean own_transform; /* whether saffron_view_place() made the transform */
  SaffronViewLook look;
  SaffronViewGeometry geometry;
  SaffronFrame *frame;

  /* The tiles that the frame misses, less those that arrived since; when
   * arrived tiles were shown last; the timeout that will show those that
   * wait. */
  int n_missing;
  gint64 shown_at;
  GSource *show_source;
};

/* Something changed: the frame is made anew. */
void saffron_view_model_tell (SaffronViewModel *self);

G_END_DECLS
