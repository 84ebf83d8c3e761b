#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A slide that the search does not find is laid by hand and registered from
there, by pointer or by keys alone. The canvas follows, each step is
undone by itself, and what was laid is part of the session."""

import csv
import glob
import json
import math
import os
import tempfile

import numpy
import tifffile

from accessible import Accessible
from harness import (App, Display, differs, make_slides, need_tools, settled,
                     wait_until)

BOX = (60, 200, 680, 560)
SIZE = 1500
ROTATION = 97
# The middle of the canvas, and how far from it the knob is; on the screen.
MIDDLE = (432, 413)
ARM = 90
ZOOM = 0.5


def draft(display):
    """Returns the moving slide's member of the draft; {} without a draft."""
    found = glob.glob(display.folder + "/state/saffron/drafts/*.saffron")
    if len(found) != 1:
        return {}
    with open(found[0], encoding="utf-8") as f:
        return json.load(f)["moving"][0]


def start(display):
    return draft(display).get("start")


def wait_start(display, what, why):
    return wait_until(lambda: start(display) and what(start(display))
                      and start(display), 60, why)


def turn_of(affine):
    """By how many degrees the map turns the slide clockwise."""
    return math.degrees(math.atan2(-affine[3], affine[4]))


def centre_of(affine, slide):
    """Where the slide's centre lies from the reference's."""
    matrix = numpy.array(affine).reshape(2, 3)
    x, y = numpy.linalg.solve(matrix[:, :2],
                              numpy.array(slide) / 2 - matrix[:, 2])
    return x - SIZE / 2, y - SIZE / 2


def points(folder, n):
    with open(os.path.join(folder, f"slide{n}.csv"), newline="") as f:
        return numpy.array([(float(x), float(y))
                            for _, x, y in list(csv.reader(f))[1:]])


def find_truth(folder):
    """Returns the map that is right."""
    a, b = points(folder, 1), points(folder, 2)
    rows = numpy.column_stack([a, numpy.ones(len(a))])
    return list(numpy.linalg.lstsq(rows, b, rcond=None)[0].T.ravel())


def error_of(run, folder):
    """The median error of a run that is not bent, moving pixels."""
    a, b = points(folder, 1), points(folder, 2)
    matrix = numpy.array(run["transform"]["affine"]).reshape(2, 3)
    there = a @ matrix[:, :2].T + matrix[:, 2]
    return float(numpy.median(numpy.hypot(*(there - b).T)))


def open_slides(display, slides):
    app = App(display, *slides)
    window = app.windows()[0]
    app.wait_opened(window)
    # The search may try no more than 5°, so it does not find how they lie.
    app.activate(window, "set-parameter", "('rotation_range', '5')")
    app.activate(window, "set-parameter", "('deformable', 'false')")
    app.activate(window, "zoom-to", str(ZOOM))
    settled(display)
    return app, window


def wait_run(display, app, window, n, register):
    """Registers; returns the n-th run."""
    wait_until(lambda: app.enabled(window, "register"), 60, "Register")
    register()
    return wait_until(lambda: len(draft(display).get("runs", [])) == n
                      and app.enabled(window, "register")
                      and draft(display)["runs"][-1], 600, f"run {n}")


def check_laid(run, laid, folder):
    coarse = next(s for s in run["stages"] if s["name"] == "coarse")
    assert coarse["reasons"][0]["code"] == "start-by-hand", coarse
    assert run["start"] == laid, (run["start"], laid)
    assert run["verified"], run["reasons"]
    assert error_of(run, folder) < 3, error_of(run, folder)


def test_pointer(display, slides, folder, truth, size):
    """From a run that is wrong to one that is verified."""
    app, window = open_slides(display, slides)
    seen = Accessible(display)
    run = wait_run(display, app, window, 1,
                   lambda: seen.click("push button", "Register Register"))
    assert not run["verified"] and "start" not in run, run["reasons"]
    seen.click("push button", "Verdict: Unverified")
    settled(display)
    display.picture("start-advice")
    # The places of what is in a popover are not told.
    seen.wait_for("lay the moving slide by hand",
                  press="Lay the moving slide by hand")
    wait_until(lambda: app.state(window, "lay-by-hand"), 30, "the tool")
    assert start(display) is None, "turning it on is no edit"
    assert not app.enabled(window, "start-reset")

    # Where the run is, it stands now; the buttons turn it about its centre.
    app.activate(window, "zoom-to", str(ZOOM))
    before = settled(display)
    turned = turn_of(run["transform"]["affine"])
    seen.click("push button", "Turn the moving slide by 90° to the left")
    laid = wait_start(display, lambda s: True, "a start")
    assert abs((turn_of(laid) - turned + 90 + 180) % 360 - 180) < 0.1, laid
    assert differs(settled(display), before, BOX) > 5000, "the canvas"

    # The knob takes what is left; its angle is the pointer's.
    knob = [math.radians(turn_of(laid) - 90),
            math.radians(turn_of(truth) - 90 + 5)]
    dx, dy = (ZOOM * v for v in centre_of(laid, size))
    pivot = MIDDLE[0] + dx, MIDDLE[1] + dy
    display.drag(*(round(pivot[i % 2] + ARM * f(knob[i // 2])) for i, f in
                   enumerate((math.cos, math.sin, math.cos, math.sin))))
    laid = wait_start(display, lambda s: abs(
        turn_of(s) - turn_of(truth) - 5) < 2, "the turn of the knob")
    display.picture("start-turned")

    # A drag moves it; the session knows of it at the end.
    x, y = (round(ZOOM * (b - a)) for a, b in
            zip(centre_of(laid, size), centre_of(truth, size)))
    before = settled(display)
    display.run("xdotool", "mousemove", "300", "350", "mousedown", "1")
    for step in range(1, 9):
        display.run("xdotool", "mousemove", str(300 + (x + 20) * step // 8),
                    str(350 + y * step // 8))
    wait_until(lambda: differs(display.picture(), before, BOX) > 5000, 60,
               "the slide to follow")
    assert start(display) == laid, "an edit during the drag"
    display.run("xdotool", "mouseup", "1")
    moved = wait_start(display, lambda s: s != laid, "the shift")
    off = math.dist(centre_of(moved, size), centre_of(truth, size))
    assert abs(off - 20 / ZOOM) < 6, (off, centre_of(moved, size))
    app.activate(window, "undo")
    wait_start(display, lambda s: s == laid, "the undo of the drag")
    app.activate(window, "redo")
    wait_start(display, lambda s: s == moved, "the redo of the drag")
    assert app.state(window, "lay-by-hand"), "an undo ends nothing"

    run = wait_run(display, app, window, 2,
                   lambda: seen.click("push button", "Register Register"))
    check_laid(run, moved, folder)
    wait_until(lambda: not app.state(window, "lay-by-hand"), 30, "its end")
    settled(display)
    display.picture("start-registered")

    # With a verified run, a drag with Control moves the view.
    display.run("xdotool", "keydown", "ctrl")
    display.drag(300, 350, 340, 350)
    display.run("xdotool", "keyup", "ctrl")
    settled(display)
    assert not app.state(window, "lay-by-hand"), "laid"
    app.quit()


def test_keys(display, slides, folder, truth):
    """Before any run."""
    app, window = open_slides(display, slides)
    display.key("h")
    wait_until(lambda: app.state(window, "lay-by-hand"), 30, "the tool")
    display.key("shift+y")
    first = wait_start(display, lambda s: abs(turn_of(s) + 90) < 1e-6, "-90°")
    display.key("bracketleft")
    wait_start(display, lambda s: abs(turn_of(s) + 91) < 1e-6, "-91°")
    display.key("shift+bracketleft", "shift+bracketright", "bracketright")
    wait_start(display, lambda s: abs(turn_of(s) + 90) < 1e-6, "-90° again")
    display.key("ctrl+z", "ctrl+z", "ctrl+z", "ctrl+z")
    wait_start(display, lambda s: s == first, "the undo of four steps")

    # Arrows: a pixel of the screen, ten, a tenth.
    for key, pixels in (("Right", 1.0), ("shift+Right", 11.0),
                        ("alt+Right", 11.1)):
        display.key(key)
        wait_start(display, lambda s: abs(
            math.dist(centre_of(s, (0, 0)), centre_of(first, (0, 0)))
            - pixels / ZOOM) < 0.01, f"{pixels} pixels")
    before = start(display)
    display.key("shift+h")
    wait_start(display, lambda s: s[0] * s[4] - s[1] * s[3] < 0, "the flip")
    settled(display)
    display.picture("start-flipped")
    display.key("shift+h")
    wait_start(display, lambda s: s[0] * s[4] - s[1] * s[3] > 0, "the flip")
    assert numpy.allclose(start(display), before), (start(display), before)

    # Back to automatic, with an undo; another tool ends this one.
    display.key("ctrl+shift+h")
    wait_until(lambda: "start" not in draft(display), 60, "no start")
    wait_until(lambda: not app.state(window, "lay-by-hand"), 30, "its end")
    display.key("ctrl+z")
    laid = wait_start(display, lambda s: True, "the start again")
    display.key("h")
    wait_until(lambda: app.state(window, "lay-by-hand"), 30, "the tool")
    display.key("l")
    wait_until(lambda: not app.state(window, "lay-by-hand"), 30, "its end")
    display.key("h")
    wait_until(lambda: not app.state(window, "landmark-tool"), 30, "the other")
    display.key("Escape")
    wait_until(lambda: not app.state(window, "lay-by-hand"), 30, "its end")

    # A drag with Control begins it, too.
    display.run("xdotool", "keydown", "ctrl")
    display.drag(300, 350, 310, 345)
    display.run("xdotool", "keyup", "ctrl")
    moved = wait_start(display, lambda s: s != laid, "the drag")
    assert app.state(window, "lay-by-hand")
    shift = numpy.subtract(centre_of(moved, (0, 0)), centre_of(laid, (0, 0)))
    assert numpy.allclose(shift, (10 / ZOOM, -5 / ZOOM), atol=0.5), shift

    run = wait_run(display, app, window, 1, lambda: display.key("F5"))
    check_laid(run, moved, folder)
    app.quit()


def main():
    need_tools()
    with tempfile.TemporaryDirectory() as folder:
        slides = make_slides(folder, "--rotation", str(ROTATION),
                             "--amplitude", "1")[:2]
        truth = find_truth(folder)
        assert abs(abs(turn_of(truth)) - ROTATION) < 3, turn_of(truth)
        with tifffile.TiffFile(slides[1]) as tif:
            size = tif.pages[0].shape[-1], tif.pages[0].shape[-2]
        with Display() as display:
            test_keys(display, slides, folder, truth)
        with Display(a11y=True) as display:
            test_pointer(display, slides, folder, truth, size)
    print("ok")


main()
