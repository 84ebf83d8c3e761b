/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "transform/transform.h"

G_BEGIN_DECLS

struct _SaffronTransform {
  gatomicrefcount ref_count;
  double width, height;
  SaffronAffine affine;
  SaffronAffine inverse; /* of @affine, if @invertible */
  gboolean invertible;
  SaffronLattice *lattice;
};

G_END_DECLS
