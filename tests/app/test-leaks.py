#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Opening and closing a pair of slides fifty times leaves no file open, no
thread running, no window, and no growing memory."""

import os
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from harness import App, Display, make_slides, need_tools, wait_until

ROUNDS = 50
WARM_UP = 10
# A window's slides, tiles and widgets are far more than this a round.
MAX_GROWTH_PER_ROUND = 400 * 1024


def one_round(app, slides):
    known = set(app.windows())
    app.open(*slides)
    window = wait_until(lambda: set(app.windows()) - known, 20,
                        "a window").pop()
    app.wait_opened(window)
    app.activate(window, "close-window")
    wait_until(lambda: set(app.windows()) == known, 20, "it to close")


def main():
    need_tools()
    with tempfile.TemporaryDirectory() as folder, Display() as display:
        slides = make_slides(os.path.join(folder, "pair"))
        # One arena: what others keep for threads that are gone is no leak.
        app = App(display, MALLOC_ARENA_MAX="1")
        for _ in range(WARM_UP):
            one_round(app, slides)
        files, threads, memory = len(app.files()), app.threads(), app.memory()
        for _ in range(ROUNDS - WARM_UP):
            one_round(app, slides)
        wait_until(lambda: len(app.files()) <= files + 2, 20,
                   "files to be closed")
        wait_until(lambda: app.threads() <= threads + 4, 40,
                   "threads to end")
        assert not [f for f in app.files() if f.endswith(".tif")]
        growth = (app.memory() - memory) / (ROUNDS - WARM_UP)
        print(f"memory: {memory >> 20} MiB, growth a round "
              f"{growth / 1024:.0f} KiB")
        assert growth < MAX_GROWTH_PER_ROUND, growth
        app.quit()
    print("ok")


main()
