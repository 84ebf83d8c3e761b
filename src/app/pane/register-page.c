/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/pane/register-page.h"

#include "app/pane/estimate-row.h"
#include "app/pane/param-row.h"
#include "register/params-words.h"
#include "register/stages.h"

struct _SaffronRegisterPage {
  GtkBox parent_instance;

  SaffronDocument *document;
  SaffronSession *session; /* the session that is listened to */
  GPtrArray *rows;         /* SaffronParamRow, owned by @page */
  SaffronParams *
      shown; /* the values that the rows show; NULL before there is a session */
  gboolean updating;

  AdwPreferencesPage *page;
  AdwComboRow *preset;
  AdwActionRow *
      changes; /* the reset button, shown where values differ from the preset */
};

G_DEFINE_FINAL_TYPE (SaffronRegisterPage, saffron_register_page, GTK_TYPE_BOX)

static SaffronParams *
preset_params (SaffronRegisterPage *self)
{
  const char *const *names = saffron_params_preset_names ();
  guint selected = adw_combo_row_get_selected (self->preset);

  if (selected >= g_strv_length ((char **) names))
    selected = 0;
  return saffron_params_new_preset (names[selected], NULL);
}

/* Lists the values that differ from the preset's. */
static void
update_changes (SaffronRegisterPage *self, const SaffronParams *preset)
{
  const SaffronParams *params = saffron_session_get_params (self->session);
  g_autofree char *changes = saffron_params_describe_changes (params, preset);
  g_autofree char *markup = g_markup_escape_text (changes, -1);

  adw_action_row_set_subtitle (self->changes, markup);
  gtk_widget_set_visible (GTK_WIDGET (self->changes), changes[0] != '\0');
}

static void
update_rows (SaffronRegisterPage *self)
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

/* The page made this edit itself: the preset that the changes refer to
 * stays. */
static void
set_params (SaffronRegisterPage *self, SaffronParams *params)
{
  g_clear_pointer (&self->shown, saffron_params_free);
  self->shown = saffron_params_copy (params);
  saffron_session_set_params (self->session, params);
}

static void
on_edited (const char *name, const char *text, gpointer user_data)
{
  SaffronRegisterPage *self = user_data;
  const SaffronParams *present = NULL;
  g_autoptr (SaffronParams) params = NULL;

  if (self->updating || self->session == NULL)
    return;
  present = saffron_session_get_params (self->session);
  params = saffron_params_copy (present);
  /* A row never gives a value out of range; a text that is not allowed changes
   * nothing and the row shows the old one again. */
  if (saffron_params_set (params, name, text, NULL)
      && !saffron_params_equal (params, present))
    set_params (self, params);
  else
    update_rows (self);
}

static void
use_preset (SaffronRegisterPage *self)
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
on_preset (AdwComboRow *row, GParamSpec *pspec, SaffronRegisterPage *self)
{
  use_preset (self);
}

static void
on_reset (GtkButton *button, SaffronRegisterPage *self)
{
  use_preset (self);
}

static void
select_nearest_preset (SaffronRegisterPage *self)
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
  SaffronRegisterPage *self = user_data;
  SaffronSession *session = saffron_document_get_session (document);

  if (session == self->session)
    return;
  g_set_object (&self->session, session);
  gtk_widget_set_sensitive (GTK_WIDGET (self), session != NULL);
  if (session == NULL)
    return;
  select_nearest_preset (self);
  update_rows (self);
}

/* The parameters were changed by this page, by an undo or by another page; or
 * another member of the session changed. */
static void
on_document_edited (SaffronDocument *document, gpointer user_data)
{
  SaffronRegisterPage *self = user_data;

  if (self->session == NULL
      || saffron_document_get_session (document) != self->session)
    return;
  if (!saffron_params_equal (self->shown,
                             saffron_session_get_params (self->session)))
    select_nearest_preset (self);
  update_rows (self);
}

/* Adds the rows of one group in the table's order; adds nothing for a group
 * without rows. */
static void
add_params (SaffronRegisterPage *self, const char *name, const char *title)
{
  guint n_specs = 0;
  const SaffronParamSpec *specs = saffron_param_specs (&n_specs);
  GtkWidget *group = NULL;

  for (guint i = 0; i < n_specs; i++)
    {
      SaffronParamRow *row = NULL;

      if (!g_str_equal (specs[i].stage, name))
        continue;
      if (group == NULL)
        {
          group = adw_preferences_group_new ();
          adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group),
                                           title);
          adw_preferences_page_add (self->page, ADW_PREFERENCES_GROUP (group));
        }
      row = saffron_param_row_new (&specs[i], on_edited, self);
      adw_preferences_group_add (ADW_PREFERENCES_GROUP (group),
                                 GTK_WIDGET (row));
      g_ptr_array_add (self->rows, row);
    }
}

/* One group for each stage, in the pipeline's order. */
static void
add_param_groups (SaffronRegisterPage *self)
{
  const char *title = NULL;

  for (guint i = 0; saffron_param_group (i, &title) != NULL; i++)
    add_params (self, saffron_param_group (i, NULL), title);
}

void
saffron_register_page_show_param (SaffronRegisterPage *self, const char *name)
{
  for (guint i = 0; i < self->rows->len; i++)
    if (g_str_equal (saffron_param_row_get_name (self->rows->pdata[i]), name))
      saffron_param_row_focus (self->rows->pdata[i]);
}

static void
saffron_register_page_finalize (GObject *object)
{
  SaffronRegisterPage *self = SAFFRON_REGISTER_PAGE (object);

  g_clear_object (&self->document);
  g_clear_object (&self->session);
  g_ptr_array_unref (self->rows);
  g_clear_pointer (&self->shown, saffron_params_free);
  G_OBJECT_CLASS (saffron_register_page_parent_class)->finalize (object);
}

static void
saffron_register_page_class_init (SaffronRegisterPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = saffron_register_page_finalize;

  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/saffron/Saffron/ui/register-page.ui");
  gtk_widget_class_bind_template_child (widget_class, SaffronRegisterPage,
                                        page);
  gtk_widget_class_bind_template_child (widget_class, SaffronRegisterPage,
                                        preset);
  gtk_widget_class_bind_template_child (widget_class, SaffronRegisterPage,
                                        changes);
  gtk_widget_class_bind_template_callback (widget_class, on_preset);
  gtk_widget_class_bind_template_callback (widget_class, on_reset);
}

static void
saffron_register_page_init (SaffronRegisterPage *self)
{
  const char *const *names = saffron_params_preset_names ();
  g_autoptr (GtkStringList) titles = gtk_string_list_new (NULL);

  self->rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 0; names[i] != NULL; i++)
    gtk_string_list_append (titles, saffron_params_preset_title (names[i]));
  adw_combo_row_set_model (self->preset, G_LIST_MODEL (titles));
  add_param_groups (self);
}

GtkWidget *
saffron_register_page_new (SaffronDocument *document,
                           GSettings *settings,
                           SaffronForecaster *forecaster)
{
  SaffronRegisterPage *self = g_object_new (SAFFRON_TYPE_REGISTER_PAGE, NULL);

  self->document = g_object_ref (document);
  gtk_box_append (GTK_BOX (self),
                  saffron_estimate_row_new (document, settings, forecaster));
  g_signal_connect_object (document, "changed",
                           G_CALLBACK (on_document_changed), self, 0);
  g_signal_connect_object (document, "edited", G_CALLBACK (on_document_edited),
                           self, 0);
  return GTK_WIDGET (self);
}
