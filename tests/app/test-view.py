#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The canvas follows pointer and keys: zoom about the pointer, linked cursors
side by side, the level picker, the overview and the read-out line."""

import os
import re
import subprocess
import tempfile

from PIL import ImageChops

from accessible import Accessible
from harness import (ID, App, Display, differs, make_slides, need_tools,
                     settled, wait_until)

# A part of the canvas that nothing covers.
CANVAS = (20, 130, 700, 580)


class Canvas:
    """Reads the canvas's description."""

    def __init__(self, accessible):
        self.accessible = accessible

    def text(self):
        return self.accessible.describe("image", "Canvas")

    def centre(self):
        return [float(v) for v in re.search(r"centre at x (-?\d+), y (-?\d+)",
                                            self.text()).groups()]

    def wait(self, words):
        try:
            wait_until(lambda: words in self.text(), 60, words)
        except AssertionError as error:
            raise AssertionError(f"{error}, not {self.text()}") from None


def readout(accessible):
    """Returns the line of position and values; "" without a pointer."""
    return next((t[1] for t in accessible.tree()
                 if t[1].startswith("x ") and " px" in t[1]), "")


def test_zoom(display, app, window, canvas):
    """Checks that the point under the pointer stays there during a zoom, by
    zooming at two places and comparing how the centre moved."""
    centres = []
    for x, y in ((250, 250), (350, 310)):
        app.activate(window, "zoom-fit")
        display.move(x, y)
        display.key("1")
        canvas.wait("1:1")
        first = canvas.centre()
        display.key("4")
        canvas.wait("4:1")
        second = canvas.centre()
        centres.append([b - a for a, b in zip(first, second)])
    # From 1:1 to 4:1 the centre moves by 3/4 of its distance to the pointer.
    for k, apart in ((0, 100), (1, 60)):
        moved = centres[1][k] - centres[0][k]
        assert abs(moved - 0.75 * apart) <= 2.0, (centres, k)
    app.activate(window, "zoom-to", "0.5")
    canvas.wait("1:2")


def cross(display, without):
    """Returns the middle and the width of what is new on the picture; None if
    nothing is."""
    box = ImageChops.difference(without.crop(CANVAS),
                                display.picture().crop(CANVAS)).getbbox()
    if box is None:
        return None
    return ((box[0] + box[2]) / 2 + CANVAS[0],
            (box[1] + box[3]) / 2 + CANVAS[1], box[2] - box[0])


def halves_are_drawn(display):
    """Returns whether the line between the two halves is drawn."""
    middle = display.picture().convert("L").crop((400, 200, 460, 580))
    return any(middle.crop((x, 0, x + 1, middle.height)).getextrema()[0] > 60
               for x in range(middle.width))


def test_linked(display, app, window, accessible):
    """Checks that a cross hair in one half follows the pointer in the
    other."""
    app.activate(window, "zoom-fit")
    app.activate(window, "mode", "'side-by-side'")
    display.move(1000, 500)
    wait_until(lambda: halves_are_drawn(display), 30, "both halves")
    without = settled(display)
    places = []
    for x, y in ((100, 300), (180, 350)):
        display.move(x, y)
        wait_until(lambda: cross(display, without), 30, "a cross hair")
        settled(display)
        places.append(cross(display, without))
    assert places[0][2] < 60, places
    assert places[0][0] > 450 and abs(places[0][1] - 300) <= 1.5, places
    assert abs(places[1][0] - places[0][0] - 80) <= 1.5, places
    assert abs(places[1][1] - places[0][1] - 50) <= 1.5, places

    # Keys move a cursor in both halves, and its values are read out.
    display.key("ctrl+Right", "ctrl+Right", "ctrl+Down")
    wait_until(lambda: cross(display, without)[2] > 300, 30, "both cross hairs")
    display.picture("linked")
    before = readout(accessible)
    assert "reference" in before and "moving" in before, before
    display.key("ctrl+Right")
    wait_until(lambda: readout(accessible) not in ("", before), 30, "values")
    app.activate(window, "mode", "'overlay'")


def white(picture, box):
    """Returns whether all pixels in @box are white."""
    return all(min(p) > 250 for p in picture.crop(box).getdata())


def test_marks(display, app, window, canvas):
    """Checks that the swipe's edge is drawn, also after it was moved and
    turned, and that the ring of the lens is drawn."""
    def vertical(picture):
        return [x for x in range(100, 700)
                if white(picture, (x, 600, x + 1, 640))]

    def horizontal(picture):
        return [y for y in range(130, 700)
                if white(picture, (100, y, 140, y + 1))]

    app.activate(window, "zoom-fit")
    display.move(1000, 500)
    app.activate(window, "mode", "'swipe'")
    canvas.wait("edge at 50 %")
    line = wait_until(lambda: vertical(settled(display)), 30, "an edge")
    assert len(line) == 2, line
    display.picture("swipe")
    display.key("period")
    canvas.wait("edge at 52 %")
    moved = wait_until(lambda: vertical(settled(display)), 30, "an edge")
    assert 10 < moved[0] - line[0] < 25, (line, moved)
    display.key("shift+s")
    canvas.wait("reference above")
    turned = settled(display)
    assert len(horizontal(turned)) == 2 and not vertical(turned)
    display.key("shift+s")

    display.move(400, 400)
    app.activate(window, "mode", "'lens'")
    wait_until(lambda: white(display.picture(), (399, 280, 401, 281)), 30,
               "the top of the lens")
    display.picture("lens")
    app.activate(window, "mode", "'overlay'")


def one_to_one(display, app, window, canvas):
    """Zooms to 1:1 at the middle of the reference. The pointer goes onto the
    canvas and off again first, so that neither it nor a cursor moved by keys
    is zoomed about; the read-out is awaited, because motion events within one
    frame are merged."""
    app.activate(window, "zoom-fit")
    settled(display)
    before = readout(canvas.accessible)
    display.move(300, 300)
    wait_until(lambda: readout(canvas.accessible) not in ("", before), 30,
               "the pointer")
    display.move(1000, 500)
    wait_until(lambda: readout(canvas.accessible) == "", 30, "no pointer")
    app.activate(window, "zoom-to", "1.0")
    canvas.wait("1:1")


def test_level(display, app, window, canvas):
    """Checks that a fixed level changes the picture, also after a swap, and
    that A makes the level automatic again."""
    one_to_one(display, app, window, canvas)
    canvas.wait("level 0 (automatic)")
    sharp = settled(display)
    app.activate(window, "level", "'2'")
    canvas.wait("level 2 (fixed)")
    coarse = settled(display)
    assert differs(sharp, coarse) > 20000
    app.activate(window, "swap")
    canvas.wait("level 2 (fixed)")
    app.activate(window, "swap")
    one_to_one(display, app, window, canvas)
    display.key("a")
    canvas.wait("level 0 (automatic)")
    assert differs(settled(display), sharp) < 2000


def test_overview(display, app, window, canvas):
    """Checks that dragging and arrow keys in the overview move the view."""
    app.activate(window, "zoom-to", "2.0")
    canvas.wait("2:1")
    start = canvas.centre()
    # The overview is at the bottom right of the canvas. Its exact place
    # depends on the pane's width, so the test checks how far two drags are
    # apart.
    display.drag(795, 683, 775, 663)
    wait_until(lambda: canvas.centre() != start, 30, "the view to move")
    settled(display)
    first = canvas.centre()
    display.drag(775, 663, 815, 703)
    wait_until(lambda: canvas.centre()[0] > first[0] + 200, 30, "and back")
    settled(display)
    apart = [b - a for a, b in zip(first, canvas.centre())]
    # The overview shows the reference's 1500 px on 160 px.
    assert all(abs(d - 40 * 1500 / 160) < 25 for d in apart), apart

    # Tab gives it the focus; an arrow key moves the view by 8 of its pixels.
    accessible = canvas.accessible
    display.click(400, 400)
    wait_until(lambda: "Canvas" in accessible.focused(), 30, "the canvas")
    for _ in range(8):
        last = accessible.focused()
        if "Overview of the reference" in last:
            break
        display.key("Tab")
        wait_until(lambda: accessible.focused() != last, 30, "another focus")
    assert "Overview of the reference" in accessible.focused()
    before = canvas.centre()
    display.key("Left")
    wait_until(lambda: canvas.centre() != before, 30, "a step")
    assert abs(before[0] - canvas.centre()[0] - 8 * 1500 / 160) < 5
    assert canvas.centre()[1] == before[1]


def zooms_between(display, app, window, canvas):
    """Returns the zooms that the pill had on the way from 1:2 to 4:1. The
    canvas is described at rest only."""
    app.activate(window, "zoom-to", "0.5")
    canvas.wait("1:2")
    settled(display)
    with tempfile.TemporaryFile("w+") as log:
        monitor = subprocess.Popen(
            ["gdbus", "monitor", "--address", canvas.accessible.address,
             "--dest", canvas.accessible.places["image", "Canvas"][0]],
            env=display.env, stdout=log, stderr=subprocess.DEVNULL)

        def said(words):
            log.seek(0)
            return words in log.read()

        # Changes modes until the monitor has started and prints one.
        wait_until(lambda: app.activate(window, "mode", "'swipe'")
                   or app.activate(window, "mode", "'overlay'")
                   or said("Swipe"), 30, "the monitor")
        app.activate(window, "zoom-to", "4.0")
        wait_until(lambda: said("4:1"), 30, "the zoom")
        monitor.terminate()
        monitor.wait()
        log.seek(0)
        zooms = set(re.findall(r"Overlay · ([^·]+) ·", log.read()))
    return zooms - {"1:2", "4:1"}


def titles(accessible):
    return [t[1] for t in accessible.tree() if t[1].endswith("Esc ends")]


def test_flicker(display, app, window, accessible, animations):
    """Checks that the slides are shown in turn, but that whoever wants no
    animations turns them over with Space, once however long it is held."""
    accessible.click("image", "Canvas")
    app.activate(window, "flicker")
    by_hand = "" if animations else " · Space turns it over"
    for n, name in enumerate(("Reference", "Moving slide", "Reference")):
        if n > 0 and not animations:
            display.run("xdotool", "keydown", "space")
            display.run("xdotool", "keyup", "space")
        title = f"{name}{by_hand} · Esc ends"
        wait_until(lambda: titles(accessible) == [title], 60, title)
    display.key("Escape")
    wait_until(lambda: not app.state(window, "flicker"), 30, "its end")


def test_animations(display, slides, accessible):
    """Checks that a zoom goes through zooms in between only if animations are
    on."""
    for animations in ("true", "false"):
        display.run("gsettings", "set", ID, "animations", animations)
        accessible.places.clear()
        app = App(display, *slides)
        window = app.windows()[0]
        app.wait_opened(window)
        canvas = Canvas(accessible)
        zooms = [zooms_between(display, app, window, canvas)
                 for _ in range(3)]
        assert any(zooms) == (animations == "true"), (animations, zooms)
        test_flicker(display, app, window, accessible, animations == "true")
        app.quit()


def main():
    need_tools()
    with tempfile.TemporaryDirectory() as folder, \
            Display(a11y=True, window_gl=True) as display:
        display.env["GSETTINGS_BACKEND"] = "keyfile"
        slides = make_slides(os.path.join(folder, "pair"))
        accessible = Accessible(display)
        app = App(display, *slides)
        window = app.windows()[0]
        app.wait_opened(window)
        canvas = Canvas(accessible)
        test_zoom(display, app, window, canvas)
        test_linked(display, app, window, accessible)
        test_marks(display, app, window, canvas)
        test_level(display, app, window, canvas)
        test_overview(display, app, window, canvas)
        app.check_alive()
        app.quit()
        test_animations(display, slides, accessible)
    print("ok")


main()
