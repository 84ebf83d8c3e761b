#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A region drawn on the canvas, changed by its handles, registered alone: what
is inside turns yellow, what is outside stays as it was."""

import ast
import glob
import json
import os
import re
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from harness import PATH, App, Display, make_slides, need_tools, wait_until

# On the screen: what is drawn, a part well within, and one well outside.
CORNERS = (220, 200, 640, 600)
INSIDE = (260, 240, 600, 560)
OUTSIDE = (60, 200, 190, 560)


def region(app, window):
    out = app.call(f"{PATH}/window/{window}", "org.gtk.Actions.Describe",
                   "region").stdout
    found = re.search(r"\[<(\(.*?\))>\]", out).group(1)
    return ast.literal_eval(found.replace("int64 ", ""))


def disagreement(image, box):
    part = image.crop(box)
    n = part.size[0] * part.size[1]
    return sum(abs(r - g) for r, g, _ in part.getdata()) / n


def changed(a, b, box):
    return sum(x != y for x, y in zip(a.crop(box).getdata(),
                                      b.crop(box).getdata()))


def settled(display):
    last = [display.picture()]

    def same():
        now = display.picture()
        equal = changed(now, last[0], (60, 200, 700, 560)) == 0
        last[0] = now
        return equal

    wait_until(same, 60, "the canvas to settle")
    return last[0]


def runs(display):
    found = glob.glob(display.folder + "/state/saffron/drafts/*.saffron")
    if len(found) != 1:
        return []
    with open(found[0], encoding="utf-8") as f:
        return json.load(f)["moving"][0]["runs"]


def register(app, window, action):
    app.activate(window, action)
    wait_until(lambda: not app.enabled(window, "register"), 60, "it to run")
    wait_until(lambda: app.enabled(window, "register"), 600, "it to finish")


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

        # Drawn by a drag; Escape gives the canvas its pointer back.
        display.move(400, 400)
        display.key("g")
        wait_until(lambda: app.state(window, "draw-region") is True, 30,
                   "drawing")
        display.drag(*CORNERS)
        wait_until(lambda: region(app, window)[2] > 0, 30, "a region")
        first = region(app, window)
        assert app.enabled(window, "register-region")

        # Its right side moves alone, and back.
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

        # Registered: yellow inside alone.
        register(app, window, "register-region")
        wait_until(lambda: disagreement(display.picture(), INSIDE)
                   < 0.6 * apart, 60, "yellow inside")
        after = settled(display)
        display.picture("region-registered")
        assert changed(before, after, OUTSIDE) < 50, "outside has changed"
        kept = wait_until(lambda: runs(display), 60, "the draft")
        assert len(kept) == 1 and kept[0]["region"][2] >= first[2] - 2

        # Then the whole.
        app.activate(window, "clear-region")
        register(app, window, "register")
        wait_until(lambda: disagreement(display.picture(), OUTSIDE)
                   < 0.6 * disagreement(before, OUTSIDE), 60,
                   "yellow outside")
        wait_until(lambda: len(runs(display)) == 2, 60, "the draft")
        assert "region" not in runs(display)[1]

        # By keys alone: what the canvas shows.
        display.key("shift+g")
        wait_until(lambda: region(app, window)[2] > 0, 30, "a region")
        app.quit()
    print("ok")


main()
