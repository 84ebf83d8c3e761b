/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/window/verdict-banner.h"

#include <glib/gi18n.h>

#include "app/pane/advice-row.h"
#include "quality/advice.h"

struct _SaffronVerdictBanner {
  GtkBox parent_instance;

  SaffronRun *run;
  SaffronRun *judged;
  SaffronRun *hidden; /* the run that a person hid the banner of */

  GtkLabel *verdict;
  GtkLabel *advice;
  GtkWidget *try;
};

G_DEFINE_FINAL_TYPE (SaffronVerdictBanner, saffron_verdict_banner, GTK_TYPE_BOX)

static void
set_ref (SaffronRun **member, SaffronRun *run)
{
  if (run != NULL)
    saffron_run_ref (run);
  g_clear_pointer (member, saffron_run_unref);
  *member = run;
}

static void
on_hide (GtkButton *button, SaffronVerdictBanner *self)
{
  set_ref (&self->hidden, self->run);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

static void
saffron_verdict_banner_finalize (GObject *object)
{
  SaffronVerdictBanner *self = SAFFRON_VERDICT_BANNER (object);

  set_ref (&self->run, NULL);
  set_ref (&self->judged, NULL);
  set_ref (&self->hidden, NULL);
  G_OBJECT_CLASS (saffron_verdict_banner_parent_class)->finalize (object);
}

static void
saffron_verdict_banner_class_init (SaffronVerdictBannerClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = saffron_verdict_banner_finalize;
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/saffron/Saffron/ui/verdict-banner.ui");
  gtk_widget_class_bind_template_child (widget_class, SaffronVerdictBanner,
                                        verdict);
  gtk_widget_class_bind_template_child (widget_class, SaffronVerdictBanner,
                                        advice);
  gtk_widget_class_bind_template_child (widget_class, SaffronVerdictBanner,
                                        try);
  gtk_widget_class_bind_template_callback (widget_class, on_hide);
}

static void
saffron_verdict_banner_init (SaffronVerdictBanner *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
show_advice (SaffronVerdictBanner *self)
{
  g_autoptr (GPtrArray) advice = saffron_advice (self->judged);
  const SaffronAdvice *first = advice->len > 0 ? advice->pdata[0] : NULL;
  g_autofree char *text = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->advice), first != NULL);
  gtk_widget_set_visible (self->try, FALSE);
  if (first == NULL)
    return;
  text = g_strdup_printf (_ ("To try: %s"), saffron_advice_get_text (first));
  gtk_label_set_label (self->advice, text);
  saffron_advice_show_button (self->try, first);
}

void
saffron_verdict_banner_set_run (SaffronVerdictBanner *self,
                                SaffronRun *run,
                                SaffronRun *judged,
                                const char *verdict)
{
  gboolean doubtful =
      judged != NULL && saffron_run_get_state (judged) != SAFFRON_RUN_VERIFIED;

  set_ref (&self->run, run);
  if (doubtful)
    gtk_label_set_label (self->verdict, verdict);
  if (doubtful && judged != self->judged)
    {
      set_ref (&self->judged, judged);
      show_advice (self);
    }
  gtk_widget_set_visible (GTK_WIDGET (self), doubtful && run != self->hidden);
}
