# SPDX-License-Identifier: GPL-3.0-or-later
"""Waits for what a test expects, in a time that counts only while it could have
come, however slow the machine is and whatever else it does."""

import glob
import os
import time


def read_stat(path):
    """The state, the parent and the nice value of the process or thread whose
    file of /proc that is."""
    with open(path, encoding="utf-8") as f:
        fields = f.read().rpartition(")")[2].split()
    return fields[0], int(fields[1]), int(fields[16])


def descendants():
    """The ids of all processes that this one started, and those did."""
    below = {}
    for path in glob.glob("/proc/[0-9]*/stat"):
        try:
            parent = read_stat(path)[1]
        except OSError:
            continue  # it has ended
        below.setdefault(parent, []).append(int(path.split("/")[2]))
    found, queue = [], [os.getpid()]
    while queue:
        children = below.get(queue.pop(), [])
        found += children
        queue += children
    return found


class Patience:
    """Counts seconds in which what is waited for could have come. While
    another program has the processors, a thread of an app wants to run and may
    not: the kernel knows how long, and a tenth of that time counts at most."""

    def __init__(self):
        self.passed = 0.0
        self.last = time.monotonic()
        self.held_up = {}
        self.count()

    def count(self):
        now = time.monotonic()
        longest = 0.0
        held_up = {}
        for pid in descendants():
            for path in glob.glob(f"/proc/{pid}/task/*/schedstat"):
                try:
                    with open(path, encoding="utf-8") as f:
                        held_up[path] = int(f.read().split()[1]) * 1e-9
                except OSError:
                    continue
                longest = max(longest,
                              held_up[path] - self.held_up.get(path, 0.0))
        went_by = now - self.last
        self.passed += max(went_by - longest, 0.1 * went_by)
        self.last, self.held_up = now, held_up
        return self.passed


def wait_until(what, seconds=30.0, why=""):
    """Polls; nothing in a test may depend on how long a thing takes, nor on
    what else the machine does meanwhile. Where asking takes long, it asks less
    often, to leave the processor to the app."""
    patience = None
    counted = began = time.monotonic()
    while True:
        asked = time.monotonic()
        value = what()
        if value:
            return value
        now = time.monotonic()
        if patience is None or now - counted >= 1.0:
            patience = patience or Patience()
            counted = now
            if patience.count() >= seconds:
                break
        time.sleep(min(max(0.05, 2 * (now - asked)), 0.5))
    raise AssertionError(f"waited {time.monotonic() - began:.0f} s, of which "
                         f"{seconds:g} s count, for {why or what}")


def is_at_work(pid):
    """Whether a thread that may draw runs or waits for a processor: the main
    one, those that decode tiles, those of OpenGL without a graphics card.
    Threads that give way to these, as a registration's do, draw nothing."""
    nices = {}
    for path in glob.glob(f"/proc/{pid}/task/*/stat"):
        try:
            state, _, nice = read_stat(path)
        except OSError:
            continue  # it has ended
        nices[int(path.split("/")[4])] = (nice, state in "RD")
    if pid not in nices:
        return False
    return any(runs and nice <= nices[pid][0] for nice, runs in nices.values())
