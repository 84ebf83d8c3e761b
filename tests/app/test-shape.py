#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The canvas shows slides whose pixels are not square in their true shape: what
is square is a square on the screen, the scale bar and the line of the position
measure the same along both axes, what a drag or a key moves goes as far as it
seems to, the micrometres of a landmark's error follow from both sides of a
pixel, and landmarks alone are fitted between squares."""

import glob
import json
import math
import os
import re
import shutil
import subprocess
import tempfile

import numpy
import tifffile

from accessible import Accessible
from harness import App, Display, need_tools, settled, wait_until
from landmarks import wait_table

# In squares of a pixel's shorter side: the side of the slide, and of a bright
# square in its middle.
SIDE, BRIGHT = 1200, 200
PIXEL = 0.5
# A part of the canvas that no control covers.
BOX = (60, 200, 680, 690)


def make_slide(path, x, y):
    """Writes it with pixels x times as wide and y times as tall."""
    plane = numpy.full((SIDE // y, SIDE // x), 10, numpy.uint8)
    middle = [slice((SIDE - BRIGHT) // 2 // n, (SIDE + BRIGHT) // 2 // n)
              for n in (y, x)]
    plane[tuple(middle)] = 250
    tifffile.imwrite(path, plane[None], photometric="minisblack", ome=True,
                     tile=(256, 256),
                     metadata={"axes": "CYX", "Channel": {"Name": ["DAPI"]},
                               "PhysicalSizeX": PIXEL * x,
                               "PhysicalSizeY": PIXEL * y})
    return path


def bright(picture):
    """The bounds of the bright square on the canvas."""
    return picture.crop(BOX).convert("L").point(
        lambda v: 255 if v > 60 else 0).getbbox()


def position(accessible):
    """What the line at the bottom says: x and y in pixels, then in µm."""
    line = next((t[1] for t in accessible.tree()
                 if t[1].startswith("x ") and "µm" in t[1]), "")
    found = re.match(r"x ([-\d.]+)  y ([-\d.]+) px  \(([-\d.]+), ([-\d.]+) µm",
                     line)
    return found and [float(v) for v in found.groups()]


def read(display, accessible, place, before):
    display.move(*place)
    return wait_until(lambda: position(accessible) not in (None, before)
                      and position(accessible), 30, "the position")


def test_picture(display):
    """One pixel's shorter side is one of the screen."""
    x0, y0, x1, y1 = bright(settled(display))
    assert abs(x1 - x0 - BRIGHT) <= 2, (x0, x1)
    assert abs(y1 - y0 - BRIGHT) <= 2, (y0, y1)


def test_distances(display, accessible, x, y):
    first = read(display, accessible, (300, 300), None)
    second = read(display, accessible, (400, 300), first)
    third = read(display, accessible, (400, 400), second)
    for i, (a, b) in enumerate(((first, second), (second, third))):
        assert abs(b[i] - a[i] - 100 / (x, y)[i]) < 0.2, (a, b)
        assert abs(b[2 + i] - a[2 + i] - 100 * PIXEL) < 0.2, (a, b)
        assert b[1 - i] == a[1 - i], (a, b)


def test_scale_bar(display):
    """At half a micrometre for a pixel of the screen, there is room for 50."""
    rows = numpy.asarray(settled(display).crop((10, 700, 260, 775)))
    white = (rows[..., :3] == 255).all(2)
    longest = max(len(run) for row in white for run in
                  "".join("#" if v else " " for v in row).split(" "))
    assert longest == 100, longest


def start(display):
    found = glob.glob(display.folder + "/state/saffron/drafts/*.saffron")
    if len(found) != 1:
        return None
    with open(found[0], encoding="utf-8") as f:
        return json.load(f)["moving"][0].get("start")


def squares(affine, reference, moving):
    """The map between pixels that are square."""
    matrix = numpy.array(affine).reshape(2, 3)
    return (matrix[:, :2] * numpy.array(moving)[:, None]
            / numpy.array(reference)[None]), matrix[:, 2] * moving


def centre(affine, reference, moving):
    """How far the moving slide's centre lies from the reference's, squares."""
    linear, shift = squares(affine, reference, moving)
    return numpy.linalg.solve(linear, SIDE / 2 - shift) - SIDE / 2


def test_laid(display, app, window, reference, moving):
    """A slide that is dragged follows the pointer, and turned it keeps its
    shape."""
    display.key("h")
    wait_until(lambda: app.state(window, "lay-by-hand"), 30, "the tool")
    display.drag(300, 300, 340, 360)
    laid = wait_until(lambda: start(display), 30, "the drag")
    off = centre(laid, reference, moving)
    assert numpy.abs(off - (40, 60)).max() < 1, off
    x0, y0, x1, y1 = bright(settled(display))
    assert abs(x1 - x0 - BRIGHT - 40) <= 2, (x0, x1)
    assert abs(y1 - y0 - BRIGHT - 60) <= 2, (y0, y1)
    display.key("shift+braceright", "bracketleft")
    turned = wait_until(lambda: start(display) != laid and abs(turn_of(
        start(display), reference, moving) - 9) < 1e-6 and start(display), 30,
        "the turn")
    linear, _ = squares(turned, reference, moving)
    assert numpy.abs(linear.T @ linear - numpy.eye(2)).max() < 1e-9, linear
    assert numpy.abs(centre(turned, reference, moving) - off).max() < 1e-6


def turn_of(affine, reference, moving):
    linear, _ = squares(affine, reference, moving)
    return math.degrees(math.atan2(-linear[1, 0], linear[1, 1]))


def make_session(folder, paths, reference, moving):
    """A session that landmarks alone have registered, and of which two were
    moved by 30 pixels of the reference since, one along each axis."""
    pairs = os.path.join(folder, "pairs.csv")
    places = numpy.array(((200, 200), (900, 300), (300, 900), (900, 1000)))
    with open(pairs, "w", encoding="utf-8") as f:
        for i, place in enumerate(places):
            f.write('"Pt-%d","true",%f,%f,%f,%f\n'
                    % (i, *(place / moving - 0.5), *(place / reference - 0.5)))
    path = os.path.join(folder, "pair.saffron")
    subprocess.run([os.environ["SAFFRON_CLI"], "register", *paths, "-o", path,
                    "--landmarks", pairs, "--landmark-units", "px", "-s",
                    "landmark_use=only"], capture_output=True, check=False)
    with open(path, encoding="utf-8") as f:
        session = json.load(f)
    landmarks = session["moving"][0]["landmarks"]
    landmarks[0]["reference"][0] += 30
    landmarks[1]["reference"][1] += 30
    with open(path, "w", encoding="utf-8") as f:
        json.dump(session, f)
    return path


def turn_landmarks(path, reference, moving):
    """Leaves no run and three landmarks, of a slide that is turned by 30° and
    smaller."""
    with open(path, encoding="utf-8") as f:
        session = json.load(f)
    only = session["moving"][0]
    only["landmarks"] = only["landmarks"][:3]
    only["runs"], only["current_run"] = [], None
    turn = 0.9 * numpy.exp(1j * math.pi / 6)
    for landmark in only["landmarks"]:
        x, y = numpy.array(landmark["reference"]) * reference
        there = (x + 1j * y) * turn + 300
        landmark["moving"] = [there.real / moving[0], there.imag / moving[1]]
    with open(path, "w", encoding="utf-8") as f:
        json.dump(session, f)


def test_held_out(app, path):
    """Two landmarks tell where the third is."""
    window = open_window(app, path)
    rows = wait_table(app, window, lambda rows: len(rows) == 3 and all(
        row[5] != "–" for row in rows), "what is left out")
    assert max(float(row[5]) for row in rows) < 0.1, rows


def open_window(app, path):
    before = app.windows()
    app.open(path)
    window = wait_until(lambda: len(app.windows()) > len(before)
                        and app.windows()[-1], 60, "a window")
    app.wait_opened(window)
    return window


def test_errors(app, path, reference):
    """The table and the totals of landmarks."""
    window = open_window(app, path)
    rows = wait_table(app, window, lambda rows: len(rows) == 4, "landmarks")
    um = [30 * PIXEL * n for n in reference]
    for row, wanted in zip(rows, um):
        assert abs(float(row[3]) - 30) < 0.5, rows
        assert abs(float(row[4]) - wanted) < 0.5, rows
    largest = app.state(window, "show-landmarks").split("\n")[0]
    told = re.search(r"largest ([\d.]+) px \(([\d.]+) µm\)", largest)
    assert abs(float(told[1]) - 30) < 0.5, largest
    assert abs(float(told[2]) - max(um)) < 0.5, largest


def main():
    need_tools()
    for reference, moving in (((1, 2), (2, 1)), ((2, 1), (1, 1))):
        with tempfile.TemporaryDirectory() as folder, \
                Display(a11y=True) as display:
            paths = [make_slide(os.path.join(folder, name), *pixels)
                     for name, pixels in (("a.ome.tif", reference),
                                          ("b.ome.tif", moving))]
            app = App(display, *paths)
            window = app.windows()[0]
            app.wait_opened(window)
            accessible = Accessible(display)
            accessible.wait_for("%g × %g µm/px" % tuple(
                PIXEL * n for n in reference))
            app.activate(window, "zoom-to", "1.0")
            test_picture(display)
            display.picture("shape-%dx%d" % reference)
            test_distances(display, accessible, *reference)
            test_scale_bar(display)
            test_laid(display, app, window, reference, moving)
            path = make_session(folder, paths, reference, moving)
            test_errors(app, path, reference)
            turned = shutil.copy(path, os.path.join(folder, "turned.saffron"))
            turn_landmarks(turned, reference, moving)
            test_held_out(app, turned)
            app.check_alive()
            app.quit()
    print("ok")


main()
