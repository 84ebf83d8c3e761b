/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/window/verdict-popover.h"

#include <glib/gi18n.h>

#include "quality/advice.h"
#include "quality/words.h"

#define WIDTH_CHARS 44

static GtkWidget *
text_new (const char *text, const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0.0f);
  gtk_label_set_width_chars (GTK_LABEL (label), WIDTH_CHARS);
  gtk_label_set_max_width_chars (GTK_LABEL (label), WIDTH_CHARS);
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  /* Else the first one has all its text selected when the popover opens. */
  gtk_widget_set_focusable (label, FALSE);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  return label;
}

static void
append_reasons (GtkWidget *box, const SaffronRun *run)
{
  for (guint i = 0; i < run->reasons->len; i++)
    {
      g_autofree char *words = saffron_reason_to_words (run->reasons->pdata[i]);
      g_autofree char *text = g_strdup_printf ("• %s", words);

      gtk_box_append (GTK_BOX (box), text_new (text, NULL));
    }
}

static GtkWidget *
advice_row_new (const SaffronAdvice *advice)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *label = text_new (advice->text, NULL);
  GtkWidget *button = NULL;
  g_autofree char *tip = NULL;

  gtk_label_set_width_chars (GTK_LABEL (label), WIDTH_CHARS - 10);
  gtk_label_set_max_width_chars (GTK_LABEL (label), WIDTH_CHARS - 10);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_box_append (GTK_BOX (row), label);
  if (advice->parameter == NULL)
    return row;
  button = gtk_button_new_with_label (advice->value != NULL ? _ ("Set")
                                                            : _ ("Show"));
  tip = advice->value != NULL
            ? g_strdup_printf (_ ("Set %s to %s"), advice->parameter,
                               advice->value)
            : g_strdup_printf (_ ("Show %s"), advice->parameter);
  gtk_widget_set_tooltip_text (button, tip);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, tip, -1);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "(ss)",
                                    advice->parameter,
                                    advice->value != NULL ? advice->value : "");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.set-parameter");
  gtk_box_append (GTK_BOX (row), button);
  return row;
}

GtkWidget *
saffron_verdict_popover_new (void)
{
  GtkWidget *popover = gtk_popover_new ();

  gtk_widget_add_css_class (popover, "saffron-reasons");
  return popover;
}

void
saffron_verdict_popover_set_run (GtkWidget *popover, const SaffronRun *run)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  g_autoptr (GPtrArray) advice = saffron_advice (run);

  gtk_box_append (GTK_BOX (box),
                  text_new (run->verified
                                ? _ ("The evidence supports this run")
                                : _ ("The evidence does not support this run"),
                            "heading"));
  append_reasons (box, run);
  if (advice->len > 0)
    gtk_box_append (GTK_BOX (box), text_new (_ ("What to try"), "heading"));
  for (guint i = 0; i < advice->len; i++)
    gtk_box_append (GTK_BOX (box), advice_row_new (advice->pdata[i]));
  gtk_popover_set_child (GTK_POPOVER (popover), box);
}
