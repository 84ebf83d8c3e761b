#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A region can be drawn on the canvas, changed by its handles and registered
alone: the inside turns yellow, the outside stays as it was. Such a run can be
compared, undone, numbered and exported like others."""

import copy
import glob
import json
import os
import subprocess
import tempfile

from accessible import Accessible
from harness import (App, Display, differs, disagreement, make_slides,
                     need_tools, settled, wait_until)

# On the screen: the region that is drawn, a box well inside it, and a box well
# outside it.
CORNERS = (220, 200, 640, 600)
INSIDE = (260, 240, 600, 560)
OUTSIDE = (60, 200, 190, 560)


def region(app, window):
    return app.state(window, "region")


def draft(display):
    """Returns the moving slide's member of the draft; {} without a draft."""
    found = glob.glob(display.folder + "/state/saffron/drafts/*.saffron")
    if len(found) != 1:
        return {}
    with open(found[0], encoding="utf-8") as f:
        return json.load(f)["moving"][0]


def runs(display):
    return draft(display).get("runs", [])


def register(app, window, action):
    app.activate(window, action)
    wait_until(lambda: not app.enabled(window, "register"), 60, "it to run")
    wait_until(lambda: app.enabled(window, "register"), 600, "it to finish")


def cli(*arguments):
    subprocess.run([os.environ["SAFFRON_CLI"], *arguments], check=True,
                   capture_output=True)


def make_session(slides, path):
    """Writes a session with two runs of the whole slide: the first is shifted
    a little from the right place, the second far."""
    cli("register", *slides, "-o", path)
    with open(path, encoding="utf-8") as f:
        session = json.load(f)
    moving = session["moving"][0]
    good = moving["runs"][0]
    moving["runs"] = []
    for number, (x, y) in enumerate(((25, 0), (-200, 100)), 1):
        run = copy.deepcopy(good)
        run["number"] = number
        run["transform"]["affine"][2] += x
        run["transform"]["affine"][5] += y
        moving["runs"].append(run)
    moving["current_run"] = 1
    moving["last_run_number"] = 2
    with open(path, "w", encoding="utf-8") as f:
        json.dump(session, f)


def held(app, display, window):
    """Returns the picture while the key X is held down."""
    display.run("xdotool", "keydown", "x")
    wait_until(lambda: app.state(window, "flip-runs"), 10, "the other run")
    shown = settled(display)
    display.run("xdotool", "keyup", "x")
    wait_until(lambda: not app.state(window, "flip-runs"), 10, "this run")
    return shown


def check_compare(app, display, window, first, part):
    """Compares the runs on the canvas. @first is the picture of run 1, @part
    that of the region's run, which started from run 1."""
    assert differs(first, part, INSIDE) > 5000, "inside"
    other = held(app, display, window)
    assert differs(other, first, INSIDE) < 50, "the other run is the first"
    wait_until(lambda: differs(display.picture(), part, INSIDE) < 50, 30,
               "the region to be back")
    assert differs(settled(display), part, OUTSIDE) < 50, "around it"

    # Arrows appear only inside the region, where the two runs differ.
    app.activate(window, "run-arrows")
    wait_until(lambda: differs(display.picture(), part, INSIDE) > 500, 30,
               "arrows")
    assert differs(settled(display), part, OUTSIDE) < 50, "arrows outside"
    display.picture("region-arrows")
    app.activate(window, "run-arrows")
    wait_until(lambda: differs(display.picture(), part, INSIDE) < 50, 30,
               "no arrows")

    # With run 1 shown, X shows the region's run: only the inside changes.
    app.activate(window, "show-run", "uint32 1")
    wait_until(lambda: differs(display.picture(), first, INSIDE) < 50, 30,
               "the first run")
    other = held(app, display, window)
    assert differs(other, part, INSIDE) < 50, "the region's, held"
    assert differs(other, part, OUTSIDE) < 50, "the region's, outside"
    check_beside(app, display, window)
    app.activate(window, "show-run", "uint32 3")
    wait_until(lambda: differs(display.picture(), part, INSIDE) < 50, 30,
               "the region's")


def check_beside(app, display, window):
    app.activate(window, "runs-side-by-side")
    def disagreements(x0, y0, x1, y1):
        """Measures the same box on both canvases. Each has half the width; the
        second begins at x = 434."""
        return [disagreement(shown, (x + x0, y0, x + x1, y1))
                for x in (5, 434)]

    def as_it_should():
        nonlocal shown
        shown = display.picture()
        whole, part = disagreements(40, 260, 380, 560)
        outside = disagreements(60, 612, 240, 700)
        return (min(shown.getpixel((432, 100))) > 200 and part < 0.6 * whole
                and abs(outside[1] - outside[0]) < 0.1 * outside[0])

    shown = None
    wait_until(as_it_should, 60, "the region's inside, the first's outside")
    display.picture("region-beside")
    app.activate(window, "runs-side-by-side")


def check_export(app, display, window, path):
    """Checks that the exported picture is byte for byte the command line's
    picture of run 1, which covers the whole slide."""
    folder = os.path.dirname(path)
    app.activate(window, "save")
    wait_until(lambda: draft(display) == {}, 60, "the draft to go")
    app.activate(window, "export-qc")
    display.window_id("Export QC Picture")
    settled(display)
    display.picture("region-export")
    display.key("Return")
    mine = wait_until(lambda: glob.glob(os.path.join(folder, "*_QC_RGB.png")),
                      60, "the picture")
    with open(path, encoding="utf-8") as f:
        session = json.load(f)
    moving = session["moving"][0]
    moving["current_run"] = [r["number"] for r in moving["runs"]].index(1)
    first = os.path.join(folder, "first.saffron")
    with open(first, "w", encoding="utf-8") as f:
        json.dump(session, f)
    with tempfile.TemporaryDirectory() as other:
        cli("qc", first, "-o", other, "--legend")
        theirs = os.path.join(other, os.path.basename(mine[0]))
        with open(mine[0], "rb") as a, open(theirs, "rb") as b:
            assert a.read() == b.read(), "not the whole's"


def test_runs(display, slides):
    path = os.path.join(os.path.dirname(slides[0]), "pair.saffron")
    make_session(slides, path)
    app = App(display, path)
    window = app.windows()[0]
    app.wait_opened(window)
    wait_until(lambda: app.enabled(window, "export-qc"), 30, "the runs")
    settled(display)
    app.activate(window, "show-run", "uint32 1")
    settled(display)
    display.move(400, 400)
    display.key("g")
    wait_until(lambda: app.state(window, "draw-region") is True, 30, "drawing")
    display.drag(*CORNERS)
    wait_until(lambda: region(app, window)[2] > 0, 30, "a region")
    display.key("Escape")
    wait_until(lambda: app.state(window, "draw-region") is False, 30,
               "the end of drawing")
    first = settled(display)

    # Outside the region, the new run keeps the transform of the run that was
    # shown, not that of the latest run.
    register(app, window, "register-region")
    wait_until(lambda: len(runs(display)) == 3, 60, "the draft")
    part = settled(display)
    display.picture("region-of-first")
    # It says so over the canvas.
    accessible = Accessible(display)
    accessible.wait_for(" · outside: run 1")
    assert disagreement(part, INSIDE) < 0.7 * disagreement(first, INSIDE)
    assert differs(first, part, OUTSIDE) < 50, "another run is outside"
    assert runs(display)[2]["started_from"] == 1

    # Undo removes the run in one step.
    app.activate(window, "undo")
    wait_until(lambda: len(runs(display)) == 2, 60, "the undo")
    assert draft(display)["current_run"] == 0
    wait_until(lambda: differs(display.picture(), first, INSIDE) < 50, 30,
               "the first run")
    app.activate(window, "redo")
    wait_until(lambda: len(runs(display)) == 3, 60, "the redo")
    wait_until(lambda: differs(display.picture(), part, INSIDE) < 50, 30,
               "the region's")
    check_compare(app, display, window, first, part)

    # Deleting another run changes neither the numbers nor the picture.
    app.activate(window, "delete-run", "uint32 2")
    wait_until(lambda: [r["number"] for r in runs(display)] == [1, 3], 60,
               "two runs")

    # The first run, of which the region's has its outside, is not deleted
    # without a question. It is still there when the next draft is written.
    n = len(display.titles())
    app.activate(window, "delete-run", "uint32 1")
    wait_until(lambda: len(display.titles()) > n, 30, "the question")
    accessible.wait_for("Run 3 is of a region and takes from this run")
    settled(display)
    display.picture("region-delete")
    display.key("Escape")
    wait_until(lambda: len(display.titles()) == n, 30, "the answer")

    app.activate(window, "note-run", "(uint32 3, 'a part')")
    wait_until(lambda: [r.get("note") for r in runs(display)]
               == [None, "a part"], 60, "the note")
    wait_until(lambda: differs(display.picture(), part, INSIDE) < 50, 30,
               "the region's")
    display.picture("region-numbers")
    check_export(app, display, window, path)

    # Swapping clears the region, which would be another place on the new
    # reference.
    assert region(app, window)[2] > 0
    app.activate(window, "swap")
    wait_until(lambda: region(app, window) == (0, 0, 0, 0), 30, "none")
    assert not app.enabled(window, "register-region")
    app.quit()


def main():
    need_tools()
    with tempfile.TemporaryDirectory() as folder, Display() as display:
        slides = make_slides(os.path.join(folder, "pair"), "--rotation", "10")
        app = App(display, *slides)
        window = app.windows()[0]
        app.wait_opened(window)
        wait_until(lambda: disagreement(display.picture(), INSIDE) > 5, 60,
                   "two colours")
        assert not app.enabled(window, "register-region")

        # Draws by dragging. Drawing stays on until Escape further down.
        display.move(400, 400)
        display.key("g")
        wait_until(lambda: app.state(window, "draw-region") is True, 30,
                   "drawing")
        display.drag(*CORNERS)
        wait_until(lambda: region(app, window)[2] > 0, 30, "a region")
        first = region(app, window)
        assert app.enabled(window, "register-region")

        # Drags the region's right side alone, and back.
        display.drag(640, 400, 560, 400)
        wait_until(lambda: region(app, window) != first, 30, "a narrower one")
        narrow = region(app, window)
        assert narrow[:2] == first[:2] and narrow[2] < first[2]
        assert abs(narrow[3] - first[3]) <= 1
        display.drag(560, 400, 640, 400)
        wait_until(lambda: abs(region(app, window)[2] - first[2]) <= 2, 30,
                   "it to be as wide as before")
        display.picture("region-drawn")
        display.key("Escape")
        wait_until(lambda: app.state(window, "draw-region") is False, 30,
                   "the end of drawing")
        before = settled(display)
        apart = disagreement(before, INSIDE)

        # After registering, only the inside is yellow.
        register(app, window, "register-region")
        wait_until(lambda: disagreement(display.picture(), INSIDE)
                   < 0.6 * apart, 60, "yellow inside")
        after = settled(display)
        display.picture("region-registered")
        assert differs(before, after, OUTSIDE) < 50, "outside has changed"
        kept = wait_until(lambda: runs(display), 60, "the draft")
        assert len(kept) == 1 and kept[0]["region"][2] >= first[2] - 2

        # Without a region, the whole slide is registered.
        app.activate(window, "clear-region")
        register(app, window, "register")
        wait_until(lambda: disagreement(display.picture(), OUTSIDE)
                   < 0.6 * disagreement(before, OUTSIDE), 60,
                   "yellow outside")
        wait_until(lambda: len(runs(display)) == 2, 60, "the draft")
        assert "region" not in runs(display)[1]

        # Shift+G makes a region of what the canvas shows.
        display.key("shift+g")
        wait_until(lambda: region(app, window)[2] > 0, 30, "a region")
        app.quit()
    with tempfile.TemporaryDirectory() as folder, \
            Display(a11y=True) as display:
        test_runs(display, make_slides(os.path.join(folder, "pair")))
    print("ok")


main()
