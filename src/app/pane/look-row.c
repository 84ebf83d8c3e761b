/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/pane/look-row.h"

#include <glib/gi18n.h>

#include "app/pane/combo-label.h"
#include "quality/words.h"

struct _SaffronLookRow {
  AdwComboRow parent_instance;

  SaffronDocument *document;
  SaffronLayer *layer;
  const char *parameter;
  GtkStringList *names; /* "Automatic: …", then the choices */
  char **choices;
  gboolean updating;
};

G_DEFINE_FINAL_TYPE (SaffronLookRow, saffron_look_row, ADW_TYPE_COMBO_ROW)

static guint
find_choice (SaffronLookRow *self, const char *name)
{
  for (guint i = 0; name != NULL && self->choices[i] != NULL; i++)
    if (g_str_equal (self->choices[i], name))
      return i + 1;
  return GTK_INVALID_LIST_POSITION;
}

/* Says why this channel. The moving slides share one parameter, so that a
 * choice on one of them applies to all. */
static char *
explain (SaffronLookRow *self, const SaffronLooks *looks)
{
  gboolean several = g_str_equal (self->parameter, "moving_channel")
                     && saffron_document_get_n_moving (self->document) > 1;
  g_autofree char *reason = NULL;

  if (looks->error != NULL)
    reason = g_strdup (looks->error);
  else if (looks->is_asked)
    reason = g_strdup (_ ("your choice"));
  else
    reason = saffron_reason_to_words (looks->automatic.reason);
  if (!several)
    return g_steal_pointer (&reason);
  return g_strdup_printf (_ ("%s\nThis choice applies to all moving slides"),
                          reason);
}

static void
update (SaffronLookRow *self)
{
  const SaffronLooks *looks = saffron_layer_get_looks (self->layer);
  g_autofree char *automatic = NULL;
  g_autofree char *reason = NULL;
  const char *first[2] = { NULL, NULL };
  guint selected = 0;

  gtk_widget_set_sensitive (GTK_WIDGET (self), looks != NULL);
  if (looks == NULL)
    {
      adw_action_row_set_subtitle (ADW_ACTION_ROW (self),
                                   _ ("being looked at"));
      return;
    }
  reason = explain (self, looks);
  automatic = looks->automatic.name != NULL
                  ? g_strdup_printf (C_ ("channel", "Automatic: %s"),
                                     looks->automatic.name)
                  : g_strdup (C_ ("channel", "Automatic"));
  first[0] = automatic;
  if (looks->is_asked)
    selected = find_choice (self, looks->asked.name);
  self->updating = TRUE;
  gtk_string_list_splice (self->names, 0, 1, first);
  adw_combo_row_set_selected (ADW_COMBO_ROW (self), selected);
  self->updating = FALSE;
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), reason);
}

static void
on_looks (SaffronLayer *layer, gpointer user_data)
{
  update (user_data);
}

static void
on_pick (AdwComboRow *row, GParamSpec *pspec, SaffronLookRow *self)
{
  SaffronSession *session = NULL;
  guint selected = adw_combo_row_get_selected (row);
  g_autoptr (SaffronParams) params = NULL;

  if (self->updating)
    return;
  session = saffron_document_get_session (self->document);
  if (session == NULL || selected > g_strv_length (self->choices))
    return;
  params = saffron_params_copy (saffron_session_get_params (session));
  if (saffron_params_set (params, self->parameter,
                          selected > 0 ? self->choices[selected - 1] : "auto",
                          NULL)
      && !saffron_params_equal (params, saffron_session_get_params (session)))
    saffron_session_set_params (session, params);
}

static void
saffron_look_row_finalize (GObject *object)
{
  SaffronLookRow *self = SAFFRON_LOOK_ROW (object);

  g_clear_object (&self->document);
  g_clear_object (&self->layer);
  g_clear_object (&self->names);
  g_strfreev (self->choices);
  G_OBJECT_CLASS (saffron_look_row_parent_class)->finalize (object);
}

static void
saffron_look_row_class_init (SaffronLookRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = saffron_look_row_finalize;

  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/saffron/Saffron/ui/look-row.ui");
  gtk_widget_class_bind_template_callback (widget_class, on_pick);
}

static void
saffron_look_row_init (SaffronLookRow *self)
{
  self->updating = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  saffron_combo_label_use (ADW_COMBO_ROW (self));
}

GtkWidget *
saffron_look_row_new (SaffronDocument *document,
                      SaffronLayer *layer,
                      gboolean is_reference)
{
  SaffronLookRow *self = g_object_new (SAFFRON_TYPE_LOOK_ROW, NULL);
  const char *first[2] = { "", NULL };

  self->document = g_object_ref (document);
  self->layer = g_object_ref (layer);
  self->parameter = is_reference ? "reference_channel" : "moving_channel";
  self->choices = saffron_look_choices (saffron_layer_get_slide (layer));
  self->names = gtk_string_list_new (first);
  gtk_string_list_splice (self->names, 1, 0,
                          (const char *const *) self->choices);
  adw_combo_row_set_model (ADW_COMBO_ROW (self), G_LIST_MODEL (self->names));
  self->updating = FALSE;
  update (self);
  g_signal_connect_object (layer, "looks", G_CALLBACK (on_looks), self, 0);
  return GTK_WIDGET (self);
}
