/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/pane/sign-box.h"
#include "app/pane/fit-layout.h"

#include <glib/gi18n.h>

#include "app/accessible.h"

struct _SaffronSignBox {
  AdwPreferencesGroup parent_instance;

  SaffronDocument *document;
  SaffronQualityModel *model;
  SaffronRunEntry *entry; /* whose note is written; or NULL */
  GHashTable *drafts;     /* SaffronRunEntry → the note that is not signed */
  gboolean updating;

  AdwActionRow *signed_row;
  AdwActionRow *hint_row;
  GtkEditable *initials;
  GtkEditable *note;
  GtkWidget *buttons;
  GtkWidget *accept;
  GtkWidget *redo;
  GtkWidget *reject;
};

G_DEFINE_FINAL_TYPE (SaffronSignBox,
                     saffron_sign_box,
                     ADW_TYPE_PREFERENCES_GROUP)

/* (transfer full): the time of a sign where the person is. */
static char *
describe_when (const SaffronSign *sign)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_iso8601 (sign->when, NULL);
  g_autoptr (GDateTime) here = utc != NULL ? g_date_time_to_local (utc) : NULL;

  return here != NULL ? g_date_time_format (here, "%x, %H:%M")
                      : g_strdup (sign->when);
}

/* (transfer full): "Accepted by AB, 27/11/26, 15:02" */
static char *
describe_sign (const SaffronSign *sign)
{
  g_autofree char *when = describe_when (sign);
  const char *who = sign->initials;
  gboolean known = *who != '\0';

  switch (sign->verdict)
    {
    case SAFFRON_SIGN_ACCEPT:
      return known ? g_strdup_printf (_ ("Accepted by %s, %s"), who, when)
                   : g_strdup_printf (_ ("Accepted, %s"), when);
    case SAFFRON_SIGN_REJECT:
      return known ? g_strdup_printf (_ ("Rejected by %s, %s"), who, when)
                   : g_strdup_printf (_ ("Rejected, %s"), when);
    default:
      return known
                 ? g_strdup_printf (_ ("To be redone, says %s, %s"), who, when)
                 : g_strdup_printf (_ ("To be redone, %s"), when);
    }
}

/* (transfer full): what the person had looked at, and the note. */
static char *
describe_basis (const SaffronSign *sign)
{
  g_autofree char *looked = g_strdup_printf (
      ngettext ("%u place looked at", "%u places looked at", sign->looked->len),
      sign->looked->len);

  return sign->note[0] != '\0' ? g_strdup_printf ("%s\n%s", sign->note, looked)
                               : g_strdup (looked);
}

/* Whether the sign was made before the run was. */
static gboolean
is_older (const SaffronSign *sign, const SaffronRun *run)
{
  g_autoptr (GDateTime) when = g_date_time_new_from_iso8601 (sign->when, NULL);
  g_autoptr (GDateTime) started =
      run->started != NULL ? g_date_time_new_from_iso8601 (run->started, NULL)
                           : NULL;

  return when != NULL && started != NULL
         && g_date_time_compare (when, started) < 0;
}

/* (nullable): the run that was signed last, other than the shown one. */
static SaffronRunEntry *
find_other (SaffronMoving *moving, SaffronRunEntry *shown)
{
  SaffronRunEntry *found = NULL;

  for (guint i = 0; i < saffron_moving_get_n_runs (moving); i++)
    {
      SaffronRunEntry *entry = saffron_moving_get_entry (moving, i);
      const SaffronSign *sign = saffron_run_entry_get_sign (entry);

      if (entry != shown && sign != NULL
          && (found == NULL
              || g_strcmp0 (sign->when,
                            saffron_run_entry_get_sign (found)->when)
                     > 0))
        found = entry;
    }
  return found;
}

/* (transfer full) (nullable): why the signature may not be about what is on
 * screen. */
static char *
describe_hint (SaffronSignBox *self)
{
  SaffronMoving *moving = saffron_document_get_shown (self->document);
  const SaffronSign *sign = saffron_run_entry_get_sign (self->entry);
  SaffronRunEntry *other = NULL;
  g_autofree char *words = NULL;

  /* The slide was removed, and the box follows later. */
  if (moving == NULL || !saffron_moving_has_entry (moving, self->entry))
    return NULL;
  other = find_other (moving, self->entry);
  if (sign != NULL && is_older (sign, saffron_run_entry_get_run (self->entry)))
    return g_strdup (_ ("The signature is older than the run"));
  if (sign != NULL && saffron_moving_is_edited (moving, self->entry))
    return g_strdup (_ ("Landmarks were edited since this run: what is signed "
                        "is the run without them"));
  if (sign != NULL || other == NULL)
    return NULL;
  words = describe_sign (saffron_run_entry_get_sign (other));
  return g_strdup_printf (_ ("Of another run, %u: %s"),
                          saffron_run_entry_get_number (other), words);
}

static void
set_row (AdwActionRow *row, const char *title, const char *subtitle)
{
  g_autofree char *title_markup = g_markup_escape_text (title, -1);
  g_autofree char *subtitle_markup = g_markup_escape_text (subtitle, -1);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title_markup);
  adw_action_row_set_subtitle (row, subtitle_markup);
}

/* Nobody signs without a name. */
static void
update_buttons (SaffronSignBox *self)
{
  g_autofree char *initials =
      g_strstrip (g_strdup (gtk_editable_get_text (self->initials)));

  gtk_widget_set_sensitive (self->buttons,
                            self->entry != NULL && initials[0] != '\0');
}

static void
take_note (SaffronSignBox *self, SaffronRunEntry *entry)
{
  const char *draft =
      entry != NULL ? g_hash_table_lookup (self->drafts, entry) : NULL;

  if (entry == self->entry)
    return;
  g_set_object (&self->entry, entry);
  self->updating = TRUE;
  gtk_editable_set_text (self->note, draft != NULL ? draft : "");
  self->updating = FALSE;
}

static void
update (SaffronSignBox *self)
{
  SaffronMoving *moving = saffron_document_get_shown (self->document);
  SaffronRunEntry *entry =
      moving != NULL ? saffron_moving_get_current (moving) : NULL;
  const SaffronSign *sign =
      entry != NULL ? saffron_run_entry_get_sign (entry) : NULL;
  g_autofree char *hint = NULL;

  take_note (self, entry);
  update_buttons (self);
  gtk_widget_set_visible (GTK_WIDGET (self->signed_row), sign != NULL);
  if (sign != NULL)
    {
      g_autofree char *words = describe_sign (sign);
      g_autofree char *basis = describe_basis (sign);

      set_row (self->signed_row, words, basis);
    }
  hint = entry != NULL ? describe_hint (self) : NULL;
  gtk_widget_set_visible (GTK_WIDGET (self->hint_row), hint != NULL);
  if (hint != NULL)
    set_row (self->hint_row, hint, "");
}

char *
saffron_sign_box_describe (SaffronSignBox *self)
{
  const SaffronSign *sign =
      self->entry != NULL ? saffron_run_entry_get_sign (self->entry) : NULL;
  g_autofree char *hint = self->entry != NULL ? describe_hint (self) : NULL;
  GString *text = g_string_new (NULL);

  if (sign != NULL)
    {
      g_autofree char *words = describe_sign (sign);
      g_autofree char *basis = describe_basis (sign);

      g_string_append_printf (text, "%s\n%s", words, basis);
    }
  if (hint != NULL)
    g_string_append_printf (text, "%s%s", text->len > 0 ? "\n" : "", hint);
  return g_string_free (text, FALSE);
}

static void
on_note (GtkEditable *note, SaffronSignBox *self)
{
  if (!self->updating && self->entry != NULL)
    g_hash_table_insert (self->drafts, g_object_ref (self->entry),
                         g_strdup (gtk_editable_get_text (note)));
}

static void
on_initials (GtkEditable *initials, SaffronSignBox *self)
{
  update_buttons (self);
}

static void
on_sign (GtkWidget *button, SaffronSignBox *self)
{
  SaffronSignVerdict verdict = SAFFRON_SIGN_ACCEPT;
  g_autofree char *note = g_strdup (gtk_editable_get_text (self->note));

  if (button != self->accept)
    verdict = button == self->reject ? SAFFRON_SIGN_REJECT : SAFFRON_SIGN_REDO;
  /* It is in the session from now on. */
  gtk_editable_set_text (self->note, "");
  gtk_widget_activate_action (GTK_WIDGET (self), "win.sign", "(sss)",
                              saffron_sign_verdict_nick (verdict),
                              gtk_editable_get_text (self->initials), note);
}

static void
saffron_sign_box_dispose (GObject *object)
{
  SaffronSignBox *self = SAFFRON_SIGN_BOX (object);

  g_clear_object (&self->document);
  g_clear_object (&self->model);
  g_clear_object (&self->entry);
  g_clear_pointer (&self->drafts, g_hash_table_unref);
  G_OBJECT_CLASS (saffron_sign_box_parent_class)->dispose (object);
}

static void
saffron_sign_box_class_init (SaffronSignBoxClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = saffron_sign_box_dispose;

  g_type_ensure (SAFFRON_TYPE_FIT_LAYOUT);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/saffron/Saffron/ui/sign-box.ui");
  gtk_widget_class_bind_template_child (widget_class, SaffronSignBox,
                                        signed_row);
  gtk_widget_class_bind_template_child (widget_class, SaffronSignBox, hint_row);
  gtk_widget_class_bind_template_child (widget_class, SaffronSignBox, initials);
  gtk_widget_class_bind_template_child (widget_class, SaffronSignBox, note);
  gtk_widget_class_bind_template_child (widget_class, SaffronSignBox, buttons);
  gtk_widget_class_bind_template_child (widget_class, SaffronSignBox, accept);
  gtk_widget_class_bind_template_child (widget_class, SaffronSignBox, redo);
  gtk_widget_class_bind_template_child (widget_class, SaffronSignBox, reject);
  gtk_widget_class_bind_template_callback (widget_class, on_note);
  gtk_widget_class_bind_template_callback (widget_class, on_initials);
  gtk_widget_class_bind_template_callback (widget_class, on_sign);
}

static void
saffron_sign_box_init (SaffronSignBox *self)
{
  self->drafts = g_hash_table_new_full (NULL, NULL, g_object_unref, g_free);
  gtk_widget_init_template (GTK_WIDGET (self));
  saffron_accessible_entry_rows (GTK_WIDGET (self));
}

void
saffron_sign_box_set_model (SaffronSignBox *self,
                            SaffronDocument *document,
                            SaffronQualityModel *model,
                            GSettings *settings)
{
  self->document = g_object_ref (document);
  self->model = g_object_ref (model);
  g_settings_bind (settings, "initials", self->initials, "text",
                   G_SETTINGS_BIND_DEFAULT);
  g_signal_connect_object (document, "changed", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (document, "edited", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  update (self);
}
