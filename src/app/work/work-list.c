/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/work/work-list.h"

struct _SaffronWorkList {
  GObject parent_instance;

  GPtrArray *works;
};

enum {
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void add_list_model (GListModelInterface *interface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SaffronWorkList,
                               saffron_work_list,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      add_list_model))

static GType
get_item_type (GListModel *model)
{
  return SAFFRON_TYPE_WORK;
}

static guint
get_n_items (GListModel *model)
{
  return SAFFRON_WORK_LIST (model)->works->len;
}

static gpointer
get_item (GListModel *model, guint position)
{
  GPtrArray *works = SAFFRON_WORK_LIST (model)->works;

  return position < works->len ? g_object_ref (works->pdata[position]) : NULL;
}

static void
add_list_model (GListModelInterface *interface)
{
  interface->get_item_type = get_item_type;
  interface->get_n_items = get_n_items;
  interface->get_item = get_item;
}

static void
saffron_work_list_finalize (GObject *object)
{
  g_ptr_array_unref (SAFFRON_WORK_LIST (object)->works);
  G_OBJECT_CLASS (saffron_work_list_parent_class)->finalize (object);
}

static void
saffron_work_list_class_init (SaffronWorkListClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = saffron_work_list_finalize;

  signals[CHANGED] =
      g_signal_new ("changed", SAFFRON_TYPE_WORK_LIST, G_SIGNAL_RUN_LAST, 0,
                    NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
saffron_work_list_init (SaffronWorkList *self)
{
  self->works = g_ptr_array_new_with_free_func (g_object_unref);
}

SaffronWorkList *
saffron_work_list_new (void)
{
  return g_object_new (SAFFRON_TYPE_WORK_LIST, NULL);
}

static void
on_cancelled (SaffronWork *work, gpointer user_data)
{
  g_signal_emit (user_data, signals[CHANGED], 0);
}

static void
on_finished (SaffronWork *work, gpointer user_data)
{
  SaffronWorkList *self = user_data;
  guint position = 0;

  if (!g_ptr_array_find (self->works, work, &position))
    return;
  g_signal_handlers_disconnect_by_data (work, self);
  g_ptr_array_remove_index (self->works, position);
  g_list_model_items_changed (G_LIST_MODEL (self), position, 1, 0);
  g_signal_emit (self, signals[CHANGED], 0);
}

void
saffron_work_list_add (SaffronWorkList *self, SaffronWork *work)
{
  g_return_if_fail (saffron_work_get_state (work) == SAFFRON_WORK_RUNNING);

  g_ptr_array_add (self->works, g_object_ref (work));
  g_signal_connect_object (work, "cancelled", G_CALLBACK (on_cancelled), self,
                           0);
  g_signal_connect_object (work, "finished", G_CALLBACK (on_finished), self, 0);
  g_list_model_items_changed (G_LIST_MODEL (self), self->works->len - 1, 0, 1);
  g_signal_emit (self, signals[CHANGED], 0);
}

SaffronWork *
saffron_work_list_get_last (SaffronWorkList *self)
{
  for (guint i = self->works->len; i > 0; i--)
    if (!saffron_work_is_cancelled (self->works->pdata[i - 1]))
      return self->works->pdata[i - 1];
  return NULL;
}

/* (nullable): what ending the work would lose; %NULL for work that is already
 * ending. */
static const char *
get_loss (SaffronWork *work)
{
  return saffron_work_is_cancelled (work) ? NULL : saffron_work_get_loss (work);
}

char *
saffron_work_list_describe_losses (SaffronWorkList *self)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new ();

  for (guint i = 0; i < self->works->len; i++)
    if (get_loss (self->works->pdata[i]) != NULL)
      g_ptr_array_add (lines, (gpointer) get_loss (self->works->pdata[i]));
  if (lines->len == 0)
    return NULL;
  g_ptr_array_add (lines, NULL);
  return g_strjoinv ("\n", (char **) lines->pdata);
}

void
saffron_work_list_cancel_all (SaffronWorkList *self)
{
  g_autoptr (GPtrArray) works = g_ptr_array_new_with_free_func (g_object_unref);

  /* Some works leave the list at once. */
  for (guint i = 0; i < self->works->len; i++)
    g_ptr_array_add (works, g_object_ref (self->works->pdata[i]));
  for (guint i = 0; i < works->len; i++)
    saffron_work_cancel (works->pdata[i]);
}
