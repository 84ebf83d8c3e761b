/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/dialogs/cluster-dialog.h"

#include <glib/gi18n.h>
#include <string.h>

#include "app/accels.h"
#include "app/scroll.h"
#include "quality/verdict-words.h"
#include "session/cluster.h"

typedef enum {
  NEXTFLOW,
  JSON,
  COMMAND,
  N_FORMS,
} Form;

/* The page's name in the stack, and the file that it is saved as. */
static const struct {
  const char *name, *file;
} forms[N_FORMS] = {
  [NEXTFLOW] = { "nextflow", "nextflow.config" },
  [JSON] = { "json", "params.json" },
  [COMMAND] = { "command", "register.sh" },
};

struct _SaffronClusterDialog {
  AdwWindow parent_instance;

  SaffronDocument *document;
  SaffronRun *run;
  GSettings *settings;
  GtkFileChooserNative *chooser;
  Form saving;
  guint request; /* number of the last request: answers to older ones are
                    dropped */

  GtkWidget *verdict;
  GtkLabel *verdict_label;
  AdwViewStack *stack;
  AdwToastOverlay *toasts;
  GtkTextBuffer *texts[N_FORMS];
  GtkWidget *save;
  GtkWidget *cpus_box;
  GtkWidget *cpus;
  GtkWidget *folder_box;
  GtkWidget *folder;
  GtkAdjustment *cpus_adjustment;
};

G_DEFINE_FINAL_TYPE (SaffronClusterDialog,
                     saffron_cluster_dialog,
                     ADW_TYPE_WINDOW)

/* What the thread estimates: all pairs of the session. */
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
  SaffronClusterDialog *self = SAFFRON_CLUSTER_DIALOG (source);
  const Request *request = g_task_get_task_data (G_TASK (result));
  g_autofree SaffronClusterNeed *need =
      g_task_propagate_pointer (G_TASK (result), NULL);
  g_autofree char *text = NULL;

  if (request->number != self->request)
    return;
  text = saffron_cluster_nextflow (self->run->params, need);
  gtk_text_buffer_set_text (self->texts[NEXTFLOW], text, -1);
}

static void
update_nextflow (SaffronClusterDialog *self)
{
  Request *request = g_new0 (Request, 1);
  SaffronLayer *reference = saffron_document_get_reference (self->document);
  g_autoptr (GTask) task = g_task_new (self, NULL, on_estimated, NULL);

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
      SaffronLayer *layer = saffron_document_get_layer (
          self->document, saffron_document_get_moving (self->document, i));

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
  update_nextflow (user_data);
}

/* Not the session's own name: what was tuned here is not written over, should
 * the folder there be this one. */
static char *
output_name (SaffronSession *session)
{
  const char *path = saffron_session_get_path (session);
  g_autofree char *name = path != NULL ? g_path_get_basename (path) : NULL;

  if (name == NULL)
    return g_strdup ("registered.saffron");
  if (g_str_has_suffix (name, ".saffron"))
    name[strlen (name) - strlen (".saffron")] = '\0';
  return g_strconcat (name, "_cluster.saffron", NULL);
}

/* The folder in which the texts are saved. */
static char *
own_folder (SaffronSession *session)
{
  const char *path = saffron_session_get_path (session);

  return g_path_get_dirname (
      path != NULL ? path : saffron_session_get_reference_path (session));
}

static void
add_slide (SaffronSession *session,
           const char *path,
           GPtrArray *slides,
           GArray *choices)
{
  SaffronSlideChoice choice;

  saffron_session_find_choice (session, path, &choice);
  g_array_append_val (choices, choice);
  g_ptr_array_add (slides, (gpointer) path);
}

static void
fill_command (SaffronClusterDialog *self)
{
  SaffronSession *session = saffron_document_get_session (self->document);
  g_autoptr (GPtrArray) slides = g_ptr_array_new ();
  g_autoptr (GArray) choices =
      g_array_new (FALSE, FALSE, sizeof (SaffronSlideChoice));
  g_autoptr (GPtrArray) starts = g_ptr_array_new ();
  const char *folder = gtk_editable_get_text (GTK_EDITABLE (self->folder));
  g_autofree char *output = output_name (session);
  g_autofree char *command = NULL;
  g_autofree char *line = NULL;

  add_slide (session, saffron_session_get_reference_path (session), slides,
             choices);
  for (guint i = 0; i < saffron_session_get_n_moving (session); i++)
    {
      SaffronMoving *moving = saffron_session_get_moving (session, i);
      gboolean own = saffron_moving_find_run (moving, self->run) != NULL;

      add_slide (session, saffron_moving_get_path (moving), slides, choices);
      g_ptr_array_add (starts,
                       own ? (gpointer) self->run->by_hand
                           : (gpointer) saffron_moving_get_start (moving));
    }
  g_ptr_array_add (slides, NULL);
  command = saffron_cluster_command (
      (const char *const *) slides->pdata,
      &g_array_index (choices, SaffronSlideChoice, 0),
      (const SaffronAffine *const *) starts->pdata, output,
      *folder != '\0' ? folder : ".", self->run->params);
  line = g_strdup_printf ("%s\n", command);
  gtk_text_buffer_set_text (self->texts[COMMAND], line, -1);
}

static void
fill_json (SaffronClusterDialog *self)
{
  g_autofree char *json = saffron_cluster_json (self->run->params);

  gtk_text_buffer_set_text (self->texts[JSON], json, -1);
}

static Form
visible_form (SaffronClusterDialog *self)
{
  const char *name = adw_view_stack_get_visible_child_name (self->stack);

  for (int i = 0; i < N_FORMS; i++)
    if (g_strcmp0 (forms[i].name, name) == 0)
      return i;
  return NEXTFLOW;
}

static void
on_folder (GtkEditable *folder, SaffronClusterDialog *self)
{
  fill_command (self);
}

/* The folder is the command's, the processors are the other text's. */
static void
on_form (AdwViewStack *stack, GParamSpec *pspec, SaffronClusterDialog *self)
{
  Form form = visible_form (self);

  gtk_widget_set_visible (self->folder_box, form == COMMAND);
  gtk_widget_set_visible (self->cpus_box, form == NEXTFLOW);
}

/* Parameters that did not do here will not do there. */
static void
show_verdict (SaffronClusterDialog *self)
{
  g_autofree char *warning = saffron_verdict_to_warning (self->run);

  gtk_widget_set_visible (self->verdict, warning != NULL);
  gtk_label_set_label (self->verdict_label, warning != NULL ? warning : "");
}

static char *
get_text (SaffronClusterDialog *self, Form form)
{
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (self->texts[form], &start, &end);
  return gtk_text_buffer_get_text (self->texts[form], &start, &end, FALSE);
}

static void
say (SaffronClusterDialog *self, const char *text)
{
  g_autofree char *markup = g_markup_escape_text (text, -1);

  adw_toast_overlay_add_toast (self->toasts, adw_toast_new (markup));
}

static void
on_copy (GtkButton *button, SaffronClusterDialog *self)
{
  g_autofree char *text = get_text (self, visible_form (self));

  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
  say (self, _ ("Copied"));
}

static void
on_written (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (SaffronClusterDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_file_get_path (G_FILE (source));
  g_autofree char *shown = g_filename_display_name (path);
  g_autofree char *text = NULL;

  if (g_file_replace_contents_finish (G_FILE (source), result, NULL, &error))
    text = g_strdup_printf (_ ("Saved: %s"), shown);
  else
    text = g_strdup_printf ("%s: %s", shown, error->message);
  say (self, text);
}

/* The file chooser has asked before it lets an existing file be replaced. */
static void
on_chosen (GtkNativeDialog *chooser, int response, gpointer user_data)
{
  SaffronClusterDialog *self = user_data;
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
                                       g_object_ref (self));
}

static void
on_save (GtkButton *button, SaffronClusterDialog *self)
{
  SaffronSession *session = saffron_document_get_session (self->document);
  g_autofree char *folder = own_folder (session);
  g_autoptr (GFile) file = g_file_new_for_path (folder);

  self->saving = visible_form (self);
  g_clear_object (&self->chooser);
  self->chooser =
      gtk_file_chooser_native_new (_ ("Save Settings"), GTK_WINDOW (self),
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
saffron_cluster_dialog_finalize (GObject *object)
{
  SaffronClusterDialog *self = SAFFRON_CLUSTER_DIALOG (object);

  g_clear_object (&self->chooser);
  g_clear_object (&self->document);
  g_clear_object (&self->settings);
  g_clear_pointer (&self->run, saffron_run_unref);
  G_OBJECT_CLASS (saffron_cluster_dialog_parent_class)->finalize (object);
}

static void
saffron_cluster_dialog_class_init (SaffronClusterDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = saffron_cluster_dialog_finalize;

  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/saffron/Saffron/ui/cluster-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, SaffronClusterDialog,
                                        verdict);
  gtk_widget_class_bind_template_child (widget_class, SaffronClusterDialog,
                                        verdict_label);
  gtk_widget_class_bind_template_child (widget_class, SaffronClusterDialog,
                                        stack);
  gtk_widget_class_bind_template_child (widget_class, SaffronClusterDialog,
                                        toasts);
  gtk_widget_class_bind_template_child (widget_class, SaffronClusterDialog,
                                        save);
  gtk_widget_class_bind_template_child (widget_class, SaffronClusterDialog,
                                        cpus_box);
  gtk_widget_class_bind_template_child (widget_class, SaffronClusterDialog,
                                        cpus);
  gtk_widget_class_bind_template_child (widget_class, SaffronClusterDialog,
                                        folder_box);
  gtk_widget_class_bind_template_child (widget_class, SaffronClusterDialog,
                                        folder);
  gtk_widget_class_bind_template_child (widget_class, SaffronClusterDialog,
                                        cpus_adjustment);
  for (int i = 0; i < N_FORMS; i++)
    gtk_widget_class_bind_template_child_full (
        widget_class, forms[i].name, FALSE,
        G_STRUCT_OFFSET (SaffronClusterDialog, texts[i]));
  gtk_widget_class_bind_template_callback (widget_class, on_folder);
  gtk_widget_class_bind_template_callback (widget_class, on_form);
  gtk_widget_class_bind_template_callback (widget_class, on_copy);
  gtk_widget_class_bind_template_callback (widget_class, on_save);
}

static void
saffron_cluster_dialog_init (SaffronClusterDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  saffron_scroll_past (self->cpus);
  /* Set here and not in the template: there the window is not yet the button's
   * root. */
  gtk_window_set_focus (GTK_WINDOW (self), self->save);
  saffron_accels_add_escape (GTK_WIDGET (self));
}

GtkWidget *
saffron_cluster_dialog_new (GtkWindow *parent,
                            SaffronDocument *document,
                            GSettings *settings,
                            SaffronRun *run)
{
  SaffronClusterDialog *self =
      g_object_new (SAFFRON_TYPE_CLUSTER_DIALOG, "transient-for", parent, NULL);

  self->document = g_object_ref (document);
  self->settings = g_object_ref (settings);
  self->run = saffron_run_ref (run);
  g_settings_bind (settings, "cluster-cpus", self->cpus_adjustment, "value",
                   G_SETTINGS_BIND_DEFAULT);
  show_verdict (self);
  fill_json (self);
  fill_command (self);
  update_nextflow (self);
  g_signal_connect_object (settings, "changed::cluster-cpus",
                           G_CALLBACK (on_cpus), self, 0);
  return GTK_WIDGET (self);
}
