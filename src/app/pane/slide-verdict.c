/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/pane/slide-verdict.h"

#include <glib/gi18n.h>
#include <math.h>

#include "base/join.h"

static const struct {
  const char *mark, *words, *css;
} states[SAFFRON_MOVING_N_STATES] = {
  [SAFFRON_MOVING_NOT_RUN] = { "–", N_ ("Not run"), "dim-label" },
  [SAFFRON_MOVING_UNVERIFIED] = { "✗", N_ ("Unverified"), "error" },
  [SAFFRON_MOVING_PARTLY] = { "◐", N_ ("Verified in part"), "warning" },
  [SAFFRON_MOVING_VERIFIED] = { "✓", N_ ("Verified"), "success" },
};

const char *
saffron_slide_verdict_words (SaffronMovingState state)
{
  return _ (states[state].words);
}

GtkWidget *
saffron_slide_verdict_new (void)
{
  GtkWidget *mark =
      g_object_new (GTK_TYPE_LABEL, "accessible-role", GTK_ACCESSIBLE_ROLE_IMG,
                    "width-chars", 2, NULL);

  saffron_slide_verdict_set (mark, SAFFRON_MOVING_NOT_RUN);
  return mark;
}

void
saffron_slide_verdict_set (GtkWidget *mark, SaffronMovingState state)
{
  const char *words = saffron_slide_verdict_words (state);

  for (guint i = 0; i < SAFFRON_MOVING_N_STATES; i++)
    gtk_widget_remove_css_class (mark, states[i].css);
  gtk_widget_add_css_class (mark, states[state].css);
  gtk_label_set_label (GTK_LABEL (mark), states[state].mark);
  gtk_widget_set_tooltip_text (mark, words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (mark),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
}

char *
saffron_slide_verdict_error (SaffronDocument *document, SaffronMoving *moving)
{
  SaffronRunEntry *whole = saffron_moving_get_whole (moving);
  SaffronLayer *reference = saffron_document_get_reference (document);
  double px = NAN, um_x = 0.0, um_y = 0.0;

  if (whole != NULL)
    px = saffron_run_window_residual (saffron_run_entry_get_run (whole));
  if (!isfinite (px))
    return g_strdup ("");
  if (reference == NULL
      || !saffron_slide_get_pixel_size (saffron_layer_get_slide (reference),
                                        &um_x, &um_y))
    return g_strdup_printf (_ ("%.2f px"), px);
  return g_strdup_printf (_ ("%.2f px, %.2f µm"), px, px * sqrt (um_x * um_y));
}

/* The facts about those of @n slides that have not what is wished: the first
 * says of how many slides. */
static void
describe_look (GPtrArray *facts, const guint *look, guint n)
{
  guint k = look[SAFFRON_MOVING_UNVERIFIED];

  if (k > 0)
    g_ptr_array_add (
        facts,
        g_strdup_printf (
            ngettext ("%u of %u unverified", "%u of %u unverified", k), k, n));
  k = look[SAFFRON_MOVING_PARTLY];
  if (k > 0 && facts->len == 0)
    g_ptr_array_add (
        facts, g_strdup_printf (
                   ngettext ("%u of %u in part", "%u of %u in part", k), k, n));
  else if (k > 0)
    g_ptr_array_add (
        facts, g_strdup_printf (ngettext ("%u in part", "%u in part", k), k));
  k = look[SAFFRON_MOVING_NOT_RUN];
  if (k > 0 && facts->len == 0)
    g_ptr_array_add (
        facts, g_strdup_printf (
                   ngettext ("%u of %u not run", "%u of %u not run", k), k, n));
  else if (k > 0)
    g_ptr_array_add (
        facts, g_strdup_printf (ngettext ("%u not run", "%u not run", k), k));
  k = look[SAFFRON_MOVING_VERIFIED];
  if (k > 0 && facts->len == 0)
    g_ptr_array_add (
        facts, g_strdup_printf (
                   ngettext ("%u of %u to redo", "%u of %u to redo", k), k, n));
  else if (k > 0)
    g_ptr_array_add (
        facts, g_strdup_printf (ngettext ("%u to redo", "%u to redo", k), k));
}

char *
saffron_slide_verdict_summary (SaffronDocument *document)
{
  guint n = saffron_document_get_n_moving (document);
  guint look[SAFFRON_MOVING_N_STATES] = { 0 };
  guint verified = 0;
  g_autoptr (GPtrArray) facts = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < n; i++)
    {
      SaffronMoving *moving = saffron_document_get_moving (document, i);
      SaffronMovingState state = saffron_moving_get_state (moving);

      verified += state == SAFFRON_MOVING_VERIFIED;
      look[state] += saffron_document_needs_look (document, moving);
    }
  describe_look (facts, look, n);
  if (facts->len == 0 && n > 0)
    g_ptr_array_add (
        facts,
        g_strdup_printf (
            verified == n ? ngettext ("All %u verified", "All %u verified", n)
                          : ngettext ("All %u verified or signed",
                                      "All %u verified or signed", n),
            n));
  return saffron_join_facts (facts);
}
