/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/work/order-work.h"

#include <glib/gi18n.h>

#include "session/stack-slides.h"

struct _SaffronOrderWork {
  SaffronWork parent_instance;

  SaffronStack *stack; /* owned by the thread until it has ended */
  SaffronParams *params;
};

G_DEFINE_FINAL_TYPE (SaffronOrderWork, saffron_order_work, SAFFRON_TYPE_WORK)

static void
saffron_order_work_finalize (GObject *object)
{
  SaffronOrderWork *self = SAFFRON_ORDER_WORK (object);

  g_clear_pointer (&self->stack, saffron_stack_free);
  saffron_params_free (self->params);
  G_OBJECT_CLASS (saffron_order_work_parent_class)->finalize (object);
}

static gboolean
saffron_order_work_run (SaffronWork *work, SaffronJob *job, GError **error)
{
  SaffronOrderWork *self = SAFFRON_ORDER_WORK (work);

  saffron_job_begin_stage (job, "comparing", 0.0, 1.0);
  return saffron_stack_order (self->stack, self->params, job, error);
}

static void
saffron_order_work_class_init (SaffronOrderWorkClass *klass)
{
  SaffronWorkClass *work_class = SAFFRON_WORK_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = saffron_order_work_finalize;
  work_class->flags = SAFFRON_WORK_GIVES_WAY;
  work_class->run = saffron_order_work_run;
}

static void
saffron_order_work_init (SaffronOrderWork *self)
{
}

SaffronOrderWork *
saffron_order_work_new (SaffronSession *session,
                        const SaffronParams *params,
                        guint n_threads)
{
  SaffronOrderWork *self = g_object_new (SAFFRON_TYPE_ORDER_WORK, NULL);

  self->params = saffron_params_copy (params);
  self->stack = saffron_stack_new_of (session);
  saffron_work_set_title (SAFFRON_WORK (self), _ ("Comparing the slides"));
  saffron_work_start (SAFFRON_WORK (self), n_threads);
  return self;
}

SaffronStack *
saffron_order_work_steal_stack (SaffronOrderWork *self)
{
  return saffron_work_get_state (SAFFRON_WORK (self)) == SAFFRON_WORK_DONE
             ? g_steal_pointer (&self->stack)
             : NULL;
}
