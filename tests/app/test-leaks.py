#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Opening and closing a window fifty times, alternately with slides and with a
session that has a run, leaves no open file, thread or window behind, and
memory does not grow."""

import os
import subprocess
import tempfile

from harness import App, Display, make_slides, need_tools, wait_until

ROUNDS = 50
WARM_UP = 10
# If a window leaked its slides, tiles or widgets, it would be far more.
MAX_GROWTH_PER_ROUND = 400 * 1024


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
        # One malloc arena, because the arenas of ended threads keep memory,
        # which would look like a leak.
        app = App(display, MALLOC_ARENA_MAX="1")
        # This window has a slide open, so each round opens its own window.
        first = app.windows()[0]
        app.open(slides[0])
        app.wait_opened(first)
        for turn in range(WARM_UP):
            one_round(app, slides, session, turn)
        files, threads, memory = len(app.files()), app.threads(), app.memory()
        for turn in range(ROUNDS - WARM_UP):
            one_round(app, slides, session, turn)
        wait_until(lambda: len(app.files()) <= files + 2, 20,
                   "files to be closed")
        wait_until(lambda: app.threads() <= threads + 4, 40,
                   "threads to end")
        assert not [f for f in app.files() if f == slides[1]]
        growth = (app.memory() - memory) / (ROUNDS - WARM_UP)
        print(f"memory: {memory >> 20} MiB, growth a round "
              f"{growth / 1024:.0f} KiB")
        assert growth < MAX_GROWTH_PER_ROUND, growth
        app.quit()
    print("ok")


main()
