/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/pane/param-row.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <math.h>

#include "app/accessible.h"
#include "app/scroll.h"

/* Within GTK's own measure of two values of a spin button being the same. */
#define MAX_DIGITS 10
#define EPSILON 5.1e-11

typedef struct {
  const SaffronParamSpec *spec;
  SaffronParamEdited edited;
  gpointer user_data;
  GtkWidget *control;
  GtkWidget *revert;
  GtkWidget *row;
  char **choices;
  char *preset_text;
  gboolean updating;
} ParamRow;

static void
param_row_free (gpointer data)
{
  ParamRow *self = data;

  g_strfreev (self->choices);
  g_free (self->preset_text);
  g_free (self);
}

static void
send (ParamRow *self, const char *text)
{
  if (!self->updating)
    self->edited (self->spec->name, text, self->user_data);
}

static void
on_spin (GtkSpinButton *spin, gpointer user_data)
{
  ParamRow *self = user_data;
  /* Steps of 0.05 do not add up to what is shown. */
  double value = round (gtk_spin_button_get_value (spin) * 1e10) / 1e10;
  g_autofree char *text = self->spec->type == SAFFRON_PARAM_INT
                              ? g_strdup_printf ("%d", (int) lround (value))
                              : saffron_param_format_double (value);

  send (self, text);
}

/* As many digits as the number has, and no more: a number that is only looked
 * at must come back as the same. */
static gboolean
on_output (GtkSpinButton *spin, gpointer user_data)
{
  double value = gtk_spin_button_get_value (spin);
  g_autofree char *text = NULL;

  for (int digits = 0; digits <= MAX_DIGITS; digits++)
    {
      g_free (text);
      text = g_strdup_printf ("%.*f", digits, value);
      if (fabs (g_strtod (text, NULL) - value) < EPSILON)
        break;
    }
  if (!g_str_equal (text, gtk_editable_get_text (GTK_EDITABLE (spin))))
    gtk_editable_set_text (GTK_EDITABLE (spin), text);
  return TRUE;
}

/* What is no number leaves the one that was; one out of range becomes the
 * nearest that is in it. */
static int
on_input (GtkSpinButton *spin, double *value, gpointer user_data)
{
  ParamRow *self = user_data;
  const char *text = gtk_editable_get_text (GTK_EDITABLE (spin));
  char *end = NULL;
  double number = g_strtod (text, &end);

  if (end == text || *end != '\0' || isnan (number))
    return GTK_INPUT_ERROR;
  *value = CLAMP (number, self->spec->min, self->spec->max);
  return TRUE;
}

static void
on_switch (GtkSwitch *widget, GParamSpec *pspec, gpointer user_data)
{
  send (user_data, gtk_switch_get_active (widget) ? "true" : "false");
}

static void
on_choice (GtkDropDown *choice, GParamSpec *pspec, gpointer user_data)
{
  ParamRow *self = user_data;
  guint selected = gtk_drop_down_get_selected (choice);

  if (selected < g_strv_length (self->choices))
    send (self, self->choices[selected]);
}

static void
on_entry (GtkEditable *entry, gpointer user_data)
{
  send (user_data, gtk_editable_get_text (entry));
}

static void
on_entry_left (GtkEventControllerFocus *controller, gpointer user_data)
{
  ParamRow *self = user_data;

  on_entry (GTK_EDITABLE (self->control), self);
}

static void
on_revert (GtkButton *button, gpointer user_data)
{
  ParamRow *self = user_data;
  g_autofree char *text = g_strdup (self->preset_text);

  send (self, text);
}

static GtkWidget *
spin_new (ParamRow *self)
{
  const SaffronParamSpec *spec = self->spec;
  gboolean whole = spec->type == SAFFRON_PARAM_INT;
  double span = spec->max - spec->min;
  double step = whole ? (span >= 1000 ? 100 : 1) : span >= 20 ? 1 : 0.05;
  GtkWidget *spin = gtk_spin_button_new_with_range (spec->min, spec->max, step);

  /* Room for as many; the output has those that it needs. */
  gtk_spin_button_set_digits (GTK_SPIN_BUTTON (spin), whole ? 0 : 3);
  saffron_scroll_past (spin);
  gtk_spin_button_set_numeric (GTK_SPIN_BUTTON (spin), TRUE);
  gtk_spin_button_set_update_policy (GTK_SPIN_BUTTON (spin),
                                     GTK_UPDATE_IF_VALID);
  g_signal_connect (spin, "input", G_CALLBACK (on_input), self);
  g_signal_connect (spin, "output", G_CALLBACK (on_output), self);
  g_signal_connect (spin, "value-changed", G_CALLBACK (on_spin), self);
  return spin;
}

static GtkWidget *
control_new (ParamRow *self)
{
  GtkWidget *control = NULL;
  GtkEventController *focus = NULL;

  switch (self->spec->type)
    {
    case SAFFRON_PARAM_INT:
    case SAFFRON_PARAM_DOUBLE:
      return spin_new (self);
    case SAFFRON_PARAM_BOOLEAN:
      control = gtk_switch_new ();
      g_signal_connect (control, "notify::active", G_CALLBACK (on_switch),
                        self);
      return control;
    case SAFFRON_PARAM_CHOICE:
      control =
          gtk_drop_down_new_from_strings ((const char *const *) self->choices);
      g_signal_connect (control, "notify::selected", G_CALLBACK (on_choice),
                        self);
      return control;
    case SAFFRON_PARAM_STRING:
    default:
      control = gtk_entry_new ();
      gtk_editable_set_width_chars (GTK_EDITABLE (control), 12);
      g_signal_connect (control, "activate", G_CALLBACK (on_entry), self);
      focus = gtk_event_controller_focus_new ();
      g_signal_connect (focus, "leave", G_CALLBACK (on_entry_left), self);
      gtk_widget_add_controller (control, focus);
      return control;
    }
}

static char *
tooltip (const SaffronParamSpec *spec)
{
  g_autoptr (GString) text = g_string_new (spec->help);
  g_autofree char *allowed = saffron_param_spec_allowed (spec);

  g_string_append_printf (text, "\n%s: %s", spec->name, allowed);
  if (spec->memory != NULL && *spec->memory != '\0')
    g_string_append_printf (text, _ ("\nMemory: %s"), spec->memory);
  if (spec->time != NULL && *spec->time != '\0')
    g_string_append_printf (text, _ ("\nTime: %s"), spec->time);
  if (spec->pipeline_name != NULL)
    g_string_append_printf (text, _ ("\nIn the pipeline: %s"),
                            spec->pipeline_name);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* "max_processed_dim" → "Max processed dim, px". */
static char *
title (const SaffronParamSpec *spec)
{
  g_autofree char *words = g_strdelimit (g_strdup (spec->name), "_", ' ');

  words[0] = g_ascii_toupper (words[0]);
  if (spec->unit == NULL || *spec->unit == '\0')
    return g_steal_pointer (&words);
  return g_strdup_printf ("%s, %s", words, spec->unit);
}

/* What it does, and between which numbers; a row shows its choices itself. */
static char *
subtitle (const SaffronParamSpec *spec)
{
  g_autofree char *low = saffron_param_format_double (spec->min);
  g_autofree char *high = saffron_param_format_double (spec->max);
  g_autofree char *text = NULL;

  if (spec->type == SAFFRON_PARAM_INT || spec->type == SAFFRON_PARAM_DOUBLE)
    text = g_strdup_printf ("%s · %s\u00a0–\u00a0%s%s%s", spec->help, low, high,
                            spec->unit != NULL ? "\u00a0" : "",
                            spec->unit != NULL ? spec->unit : "");
  else
    text = g_strdup (spec->help);
  return g_markup_escape_text (text, -1);
}

GtkWidget *
saffron_param_row_new (const SaffronParamSpec *spec,
                       SaffronParamEdited edited,
                       gpointer user_data)
{
  ParamRow *self = g_new0 (ParamRow, 1);
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *name = title (spec);
  g_autofree char *help = tooltip (spec);
  g_autofree char *about = subtitle (spec);

  self->row = row;
  self->spec = spec;
  self->edited = edited;
  self->user_data = user_data;
  if (spec->choices != NULL)
    self->choices = g_strsplit (spec->choices, "|", -1);
  self->control = control_new (self);
  gtk_widget_set_valign (self->control, GTK_ALIGN_CENTER);
  saffron_accessible_name (self->control, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->control),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, help,
                                  -1);
  self->revert = gtk_button_new_from_icon_name ("edit-undo-symbolic");
  gtk_widget_set_valign (self->revert, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (self->revert, "flat");
  gtk_widget_set_visible (self->revert, FALSE);
  g_signal_connect (self->revert, "clicked", G_CALLBACK (on_revert), self);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), name);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), about);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  gtk_widget_set_tooltip_text (row, help);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), self->revert);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), self->control);
  g_object_set_data_full (G_OBJECT (row), "param-row", self, param_row_free);
  return row;
}

static void
show_text (ParamRow *self, const char *text)
{
  switch (self->spec->type)
    {
    case SAFFRON_PARAM_INT:
    case SAFFRON_PARAM_DOUBLE:
      gtk_spin_button_set_value (GTK_SPIN_BUTTON (self->control),
                                 g_ascii_strtod (text, NULL));
      break;
    case SAFFRON_PARAM_BOOLEAN:
      gtk_switch_set_active (GTK_SWITCH (self->control),
                             g_str_equal (text, "true"));
      break;
    case SAFFRON_PARAM_CHOICE:
      for (guint i = 0; self->choices[i] != NULL; i++)
        if (g_str_equal (self->choices[i], text))
          gtk_drop_down_set_selected (GTK_DROP_DOWN (self->control), i);
      break;
    case SAFFRON_PARAM_STRING:
    default:
      gtk_editable_set_text (GTK_EDITABLE (self->control), text);
      break;
    }
}

static void
show_changed (ParamRow *self, gboolean changed)
{
  g_autofree char *text =
      g_strdup_printf (_ ("Back to the preset’s “%s”"), self->preset_text);

  gtk_widget_set_visible (self->revert, changed);
  gtk_widget_set_tooltip_text (self->revert, text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->revert),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  if (changed)
    gtk_widget_add_css_class (self->row, "saffron-changed");
  else
    gtk_widget_remove_css_class (self->row, "saffron-changed");
}

void
saffron_param_row_update (GtkWidget *row,
                          const SaffronParams *params,
                          const SaffronParams *preset)
{
  ParamRow *self = g_object_get_data (G_OBJECT (row), "param-row");
  g_autofree char *text = saffron_params_get (params, self->spec->name);

  g_free (self->preset_text);
  self->preset_text = saffron_params_get (preset, self->spec->name);
  self->updating = TRUE;
  show_text (self, text);
  self->updating = FALSE;
  show_changed (self, !g_str_equal (text, self->preset_text));
}

const char *
saffron_param_row_get_name (GtkWidget *row)
{
  ParamRow *self = g_object_get_data (G_OBJECT (row), "param-row");

  return self->spec->name;
}

void
saffron_param_row_focus (GtkWidget *row)
{
  ParamRow *self = g_object_get_data (G_OBJECT (row), "param-row");

  gtk_widget_grab_focus (self->control);
}
