#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A sweep in the window: all combinations, stopped and resumed, also after a
kill; its runs are in the session, in a group."""

import glob
import json
import os
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from harness import App, Display, make_slides, need_tools, wait_until

AXES = "['max_processed_dim=400,500','regularisation=4,6']"
NAME = "max_processed_dim=400,500 regularisation=4,6"


def runs(display):
    found = glob.glob(display.folder + "/state/saffron/drafts/*.saffron")
    if len(found) != 1:
        return []
    with open(found[0], encoding="utf-8") as f:
        return json.load(f)["moving"][0]["runs"]


def start(display, *arguments):
    app = App(display, *arguments)
    window = app.windows()[0]
    if arguments:
        app.wait_opened(window)
    return app, window


def main():
    need_tools()
    with tempfile.TemporaryDirectory() as folder, Display() as display:
        slides = make_slides(os.path.join(folder, "pair"))
        app, window = start(display, *slides)
        app.activate(window, "show-sweep")

        # What is not right starts nothing.
        for axes in ("@as []", "['no_such=1']", "['qc_level=1,x']"):
            app.activate(window, "sweep", axes)
            assert not app.enabled(window, "stop-sweep")

        # Stopped after the first result, killed after the second.
        app.activate(window, "sweep", AXES)
        assert app.enabled(window, "stop-sweep")
        wait_until(lambda: len(runs(display)) >= 1, 400, "a run")
        app.activate(window, "stop-sweep")
        wait_until(lambda: not app.enabled(window, "stop-sweep"), 60,
                   "it to stop")
        app.activate(window, "sweep", AXES)
        wait_until(lambda: len(runs(display)) >= 2, 400, "another")
        app.process.kill()
        app.process.wait()
        before = runs(display)

        app, window = start(display)
        wait_until(lambda: app.enabled(window, "recover"), 60, "the offer")
        app.activate(window, "recover")
        app.wait_opened(window)
        app.activate(window, "show-sweep")
        app.activate(window, "sweep", AXES)
        wait_until(lambda: not app.enabled(window, "stop-sweep"), 900,
                   "the end")
        wait_until(lambda: len(runs(display)) == 4, 60, "the draft")
        display.picture("sweep")

        # Each combination once, in order, what was there untouched.
        after = runs(display)
        assert after[:len(before)] == before
        params = [(r["params"]["max_processed_dim"],
                   r["params"]["regularisation"]) for r in after]
        assert params == [(400, 4), (400, 6), (500, 4), (500, 6)], params
        for run in after:
            assert run["group"] == NAME
            assert run["seconds"] > 0 and run["peak_memory"] > 1 << 20

        # It is all there: nothing is run again.
        app.activate(window, "sweep", AXES)
        assert not app.enabled(window, "stop-sweep")
        app.quit()
        assert len(runs(display)) == 4
    print("ok")


main()
