#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Opening and closing a window fifty times, alternately with slides and with a
session that has a run, leaves no open file, thread or window behind, and
the memory in use does not grow."""

import os
import re
import signal
import subprocess
import tempfile

from harness import App, Display, is_at_work, make_slides, need_tools, \
    wait_until

ROUNDS = 50
WARM_UP = 10
# The least of so many rounds counts: in others, the memory of a closed window
# is still being given back.
SPAN = 12
MAX_GROWTH_PER_ROUND = 160 * 1024


class MemoryInUse:
    """What the app has got from malloc() and by mapping and not given back.
    Unlike the resident size it has no holes: on a busy machine, work that
    happens to overlap makes the heap some megabytes larger for good."""

    def __init__(self, folder):
        self.path = os.path.join(folder, "memory-in-use")
        # A sanitizer has a malloc() of its own, and looks for leaks itself.
        self.known = "SAFFRON_SANITIZED" not in os.environ
        self.environment = {}
        if not self.known:
            return
        # One heap, so that the rest can be told from it; and nothing is kept
        # for later by threads or by GLib.
        self.environment = {
            "LD_PRELOAD": os.environ["SAFFRON_MEMORY_SHIM"],
            "SAFFRON_MEMORY_IN_USE": self.path, "MALLOC_ARENA_MAX": "1",
            "GLIBC_TUNABLES": "glibc.malloc.tcache_count=0",
            "G_SLICE": "always-malloc"}

    def read(self, app):
        if not self.known:
            return 0
        wait_until(lambda: not is_at_work(app.process.pid), 30, "rest")
        app.process.send_signal(signal.SIGRTMIN)
        wait_until(lambda: os.path.exists(self.path), 30, "an answer")
        with open(self.path, encoding="ascii") as f:
            allocated = int(f.read())
        os.remove(self.path)
        return allocated + mapped(app.process.pid)


def mapped(pid):
    """Bytes in memory that belong to no file and are not the heap's: planes,
    pictures of OpenGL, stacks."""
    total, counts = 0, False
    with open(f"/proc/{pid}/smaps", encoding="utf-8") as f:
        for line in f:
            if re.match("[0-9a-f]+-", line):
                counts = "[heap]" not in line
            elif counts and line.startswith("Anonymous:"):
                total += int(line.split()[1]) * 1024
    return total


def one_round(app, slides, session, turn):
    known = set(app.windows())
    app.open(*([session] if turn % 2 else slides))
    window = wait_until(lambda: set(app.windows()) - known, 20,
                        "a window").pop()
    app.wait_opened(window)
    assert app.enabled(window, "swap")
    app.activate(window, "close-window")
    wait_until(lambda: set(app.windows()) == known, 20, "it to close")


def main():
    need_tools()
    with tempfile.TemporaryDirectory() as folder, \
            Display(window_gl=True) as display:
        slides = make_slides(os.path.join(folder, "pair"))
        session = os.path.join(folder, "pair.saffron")
        subprocess.run([os.environ["SAFFRON_CLI"], "register", *slides, "-o",
                        session], check=True, capture_output=True)
        memory = MemoryInUse(folder)
        app = App(display, **memory.environment)
        # This window has a slide open, so each round opens its own window.
        first = app.windows()[0]
        app.open(slides[0])
        app.wait_opened(first)
        for turn in range(WARM_UP):
            one_round(app, slides, session, turn)
        files, threads = len(app.files()), app.threads()
        used = []
        for turn in range(ROUNDS - WARM_UP):
            one_round(app, slides, session, turn)
            used.append(memory.read(app))
        least = min(used[:SPAN])
        growth = (min(used[-SPAN:]) - least) / (len(used) - SPAN)
        print("KiB in use:", *(n >> 10 for n in used))
        print(f"in use: {least >> 20} MiB, growth a round "
              f"{growth / 1024:.0f} KiB")
        wait_until(lambda: len(app.files()) <= files + 2, 20,
                   "files to be closed")
        wait_until(lambda: app.threads() <= threads + 4, 40,
                   "threads to end")
        assert not [f for f in app.files() if f == slides[1]]
        assert growth < MAX_GROWTH_PER_ROUND, growth
        app.quit()
    print("ok")


main()
