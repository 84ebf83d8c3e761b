/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/register-page.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "app/param-row.h"

typedef struct {
  SaffronDocument *document;
  SaffronSession *session; /* the one that is watched */
  AdwPreferencesPage *page;
  AdwComboRow *preset;
  GPtrArray *rows; /* SaffronParamRow, owned by the page */
  gboolean updating;
} RegisterPage;

static void
register_page_free (gpointer data)
{
  RegisterPage *self = data;

  g_object_unref (self->document);
  g_clear_object (&self->session);
  g_ptr_array_unref (self->rows);
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

static void
update_rows (RegisterPage *self)
{
  g_autoptr (SaffronParams) preset = preset_params (self);

  if (self->session == NULL)
    return;
  self->updating = TRUE;
  for (guint i = 0; i < self->rows->len; i++)
    saffron_param_row_update (self->rows->pdata[i],
                              saffron_session_get_params (self->session),
                              preset);
  self->updating = FALSE;
}

static void
on_edited (const char *name, const char *text, gpointer user_data)
{
  RegisterPage *self = user_data;
  g_autoptr (SaffronParams) params = NULL;

  if (self->updating || self->session == NULL)
    return;
  params = saffron_params_copy (saffron_session_get_params (self->session));
  /* Out of range cannot come from a row; a text that is not allowed changes
   * nothing and the row goes back. */
  if (saffron_params_set (params, name, text, NULL))
    saffron_session_set_params (self->session, params);
  update_rows (self);
}

static void
on_preset (AdwComboRow *row, GParamSpec *pspec, gpointer user_data)
{
  RegisterPage *self = user_data;
  g_autoptr (SaffronParams) preset = preset_params (self);

  if (self->updating || self->session == NULL)
    return;
  saffron_session_set_params (self->session, preset);
  update_rows (self);
}

/* The preset that the parameters are, or the one they are nearest to: the one
 * with the fewest differences. */
static guint
nearest_preset (const SaffronParams *params)
{
  const char *const *names = saffron_params_preset_names ();
  guint n_specs = 0;
  const SaffronParamSpec *specs = saffron_param_specs (&n_specs);
  guint best = 0, best_differences = G_MAXUINT;

  for (guint i = 0; names[i] != NULL; i++)
    {
      g_autoptr (SaffronParams) preset =
        saffron_params_new_preset (names[i], NULL);
      guint differences = 0;

      for (guint k = 0; k < n_specs; k++)
        {
          g_autofree char *a = saffron_params_get (params, specs[k].name);
          g_autofree char *b = saffron_params_get (preset, specs[k].name);

          differences += !g_str_equal (a, b);
        }
      if (differences < best_differences)
        {
          best = i;
          best_differences = differences;
        }
    }
  return best;
}

static void
on_document_changed (SaffronDocument *document, gpointer user_data)
{
  RegisterPage *self = user_data;
  SaffronSession *session = saffron_document_get_session (document);

  if (session == self->session)
    return;
  g_set_object (&self->session, session);
  gtk_widget_set_sensitive (GTK_WIDGET (self->page), session != NULL);
  if (session == NULL)
    return;
  self->updating = TRUE;
  adw_combo_row_set_selected (
    self->preset, nearest_preset (saffron_session_get_params (session)));
  self->updating = FALSE;
  update_rows (self);
}

static void
on_destroy (GtkWidget *widget, gpointer user_data)
{
  RegisterPage *self = user_data;

  g_signal_handlers_disconnect_by_data (self->document, self);
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
                                 _("Preset"));
  adw_combo_row_set_model (self->preset, G_LIST_MODEL (titles));
  g_signal_connect (self->preset, "notify::selected", G_CALLBACK (on_preset),
                    self);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group),
                             GTK_WIDGET (self->preset));
  adw_preferences_page_add (self->page, ADW_PREFERENCES_GROUP (group));
}

/* One group for each stage, in the table's order. */
static void
add_param_groups (RegisterPage *self)
{
  guint n_specs = 0;
  const SaffronParamSpec *specs = saffron_param_specs (&n_specs);
  g_autoptr (GHashTable) groups =
    g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < n_specs; i++)
    {
      GtkWidget *group = g_hash_table_lookup (groups, specs[i].stage);
      GtkWidget *row = saffron_param_row_new (&specs[i], on_edited, self);

      if (group == NULL)
        {
          g_autofree char *title = g_strdup (specs[i].stage);

          title[0] = g_ascii_toupper (title[0]);
          group = adw_preferences_group_new ();
          adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group),
                                           title);
          adw_preferences_page_add (self->page, ADW_PREFERENCES_GROUP (group));
          g_hash_table_insert (groups, (gpointer) specs[i].stage, group);
        }
      adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
      g_ptr_array_add (self->rows, row);
    }
}

GtkWidget *
saffron_register_page_new (SaffronDocument *document)
{
  RegisterPage *self = g_new0 (RegisterPage, 1);
  GtkWidget *page = adw_preferences_page_new ();

  self->document = g_object_ref (document);
  self->page = ADW_PREFERENCES_PAGE (page);
  self->rows = g_ptr_array_new ();
  add_preset_group (self);
  add_param_groups (self);
  gtk_widget_set_sensitive (page, FALSE);
  g_signal_connect (document, "changed", G_CALLBACK (on_document_changed),
                    self);
  g_signal_connect (page, "destroy", G_CALLBACK (on_destroy), self);
  g_object_set_data_full (G_OBJECT (page), "register-page", self,
                          register_page_free);
  return page;
}
