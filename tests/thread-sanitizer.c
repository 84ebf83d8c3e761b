/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <dlfcn.h>
#include <glib-object.h>

/* Part of the tests when they are built for the thread sanitizer, which does
 * not see what GLib's locks, queues and counters do, as GLib is not built for
 * it: each is told here what it stands for. */

void __tsan_acquire (void *at);
void __tsan_release (void *at);

#define REAL(name)                                                             \
  static gpointer found;                                                       \
  __typeof__ (&name) real = NULL;                                              \
  if (g_atomic_pointer_get (&found) == NULL)                                   \
    g_atomic_pointer_set (&found, dlsym (RTLD_NEXT, #name));                   \
  real = (__typeof__ (&name)) g_atomic_pointer_get (&found)

void
g_mutex_lock (GMutex *mutex)
{
  REAL (g_mutex_lock);
  real (mutex);
  __tsan_acquire (mutex);
}

gboolean
g_mutex_trylock (GMutex *mutex)
{
  gboolean got;

  REAL (g_mutex_trylock);
  got = real (mutex);
  if (got)
    __tsan_acquire (mutex);
  return got;
}

void
g_mutex_unlock (GMutex *mutex)
{
  REAL (g_mutex_unlock);
  __tsan_release (mutex);
  real (mutex);
}

void
g_cond_wait (GCond *cond, GMutex *mutex)
{
  REAL (g_cond_wait);
  __tsan_release (mutex);
  real (cond, mutex);
  __tsan_acquire (mutex);
}

gboolean
g_cond_wait_until (GCond *cond, GMutex *mutex, gint64 end_time)
{
  gboolean in_time;

  REAL (g_cond_wait_until);
  __tsan_release (mutex);
  in_time = real (cond, mutex, end_time);
  __tsan_acquire (mutex);
  return in_time;
}

gboolean (g_once_init_enter) (volatile void *location)
{
  gboolean first;

  REAL (g_once_init_enter);
  first = real (location);
  __tsan_acquire ((void *) location);
  return first;
}

void (g_once_init_leave) (volatile void *location, gsize result)
{
  REAL (g_once_init_leave);
  __tsan_release ((void *) location);
  real (location, result);
}

gpointer
g_once_impl (GOnce *once, GThreadFunc func, gpointer arg)
{
  gpointer result;

  REAL (g_once_impl);
  result = real (once, func, arg);
  __tsan_release (once);
  __tsan_acquire (once);
  return result;
}

/* Who lets go last has seen what all the others did. */
void
g_object_unref (gpointer object)
{
  REAL (g_object_unref);
  __tsan_release (object);
  __tsan_acquire (object);
  real (object);
}

gboolean (g_atomic_ref_count_dec) (gatomicrefcount *count)
{
  gboolean last;

  REAL (g_atomic_ref_count_dec);
  __tsan_release (count);
  last = real (count);
  if (last)
    __tsan_acquire (count);
  return last;
}

void
g_bytes_unref (GBytes *bytes)
{
  REAL (g_bytes_unref);
  if (bytes == NULL)
    return;
  __tsan_release (bytes);
  __tsan_acquire (bytes);
  real (bytes);
}

/* What a pool's thread gets was made by who pushed it. */
typedef struct {
  GFunc func;
  gpointer user_data;
} PoolFunc;

static void
pool_run (gpointer data, gpointer user_data)
{
  PoolFunc *pool = user_data;

  __tsan_acquire (data);
  pool->func (data, pool->user_data);
}

GThreadPool *
g_thread_pool_new (GFunc func,
                   gpointer user_data,
                   gint max_threads,
                   gboolean exclusive,
                   GError **error)
{
  PoolFunc *pool = g_new (PoolFunc, 1);

  REAL (g_thread_pool_new);
  *pool = (PoolFunc){ func, user_data };
  return real (pool_run, pool, max_threads, exclusive, error);
}

gboolean
g_thread_pool_push (GThreadPool *pool, gpointer data, GError **error)
{
  REAL (g_thread_pool_push);
  __tsan_release (data);
  return real (pool, data, error);
}

gpointer
g_thread_join (GThread *thread)
{
  gpointer result;

  REAL (g_thread_join);
  result = real (thread);
  __tsan_acquire (thread);
  return result;
}
