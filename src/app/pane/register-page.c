/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/pane/register-page.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "app/pane/estimate-row.h"
#include "app/pane/param-row.h"
#include "register/params-words.h"

typedef struct {
  SaffronDocument *document;
  SaffronSession *session; /* the one that is watched */
  GtkWidget *box;
  AdwPreferencesPage *page;
  AdwComboRow *preset;
  GtkWidget *changes;   /* a row, where there are some */
  GPtrArray *rows;      /* SaffronParamRow, owned by the page */
  SaffronParams *shown; /* as the rows have them; NULL before a session */
  gboolean updating;
} RegisterPage;

static void
register_page_free (gpointer data)
{
  RegisterPage *self = data;

  g_object_unref (self->document);
  g_clear_object (&self->session);
  g_ptr_array_unref (self->rows);
  g_clear_pointer (&self->shown, saffron_params_free);
  g_free (self);
}

static SaffronParams *
preset_params (RegisterPage *self)
{
  const char *const *names = saffron_params_preset_names ();
  guint selected = adw_combo_row_get_selected (self->preset);

  if (selected >= g_strv_length ((char **) names))
    selected = 0;
  return saffron_params_new_preset (names[selected], NULL);
}

/* What is not as the preset has it. */
static void
update_changes (RegisterPage *self, const SaffronParams *preset)
{
  const SaffronParams *params = saffron_session_get_params (self->session);
  g_autofree char *changes = saffron_params_describe_changes (params, preset);
  g_autofree char *markup = g_markup_escape_text (changes, -1);

  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->changes), markup);
  gtk_widget_set_visible (self->changes, changes[0] != '\0');
}

static void
update_rows (RegisterPage *self)
{
  g_autoptr (SaffronParams) preset = preset_params (self);
  SaffronParams *shown = NULL;

  if (self->session == NULL)
    return;
  shown = saffron_params_copy (saffron_session_get_params (self->session));
  g_clear_pointer (&self->shown, saffron_params_free);
  self->shown = shown;
  self->updating = TRUE;
  for (guint i = 0; i < self->rows->len; i++)
    saffron_param_row_update (self->rows->pdata[i], shown, preset);
  self->updating = FALSE;
  update_changes (self, preset);
}

/* The edit is the page's own: the preset that the changes are from stays. */
static void
set_params (RegisterPage *self, SaffronParams *params)
{
  g_clear_pointer (&self->shown, saffron_params_free);
  self->shown = saffron_params_copy (params);
  saffron_session_set_params (self->session, params);
}

static void
on_edited (const char *name, const char *text, gpointer user_data)
{
  RegisterPage *self = user_data;
  const SaffronParams *present = NULL;
  g_autoptr (SaffronParams) params = NULL;

  if (self->updating || self->session == NULL)
    return;
  present = saffron_session_get_params (self->session);
  params = saffron_params_copy (present);
  /* Out of range cannot come from a row; a text that is not allowed changes
   * nothing and the row goes back. */
  if (saffron_params_set (params, name, text, NULL)
      && !saffron_params_equal (params, present))
    set_params (self, params);
  else
    update_rows (self);
}

static void
use_preset (RegisterPage *self)
{
  g_autoptr (SaffronParams) preset = preset_params (self);

  if (self->updating || self->session == NULL)
    return;
  if (saffron_params_equal (preset, saffron_session_get_params (self->session)))
    update_rows (self);
  else
    set_params (self, preset);
}

static void
on_preset (AdwComboRow *row, GParamSpec *pspec, gpointer user_data)
{
  use_preset (user_data);
}

static void
on_reset (GtkButton *button, gpointer user_data)
{
  use_preset (user_data);
}

static void
select_nearest_preset (RegisterPage *self)
{
  self->updating = TRUE;
  adw_combo_row_set_selected (self->preset,
                              saffron_params_nearest_preset (
                                  saffron_session_get_params (self->session)));
  self->updating = FALSE;
}

static void
on_document_changed (SaffronDocument *document, gpointer user_data)
{
  RegisterPage *self = user_data;
  SaffronSession *session = saffron_document_get_session (document);

  if (session == self->session)
    return;
  g_set_object (&self->session, session);
  gtk_widget_set_sensitive (self->box, session != NULL);
  if (session == NULL)
    return;
  select_nearest_preset (self);
  update_rows (self);
}

/* The page itself, an undo or another page changed the parameters; or somebody
 * something else. */
static void
on_document_edited (SaffronDocument *document, gpointer user_data)
{
  RegisterPage *self = user_data;

  if (self->session == NULL
      || saffron_document_get_session (document) != self->session)
    return;
  if (!saffron_params_equal (self->shown,
                             saffron_session_get_params (self->session)))
    select_nearest_preset (self);
  update_rows (self);
}

static void
on_destroy (GtkWidget *widget, gpointer user_data)
{
  RegisterPage *self = user_data;

  g_signal_handlers_disconnect_by_data (self->document, self);
}

static GtkWidget *
changes_row_new (RegisterPage *self)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *reset = gtk_button_new_from_icon_name ("edit-undo-symbolic");

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row),
                                 _ ("Changed From the Preset"));
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  gtk_widget_add_css_class (row, "saffron-changed");
  gtk_widget_set_valign (reset, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (reset, "flat");
  gtk_widget_set_tooltip_text (reset, _ ("Everything back to the preset"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (reset),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Everything back to the preset"), -1);
  g_signal_connect (reset, "clicked", G_CALLBACK (on_reset), self);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), reset);
  gtk_widget_set_visible (row, FALSE);
  return row;
}

static void
add_preset_group (RegisterPage *self)
{
  GtkWidget *group = adw_preferences_group_new ();
  const char *const *names = saffron_params_preset_names ();
  g_autoptr (GtkStringList) titles = gtk_string_list_new (NULL);

  for (guint i = 0; names[i] != NULL; i++)
    gtk_string_list_append (titles, saffron_params_preset_title (names[i]));
  self->preset = ADW_COMBO_ROW (adw_combo_row_new ());
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->preset),
                                 _ ("Preset"));
  adw_combo_row_set_model (self->preset, G_LIST_MODEL (titles));
  g_signal_connect (self->preset, "notify::selected", G_CALLBACK (on_preset),
                    self);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group),
                             GTK_WIDGET (self->preset));
  self->changes = changes_row_new (self);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), self->changes);
  adw_preferences_page_add (self->page, ADW_PREFERENCES_GROUP (group));
}

/* The rows of one stage, in the table's order; nothing where it has none. */
static void
add_stage (RegisterPage *self, const char *stage)
{
  guint n_specs = 0;
  const SaffronParamSpec *specs = saffron_param_specs (&n_specs);
  GtkWidget *group = NULL;

  for (guint i = 0; i < n_specs; i++)
    {
      GtkWidget *row = NULL;

      if (!g_str_equal (specs[i].stage, stage))
        continue;
      if (group == NULL)
        {
          g_autofree char *title = g_strdup (stage);

          title[0] = g_ascii_toupper (title[0]);
          group = adw_preferences_group_new ();
          adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group),
                                           title);
          adw_preferences_page_add (self->page, ADW_PREFERENCES_GROUP (group));
        }
      row = saffron_param_row_new (&specs[i], on_edited, self);
      adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
      g_ptr_array_add (self->rows, row);
    }
}

/* One group for each stage, as the pipeline comes to them. */
static void
add_param_groups (RegisterPage *self)
{
  static const char *const stages[] = { "slides", "planes",     "coarse",
                                        "affine", "deformable", "micro",
                                        "export" };

  for (guint i = 0; i < G_N_ELEMENTS (stages); i++)
    add_stage (self, stages[i]);
}

static void
add_region_button (GtkWidget *box, const char *label, const char *action)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (label);

  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  gtk_widget_set_hexpand (button, TRUE);
  gtk_box_append (GTK_BOX (box), button);
}

/* A rectangle tells in seconds what the parameters come to. */
static void
add_region_group (RegisterPage *self)
{
  GtkWidget *group = adw_preferences_group_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *draw = gtk_toggle_button_new_with_mnemonic (_ ("_Draw"));

  gtk_actionable_set_action_name (GTK_ACTIONABLE (draw), "win.draw-region");
  gtk_widget_set_tooltip_text (draw, _ ("Draw the region on the canvas"));
  gtk_box_append (GTK_BOX (box), draw);
  add_region_button (box, _ ("Register Re_gion"), "win.register-region");
  add_region_button (box, _ ("Register _Whole"), "win.register");
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), _ ("Region"));
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), box);
  adw_preferences_page_add (self->page, ADW_PREFERENCES_GROUP (group));
}

void
saffron_register_page_show_param (GtkWidget *page, const char *name)
{
  RegisterPage *self = g_object_get_data (G_OBJECT (page), "register-page");

  for (guint i = 0; i < self->rows->len; i++)
    if (g_str_equal (saffron_param_row_get_name (self->rows->pdata[i]), name))
      saffron_param_row_focus (self->rows->pdata[i]);
}

GtkWidget *
saffron_register_page_new (SaffronDocument *document,
                           GSettings *settings,
                           SaffronForecaster *forecaster)
{
  RegisterPage *self = g_new0 (RegisterPage, 1);

  self->document = g_object_ref (document);
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  self->page = ADW_PREFERENCES_PAGE (adw_preferences_page_new ());
  self->rows = g_ptr_array_new ();
  add_preset_group (self);
  add_region_group (self);
  add_param_groups (self);
  gtk_widget_set_vexpand (GTK_WIDGET (self->page), TRUE);
  gtk_box_append (GTK_BOX (self->box), GTK_WIDGET (self->page));
  gtk_box_append (GTK_BOX (self->box),
                  gtk_separator_new (GTK_ORIENTATION_HORIZONTAL));
  gtk_box_append (GTK_BOX (self->box),
                  saffron_estimate_row_new (document, settings, forecaster));
  gtk_widget_set_sensitive (self->box, FALSE);
  g_signal_connect (document, "changed", G_CALLBACK (on_document_changed),
                    self);
  g_signal_connect (document, "edited", G_CALLBACK (on_document_edited), self);
  g_signal_connect (self->box, "destroy", G_CALLBACK (on_destroy), self);
  g_object_set_data_full (G_OBJECT (self->box), "register-page", self,
                          register_page_free);
  return self->box;
}
