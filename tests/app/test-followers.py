#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A slide that was laid over another one is out of date when that one is
registered anew: the list says so, it counts as one to redo, and Register All
takes it. When the other one's old run is exported again, it is up to date."""

import json
import os
import sys
import tempfile

from accessible import Accessible
from harness import (App, Display, make_slides, need_tools, settled,
                     wait_until)

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "..", "cli"))
import session_file  # noqa: E402

SIZE = 400
PARAMS = {"order": "given"}


def make_session(folder, path):
    """The third slide was laid over the second, which has a later run."""
    slides = make_slides(folder, "--slides", "3", "--width", str(SIZE),
                         "--height", str(SIZE), "--channels", "1")
    run = dict(session_file.run(session_file.similarity(0, 1, 0, 0), SIZE,
                                SIZE), landmarks="0", params=PARAMS)
    session_file.write(path, dict.fromkeys(slides[1:], run), slides[0])
    with open(path, encoding="utf-8") as f:
        session = json.load(f)
    session["params"] = PARAMS
    second, third = session["moving"]
    second["runs"] = [dict(run, number=1, started="2026-01-01T00:00:00Z"),
                      dict(run, number=2, started="2026-01-03T00:00:00Z")]
    second["current_run"] = 1
    third["runs"] = [dict(run, started="2026-01-02T00:00:00Z", reasons=[
        {"code": "chain-verdict", "values": {
            "certainty": 9, "slide": os.path.basename(slides[1])}}])]
    session["version"] = 2
    with open(path, "w", encoding="utf-8") as f:
        json.dump(session, f)
    return os.path.basename(slides[1])


def main():
    need_tools()
    with tempfile.TemporaryDirectory() as folder, \
            Display(a11y=True) as display:
        accessible = Accessible(display)
        path = os.path.join(folder, "s.saffron")
        name = make_session(os.path.join(folder, "slides"), path)
        app = App(display, path)
        window = app.windows()[0]
        app.wait_opened(window)
        app.activate(window, "show-moving", "uint32 0")
        wait_until(lambda: app.state(window, "next-unverified")
                   == "1 of 2 to redo", 30, "the follower")
        accessible.wait_for(f"Out of date: {name}, over which it was laid")
        settled(display)
        display.picture("out-of-date")
        app.activate(window, "register-all")
        accessible.wait_for(", 1 of 1")
        app.activate(window, "cancel")
        wait_until(lambda: app.enabled(window, "register-all"), 60, "its end")

        app.activate(window, "show-moving", "uint32 0")
        app.activate(window, "show-run", "uint32 1")
        wait_until(lambda: app.state(window, "next-unverified")
                   == "All 2 verified", 30, "the old run")
        app.activate(window, "register-all")
        accessible.wait_for("All slides have a run")
        app.quit()
    print("ok")


main()
