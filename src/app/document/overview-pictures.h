/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/document/document.h"
#include "app/work/overview-work.h"

G_BEGIN_DECLS

/**
 * SaffronOverviewPictures:
 *
 * A small picture of each moving slide as its run lays it onto the reference.
 * They are read in the background, one after the other, once somebody asks, and
 * anew when the slide has another run.
 *
 * SaffronOverviewPictures::read (SaffronMoving): one is there.
 */
#define SAFFRON_TYPE_OVERVIEW_PICTURES (saffron_overview_pictures_get_type ())
G_DECLARE_FINAL_TYPE (SaffronOverviewPictures,
                      saffron_overview_pictures,
                      SAFFRON,
                      OVERVIEW_PICTURES,
                      GObject)

SaffronOverviewPictures *
saffron_overview_pictures_new (SaffronDocument *document);

/* (nullable): of the run that saffron_moving_get_whole() gives; %NULL until it
 * is read, and for a slide without a run or that is not open. */
const SaffronOverview *
saffron_overview_pictures_get (SaffronOverviewPictures *self,
                               SaffronMoving *moving);

G_END_DECLS
