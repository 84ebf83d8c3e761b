/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SaffronCosine:
 *
 * The cosine transform of a grid of floats (DCT-II) and its inverse (DCT-III),
 * not normalised: both in turn multiply by 4 × the number of nodes. It is done
 * in blocks of rows and then in blocks of columns, which several threads may
 * do at once; the bits are those of FFTW's transform in two dimensions.
 */
typedef struct _SaffronCosine SaffronCosine;

SaffronCosine *saffron_cosine_new (int n_x, int n_y);
void saffron_cosine_free (SaffronCosine *cosine);

/* How many rows, or columns, one block has; the last one may have fewer. */
int saffron_cosine_row_block (const SaffronCosine *cosine);
int saffron_cosine_column_block (const SaffronCosine *cosine);

/* Transforms the rows, or the columns, from @first on, as many as a block has:
 * all rows come before all columns, in both directions. */
void saffron_cosine_rows (const SaffronCosine *cosine,
                          float *data,
                          int first,
                          gboolean inverse);
void saffron_cosine_columns (const SaffronCosine *cosine,
                             float *data,
                             int first,
                             gboolean inverse);

G_END_DECLS
