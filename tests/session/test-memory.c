/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "common.h"
#include "session/memory.h"

#include <glib/gstdio.h>

#include "session/estimate.h"

#define MB G_GINT64_CONSTANT (1000000)

static const char meminfo[] = "MemTotal:       16000000 kB\n"
                              "MemFree:         1000000 kB\n"
                              "MemAvailable:    4000000 kB\n";

static void
put (const char *root, const char *path, const char *text)
{
  g_autofree char *whole = g_build_filename (root, path, NULL);
  g_autofree char *folder = g_path_get_dirname (whole);

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (whole, text, -1, NULL));
}

static void
test_machine (void)
{
  g_autofree char *root = test_folder_new ();

  g_assert_cmpint (saffron_memory_free (root), ==, 0);
  put (root, "proc/meminfo", "MemTotal:       16000000 kB\n");
  g_assert_cmpint (saffron_memory_free (root), ==, 16000000 * 1024L);
  put (root, "proc/meminfo", meminfo);
  g_assert_cmpint (saffron_memory_free (root), ==, 4000000 * 1024L);
  put (root, "proc/self/status", "Name:\tsaffron\nVmRSS:\t  300 kB\n");
  g_assert_cmpint (saffron_memory_held (root), ==, 300 * 1024L);
  test_remove_all (root);
}

/* Checks that the tightest limit of all control groups above the process is
 * used, and that memory which only caches files counts as free. */
static void
test_version_2 (void)
{
  g_autofree char *root = test_folder_new ();

  put (root, "proc/meminfo", meminfo);
  put (root, "proc/self/cgroup", "0::/job/step\n");
  put (root, "sys/fs/cgroup/job/step/memory.max", "max\n");
  put (root, "sys/fs/cgroup/job/step/memory.current", "100000000\n");
  g_assert_cmpint (saffron_memory_free (root), ==, 4000000 * 1024L);
  put (root, "sys/fs/cgroup/job/memory.max", "800000000\n");
  put (root, "sys/fs/cgroup/job/memory.current", "500000000\n");
  put (root, "sys/fs/cgroup/job/memory.stat",
       "anon 1\nfile 300000000\ninactive_file 200000000\n");
  g_assert_cmpint (saffron_memory_free (root), ==, 500 * MB);
  put (root, "sys/fs/cgroup/job/step/memory.max", "110000000\n");
  g_assert_cmpint (saffron_memory_free (root), ==, 10 * MB);
  put (root, "sys/fs/cgroup/job/step/memory.max", "90000000\n");
  g_assert_cmpint (saffron_memory_free (root), ==, 1);
  test_remove_all (root);
}

static void
test_version_1 (void)
{
  g_autofree char *root = test_folder_new ();

  put (root, "proc/meminfo", meminfo);
  put (root, "proc/self/cgroup",
       "5:cpu,cpuacct:/x\n4:memory:/docker/1\n0::/\n");
  /* Inside a container, its own control group appears as the root. */
  put (root, "sys/fs/cgroup/memory/memory.limit_in_bytes", "700000000\n");
  put (root, "sys/fs/cgroup/memory/memory.usage_in_bytes", "600000000\n");
  put (root, "sys/fs/cgroup/memory/memory.stat",
       "inactive_file 1\ntotal_inactive_file 50000000\n");
  g_assert_cmpint (saffron_memory_free (root), ==, 150 * MB);
  test_remove_all (root);
}

/* Checks that there are positive values on this machine. */
static void
test_here (void)
{
  gint64 left = saffron_memory_free (NULL);

  if (left == 0)
    {
      g_test_skip ("the kernel does not say");
      return;
    }
  g_assert_cmpint (saffron_memory_held (NULL), >, MB);
  g_assert_cmpint (saffron_estimate_machine_memory (), >, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/memory/machine", test_machine);
  g_test_add_func ("/memory/version-2", test_version_2);
  g_test_add_func ("/memory/version-1", test_version_1);
  g_test_add_func ("/memory/here", test_here);
  return g_test_run ();
}
