#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Several moving slides in one session: Register All registers those that have
no run with the present parameters, one after the other, goes on after one that
fails, says what they came to, and can be stopped."""

import json
import os
import re
import shutil
import tempfile

from accessible import Accessible
from harness import (App, Display, make_slides, need_tools, settled,
                     wait_until)


def make_rounds(folder):
    """Returns the reference and three moving slides, of which the last is of
    another tissue. Their names sort otherwise as people count."""
    own = make_slides(os.path.join(folder, "own"), "--slides", "3", "--width",
                      "1000", "--height", "1000")
    other = make_slides(os.path.join(folder, "other"), "--width", "1000",
                        "--height", "1000", "--seed", "77")
    paths = []
    for path, name in ((own[0], "round1_DAPI_REF"), (own[1], "round2_DAPI"),
                       (own[2], "round10_DAPI"), (other[1], "round9_DAPI")):
        paths.append(os.path.join(folder, name + ".ome.tif"))
        shutil.move(path, paths[-1])
    return paths


def runs(app, window, path):
    """Saves, and returns for each moving slide's name its runs."""
    before = os.stat(path).st_mtime_ns
    app.activate(window, "save")
    wait_until(lambda: os.stat(path).st_mtime_ns != before, 30, "saving")
    with open(path, encoding="utf-8") as f:
        saved = json.load(f)
    return {os.path.basename(m["path"]).split("_")[0]: m.get("runs", [])
            for m in saved["moving"]}


def wait_ended(app, window):
    wait_until(lambda: app.enabled(window, "register-all"), 400, "the queue")


def test_all(display, accessible, folder):
    paths = make_rounds(folder)
    session = os.path.join(folder, "session.saffron")
    app = App(display, *paths)
    window = app.windows()[0]
    app.wait_opened(window)
    app.activate(window, "save-as")
    display.window_id("Save the Session")
    settled(display)
    display.key("Return")
    wait_until(lambda: os.path.exists(session), 30, "the session")

    # One slide has its run already; one cannot be read any more.
    app.activate(window, "register")
    wait_until(lambda: app.enabled(window, "cancel-register"), 30, "a run")
    wait_until(lambda: not app.enabled(window, "cancel-register"), 300,
               "it to finish")
    before = runs(app, window, session)
    first = [n for n, r in before.items() if r]
    assert len(first) == 1, before
    os.rename(paths[2], paths[2] + ".away")

    # By its key. It says which slide it is at, of how many.
    settled(display)
    display.key("shift+F5")
    accessible.wait_for("Registering round")
    assert any(re.search(r"Registering round\d+_DAPI.ome.tif, [12] of 2", t[1])
               for t in accessible.tree()), accessible.tree()
    assert not app.enabled(window, "register")
    assert not app.enabled(window, "register-all")
    accessible.wait_for("1 failed")
    wait_ended(app, window)
    after = runs(app, window, session)
    assert {n: len(r) for n, r in after.items()} \
        == {"round2": 1, "round9": 1, "round10": 0}, after
    assert after[first[0]] == before[first[0]], "it ran again"
    states = {n: r[0]["verified"] for n, r in after.items() if r}
    assert states == {"round2": True, "round9": False}, states

    # What was missing is there again: it alone runs, and then nothing does.
    os.rename(paths[2] + ".away", paths[2])
    app.activate(window, "register-all")
    accessible.wait_for("round10_DAPI.ome.tif, 1 of 1")
    wait_ended(app, window)
    again = runs(app, window, session)
    assert again["round10"][0]["verified"], again
    assert [again[n] for n in states] == [after[n] for n in states]
    app.activate(window, "register-all")
    accessible.wait_for("All slides have a run")
    assert app.enabled(window, "register-all"), "it runs"

    # Other parameters ask for all of them anew; a cancelled queue stops.
    app.activate(window, "set-parameter", "('deformable', 'false')")
    app.activate(window, "register-all")
    accessible.wait_for(", 1 of 3")
    app.activate(window, "cancel")
    accessible.wait_for("3 not registered")
    assert app.enabled(window, "register-all"), "it goes on"
    assert runs(app, window, session) == again
    app.quit()


def main():
    need_tools()
    with tempfile.TemporaryDirectory() as folder, \
            Display(a11y=True) as display:
        test_all(display, Accessible(display), folder)
    print("ok")


main()
