#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""From a wrong pair to a verified one in less than a minute of a person's time:
by the pointer alone, and by keys alone. By keys, nothing else is used: slides
are opened and parameters set by keys, and whatever the window says is heard on
the accessibility bus, as by who does not see it.

The moving slide is turned by 93°, and the settings let the search try 5°, so
the registration is wrong and says so. The slide is laid by hand and registered
from there, two landmarks are placed, it is registered again, and a picture of
it is exported.

The person's time is that of the keystroke-level model of Card, Moran and Newell
(1980), summed up over the events that are sent; see Person. How long the
computer takes is printed, too."""

import csv
import glob
import json
import os
import tempfile
import time

import numpy
import tifffile
from PIL import Image

from accessible import FOCUSED, Accessible, Events
from harness import SIZE as SCREEN
from harness import App, Display, make_slides, need_tools, settled, wait_until

CANVAS = ("image", "Canvas")
CHECKED, PRESSED = 1 << 4, 1 << 20  # states on the bus
SIZE = 1500
STEP = 10  # by which Control and an arrow move the cursor, and Shift the slide
PLACES = [(0.45, 0.35), (0.4, 0.65)]  # of landmarks, as shares of the canvas


class Person:
    """Sends events, and sums up the seconds that they take a person."""
    KEY, POINT, BUTTON, THINK, HOME = 0.28, 1.1, 0.2, 1.35, 0.4

    def __init__(self, display):
        self.display = display
        self.seconds = self.HOME
        self.pointer = (SCREEN[0] // 2, SCREEN[1] // 2)

    def think(self):
        self.seconds += self.THINK

    def press(self, key, times=1):
        """A modifier is pressed once and held."""
        if times > 0:
            self.seconds += self.KEY * (key.count("+") + times)
            self.display.key(*[key] * times)

    def go(self, x, y):
        """Step by step, so that a tooltip that is in the way goes."""
        self.seconds += self.POINT
        for step in range(1, 6):
            self.display.move(*[round(a + (b - a) * step / 5)
                                for a, b in zip(self.pointer, (x, y))])
        self.pointer = (x, y)

    def click(self, x, y):
        self.go(x, y)
        settled(self.display, (0, 0, *SCREEN))
        self.seconds += 2 * self.BUTTON
        self.display.click(x, y)

    def drag(self, x0, y0, x1, y1):
        self.go(x0, y0)
        self.seconds += self.POINT + 2 * self.BUTTON
        self.display.drag(x0, y0, x1, y1)
        self.pointer = (x1, y1)


class ByPointer:
    name = "pointer"

    def __init__(self, display, slides):
        self.display, self.accessible = display, Accessible(display)
        self.person = Person(display)
        self.app = App(display, *slides)
        self.window = self.app.windows()[0]
        self.app.wait_opened(self.window)
        for name, value in (("rotation_range", "5"), ("deformable", "false")):
            self.app.activate(self.window, "set-parameter",
                              f"('{name}', '{value}')")
        settled(display)

    def state(self, action):
        return self.app.state(self.window, action)

    def has_registered(self, verdict):
        return self.app.enabled(self.window, "register")

    def is_laying(self):
        return self.state("lay-by-hand")

    def is_placing(self):
        return self.state("landmark-tool")

    def has_snapped(self, n):
        return not self.state("snap-landmark").endswith("…")

    def has_exported(self):
        return True

    def button(self, name, role=None):
        settled(self.display)
        x, y, width, height = self.accessible.place(role, name)
        self.person.think()
        self.person.click(x + width // 2, y + height // 2)

    def scroll_up(self):
        """Flicks the wheel over the page until its top is seen."""
        x, y, width, height = self.accessible.place(*CANVAS)
        self.person.think()
        self.person.go(x + width + 200, y + height // 2)
        self.person.seconds += 3 * Person.KEY
        self.display.run("xdotool", "click", "--repeat", "40", "--delay", "10",
                         "4")

    def register(self):
        self.button("Register Register", "push button")

    def lay(self):
        self.button("Register", "page tab")
        self.scroll_up()
        self.button("Lay by _Hand Lay by Hand")

    def turn(self):
        self.button("Turn the moving slide by 90° to the left")

    def shift(self, x, y):
        left, top, width, height = self.accessible.place(*CANVAS)
        begin = left + width // 2, top + height // 2
        self.person.think()
        self.person.drag(*begin, begin[0] + round(x), begin[1] + round(y))

    def begin_landmarks(self):
        self.button("Landmarks", "page tab")
        self.button("Place Landmarks")

    def place(self, x, y):
        self.person.think()
        self.person.click(x, y)

    def export(self):
        self.button("Export")
        self.button("QC Picture…")
        window = self.display.window_id("Export QC Picture")
        settled(self.display)
        geometry = self.display.run("xdotool", "getwindowgeometry", "--shell",
                                    window).stdout
        left, top = [int(line.split("=")[1]) for line in geometry.split("\n")
                     if line[:2] in ("X=", "Y=")]
        self.accessible.newest()
        x, y, width, height = [
            box for t in self.accessible.found if t[1] == "Export"
            and (box := self.accessible.extents(t[4], t[5]))][0]
        self.person.think()
        self.person.click(left + x + width // 2, top + y + height // 2)


class ByKeys:
    name = "keys"

    def __init__(self, display, slides):
        self.display = display
        self.app = App(display)
        self.accessible = Accessible(display)
        for key, title, path in (
                ("ctrl+o", "Open the Reference", slides[0]),
                ("ctrl+shift+o", "Add Moving Slides", slides[1])):
            display.key(key)
            display.choose(title, path)
            self.hear(os.path.basename(path))
        self.set_parameters()
        self.person = Person(display)
        # Where the cursor begins: where the pointer happens to be.
        place = display.run("xdotool", "getmouselocation", "--shell").stdout
        self.cursor = [int(line.split("=")[1])
                       for line in place.split("\n")[:2]]

    def said(self):
        """What a screen reader says of the canvas."""
        return self.accessible.describe(*CANVAS)

    def hear(self, words):
        wait_until(lambda: words in self.said(), 60,
                   f"{words} of the canvas")

    def states(self, role, name):
        app, path = self.accessible.find(role, name)
        return self.accessible.call(
            app, path, "org.a11y.atspi.Accessible.GetState")[0]

    def press_for_focus(self, events, key):
        """Presses a key that moves the focus, and returns the role and name of
        where it is told to be then."""
        n = len(events.get())
        self.display.key(key)
        wait_until(lambda: len(events.get()) > n, 30, f"the focus by {key}")
        return self.accessible.name_of(*events.get()[-1])

    def tab_to(self, events, role, name):
        for _ in range(80):
            if self.press_for_focus(events, "Tab") == (role, name):
                return
        raise AssertionError(f"Tab does not lead to {name}")

    def set_parameters(self):
        """On the page of parameters, and back to the canvas."""
        wait_until(lambda: self.states(*CANVAS) & FOCUSED, 30, "the canvas")
        self.display.key("ctrl+alt+2")
        with Events(self.accessible, "StateChanged", "focused") as events:
            assert self.press_for_focus(events, "F6")[1] != "Canvas"
            self.tab_to(events, "check box", "Bend")
            self.display.key("space")
            wait_until(lambda: not self.states("check box", "Bend") & CHECKED,
                       30, "no bending")
            self.tab_to(events, "spin button", "Largest rotation, °")
            self.display.key("ctrl+a", "5", "Return")
            wait_until(lambda: self.accessible.value(
                "spin button", "Largest rotation, °") == 5, 30, "5°")
            assert self.press_for_focus(events, "F6") == CANVAS

    def has_registered(self, verdict):
        return verdict in self.said().split("\n")

    def is_laying(self):
        return "the moving slide is being laid by hand" in self.said()

    def is_placing(self):
        return self.states("push button", "Landmark tool") & PRESSED

    def has_snapped(self, n):
        """Also says where the landmark is."""
        return f"landmark {n} of {n} is selected, at x " in self.said() and any(
            t[1].startswith(f"Landmark {n}: ") and not t[1].endswith("…")
            for t in self.accessible.tree())

    def has_exported(self):
        """And the focus is where it was."""
        return self.states(*CANVAS) & FOCUSED and any(
            t[1].startswith("Exported ") for t in self.accessible.tree())

    def do(self, key, times=1):
        self.person.think()
        self.person.press(key, times)

    def register(self):
        self.do("F5")

    def lay(self):
        self.do("h")

    def turn(self):
        self.do("shift+y")

    def arrows(self, modifier, x, y):
        for way, names in ((x, ("Left", "Right")), (y, ("Up", "Down"))):
            steps = round(way / STEP)
            self.person.press(f"{modifier}+{names[steps > 0]}", abs(steps))

    def shift(self, x, y):
        self.person.think()
        self.arrows("shift", x, y)

    def begin_landmarks(self):
        self.do("ctrl+alt+4")
        self.do("l")

    def place(self, x, y):
        self.person.think()
        self.arrows("ctrl", x - self.cursor[0], y - self.cursor[1])
        self.person.press("Return")
        for axis, to in enumerate((x, y)):
            self.cursor[axis] += STEP * round((to - self.cursor[axis]) / STEP)

    def export(self):
        self.do("ctrl+shift+q")
        self.display.window_id("Export QC Picture")
        settled(self.display)
        self.do("Return")


def points(folder, n):
    with open(os.path.join(folder, f"slide{n}.csv"), newline="") as f:
        return numpy.array([(float(x), float(y))
                            for _, x, y in list(csv.reader(f))[1:]])


def draft(display):
    """Returns the moving slide's member of the draft; {} without a draft."""
    found = glob.glob(display.folder + "/state/saffron/drafts/*.saffron")
    if len(found) != 1:
        return {}
    with open(found[0], encoding="utf-8") as f:
        return json.load(f)["moving"][0]


def off_by(affine, a, b):
    """By how far the slide that lies so is off its place, on average,
    reference pixels: what a person sees on the canvas."""
    matrix = numpy.array(affine).reshape(2, 3)
    back = numpy.linalg.solve(matrix[:, :2], (b - matrix[:, 2]).T).T
    return (a - back).mean(axis=0)


def error_of(run, a, b):
    """The median error of a run that is not bent, moving pixels."""
    matrix = numpy.array(run["transform"]["affine"]).reshape(2, 3)
    return float(numpy.median(numpy.hypot(
        *(a @ matrix[:, :2].T + matrix[:, 2] - b).T)))


class Story:
    """One way through it."""

    def __init__(self, kind, folder, slides):
        self.folder, self.slides = folder, slides
        self.kind = kind
        self.waited = 0.0

    def registered(self, n, verified):
        begin = time.monotonic()
        run = wait_until(
            lambda: len(draft(self.display).get("runs", [])) == n
            and self.way.has_registered("Verified" if verified
                                        else "Unverified")
            and draft(self.display)["runs"][-1], 400, f"run {n}")
        self.waited += time.monotonic() - begin
        assert run["verified"] == verified, run["reasons"]
        return run

    def lay(self, scale):
        way = self.way
        way.lay()
        wait_until(way.is_laying, 30, "the mode")
        way.turn()
        laid = wait_until(lambda: draft(self.display).get("start"), 60,
                          "the turn")
        x, y = off_by(laid, *self.truth) * scale
        if max(abs(x), abs(y)) > STEP:
            way.shift(x, y)
            wait_until(lambda: draft(self.display)["start"] != laid, 60,
                       "the shift")
        settled(self.display)
        self.display.picture("minute-laid-" + way.name)

    def place_landmarks(self, box):
        self.way.begin_landmarks()
        wait_until(self.way.is_placing, 30, "the tool")
        for n, (x, y) in enumerate(PLACES):
            self.way.place(round(box[0] + x * box[2]),
                           round(box[1] + y * box[3]))
            wait_until(lambda: len(draft(self.display)["landmarks"]) == n + 1,
                       60, "a landmark")
            wait_until(lambda: self.way.has_snapped(n + 1), 60, "the snap")
        self.display.picture("minute-landmarks-" + self.way.name)

    def tell(self):
        """From the wrong pair to the picture."""
        way = self.way
        box = self.way.accessible.place(*CANVAS)
        scale = 0.98 * min(box[2:]) / SIZE  # the whole is shown
        way.register()
        self.registered(1, False)
        self.lay(scale)
        way.register()
        self.registered(2, True)
        self.place_landmarks(box)
        way.register()
        run = self.registered(3, True)
        assert run["landmarks"].startswith("2:"), run["landmarks"]
        assert error_of(run, *self.truth) < 3, error_of(run, *self.truth)
        way.export()
        wait_until(lambda: glob.glob(self.folder + "/*QC*.png"), 120,
                   "the picture")
        wait_until(way.has_exported, 30, "word of the picture")
        out = glob.glob(self.folder + "/*QC*.png")[0]
        with Image.open(out) as image:
            assert image.size[0] > 100, image.size
        os.unlink(out)

    def run(self):
        """Returns how many seconds it takes a person."""
        self.truth = [points(self.folder, n) for n in (1, 2)]
        with Display(a11y=True) as self.display:
            self.way = self.kind(self.display, self.slides)
            begin = time.monotonic()
            self.tell()
            print(f"{self.way.name}: {self.way.person.seconds:.1f} s of a "
                  f"person's time, {self.waited:.0f} s of registration, "
                  f"{time.monotonic() - begin:.0f} s in all")
            self.way.app.quit()
        return self.way.person.seconds


def main():
    need_tools()
    with tempfile.TemporaryDirectory() as folder:
        slides = make_slides(folder, "--rotation", "93", "--amplitude",
                             "1")[:2]
        with tifffile.TiffFile(slides[1]) as tif:
            assert min(tif.pages[0].shape[-2:]) > 500
        for kind in (ByPointer, ByKeys):
            seconds = Story(kind, folder, slides).run()
            assert seconds < 60, f"{kind.name}: {seconds:.1f} s"
    print("ok")


main()
