#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Slides whose ring does not close are not verified wherever the window says a
verdict: in the list, in the switcher, at the end of the list, in the pill, and
with the reason in words. Another run of one of them takes that back, and undo
brings it again."""

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


def make_session(folder, path):
    """Three moving slides with verified runs; the ring over the first two does
    not close. Each has two runs."""
    slides = make_slides(folder, "--slides", "4", "--width", str(SIZE),
                         "--height", str(SIZE), "--channels", "1")
    runs = {s: session_file.run(session_file.similarity(0, 1, 0, 0), SIZE,
                                SIZE) for s in slides[1:]}
    session_file.write(path, runs, slides[0])
    with open(path, encoding="utf-8") as f:
        session = json.load(f)
    names = []
    for k, moving in enumerate(session["moving"]):
        names.append(os.path.basename(moving["path"])[:-len(".ome.tif")])
        first = moving["runs"][0]
        moving["runs"] = [dict(first, started=f"2026-01-0{n}T00:00:0{k}Z",
                               number=n) for n in (1, 2)]
        moving["current_run"] = 1
    session["moving"][1]["runs"][1]["rings"] = [
        {"slide": names[0], "started": "2026-01-02T00:00:00Z", "places": 80,
         "closure": 12.34, "tolerance": 5}]
    with open(path, "w", encoding="utf-8") as f:
        json.dump(session, f)
    return names


def images(accessible, name):
    """How many signs say that verdict: those of the list and the switcher."""
    accessible.tree()
    return sum(role == "image" and text == name
               for role, text, *_ in accessible.found)


def main():
    need_tools()
    with tempfile.TemporaryDirectory() as folder, \
            Display(a11y=True) as display:
        accessible = Accessible(display)
        path = os.path.join(folder, "s.saffron")
        names = make_session(os.path.join(folder, "slides"), path)
        app = App(display, path)
        window = app.windows()[0]
        app.wait_opened(window)
        app.activate(window, "show-moving", "uint32 0")
        wait_until(lambda: app.state(window, "next-unverified")
                   == "2 of 3 unverified", 30, "both slides of the ring")
        wait_until(lambda: images(accessible, "Unverified") >= 2
                   and images(accessible, "Verified") >= 1, 30, "the marks")
        accessible.wait_for("Verdict: Unverified")
        app.activate(window, "show-verdict")
        accessible.wait_for(f"the loop over {names[1]} does not close: by 12.3")
        settled(display)
        display.picture("loop-open")
        display.key("Escape")

        # Another run of the slide on screen is in no ring.
        app.activate(window, "show-run", "uint32 1")
        wait_until(lambda: app.state(window, "next-unverified")
                   == "All 3 verified", 30, "the other run")
        accessible.wait_for("Verdict: Verified")
        app.activate(window, "undo")
        wait_until(lambda: app.state(window, "next-unverified")
                   == "2 of 3 unverified", 30, "the ring again")
        accessible.wait_for("Verdict: Unverified")
        app.quit()
    print("ok")


main()
