/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/window/verdict-popover.h"

#include <glib/gi18n.h>

#include "app/pane/advice-row.h"
#include "quality/advice.h"
#include "quality/landmark-words.h"
#include "quality/words.h"

#define WIDTH_CHARS 44

struct _SaffronVerdictPopover {
  GtkPopover parent_instance;

  GtkLabel *verdict;
  GtkWidget *reasons;
  GtkWidget *what_to_try;
  GtkWidget *advice;
};

G_DEFINE_FINAL_TYPE (SaffronVerdictPopover,
                     saffron_verdict_popover,
                     GTK_TYPE_POPOVER)

static void
saffron_verdict_popover_class_init (SaffronVerdictPopoverClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/saffron/Saffron/ui/verdict-popover.ui");
  gtk_widget_class_bind_template_child (widget_class, SaffronVerdictPopover,
                                        verdict);
  gtk_widget_class_bind_template_child (widget_class, SaffronVerdictPopover,
                                        reasons);
  gtk_widget_class_bind_template_child (widget_class, SaffronVerdictPopover,
                                        what_to_try);
  gtk_widget_class_bind_template_child (widget_class, SaffronVerdictPopover,
                                        advice);
}

static void
saffron_verdict_popover_init (SaffronVerdictPopover *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static GtkWidget *
text_new (const char *text)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0.0f);
  gtk_label_set_width_chars (GTK_LABEL (label), WIDTH_CHARS);
  gtk_label_set_max_width_chars (GTK_LABEL (label), WIDTH_CHARS);
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  /* A popover focuses its first focusable child, which would select this
   * text. */
  gtk_widget_set_focusable (label, FALSE);
  return label;
}

static void
append_reasons (GtkWidget *box, const SaffronRun *run)
{
  for (guint i = 0; i < run->reasons->len; i++)
    {
      g_autofree char *words = saffron_reason_to_words (run->reasons->pdata[i]);
      g_autofree char *text = g_strdup_printf ("• %s", words);

      gtk_box_append (GTK_BOX (box), text_new (text));
    }
}

static void
append_foretold (GtkWidget *box, SaffronRun *run)
{
  g_autofree char *text = saffron_landmarks_foretell (run);

  if (text != NULL)
    gtk_box_append (GTK_BOX (box), text_new (text));
}

static void
clear (GtkWidget *box)
{
  for (GtkWidget *child = gtk_widget_get_first_child (box); child != NULL;
       child = gtk_widget_get_first_child (box))
    gtk_box_remove (GTK_BOX (box), child);
}

GtkWidget *
saffron_verdict_popover_new (void)
{
  return g_object_new (SAFFRON_TYPE_VERDICT_POPOVER, NULL);
}

static const char *
describe_verdict (SaffronRun *run, SaffronEditedState state)
{
  if (state == SAFFRON_EDITED_PENDING)
    return _ ("The evidence for the landmarks is being collected");
  switch (saffron_run_get_state (run))
    {
    case SAFFRON_RUN_VERIFIED:
      return _ ("The evidence supports this run");
    case SAFFRON_RUN_PARTLY:
      return _ ("The evidence supports this run in a part of the tissue");
    default:
      return _ ("The evidence does not support this run");
    }
}

/* (nullable): what edited landmarks mean for what follows. */
static const char *
describe_edited (SaffronEditedState state)
{
  switch (state)
    {
    case SAFFRON_EDITED_NOT:
      return NULL;
    case SAFFRON_EDITED_JUDGED:
      return _ ("Landmarks were edited since. The canvas shows the run "
                "corrected by them, and this is the evidence for that. "
                "Exports have the run as it was, until Register takes the "
                "landmarks in.");
    default:
      return _ ("Landmarks were edited since. The canvas shows the run "
                "corrected by them; exports have the run as it was, until "
                "Register takes the landmarks in. Of the run as it was:");
    }
}

void
saffron_verdict_popover_set_run (SaffronVerdictPopover *self,
                                 const SaffronRun *run,
                                 SaffronEditedState state)
{
  g_autoptr (GPtrArray) advice = saffron_advice (run);
  const char *edited = describe_edited (state);

  gtk_label_set_label (self->verdict, describe_verdict (run, state));
  clear (self->reasons);
  if (edited != NULL)
    gtk_box_append (GTK_BOX (self->reasons), text_new (edited));
  append_reasons (self->reasons, run);
  if (state == SAFFRON_EDITED_JUDGED)
    append_foretold (self->reasons, run);
  gtk_widget_set_visible (self->reasons,
                          gtk_widget_get_first_child (self->reasons) != NULL);
  clear (self->advice);
  for (guint i = 0; i < advice->len; i++)
    gtk_box_append (GTK_BOX (self->advice),
                    saffron_advice_row_new (advice->pdata[i]));
  gtk_widget_set_visible (self->what_to_try, advice->len > 0);
  gtk_widget_set_visible (self->advice, advice->len > 0);
}
