/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "register/chain.h"
#include "register/order.h"
#include "slide/slide.h"

G_BEGIN_DECLS

/**
 * SaffronStack:
 *
 * The slides that are registered onto one reference, and over which of the
 * others each is tried. It knows files, no session, so that a thread may have
 * it.
 */
typedef struct _SaffronStack SaffronStack;

/* @choice: (nullable): what of the reference's file it is */
SaffronStack *saffron_stack_new (const char *reference,
                                 const SaffronSlideChoice *choice);
void saffron_stack_free (SaffronStack *stack);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SaffronStack, saffron_stack_free)

void saffron_stack_add (SaffronStack *stack,
                        const char *moving,
                        const SaffronSlideChoice *choice);

/**
 * saffron_stack_order:
 * @params: of the registrations; their order says what is done
 * @job: (nullable): its fraction goes from 0 to 1
 *
 * Sorts the slides by their names, in the order in which a person counts, and
 * finds each one's turn, see saffron_order_find(). With the order "reference"
 * the turns are as the slides were added. A slide that cannot be opened is like
 * none.
 *
 * Returns: %FALSE with an error when @job is cancelled
 */
gboolean saffron_stack_order (SaffronStack *stack,
                              const SaffronParams *params,
                              SaffronJob *job,
                              GError **error);

/* The moving slides' paths in the order of their turns. */
guint saffron_stack_get_n (const SaffronStack *stack);
const char *saffron_stack_get_path (const SaffronStack *stack, guint turn);

/* The turn of the slide at @path; behind the last where it has none. */
guint saffron_stack_find_turn (const SaffronStack *stack, const char *path);

/* (transfer container) (element-type filename): over which slides that one is
 * tried, the best first. */
GPtrArray *saffron_stack_get_over (const SaffronStack *stack, guint turn);

/* (transfer full): how alike the slides are, as a table: a header with their
 * names, then a row for each, whose first column is its name; empty where two
 * were not compared. %NULL where likeness was not asked for. */
char *saffron_stack_to_csv (const SaffronStack *stack);

/**
 * SaffronStackSlide:
 * @path: the file
 * @choice: what of it
 * @name: what it is called among its fellows
 * @run: its run
 *
 * A slide over which another one is tried, before it is open; see
 * session/stack-slides.h.
 */
typedef struct {
  char *path;
  SaffronSlideChoice choice;
  char *name;
  SaffronRun *run;
} SaffronStackSlide;

/**
 * saffron_stack_register:
 * @over: (nullable) (element-type SaffronStackSlide): over which slides it is
 *   tried, the best first
 *
 * Opens them and registers, see saffron_register_chain(). One that cannot be
 * opened does not serve, as its registration said.
 */
SaffronRun *saffron_stack_register (SaffronSlide *reference,
                                    SaffronSlide *moving,
                                    const SaffronRegisterOptions *options,
                                    GPtrArray *over,
                                    SaffronJob *job,
                                    GError **error);

G_END_DECLS
