/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/pane/look-row.h"

#include <adwaita.h>
#include <glib/gi18n.h>

/* Characters of a choice that are shown in any case. */
#define WIDTH 24

typedef struct {
  SaffronDocument *document;
  SaffronLayer *layer;
  const char *parameter;
  AdwComboRow *row;
  GtkStringList *names; /* "Automatic: …", then the choices */
  char **choices;
  gboolean updating;
} LookRow;

static void
look_row_free (gpointer data)
{
  LookRow *self = data;

  g_object_unref (self->document);
  g_object_unref (self->layer);
  g_object_unref (self->names);
  g_strfreev (self->choices);
  g_free (self);
}

static guint
find_choice (LookRow *self, const char *name)
{
  for (guint i = 0; name != NULL && self->choices[i] != NULL; i++)
    if (g_str_equal (self->choices[i], name))
      return i + 1;
  return GTK_INVALID_LIST_POSITION;
}

/* One parameter for all moving slides: what is picked on one is picked on
 * all. */
static char *
explain (LookRow *self, const SaffronLooks *looks)
{
  gboolean several = g_str_equal (self->parameter, "moving_channel")
                     && saffron_document_get_n_moving (self->document) > 1;
  const char *reason = looks->automatic.reason;

  if (looks->asked.reason != NULL && looks->asked.name == NULL)
    reason = looks->asked.reason;
  else if (looks->asked.reason != NULL)
    reason = _ ("your choice");
  if (!several)
    return g_strdup (reason);
  return g_strdup_printf (_ ("%s\nWhat is picked here is picked for all moving "
                             "slides"),
                          reason);
}

static void
update (LookRow *self)
{
  const SaffronLooks *looks = saffron_layer_get_looks (self->layer);
  g_autofree char *automatic = NULL;
  g_autofree char *reason = NULL;
  const char *first[2] = { NULL, NULL };
  guint selected = 0;

  gtk_widget_set_sensitive (GTK_WIDGET (self->row), looks != NULL);
  if (looks == NULL)
    {
      adw_action_row_set_subtitle (ADW_ACTION_ROW (self->row),
                                   _ ("being looked at"));
      return;
    }
  reason = explain (self, looks);
  automatic = looks->automatic.name != NULL
                  ? g_strdup_printf (_ ("Automatic: %s"), looks->automatic.name)
                  : g_strdup (_ ("Automatic"));
  first[0] = automatic;
  if (looks->asked.reason != NULL)
    selected = find_choice (self, looks->asked.name);
  self->updating = TRUE;
  gtk_string_list_splice (self->names, 0, 1, first);
  adw_combo_row_set_selected (self->row, selected);
  self->updating = FALSE;
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->row), reason);
}

static void
on_looks (SaffronLayer *layer, gpointer user_data)
{
  update (user_data);
}

static void
on_pick (AdwComboRow *row, GParamSpec *pspec, gpointer user_data)
{
  LookRow *self = user_data;
  SaffronSession *session = saffron_document_get_session (self->document);
  guint selected = adw_combo_row_get_selected (row);
  g_autoptr (SaffronParams) params = NULL;

  if (self->updating || session == NULL
      || selected > g_strv_length (self->choices))
    return;
  params = saffron_params_copy (saffron_session_get_params (session));
  if (saffron_params_set (params, self->parameter,
                          selected > 0 ? self->choices[selected - 1] : "auto",
                          NULL)
      && !saffron_params_equal (params, saffron_session_get_params (session)))
    saffron_session_set_params (session, params);
}

static void
on_setup (GtkListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 1.0f);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_list_item_set_child (item, label);
}

static void
on_bind (GtkListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  GtkStringObject *object = gtk_list_item_get_item (item);
  const char *name = gtk_string_object_get_string (object);
  GtkLabel *label = GTK_LABEL (gtk_list_item_get_child (item));

  /* The reason beside it has as many lines as it needs; a name has one. */
  gtk_label_set_width_chars (label, MIN (g_utf8_strlen (name, -1), WIDTH));
  gtk_label_set_label (label, name);
}

/* The row's own makes way for a long reason, down to "…". */
static void
add_factories (AdwComboRow *row)
{
  g_autoptr (GtkListItemFactory) selected = gtk_signal_list_item_factory_new ();
  GtkListItemFactory *list = adw_combo_row_get_factory (row);

  g_signal_connect (selected, "setup", G_CALLBACK (on_setup), NULL);
  g_signal_connect (selected, "bind", G_CALLBACK (on_bind), NULL);
  adw_combo_row_set_list_factory (row, list);
  adw_combo_row_set_factory (row, selected);
}

static void
on_destroy (GtkWidget *widget, gpointer user_data)
{
  LookRow *self = user_data;

  g_signal_handlers_disconnect_by_data (self->layer, self);
}

GtkWidget *
saffron_look_row_new (SaffronDocument *document,
                      SaffronLayer *layer,
                      gboolean is_reference)
{
  LookRow *self = g_new0 (LookRow, 1);
  GtkWidget *row = adw_combo_row_new ();
  const char *first[2] = { "", NULL };

  self->document = g_object_ref (document);
  self->layer = g_object_ref (layer);
  self->parameter = is_reference ? "reference_channel" : "moving_channel";
  self->row = ADW_COMBO_ROW (row);
  self->choices = saffron_look_choices (saffron_layer_get_slide (layer));
  self->names = gtk_string_list_new (first);
  gtk_string_list_splice (self->names, 1, 0,
                          (const char *const *) self->choices);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row),
                                 _ ("Registered by"));
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  add_factories (self->row);
  adw_combo_row_set_model (self->row, G_LIST_MODEL (self->names));
  update (self);
  g_signal_connect (row, "notify::selected", G_CALLBACK (on_pick), self);
  g_signal_connect (layer, "looks", G_CALLBACK (on_looks), self);
  g_signal_connect (row, "destroy", G_CALLBACK (on_destroy), self);
  g_object_set_data_full (G_OBJECT (row), "look-row", self, look_row_free);
  return row;
}
