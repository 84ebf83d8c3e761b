/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/window/window-estimate.h"

#include "app/pane/register-page.h"

struct _SaffronWindowEstimate {
  GObject parent_instance;

  SaffronShell *shell;
  SaffronForecaster *forecaster;
  GtkWidget *page;
  GtkMenuButton *verdict;
};

G_DEFINE_FINAL_TYPE (SaffronWindowEstimate,
                     saffron_window_estimate,
                     G_TYPE_OBJECT)

static void
saffron_window_estimate_finalize (GObject *object)
{
  SaffronWindowEstimate *self = SAFFRON_WINDOW_ESTIMATE (object);

  g_object_unref (self->forecaster);
  saffron_shell_unref (self->shell);
  G_OBJECT_CLASS (saffron_window_estimate_parent_class)->finalize (object);
}

static void
saffron_window_estimate_class_init (SaffronWindowEstimateClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = saffron_window_estimate_finalize;
}

static void
saffron_window_estimate_init (SaffronWindowEstimate *self)
{
}

static void
on_set_parameter (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  SaffronWindowEstimate *self = data;
  SaffronSession *session =
      saffron_document_get_session (self->shell->document);
  const char *name = NULL, *value = NULL;
  g_autoptr (SaffronParams) params = NULL;
  g_autoptr (GError) error = NULL;

  g_variant_get (parameter, "(&s&s)", &name, &value);
  if (session == NULL)
    return;
  gtk_menu_button_popdown (self->verdict);
  saffron_shell_show_page (self->shell, "register");
  params = saffron_params_copy (saffron_session_get_params (session));
  if (*value != '\0' && !saffron_params_set (params, name, value, &error))
    saffron_shell_toast (self->shell, error->message);
  else if (*value != '\0')
    saffron_session_set_params (session, params);
  saffron_register_page_show_param (SAFFRON_REGISTER_PAGE (self->page), name);
}

/* The action's state says what the registration will take. */
static void
on_estimate (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  saffron_shell_show_page (SAFFRON_WINDOW_ESTIMATE (user_data)->shell,
                           "register");
}

static void
on_forecast (SaffronForecaster *forecaster, gpointer user_data)
{
  SaffronWindowEstimate *self = user_data;
  const SaffronForecast *forecast = saffron_forecaster_get (forecaster);
  g_autofree char *text = g_strdup ("");

  if (forecast != NULL)
    {
      g_free (text);
      text = saffron_estimate_describe (forecast->here.peak_memory,
                                        forecast->here.seconds);
    }
  saffron_shell_set_state (self->shell, "estimate",
                           g_variant_new_string (text));
}

static void
on_document (SaffronDocument *document, gpointer user_data)
{
  SaffronPair pair = saffron_document_get_pair (document);

  saffron_forecaster_set_pair (SAFFRON_WINDOW_ESTIMATE (user_data)->forecaster,
                               &pair);
}

static const GActionEntry actions[] = {
  { "set-parameter", on_set_parameter, "(ss)" },
  { "estimate", on_estimate, NULL, "''" },
};

SaffronWindowEstimate *
saffron_window_estimate_new (SaffronShell *shell, GtkMenuButton *verdict)
{
  SaffronWindowEstimate *self =
      g_object_new (SAFFRON_TYPE_WINDOW_ESTIMATE, NULL);

  self->shell = saffron_shell_ref (shell);
  self->verdict = verdict;
  self->forecaster = saffron_forecaster_new (shell->settings);
  self->page = saffron_register_page_new (shell->document, shell->settings,
                                          self->forecaster);
  saffron_shell_add_actions (shell, actions, G_N_ELEMENTS (actions), self);
  g_signal_connect_object (self->forecaster, "changed",
                           G_CALLBACK (on_forecast), self, 0);
  g_signal_connect_object (shell->document, "changed", G_CALLBACK (on_document),
                           self, 0);
  g_signal_connect_object (shell->document, "edited", G_CALLBACK (on_document),
                           self, 0);
  return self;
}

SaffronForecaster *
saffron_window_estimate_get_forecaster (SaffronWindowEstimate *self)
{
  return self->forecaster;
}

GtkWidget *
saffron_window_estimate_get_page (SaffronWindowEstimate *self)
{
  return self->page;
}
