/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/pane/register-page.h"

#include <glib/gi18n.h>

#include "app/pane/combo-label.h"
#include "app/pane/estimate-row.h"
#include "app/pane/fit-layout.h"
#include "app/pane/param-row.h"
#include "register/look.h"
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
  AdwPreferencesGroup *advanced;
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

/* Says what the preset is for, and which values differ from its own. */
static void
update_changes (SaffronRegisterPage *self, const SaffronParams *preset)
{
  const SaffronParams *params = saffron_session_get_params (self->session);
  g_autofree char *changes = saffron_params_title_changes (params, preset);
  g_autofree char *markup = g_markup_escape_text (changes, -1);
  const char *const *names = saffron_params_preset_names ();
  guint selected = adw_combo_row_get_selected (self->preset);

  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->preset),
                               saffron_params_preset_help (names[selected]));
  adw_action_row_set_subtitle (self->changes, markup);
  gtk_widget_set_visible (GTK_WIDGET (self->changes), changes[0] != '\0');
}

/* Adds the names of the channels that the layer's slide has. */
static void
add_channels (GStrvBuilder *names, SaffronLayer *layer)
{
  g_auto (GStrv) own = NULL;

  if (layer == NULL)
    return;
  own = saffron_look_choices (saffron_layer_get_slide (layer));
  g_strv_builder_addv (names, (const char **) own);
}

/* The moving slides share one parameter: any of their channels may be named. */
static void
update_channels (SaffronRegisterPage *self)
{
  guint n = saffron_document_get_n_moving (self->document);

  for (guint i = 0; i < self->rows->len; i++)
    {
      SaffronParamRow *row = self->rows->pdata[i];
      SaffronParamFlags flags = saffron_param_row_get_spec (row)->flags;
      g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
      g_auto (GStrv) names = NULL;

      if ((flags & SAFFRON_PARAM_REFERENCE_CHANNEL) != 0)
        add_channels (builder, saffron_document_get_reference (self->document));
      else if ((flags & SAFFRON_PARAM_MOVING_CHANNEL) != 0)
        for (guint k = 0; k < n; k++)
          add_channels (builder,
                        saffron_document_get_layer (
                            self->document,
                            saffron_document_get_moving (self->document, k)));
      else
        continue;
      names = g_strv_builder_end (builder);
      saffron_param_row_set_channels (row, (const char *const *) names);
    }
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
  update_channels (self);
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
    {
      /* Slides may have come or gone, and with them channels. */
      update_rows (self);
      return;
    }
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

static GtkWidget *
add_group (SaffronRegisterPage *self, const char *title)
{
  GtkWidget *group = adw_preferences_group_new ();

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), title);
  adw_preferences_page_add (self->page, ADW_PREFERENCES_GROUP (group));
  return group;
}

/* Adds the rows of one group in the table's order: most of them to a group on
 * the page, which is made for the first, and the rest to the advanced ones.
 * What nothing reads has no row. */
static void
add_params (SaffronRegisterPage *self, const char *name, const char *title)
{
  guint n_specs = 0;
  const SaffronParamSpec *specs = saffron_param_specs (&n_specs);
  GtkWidget *group = NULL;

  for (guint i = 0; i < n_specs; i++)
    {
      SaffronParamRow *row = NULL;

      if (!g_str_equal (specs[i].stage, name)
          || (specs[i].flags & SAFFRON_PARAM_UNUSED) != 0)
        continue;
      row = saffron_param_row_new (&specs[i], on_edited, self);
      g_ptr_array_add (self->rows, row);
      if ((specs[i].flags & SAFFRON_PARAM_ADVANCED) != 0)
        {
          adw_preferences_group_add (self->advanced, GTK_WIDGET (row));
          continue;
        }
      if (group == NULL)
        group = add_group (self, title);
      adw_preferences_group_add (ADW_PREFERENCES_GROUP (group),
                                 GTK_WIDGET (row));
    }
}

/* One group for each stage, in the pipeline's order, then what few people
 * need. */
static void
add_param_groups (SaffronRegisterPage *self)
{
  const char *title = NULL;

  self->advanced = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  adw_preferences_group_set_title (self->advanced, _ ("Advanced"));
  for (guint i = 0; saffron_param_group (i, &title) != NULL; i++)
    add_params (self, saffron_param_group (i, NULL), title);
  adw_preferences_page_add (self->page, self->advanced);
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

  g_type_ensure (SAFFRON_TYPE_FIT_LAYOUT);
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
  saffron_combo_label_use (self->preset);
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
