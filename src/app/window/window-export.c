/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/window/window-export.h"

#include "app/dialogs/cluster-dialog.h"
#include "app/dialogs/export-dialog.h"

struct _SaffronWindowExport {
  GObject parent_instance;

  SaffronShell *shell;
  SaffronCompare *compare;
  SaffronExportCarrier *carrier;
};

G_DEFINE_FINAL_TYPE (SaffronWindowExport, saffron_window_export, G_TYPE_OBJECT)

static void
saffron_window_export_finalize (GObject *object)
{
  SaffronWindowExport *self = SAFFRON_WINDOW_EXPORT (object);

  g_object_unref (self->carrier);
  g_object_unref (self->compare);
  saffron_shell_unref (self->shell);
  G_OBJECT_CLASS (saffron_window_export_parent_class)->finalize (object);
}

static void
saffron_window_export_class_init (SaffronWindowExportClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = saffron_window_export_finalize;
}

static void
saffron_window_export_init (SaffronWindowExport *self)
{
}

static void
start (const SaffronExport *spec, gpointer user_data)
{
  SaffronWindowExport *self = user_data;

  saffron_export_carrier_carry (self->carrier, saffron_export_job_new (spec));
}

static char *
propose_path (SaffronWindowExport *self,
              SaffronMoving *moving,
              SaffronExportKind kind)
{
  const char *name = saffron_moving_get_name (moving);
  g_autofree char *folder = saffron_export_carrier_propose_folder (
      self->carrier, saffron_moving_get_path (moving));
  g_autofree char *file = NULL;

  switch (kind)
    {
    case SAFFRON_EXPORT_QC:
      file = saffron_qc_file_name (name);
      break;
    case SAFFRON_EXPORT_WARP:
      file = g_strdup_printf ("%s_registered.ome.tiff", name);
      break;
    case SAFFRON_EXPORT_TRANSFORM:
      file = g_strdup_printf ("%s_transform.mha", name);
      break;
    }
  return g_build_filename (folder, file, NULL);
}

static void
ask (SaffronWindowExport *self, SaffronExportKind kind)
{
  SaffronSession *session =
      saffron_document_get_session (self->shell->document);
  SaffronLayer *reference =
      saffron_document_get_reference (self->shell->document);
  SaffronMoving *moving = saffron_document_get_shown (self->shell->document);
  SaffronLayer *layer = NULL;
  SaffronRunEntry *entry = NULL;
  g_autofree char *path = NULL;
  g_autofree char *note = NULL;
  g_autoptr (GError) error = NULL;
  SaffronExport spec = { .kind = kind, .warp = SAFFRON_WARP_OPTIONS_INIT };

  if (session == NULL || reference == NULL || moving == NULL)
    return;
  entry = saffron_moving_get_export (moving, &note, &error);
  if (entry == NULL)
    {
      saffron_shell_toast (self->shell, error->message);
      return;
    }
  spec.run = saffron_run_entry_get_run (entry);
  spec.note = note;
  path = propose_path (self, moving, kind);
  spec.reference = (char *) saffron_session_get_reference_path (session);
  spec.moving = (char *) saffron_moving_get_path (moving);
  saffron_session_find_choice (session, spec.reference, &spec.choices[0]);
  saffron_session_find_choice (session, spec.moving, &spec.choices[1]);
  layer = saffron_document_get_shown_layer (self->shell->document);
  spec.is_rgb = layer != NULL
                && saffron_slide_get_kind (saffron_layer_get_slide (layer))
                       == SAFFRON_SLIDE_BRIGHTFIELD;
  spec.path = path;
  spec.qc.level = saffron_qc_level (saffron_layer_get_slide (reference),
                                    spec.run->params->qc_level);
  spec.qc.legend = TRUE;
  spec.threads = saffron_export_carrier_get_threads (self->carrier);
  gtk_window_present (GTK_WINDOW (saffron_export_dialog_new (
      self->shell->window, &spec, saffron_layer_get_slide (reference), start,
      self)));
}

static void
on_export_qc (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ask (user_data, SAFFRON_EXPORT_QC);
}

static void
on_export_warp (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ask (user_data, SAFFRON_EXPORT_WARP);
}

static void
on_export_transform (GSimpleAction *action,
                     GVariant *parameter,
                     gpointer user_data)
{
  ask (user_data, SAFFRON_EXPORT_TRANSFORM);
}

static void
on_cluster (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  SaffronWindowExport *self = user_data;
  SaffronMoving *moving = saffron_document_get_shown (self->shell->document);
  guint number = g_variant_get_uint32 (parameter);
  SaffronRunEntry *entry = NULL;

  if (moving != NULL && number > 0)
    entry = saffron_moving_find_number (moving, number);
  if (entry == NULL)
    entry = saffron_compare_get_current (self->compare);
  if (entry != NULL)
    gtk_window_present (GTK_WINDOW (saffron_cluster_dialog_new (
        self->shell->window, self->shell->document, self->shell->settings,
        saffron_run_entry_get_run (entry))));
}

static const GActionEntry actions[] = {
  { "export-qc", on_export_qc },
  { "export-warp", on_export_warp },
  { "export-transform", on_export_transform },
  { "cluster", on_cluster, "u" },
};

static void
on_compare_changed (SaffronCompare *compare, gpointer user_data)
{
  SaffronWindowExport *self = user_data;
  gboolean any = saffron_compare_get_current (compare) != NULL;

  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    saffron_shell_set_enabled (self->shell, actions[i].name, any);
}

SaffronWindowExport *
saffron_window_export_new (SaffronShell *shell,
                           SaffronExportCarrier *carrier,
                           SaffronCompare *compare)
{
  SaffronWindowExport *self = g_object_new (SAFFRON_TYPE_WINDOW_EXPORT, NULL);

  self->shell = saffron_shell_ref (shell);
  self->carrier = g_object_ref (carrier);
  self->compare = g_object_ref (compare);
  saffron_shell_add_actions (shell, actions, G_N_ELEMENTS (actions), self);
  g_signal_connect_object (compare, "changed", G_CALLBACK (on_compare_changed),
                           self, 0);
  on_compare_changed (compare, self);
  return self;
}
