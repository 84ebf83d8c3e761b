/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/pane/landmarks-page.h"

#include <glib/gi18n.h>
#include <math.h>

#include "app/pane/fit-layout.h"
#include "app/pane/landmark-column.h"
#include "app/pane/landmarks-list.h"
#include "quality/landmark-words.h"
#include "quality/words.h"

struct _SaffronLandmarksPage {
  AdwBin parent_instance;

  SaffronLandmarkEditor *editor;
  SaffronEditedVerdict *verdict;

  GtkStack *stack;
  SaffronLandmarksList *list;
  GtkLabel *totals;
  GtkLabel *hint;
  GtkLabel *snap;
  GtkWidget *evidence_row;
  GtkLabel *evidence;
};

G_DEFINE_FINAL_TYPE (SaffronLandmarksPage, saffron_landmarks_page, ADW_TYPE_BIN)

/* (transfer full): "1.2 px (0.4 µm)" */
static char *
describe_length (double px, double um)
{
  if (isnan (px))
    return g_strdup ("–");
  return isnan (um) ? g_strdup_printf (_ ("%.1f px"), px)
                    : g_strdup_printf (_ ("%.1f px (%.1f µm)"), px, um);
}

static guint
count_active (SaffronLandmarksPage *self)
{
  guint active = 0;

  for (guint i = 0; i < saffron_landmark_editor_get_n (self->editor); i++)
    active += saffron_landmark_editor_get (self->editor, i)->active ? 1 : 0;
  return active;
}

static char *
describe_totals (SaffronLandmarksPage *self)
{
  SaffronTreStats totals = saffron_landmark_editor_get_totals (self->editor);
  SaffronTreStats in_um = saffron_landmark_editor_get_totals_um (self->editor);
  guint n = saffron_landmark_editor_get_n (self->editor);
  g_autofree char *median = describe_length (totals.median, in_um.median);
  g_autofree char *p90 = describe_length (totals.p90, in_um.p90);
  g_autofree char *max = describe_length (totals.max, in_um.max);

  return g_strdup_printf (
      _ ("%u of %u used · median %s · 90 %% below %s · largest %s"),
      count_active (self), n, median, p90, max);
}

/* Which one to look at first: what folds, or the worst of the outliers. */
static char *
describe_hint (SaffronLandmarksPage *self)
{
  const SaffronLandmarkFolds *folds =
      saffron_landmark_editor_get_folds (self->editor);
  guint n = 0, worst = 0;
  double most = -1.0;

  if (folds != NULL)
    return saffron_landmark_folds_to_words (folds);
  for (guint i = 0; i < saffron_landmark_editor_get_n (self->editor); i++)
    {
      const SaffronLandmarkError *error =
          saffron_landmark_editor_get_error (self->editor, i);
      double missed =
          isnan (error->residual) ? error->left_out : error->residual;

      if (!error->outlier)
        continue;
      n++;
      if (missed > most)
        {
          most = missed;
          worst = i;
        }
    }
  if (n == 0)
    return g_strdup (saffron_landmark_editor_is_measuring (self->editor)
                         ? _ ("Measuring…")
                         : "");
  return g_strdup_printf (ngettext ("%u outlier: look at landmark %u",
                                    "%u outliers: look at landmark %u first",
                                    n),
                          n, worst + 1);
}

char *
saffron_landmarks_page_describe_snap (SaffronLandmarksPage *self)
{
  SaffronSnap snap;
  guint index = saffron_landmark_editor_get_snapped (self->editor, &snap);
  g_autofree char *words = NULL;

  if (index == SAFFRON_LANDMARK_NONE)
    return g_strdup ("");
  words = saffron_landmark_editor_is_snapping (self->editor)
              ? g_strdup (_ ("snapping…"))
              : saffron_snap_to_words (&snap);
  return g_strdup_printf (_ ("Landmark %u: %s"), index + 1, words);
}

static void
on_changed (SaffronLandmarkEditor *editor, gpointer user_data)
{
  SaffronLandmarksPage *self = user_data;
  gboolean any = saffron_landmark_editor_get_n (editor) > 0;
  g_autofree char *totals = NULL;
  g_autofree char *hint = NULL;
  g_autofree char *snap = NULL;

  gtk_stack_set_visible_child_name (self->stack, any ? "landmarks" : "none");
  if (!any)
    return;
  totals = describe_totals (self);
  hint = describe_hint (self);
  gtk_label_set_label (self->totals, totals);
  gtk_label_set_label (self->hint, hint);
  gtk_widget_set_visible (GTK_WIDGET (self->hint), hint[0] != '\0');
  snap = saffron_landmarks_page_describe_snap (self);
  gtk_label_set_label (self->snap, snap);
}

char *
saffron_landmarks_page_describe (SaffronLandmarksPage *self)
{
  g_autofree char *totals = describe_totals (self);
  g_autofree char *hint = describe_hint (self);
  GString *text = g_string_new (totals);

  g_string_append_printf (text, "\n%s", hint);
  for (guint i = 0; i < saffron_landmark_editor_get_n (self->editor); i++)
    {
      g_autoptr (SaffronLandmarkItem) item =
          saffron_landmark_item_new (self->editor, i);

      for (int column = 0; column < SAFFRON_LANDMARK_N_COLUMNS; column++)
        {
          g_autofree char *cell = saffron_landmark_column_text (column, item);

          g_string_append_printf (text, "%c%s", column == 0 ? '\n' : '\t',
                                  cell);
        }
    }
  return g_string_free (text, FALSE);
}

static void
saffron_landmarks_page_finalize (GObject *object)
{
  SaffronLandmarksPage *self = SAFFRON_LANDMARKS_PAGE (object);

  g_clear_object (&self->verdict);
  g_clear_object (&self->editor);
  G_OBJECT_CLASS (saffron_landmarks_page_parent_class)->finalize (object);
}

static void
saffron_landmarks_page_class_init (SaffronLandmarksPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = saffron_landmarks_page_finalize;

  g_type_ensure (SAFFRON_TYPE_LANDMARKS_LIST);
  g_type_ensure (SAFFRON_TYPE_FIT_LAYOUT);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/saffron/Saffron/ui/landmarks-page.ui");
  gtk_widget_class_bind_template_child (widget_class, SaffronLandmarksPage,
                                        stack);
  gtk_widget_class_bind_template_child (widget_class, SaffronLandmarksPage,
                                        list);
  gtk_widget_class_bind_template_child (widget_class, SaffronLandmarksPage,
                                        totals);
  gtk_widget_class_bind_template_child (widget_class, SaffronLandmarksPage,
                                        hint);
  gtk_widget_class_bind_template_child (widget_class, SaffronLandmarksPage,
                                        snap);
  gtk_widget_class_bind_template_child (widget_class, SaffronLandmarksPage,
                                        evidence_row);
  gtk_widget_class_bind_template_child (widget_class, SaffronLandmarksPage,
                                        evidence);
}

static void
saffron_landmarks_page_init (SaffronLandmarksPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* What the evidence says of the run with these landmarks, and why. */
static void
on_verdict (SaffronEditedVerdict *verdict, gpointer user_data)
{
  SaffronLandmarksPage *self = user_data;
  SaffronRun *run = saffron_edited_verdict_get_run (verdict);
  g_autofree char *words = saffron_edited_verdict_to_words (verdict);
  g_autofree char *why =
      run != NULL
          ? saffron_reason_to_words (saffron_reasons_get_main (run->reasons))
          : NULL;
  g_autofree char *text = why != NULL
                              ? g_strdup_printf (_ ("%s – %s"), words, why)
                              : g_strdup (words);

  gtk_widget_set_visible (self->evidence_row, words[0] != '\0');
  gtk_label_set_label (self->evidence, text);
}

GtkWidget *
saffron_landmarks_page_new (SaffronLandmarkEditor *editor,
                            SaffronEditedVerdict *verdict)
{
  SaffronLandmarksPage *self = g_object_new (SAFFRON_TYPE_LANDMARKS_PAGE, NULL);

  self->editor = g_object_ref (editor);
  self->verdict = g_object_ref (verdict);
  saffron_landmarks_list_set_editor (self->list, editor);
  g_signal_connect_object (editor, "changed", G_CALLBACK (on_changed), self, 0);
  g_signal_connect_object (verdict, "changed", G_CALLBACK (on_verdict), self,
                           0);
  on_changed (editor, self);
  on_verdict (verdict, self);
  return GTK_WIDGET (self);
}
