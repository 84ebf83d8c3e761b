/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "session/session-private.h"

#include <string.h>

enum {
  PROP_0,
  PROP_PATH,
  PROP_CURRENT,
  PROP_LANDMARKS,
  PROP_START,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

static void list_model_init (GListModelInterface *interface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SaffronMoving,
                               saffron_moving,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      list_model_init))

static GType
get_item_type (GListModel *model)
{
  return SAFFRON_TYPE_RUN_ENTRY;
}

static guint
get_n_items (GListModel *model)
{
  return SAFFRON_MOVING (model)->runs->len;
}

static gpointer
get_item (GListModel *model, guint index)
{
  GPtrArray *runs = SAFFRON_MOVING (model)->runs;

  return index < runs->len ? g_object_ref (runs->pdata[index]) : NULL;
}

static void
list_model_init (GListModelInterface *interface)
{
  interface->get_item_type = get_item_type;
  interface->get_n_items = get_n_items;
  interface->get_item = get_item;
}

static void
saffron_moving_get_property (GObject *object,
                             guint id,
                             GValue *value,
                             GParamSpec *pspec)
{
  SaffronMoving *self = SAFFRON_MOVING (object);

  if (id == PROP_PATH)
    g_value_set_string (value, self->file->path);
  else if (id == PROP_CURRENT)
    g_value_set_object (value, self->current);
  else if (id == PROP_LANDMARKS)
    g_value_set_boxed (value, self->landmarks);
  else if (id == PROP_START)
    g_value_set_pointer (value, self->start);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
saffron_moving_finalize (GObject *object)
{
  SaffronMoving *self = SAFFRON_MOVING (object);

  saffron_slide_file_free (self->file);
  g_free (self->name);
  g_array_unref (self->landmarks);
  g_clear_pointer (&self->landmarks_json, json_node_unref);
  g_free (self->start);
  g_clear_object (&self->current);
  g_ptr_array_unref (self->runs);
  g_clear_pointer (&self->extra, json_object_unref);
  G_OBJECT_CLASS (saffron_moving_parent_class)->finalize (object);
}

static void
saffron_moving_class_init (SaffronMovingClass *klass)
{
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  G_OBJECT_CLASS (klass)->get_property = saffron_moving_get_property;
  G_OBJECT_CLASS (klass)->finalize = saffron_moving_finalize;
  props[PROP_PATH] = g_param_spec_string ("path", NULL, NULL, "", flags);
  props[PROP_CURRENT] = g_param_spec_object ("current", NULL, NULL,
                                             SAFFRON_TYPE_RUN_ENTRY, flags);
  props[PROP_LANDMARKS] =
      g_param_spec_boxed ("landmarks", NULL, NULL, G_TYPE_ARRAY, flags);
  props[PROP_START] = g_param_spec_pointer ("start", NULL, NULL, flags);
  g_object_class_install_properties (G_OBJECT_CLASS (klass), N_PROPS, props);
}

static void
saffron_moving_init (SaffronMoving *self)
{
  self->landmarks = saffron_landmarks_new ();
  self->runs = g_ptr_array_new_with_free_func (g_object_unref);
}

char *
saffron_moving_name_of_path (const char *path)
{
  static const char *const inner[] = { ".ome", ".OME", NULL };
  char *name = g_filename_display_basename (path);
  char *dot = strrchr (name, '.');

  if (dot != NULL && dot != name)
    *dot = '\0';
  for (guint i = 0; inner[i] != NULL; i++)
    if (g_str_has_suffix (name, inner[i]) && strlen (name) > strlen (inner[i]))
      name[strlen (name) - strlen (inner[i])] = '\0';
  return name;
}

SaffronMoving *
saffron_moving_new (SaffronSlideFile *file)
{
  SaffronMoving *self = g_object_new (SAFFRON_TYPE_MOVING, NULL);

  self->file = file;
  self->name = saffron_moving_name_of_path (file->path);
  return self;
}

void
saffron_moving_relocate (SaffronMoving *self, SaffronSlideFile *file)
{
  saffron_slide_file_take_choices (file, self->file);
  saffron_slide_file_free (self->file);
  self->file = file;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_PATH]);
}

void
saffron_moving_exchange_landmarks (SaffronMoving *self,
                                   GArray **landmarks,
                                   JsonNode **json)
{
  SAFFRON_EXCHANGE (self->landmarks, *landmarks);
  SAFFRON_EXCHANGE (self->landmarks_json, *json);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_LANDMARKS]);
}

void
saffron_moving_exchange_start (SaffronMoving *self, SaffronAffine **start)
{
  SAFFRON_EXCHANGE (self->start, *start);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_START]);
}

void
saffron_moving_exchange_runs (SaffronMoving *self,
                              GPtrArray **runs,
                              SaffronRunEntry **current,
                              guint *last_number)
{
  gboolean other = self->current != *current;

  SAFFRON_EXCHANGE (self->runs, *runs);
  SAFFRON_EXCHANGE (self->current, *current);
  SAFFRON_EXCHANGE (self->last_number, *last_number);
  saffron_emit_items_changed (G_LIST_MODEL (self), *runs, self->runs);
  if (other)
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_CURRENT]);
}

void
saffron_moving_judged (SaffronMoving *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_CURRENT]);
}

GPtrArray *
saffron_moving_copy_runs (SaffronMoving *self)
{
  return g_ptr_array_copy (self->runs, saffron_copy_object, NULL);
}

const SaffronSlideFile *
saffron_moving_get_file (SaffronMoving *self)
{
  return self->file;
}

const char *
saffron_moving_get_path (SaffronMoving *self)
{
  return self->file->path;
}

const char *
saffron_moving_get_name (SaffronMoving *self)
{
  return self->name;
}

GArray *
saffron_moving_get_landmarks (SaffronMoving *self)
{
  return self->landmarks;
}

const SaffronAffine *
saffron_moving_get_start (SaffronMoving *self)
{
  return self->start;
}

guint
saffron_moving_get_n_runs (SaffronMoving *self)
{
  return self->runs->len;
}

SaffronRunEntry *
saffron_moving_get_entry (SaffronMoving *self, guint index)
{
  g_return_val_if_fail (index < self->runs->len, NULL);

  return self->runs->pdata[index];
}

gboolean
saffron_moving_has_entry (SaffronMoving *self, SaffronRunEntry *entry)
{
  return g_ptr_array_find (self->runs, entry, NULL);
}

SaffronRunEntry *
saffron_moving_find_number (SaffronMoving *self, guint number)
{
  for (guint i = 0; i < self->runs->len; i++)
    if (saffron_moving_get_entry (self, i)->number == number)
      return self->runs->pdata[i];
  return NULL;
}

SaffronRunEntry *
saffron_moving_find_run (SaffronMoving *self, SaffronRun *run)
{
  for (guint i = 0; i < self->runs->len; i++)
    if (saffron_moving_get_entry (self, i)->run == run
        || saffron_moving_get_entry (self, i)->own == run)
      return self->runs->pdata[i];
  return NULL;
}

SaffronRunEntry *
saffron_moving_get_current (SaffronMoving *self)
{
  return self->current;
}
