/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/pane/param-row.h"

#include <glib/gi18n.h>
#include <math.h>

#include "app/accessible.h"
#include "app/scroll.h"
#include "register/params-words.h"

/* How far two values of a spin button may differ and still be the same, below
 * GTK's own bound. */
#define MAX_DIGITS 10
#define EPSILON 5.1e-11

struct _SaffronParamRow {
  AdwActionRow parent_instance;

  const SaffronParamSpec *spec;
  SaffronParamEdited edited;
  gpointer user_data;
  char **choices;  /* NULL: the parameter is no choice */
  char **channels; /* those that were set */
  char *preset_text;
  gboolean updating;

  GtkWidget *control; /* the control, by the parameter's type */
  GtkWidget *revert;
};

G_DEFINE_FINAL_TYPE (SaffronParamRow, saffron_param_row, ADW_TYPE_ACTION_ROW)

static void
send (SaffronParamRow *self, const char *text)
{
  if (!self->updating)
    self->edited (self->spec->name, text, self->user_data);
}

static void
on_spin (GtkSpinButton *spin, gpointer user_data)
{
  SaffronParamRow *self = user_data;
  /* Sums of steps of 0.05 differ from the shown value by rounding. */
  double value = round (gtk_spin_button_get_value (spin) * 1e10) / 1e10;
  g_autofree char *text = self->spec->type == SAFFRON_PARAM_INT
                              ? g_strdup_printf ("%d", (int) lround (value))
                              : saffron_param_format_double (value);

  send (self, text);
}

/* Whether the number leaves the choice to Saffron. */
static gboolean
is_automatic (const SaffronParamSpec *spec, double value)
{
  return spec->automatic != NULL
         && fabs (g_ascii_strtod (spec->automatic, NULL) - value) < EPSILON;
}

/* Shows as many digits as the number has, so that a number that nobody edits
 * reads back as the same. */
static gboolean
on_output (GtkSpinButton *spin, gpointer user_data)
{
  SaffronParamRow *self = user_data;
  double value = gtk_spin_button_get_value (spin);
  g_autofree char *text = NULL;

  if (is_automatic (self->spec, value))
    text = g_strdup (C_ ("number", "Automatic"));
  for (int digits = 0;
       digits <= MAX_DIGITS && !is_automatic (self->spec, value); digits++)
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

/* A text that is no number keeps the old number; a number out of range becomes
 * the nearest in range. */
static int
on_input (GtkSpinButton *spin, double *value, gpointer user_data)
{
  SaffronParamRow *self = user_data;
  const char *text = gtk_editable_get_text (GTK_EDITABLE (spin));
  char *end = NULL;
  double number = g_strtod (text, &end);

  if (self->spec->automatic != NULL
      && g_str_equal (text, C_ ("number", "Automatic")))
    {
      *value = g_ascii_strtod (self->spec->automatic, NULL);
      return TRUE;
    }
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
  SaffronParamRow *self = user_data;
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
  SaffronParamRow *self = user_data;

  on_entry (GTK_EDITABLE (self->control), self);
}

static void
on_revert (GtkButton *button, SaffronParamRow *self)
{
  g_autofree char *text = g_strdup (self->preset_text);

  send (self, text);
}

static GtkWidget *
spin_new (SaffronParamRow *self)
{
  const SaffronParamSpec *spec = self->spec;
  gboolean whole = spec->type == SAFFRON_PARAM_INT;
  double span = spec->max - spec->min;
  double step = whole ? (span >= 1000 ? 100 : 1) : span >= 20 ? 1 : 0.05;
  GtkWidget *spin = gtk_spin_button_new_with_range (spec->min, spec->max, step);

  /* The entry is as wide as this many digits; on_output() shows as many as the
   * number has. */
  gtk_spin_button_set_digits (GTK_SPIN_BUTTON (spin), whole ? 0 : 3);
  saffron_scroll_past (spin);
  /* A numeric one would not show the word. */
  gtk_spin_button_set_numeric (GTK_SPIN_BUTTON (spin), spec->automatic == NULL);
  if (spec->automatic != NULL)
    gtk_editable_set_width_chars (GTK_EDITABLE (spin), 9);
  gtk_spin_button_set_update_policy (GTK_SPIN_BUTTON (spin),
                                     GTK_UPDATE_IF_VALID);
  g_signal_connect (spin, "input", G_CALLBACK (on_input), self);
  g_signal_connect (spin, "output", G_CALLBACK (on_output), self);
  g_signal_connect (spin, "value-changed", G_CALLBACK (on_spin), self);
  return spin;
}

/* @titles: as many as there are choices */
static GtkWidget *
drop_down_new (SaffronParamRow *self, const char *const *titles)
{
  GtkWidget *control = gtk_drop_down_new_from_strings (titles);

  g_signal_connect (control, "notify::selected", G_CALLBACK (on_choice), self);
  return control;
}

static GtkWidget *
entry_new (SaffronParamRow *self)
{
  GtkWidget *entry = gtk_entry_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();

  gtk_editable_set_width_chars (GTK_EDITABLE (entry), 12);
  g_signal_connect (entry, "activate", G_CALLBACK (on_entry), self);
  g_signal_connect (focus, "leave", G_CALLBACK (on_entry_left), self);
  gtk_widget_add_controller (entry, focus);
  return entry;
}

static gboolean
is_channel (const SaffronParamSpec *spec)
{
  return (spec->flags
          & (SAFFRON_PARAM_REFERENCE_CHANNEL | SAFFRON_PARAM_MOVING_CHANNEL))
         != 0;
}

static GtkWidget *
control_new (SaffronParamRow *self)
{
  GtkWidget *control = NULL;
  g_auto (GStrv) titles = NULL;

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
      self->choices = g_strsplit (self->spec->choices, "|", -1);
      titles = g_strsplit (_ (self->spec->choice_titles), "|", -1);
      return drop_down_new (self, (const char *const *) titles);
    case SAFFRON_PARAM_STRING:
    default:
      if (!is_channel (self->spec))
        return entry_new (self);
      self->choices = g_strsplit (self->spec->default_text, "|", -1);
      control = drop_down_new (
          self, (const char *const[]){ C_ ("channel", "Automatic"), NULL });
      gtk_widget_set_size_request (control, 140, -1);
      return control;
    }
}

/* One more line, by a format with a %s. */
static void G_GNUC_PRINTF (2, 3)
    append_line (GString *text, const char *format, ...)
{
  va_list arguments;

  g_string_append_c (text, '\n');
  va_start (arguments, format);
  g_string_append_vprintf (text, format, arguments);
  va_end (arguments);
}

static char *
tooltip (const SaffronParamSpec *spec)
{
  g_autoptr (GString) text = g_string_new (_ (spec->help));
  g_autofree char *allowed = saffron_param_spec_allowed (spec);

  g_string_append_printf (text, "\n%s: %s", spec->name, allowed);
  if (spec->memory != NULL && *spec->memory != '\0')
    append_line (text, _ ("Memory: %s"),
                 g_dpgettext2 (NULL, "effect of a parameter", spec->memory));
  if (spec->time != NULL && *spec->time != '\0')
    append_line (text, _ ("Time: %s"),
                 g_dpgettext2 (NULL, "effect of a parameter", spec->time));
  if (spec->pipeline_name != NULL)
    append_line (text, _ ("In the pipeline: %s"), spec->pipeline_name);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* "Working size, px" */
static char *
title (const SaffronParamSpec *spec)
{
  if (spec->unit == NULL || *spec->unit == '\0')
    return g_strdup (_ (spec->title));
  return g_strdup_printf ("%s, %s", _ (spec->title), spec->unit);
}

/* What the parameter does, and the range of a number. */
static char *
subtitle (const SaffronParamSpec *spec)
{
  g_autofree char *low = saffron_param_format_double (spec->min);
  g_autofree char *high = saffron_param_format_double (spec->max);
  g_autofree char *text = NULL;

  if (spec->type == SAFFRON_PARAM_INT || spec->type == SAFFRON_PARAM_DOUBLE)
    text = g_strdup_printf ("%s · %s\u00a0–\u00a0%s%s%s", _ (spec->help), low,
                            high, spec->unit != NULL ? "\u00a0" : "",
                            spec->unit != NULL ? spec->unit : "");
  else
    text = g_strdup (_ (spec->help));
  return g_markup_escape_text (text, -1);
}

static void
saffron_param_row_finalize (GObject *object)
{
  SaffronParamRow *self = SAFFRON_PARAM_ROW (object);

  g_strfreev (self->choices);
  g_strfreev (self->channels);
  g_free (self->preset_text);
  G_OBJECT_CLASS (saffron_param_row_parent_class)->finalize (object);
}

static void
saffron_param_row_class_init (SaffronParamRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = saffron_param_row_finalize;

  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/saffron/Saffron/ui/param-row.ui");
  gtk_widget_class_bind_template_child (widget_class, SaffronParamRow, revert);
  gtk_widget_class_bind_template_callback (widget_class, on_revert);
}

static void
saffron_param_row_init (SaffronParamRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

SaffronParamRow *
saffron_param_row_new (const SaffronParamSpec *spec,
                       SaffronParamEdited edited,
                       gpointer user_data)
{
  SaffronParamRow *self = g_object_new (SAFFRON_TYPE_PARAM_ROW, NULL);
  g_autofree char *name = title (spec);
  g_autofree char *help = tooltip (spec);
  g_autofree char *about = subtitle (spec);

  self->spec = spec;
  self->edited = edited;
  self->user_data = user_data;
  self->control = control_new (self);
  gtk_widget_set_valign (self->control, GTK_ALIGN_CENTER);
  saffron_accessible_name (self->control, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->control),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, help,
                                  -1);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), name);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), about);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), help);
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), self->control);
  return self;
}

static void
add_choice (SaffronParamRow *self, const char *name)
{
  GListModel *titles = gtk_drop_down_get_model (GTK_DROP_DOWN (self->control));
  guint n = g_strv_length (self->choices);

  gtk_string_list_append (GTK_STRING_LIST (titles), name);
  self->choices = g_renew (char *, self->choices, n + 2);
  self->choices[n] = g_strdup (name);
  self->choices[n + 1] = NULL;
}

static guint
find_choice (SaffronParamRow *self, const char *text)
{
  guint i = 0;

  while (self->choices[i] != NULL
         && g_ascii_strcasecmp (self->choices[i], text) != 0)
    i++;
  return i;
}

/* A session may name a channel that no open slide has: it is one more
 * choice. */
static void
show_choice (SaffronParamRow *self, const char *text)
{
  guint i = find_choice (self, text);

  if (self->choices[i] == NULL)
    add_choice (self, text);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->control), i);
}

static void
show_text (SaffronParamRow *self, const char *text)
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
      show_choice (self, text);
      break;
    case SAFFRON_PARAM_STRING:
    default:
      if (self->choices != NULL)
        show_choice (self, text);
      else
        gtk_editable_set_text (GTK_EDITABLE (self->control), text);
      break;
    }
}

static void
show_changed (SaffronParamRow *self, gboolean changed)
{
  g_autofree char *value =
      saffron_param_spec_value_title (self->spec, self->preset_text);
  g_autofree char *text =
      g_strdup_printf (_ ("Back to the preset’s “%s”"), value);

  gtk_widget_set_visible (self->revert, changed);
  gtk_widget_set_tooltip_text (self->revert, text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->revert),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  if (changed)
    gtk_widget_add_css_class (GTK_WIDGET (self), "saffron-changed");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "saffron-changed");
}

void
saffron_param_row_update (SaffronParamRow *self,
                          const SaffronParams *params,
                          const SaffronParams *preset)
{
  g_autofree char *text = saffron_params_get (params, self->spec->name);

  g_free (self->preset_text);
  self->preset_text = saffron_params_get (preset, self->spec->name);
  self->updating = TRUE;
  show_text (self, text);
  self->updating = FALSE;
  show_changed (self, !g_str_equal (text, self->preset_text));
}

void
saffron_param_row_set_channels (SaffronParamRow *self, const char *const *names)
{
  GListModel *titles = NULL;
  guint n = 0;

  g_return_if_fail (is_channel (self->spec));

  /* A list that is open stays open. */
  if (self->channels != NULL
      && g_strv_equal ((const char *const *) self->channels, names))
    return;
  g_strfreev (self->channels);
  self->channels = g_strdupv ((char **) names);
  titles = gtk_drop_down_get_model (GTK_DROP_DOWN (self->control));
  n = g_strv_length (self->choices);
  self->updating = TRUE;
  /* "auto" is the first and stays. */
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->control), 0);
  gtk_string_list_splice (GTK_STRING_LIST (titles), 1, n - 1, NULL);
  for (guint i = 1; i < n; i++)
    g_clear_pointer (&self->choices[i], g_free);
  for (guint i = 0; names[i] != NULL; i++)
    if (self->choices[find_choice (self, names[i])] == NULL)
      add_choice (self, names[i]);
  self->updating = FALSE;
}

const SaffronParamSpec *
saffron_param_row_get_spec (SaffronParamRow *self)
{
  return self->spec;
}

const char *
saffron_param_row_get_name (SaffronParamRow *self)
{
  return self->spec->name;
}

void
saffron_param_row_focus (SaffronParamRow *self)
{
  gtk_widget_grab_focus (self->control);
}
