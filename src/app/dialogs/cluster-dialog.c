/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/dialogs/cluster-dialog.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <string.h>

#include "app/accels.h"
#include "app/scroll.h"
#include "session/cluster.h"

typedef enum {
  NEXTFLOW,
  JSON,
  COMMAND,
  N_FORMS,
} Form;

static const struct {
  const char *name, *title, *file, *icon;
} forms[N_FORMS] = {
  [NEXTFLOW] = { "nextflow", N_ ("Nextflow"), "nextflow.config",
                 "network-server-symbolic" },
  [JSON] = { "json", N_ ("Parameters"), "params.json",
             "text-x-generic-symbolic" },
  [COMMAND] = { "command", N_ ("Command"), "register.sh",
                "utilities-terminal-symbolic" },
};

typedef struct {
  GtkWidget *window;
  SaffronDocument *document;
  SaffronRun *run;
  GSettings *settings;
  AdwViewStack *stack;
  AdwToastOverlay *toasts;
  GtkTextBuffer *texts[N_FORMS];
  GtkFileChooserNative *chooser;
  Form saving;
  guint request; /* the one that counts */
} Dialog;

static void
dialog_free (gpointer data)
{
  Dialog *self = data;

  g_clear_object (&self->chooser);
  g_object_unref (self->document);
  g_object_unref (self->settings);
  saffron_run_unref (self->run);
  g_free (self);
}

/* What the thread works on: all pairs of the session. */
typedef struct {
  GPtrArray *slides; /* the reference first */
  SaffronParams *params;
  guint cpus;
  guint number;
} Request;

static void
request_free (gpointer data)
{
  Request *request = data;

  g_ptr_array_unref (request->slides);
  saffron_params_free (request->params);
  g_free (request);
}

static void
estimate_in_thread (GTask *task,
                    gpointer source,
                    gpointer task_data,
                    GCancellable *cancellable)
{
  const Request *request = task_data;
  SaffronClusterNeed *need = g_new0 (SaffronClusterNeed, 1);

  for (guint i = 1; i < request->slides->len; i++)
    {
      g_autoptr (SaffronForecast) forecast = saffron_forecast_new (
          request->slides->pdata[0], request->slides->pdata[i], request->params,
          0, request->cpus, 0);

      saffron_cluster_need_add (need, forecast);
    }
  g_task_return_pointer (task, need, g_free);
}

static void
on_estimated (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Dialog *self = g_object_get_data (source, "cluster-dialog");
  const Request *request = g_task_get_task_data (G_TASK (result));
  g_autofree SaffronClusterNeed *need =
      g_task_propagate_pointer (G_TASK (result), NULL);
  g_autofree char *text = NULL;

  if (self == NULL || request->number != self->request)
    return;
  text = saffron_cluster_nextflow (self->run->params, need);
  gtk_text_buffer_set_text (self->texts[NEXTFLOW], text, -1);
}

static void
update_nextflow (Dialog *self)
{
  Request *request = g_new0 (Request, 1);
  SaffronLayer *reference = saffron_document_get_reference (self->document);
  g_autoptr (GTask) task = g_task_new (self->window, NULL, on_estimated, NULL);

  request->number = ++self->request;
  request->slides = g_ptr_array_new_with_free_func (g_object_unref);
  request->params = saffron_params_copy (self->run->params);
  request->cpus = g_settings_get_int (self->settings, "cluster-cpus");
  if (reference != NULL)
    g_ptr_array_add (request->slides,
                     g_object_ref (saffron_layer_get_slide (reference)));
  for (guint i = 0;
       reference != NULL && i < saffron_document_get_n_moving (self->document);
       i++)
    {
      SaffronLayer *layer = saffron_document_get_moving (self->document, i);

      if (layer != NULL)
        g_ptr_array_add (request->slides,
                         g_object_ref (saffron_layer_get_slide (layer)));
    }
  g_task_set_task_data (task, request, request_free);
  g_task_run_in_thread (task, estimate_in_thread);
}

static void
on_cpus (GSettings *settings, const char *key, gpointer user_data)
{
  Dialog *self = g_object_get_data (G_OBJECT (user_data), "cluster-dialog");

  if (self != NULL)
    update_nextflow (self);
}

/* Beside the session, or named after the reference. */
static char *
output_path (SaffronSession *session)
{
  const char *path = saffron_session_get_path (session);
  const char *reference = saffron_session_get_reference_path (session);
  g_autofree char *folder = g_path_get_dirname (reference);

  return path != NULL ? g_strdup (path)
                      : g_build_filename (folder, "registered.saffron", NULL);
}

static void
fill_others (Dialog *self)
{
  SaffronSession *session = saffron_document_get_session (self->document);
  g_autoptr (GPtrArray) slides = g_ptr_array_new ();
  g_autofree char *json = saffron_cluster_json (self->run->params);
  g_autofree char *output = output_path (session);
  g_autofree char *command = NULL;
  g_autofree char *line = NULL;

  g_ptr_array_add (slides,
                   (gpointer) saffron_session_get_reference_path (session));
  for (guint i = 0; i < saffron_session_get_n_moving (session); i++)
    g_ptr_array_add (slides,
                     (gpointer) saffron_session_get_moving_path (session, i));
  g_ptr_array_add (slides, NULL);
  command = saffron_cluster_command ((const char *const *) slides->pdata,
                                     output, self->run->params);
  line = g_strdup_printf ("%s\n", command);
  gtk_text_buffer_set_text (self->texts[JSON], json, -1);
  gtk_text_buffer_set_text (self->texts[COMMAND], line, -1);
}

static Form
visible_form (Dialog *self)
{
  const char *name = adw_view_stack_get_visible_child_name (self->stack);

  for (int i = 0; i < N_FORMS; i++)
    if (g_strcmp0 (forms[i].name, name) == 0)
      return i;
  return NEXTFLOW;
}

static char *
get_text (Dialog *self, Form form)
{
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (self->texts[form], &start, &end);
  return gtk_text_buffer_get_text (self->texts[form], &start, &end, FALSE);
}

static void
say (Dialog *self, const char *text)
{
  g_autofree char *markup = g_markup_escape_text (text, -1);

  adw_toast_overlay_add_toast (self->toasts, adw_toast_new (markup));
}

static void
on_copy (GtkButton *button, gpointer user_data)
{
  Dialog *self = user_data;
  g_autofree char *text = get_text (self, visible_form (self));

  gdk_clipboard_set_text (gtk_widget_get_clipboard (self->window), text);
  say (self, _ ("Copied"));
}

static void
on_written (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GtkWidget) window = user_data;
  Dialog *self = g_object_get_data (G_OBJECT (window), "cluster-dialog");
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_file_get_path (G_FILE (source));
  g_autofree char *shown = g_filename_display_name (path);
  g_autofree char *text = NULL;

  if (g_file_replace_contents_finish (G_FILE (source), result, NULL, &error))
    text = g_strdup_printf (_ ("Saved: %s"), shown);
  else
    text = g_strdup_printf ("%s: %s", shown, error->message);
  if (self != NULL)
    say (self, text);
}

/* The file chooser has asked before an existing file is replaced. */
static void
on_chosen (GtkNativeDialog *chooser, int response, gpointer user_data)
{
  Dialog *self = user_data;
  g_autoptr (GFile) file = NULL;
  g_autofree char *text = get_text (self, self->saving);
  g_autoptr (GBytes) bytes = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));
  g_clear_object (&self->chooser);
  if (file == NULL)
    return;
  bytes = g_bytes_new (text, strlen (text));
  g_file_replace_contents_bytes_async (file, bytes, NULL, FALSE,
                                       G_FILE_CREATE_NONE, NULL, on_written,
                                       g_object_ref (self->window));
}

static void
on_save (GtkButton *button, gpointer user_data)
{
  Dialog *self = user_data;
  SaffronSession *session = saffron_document_get_session (self->document);
  g_autofree char *output = output_path (session);
  g_autofree char *folder = g_path_get_dirname (output);
  g_autoptr (GFile) file = g_file_new_for_path (folder);

  self->saving = visible_form (self);
  g_clear_object (&self->chooser);
  self->chooser = gtk_file_chooser_native_new (
      _ ("Save Settings"), GTK_WINDOW (self->window),
      GTK_FILE_CHOOSER_ACTION_SAVE, NULL, NULL);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  gtk_file_chooser_set_current_folder (GTK_FILE_CHOOSER (self->chooser), file,
                                       NULL);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (self->chooser),
                                     forms[self->saving].file);
  g_signal_connect (self->chooser, "response", G_CALLBACK (on_chosen), self);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static void
add_form (Dialog *self, Form form)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkWidget *view = gtk_text_view_new ();
  AdwViewStackPage *page = NULL;

  self->texts[form] = gtk_text_view_get_buffer (GTK_TEXT_VIEW (view));
  gtk_text_view_set_editable (GTK_TEXT_VIEW (view), FALSE);
  gtk_text_view_set_monospace (GTK_TEXT_VIEW (view), TRUE);
  gtk_text_view_set_wrap_mode (GTK_TEXT_VIEW (view), form == COMMAND
                                                         ? GTK_WRAP_WORD_CHAR
                                                         : GTK_WRAP_NONE);
  gtk_text_view_set_left_margin (GTK_TEXT_VIEW (view), 12);
  gtk_text_view_set_right_margin (GTK_TEXT_VIEW (view), 12);
  gtk_text_view_set_top_margin (GTK_TEXT_VIEW (view), 12);
  gtk_text_view_set_bottom_margin (GTK_TEXT_VIEW (view), 12);
  gtk_accessible_update_property (GTK_ACCESSIBLE (view),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ (forms[form].title), -1);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), view);
  page = adw_view_stack_add_titled (self->stack, scrolled, forms[form].name,
                                    _ (forms[form].title));
  adw_view_stack_page_set_icon_name (page, forms[form].icon);
}

/* Processors at the left, what one does with the text at the right. */
static GtkWidget *
bottom_new (Dialog *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *label = gtk_label_new (_ ("Processors of the job"));
  GtkWidget *cpus = gtk_spin_button_new_with_range (1, 512, 1);
  GtkWidget *copy = gtk_button_new_with_mnemonic (_ ("_Copy"));
  GtkWidget *save = gtk_button_new_with_mnemonic (_ ("_Save…"));

  saffron_scroll_past (cpus);
  g_settings_bind (self->settings, "cluster-cpus",
                   gtk_spin_button_get_adjustment (GTK_SPIN_BUTTON (cpus)),
                   "value", G_SETTINGS_BIND_DEFAULT);
  gtk_accessible_update_property (GTK_ACCESSIBLE (cpus),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Processors of the job"), -1);
  gtk_widget_add_css_class (save, "suggested-action");
  gtk_widget_set_hexpand (copy, TRUE);
  gtk_widget_set_halign (copy, GTK_ALIGN_END);
  g_signal_connect (copy, "clicked", G_CALLBACK (on_copy), self);
  g_signal_connect (save, "clicked", G_CALLBACK (on_save), self);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), cpus);
  gtk_box_append (GTK_BOX (box), copy);
  gtk_box_append (GTK_BOX (box), save);
  gtk_widget_add_css_class (box, "saffron-estimate");
  gtk_window_set_default_widget (GTK_WINDOW (self->window), save);
  return box;
}

static void
build (Dialog *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *header = adw_header_bar_new ();
  GtkWidget *switcher = adw_view_switcher_new ();
  GtkWidget *bottom = bottom_new (self);

  self->stack = ADW_VIEW_STACK (adw_view_stack_new ());
  for (int i = 0; i < N_FORMS; i++)
    add_form (self, i);
  adw_view_switcher_set_policy (ADW_VIEW_SWITCHER (switcher),
                                ADW_VIEW_SWITCHER_POLICY_WIDE);
  adw_view_switcher_set_stack (ADW_VIEW_SWITCHER (switcher), self->stack);
  adw_header_bar_set_title_widget (ADW_HEADER_BAR (header), switcher);
  self->toasts = ADW_TOAST_OVERLAY (adw_toast_overlay_new ());
  adw_toast_overlay_set_child (self->toasts, GTK_WIDGET (self->stack));
  gtk_widget_set_vexpand (GTK_WIDGET (self->toasts), TRUE);
  gtk_box_append (GTK_BOX (box), header);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->toasts));
  gtk_box_append (GTK_BOX (box), bottom);
  adw_window_set_content (ADW_WINDOW (self->window), box);
  gtk_window_set_focus (
      GTK_WINDOW (self->window),
      gtk_window_get_default_widget (GTK_WINDOW (self->window)));
}

GtkWidget *
saffron_cluster_dialog_new (GtkWindow *parent,
                            SaffronDocument *document,
                            GSettings *settings,
                            SaffronRun *run)
{
  Dialog *self = g_new0 (Dialog, 1);

  self->window = adw_window_new ();
  self->document = g_object_ref (document);
  self->settings = g_object_ref (settings);
  self->run = saffron_run_ref (run);
  g_object_set_data_full (G_OBJECT (self->window), "cluster-dialog", self,
                          dialog_free);
  gtk_window_set_title (GTK_WINDOW (self->window),
                        _ ("Settings for the Cluster"));
  gtk_window_set_transient_for (GTK_WINDOW (self->window), parent);
  gtk_window_set_modal (GTK_WINDOW (self->window), TRUE);
  gtk_window_set_default_size (GTK_WINDOW (self->window), 640, 520);
  build (self);
  saffron_accels_add_escape (self->window);
  fill_others (self);
  update_nextflow (self);
  g_signal_connect_object (settings, "changed::cluster-cpus",
                           G_CALLBACK (on_cpus), self->window, 0);
  return self->window;
}
