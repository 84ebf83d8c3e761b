/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/pane/quality-page.h"

#include <glib/gi18n.h>

#include "app/pane/advice-row.h"
#include "app/pane/error-view.h"
#include "app/pane/fit-layout.h"
#include "app/pane/places-grid.h"
#include "app/pane/quality-shares.h"
#include "app/pane/sign-box.h"
#include "quality/advice.h"
#include "quality/quality-words.h"
#include "quality/verdict-words.h"
#include "quality/words.h"

struct _SaffronQualityPage {
  AdwBin parent_instance;

  SaffronDocument *document;
  SaffronQualityModel *model;
  SaffronRunEntry *explained; /* whose reasons are listed; or NULL */

  GtkStack *stack;
  GtkImage *verdict_icon;
  GtkLabel *verdict;
  GtkLabel *headline;
  GtkLabel *edited;
  GtkStack *measures;
  GtkLabel *failure;
  SaffronQualityShares *shares;
  GtkWidget *places_box;
  GtkLabel *places_title;
  SaffronPlacesGrid *places;
  AdwExpanderRow *why;
  GPtrArray *why_rows;
  SaffronSignBox *sign;
  GtkWidget *numbers;
  SaffronErrorView *errors;
  AdwActionRow *nuclei;
  AdwActionRow *bending;
  AdwActionRow *landmarks;
  AdwActionRow *loops;
};

G_DEFINE_FINAL_TYPE (SaffronQualityPage, saffron_quality_page, ADW_TYPE_BIN)

/* The state is seen by the icon, not by the colour alone. */
static void
show_verdict (SaffronQualityPage *self, SaffronRun *run)
{
  static const char *const classes[] = { "error", "warning", "success" };
  static const char *const icons[] = { "dialog-error-symbolic",
                                       "dialog-warning-symbolic",
                                       "emblem-ok-symbolic" };
  SaffronRunState state = saffron_run_get_state (run);
  g_autofree char *words = saffron_verdict_to_words (run);

  gtk_label_set_label (self->verdict, words);
  gtk_image_set_from_icon_name (self->verdict_icon, icons[state]);
  for (guint i = 0; i < G_N_ELEMENTS (classes); i++)
    gtk_widget_remove_css_class (GTK_WIDGET (self->verdict_icon), classes[i]);
  gtk_widget_add_css_class (GTK_WIDGET (self->verdict_icon), classes[state]);
}

static void
add_why (SaffronQualityPage *self, GtkWidget *child)
{
  GtkWidget *row = gtk_list_box_row_new ();

  gtk_widget_set_margin_start (child, 12);
  gtk_widget_set_margin_end (child, 12);
  gtk_widget_set_margin_top (child, 9);
  gtk_widget_set_margin_bottom (child, 9);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), child);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  adw_expander_row_add_row (self->why, row);
  g_ptr_array_add (self->why_rows, row);
}

/* Laying out many texts takes a while, so it is done once for a run, when
 * somebody is going to read them. */
static void
show_why (SaffronQualityPage *self, SaffronRunEntry *entry)
{
  SaffronRun *run = saffron_run_entry_get_run (entry);
  g_autoptr (GPtrArray) advice = saffron_advice (run);

  if (entry == self->explained)
    return;
  g_set_object (&self->explained, entry);
  for (guint i = 0; i < self->why_rows->len; i++)
    adw_expander_row_remove (self->why, self->why_rows->pdata[i]);
  g_ptr_array_set_size (self->why_rows, 0);
  for (guint i = 0; i < run->reasons->len; i++)
    {
      g_autofree char *words = saffron_reason_to_words (run->reasons->pdata[i]);
      GtkWidget *label = gtk_label_new (words);

      gtk_label_set_wrap (GTK_LABEL (label), TRUE);
      gtk_label_set_xalign (GTK_LABEL (label), 0.0f);
      gtk_label_set_selectable (GTK_LABEL (label), TRUE);
      add_why (self, label);
    }
  for (guint i = 0; i < advice->len; i++)
    add_why (self, saffron_advice_row_new (advice->pdata[i]));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->why),
                                 advice->len > 0 ? _ ("Why, and What to Try")
                                                 : _ ("Why"));
  adw_expander_row_set_expanded (self->why, advice->len > 0);
}

/* (nullable): what the verdict and the measures are not about. */
static const char *
describe_edited (SaffronQualityPage *self)
{
  return saffron_document_is_edited (self->document)
             ? _ ("Landmarks were edited since. All this is about the run as "
                  "it was, until Register takes them in.")
             : NULL;
}

/* (transfer full): what is known of the run in one sentence. */
static char *
describe_headline (SaffronQualityPage *self, SaffronRun *run)
{
  const SaffronQuality *quality = saffron_quality_model_get (self->model);
  g_autofree char *why = NULL;

  if (quality != NULL)
    return saffron_quality_headline (quality);
  why = saffron_reason_to_words (saffron_reasons_get_main (run->reasons));
  return g_steal_pointer (&why);
}

static void
set_fact (AdwActionRow *row, const char *text)
{
  g_autofree char *markup =
      text != NULL ? g_markup_escape_text (text, -1) : NULL;

  gtk_widget_set_visible (GTK_WIDGET (row), text != NULL);
  adw_action_row_set_subtitle (row, markup != NULL ? markup : "");
}

static void
show_measures (SaffronQualityPage *self)
{
  const SaffronQuality *quality = saffron_quality_model_get (self->model);
  g_autofree char *nuclei = saffron_quality_nuclei_to_words (quality);
  g_autofree char *bending = saffron_quality_bending_to_words (quality);
  g_autofree char *landmarks = saffron_quality_landmarks_to_words (quality);
  gboolean open = FALSE;
  g_autofree char *loops = saffron_quality_loops_to_words (quality, &open);

  saffron_quality_shares_set (self->shares, quality);
  saffron_error_view_set (self->errors, quality);
  gtk_widget_set_visible (self->places_box,
                          saffron_quality_model_get_n_places (self->model) > 0);
  gtk_label_set_label (self->places_title,
                       saffron_quality_count_off (quality) > 0
                           ? _ ("Worst Places")
                           : _ ("Largest Errors"));
  set_fact (self->nuclei, nuclei);
  set_fact (self->bending, bending);
  set_fact (self->landmarks, landmarks);
  set_fact (self->loops, loops);
  if (open)
    gtk_widget_add_css_class (GTK_WIDGET (self->loops), "warning");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->loops), "warning");
}

static const char *
measures_child (SaffronQualityPage *self)
{
  switch (saffron_quality_model_get_state (self->model))
    {
    case SAFFRON_QUALITY_MEASURING:
      return "measuring";
    case SAFFRON_QUALITY_READY:
      return "ready";
    case SAFFRON_QUALITY_FAILED:
      return "failed";
    default:
      return "idle";
    }
}

static void
update (SaffronQualityPage *self)
{
  SaffronRunEntry *entry = saffron_quality_model_get_entry (self->model);
  const char *error = saffron_quality_model_get_error (self->model);
  const char *edited = describe_edited (self);
  g_autofree char *headline = NULL;

  gtk_stack_set_visible_child_name (self->stack,
                                    entry != NULL ? "run" : "none");
  if (entry == NULL || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  headline = describe_headline (self, saffron_run_entry_get_run (entry));
  show_verdict (self, saffron_run_entry_get_run (entry));
  gtk_label_set_label (self->headline, headline);
  /* Until there are measures, the reasons below say what is known. */
  gtk_widget_set_visible (GTK_WIDGET (self->headline),
                          saffron_quality_model_get (self->model) != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->edited), edited != NULL);
  gtk_label_set_label (self->edited, edited != NULL ? edited : "");
  gtk_stack_set_visible_child_name (self->measures, measures_child (self));
  gtk_label_set_label (self->failure, error != NULL ? error : "");
  show_why (self, entry);
  gtk_widget_set_visible (self->numbers,
                          saffron_quality_model_get (self->model) != NULL);
  if (saffron_quality_model_get (self->model) != NULL)
    show_measures (self);
}

/* Another run of a page that is looked at is measured, too. */
static void
on_changed (SaffronQualityModel *model, gpointer user_data)
{
  SaffronQualityPage *self = user_data;

  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    saffron_quality_model_want (model);
  update (self);
}

static void
on_map (GtkWidget *widget, gpointer user_data)
{
  on_changed (SAFFRON_QUALITY_PAGE (widget)->model, widget);
}

static void
append (GString *text, const char *line)
{
  if (line == NULL || line[0] == '\0')
    return;
  if (text->len > 0)
    g_string_append_c (text, '\n');
  g_string_append (text, line);
}

static void
append_fact (GString *text, const char *title, const char *fact)
{
  g_autofree char *line = g_strdup_printf (_ ("%s: %s"), title, fact);

  append (text, line);
}

static void
append_measures (GString *text, const SaffronQuality *quality)
{
  g_autofree char *after = saffron_quality_errors_to_words (quality, FALSE);
  g_autofree char *before = saffron_quality_errors_to_words (quality, TRUE);
  g_autofree char *known = saffron_quality_known_to_words (quality);
  g_autofree char *nuclei = saffron_quality_nuclei_to_words (quality);
  g_autofree char *bending = saffron_quality_bending_to_words (quality);
  g_autofree char *landmarks = saffron_quality_landmarks_to_words (quality);
  gboolean open = FALSE;
  g_autofree char *loops = saffron_quality_loops_to_words (quality, &open);

  for (int i = 0; i < SAFFRON_N_WINDOW_CLASSES; i++)
    {
      g_autofree char *share =
          saffron_share_to_words (saffron_windows_share (quality->windows, i));
      g_autofree char *words = saffron_quality_class_to_words (quality, i);

      append_fact (text, words, share);
    }
  append_fact (text, _ ("Error with bending"), after);
  append_fact (text, _ ("Error without bending"), before);
  append (text, known);
  append_fact (text, _ ("Nuclei"), nuclei);
  append_fact (text, _ ("Bending"), bending);
  if (landmarks != NULL)
    append_fact (text, _ ("Landmarks"), landmarks);
  if (loops != NULL)
    append_fact (text, _ ("Beside Other Slides"), loops);
}

static void
append_places (GString *text, SaffronQualityModel *model)
{
  for (guint i = 0; i < saffron_quality_model_get_n_places (model); i++)
    {
      const SaffronWindow *window = saffron_quality_model_get_window (model, i);
      g_autofree char *words = saffron_places_grid_describe (model, i);

      g_autofree char *line =
          g_strdup_printf (_ ("Place %u at %.0f, %.0f: %s"), i + 1,
                           window->at.x, window->at.y, words);

      append (text, line);
    }
}

char *
saffron_quality_page_describe (SaffronQualityPage *self)
{
  SaffronRunEntry *entry = saffron_quality_model_get_entry (self->model);
  const SaffronQuality *quality = saffron_quality_model_get (self->model);
  GString *text = g_string_new (NULL);
  g_autofree char *verdict = NULL;
  g_autofree char *headline = NULL;
  g_autofree char *sign = saffron_sign_box_describe (self->sign);

  if (entry == NULL)
    return g_string_free (text, FALSE);
  verdict = saffron_verdict_to_words (saffron_run_entry_get_run (entry));
  headline = describe_headline (self, saffron_run_entry_get_run (entry));
  g_string_append_printf (text, _ ("Run %u: %s"),
                          saffron_run_entry_get_number (entry), verdict);
  append (text, headline);
  append (text, describe_edited (self));
  append (text, sign);
  append (text, saffron_quality_model_get_error (self->model));
  if (quality != NULL)
    {
      append_measures (text, quality);
      append_places (text, self->model);
    }
  return g_string_free (text, FALSE);
}

static void
saffron_quality_page_dispose (GObject *object)
{
  SaffronQualityPage *self = SAFFRON_QUALITY_PAGE (object);

  g_clear_object (&self->document);
  g_clear_object (&self->model);
  g_clear_object (&self->explained);
  g_clear_pointer (&self->why_rows, g_ptr_array_unref);
  G_OBJECT_CLASS (saffron_quality_page_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *klass)
{
  gtk_widget_class_bind_template_child (klass, SaffronQualityPage, stack);
  gtk_widget_class_bind_template_child (klass, SaffronQualityPage,
                                        verdict_icon);
  gtk_widget_class_bind_template_child (klass, SaffronQualityPage, verdict);
  gtk_widget_class_bind_template_child (klass, SaffronQualityPage, headline);
  gtk_widget_class_bind_template_child (klass, SaffronQualityPage, edited);
  gtk_widget_class_bind_template_child (klass, SaffronQualityPage, measures);
  gtk_widget_class_bind_template_child (klass, SaffronQualityPage, failure);
  gtk_widget_class_bind_template_child (klass, SaffronQualityPage, shares);
  gtk_widget_class_bind_template_child (klass, SaffronQualityPage, places_box);
  gtk_widget_class_bind_template_child (klass, SaffronQualityPage,
                                        places_title);
  gtk_widget_class_bind_template_child (klass, SaffronQualityPage, places);
  gtk_widget_class_bind_template_child (klass, SaffronQualityPage, why);
  gtk_widget_class_bind_template_child (klass, SaffronQualityPage, sign);
  gtk_widget_class_bind_template_child (klass, SaffronQualityPage, numbers);
  gtk_widget_class_bind_template_child (klass, SaffronQualityPage, errors);
  gtk_widget_class_bind_template_child (klass, SaffronQualityPage, nuclei);
  gtk_widget_class_bind_template_child (klass, SaffronQualityPage, bending);
  gtk_widget_class_bind_template_child (klass, SaffronQualityPage, landmarks);
  gtk_widget_class_bind_template_child (klass, SaffronQualityPage, loops);
}

static void
saffron_quality_page_class_init (SaffronQualityPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = saffron_quality_page_dispose;

  g_type_ensure (SAFFRON_TYPE_ERROR_VIEW);
  g_type_ensure (SAFFRON_TYPE_FIT_LAYOUT);
  g_type_ensure (SAFFRON_TYPE_PLACES_GRID);
  g_type_ensure (SAFFRON_TYPE_QUALITY_SHARES);
  g_type_ensure (SAFFRON_TYPE_SIGN_BOX);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/saffron/Saffron/ui/quality-page.ui");
  bind_children (widget_class);
}

static void
saffron_quality_page_init (SaffronQualityPage *self)
{
  self->why_rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect (self, "map", G_CALLBACK (on_map), NULL);
}

GtkWidget *
saffron_quality_page_new (SaffronDocument *document,
                          SaffronQualityModel *model,
                          SaffronPlacePictures *pictures,
                          GSettings *settings)
{
  SaffronQualityPage *self = g_object_new (SAFFRON_TYPE_QUALITY_PAGE, NULL);

  self->document = g_object_ref (document);
  self->model = g_object_ref (model);
  saffron_places_grid_set_model (self->places, model, pictures);
  saffron_sign_box_set_model (self->sign, document, model, settings);
  g_signal_connect_object (model, "changed", G_CALLBACK (on_changed), self, 0);
  g_signal_connect_object (document, "edited", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  update (self);
  return GTK_WIDGET (self);
}
