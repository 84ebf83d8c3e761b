#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""An end of a landmark that is placed or dragged snaps to the best match around
it: in one step with the drag, with its score, not where nothing matches, and
not while snapping is off."""

import json
import math
import os
import tempfile

from harness import (App, Display, make_slides, need_tools, settled,
                     wait_until)
from landmarks import landmarks, make_session, table, wait_table

PLACE = (430, 400)  # on the screen, at 1:2
MARK = (446, 392)  # where tissue there belongs, which the run has 36 px off
BORDER = (70, 400)


class Truth:
    """Where the moving slide's pixels come from."""

    def __init__(self, path):
        with open(path, encoding="utf-8") as f:
            slide = json.load(f)["slides"][1]
        self.affine, self.terms = slide["affine"], slide["terms"]

    def push(self, moving):
        xx, xy, x0, yx, yy, y0 = self.affine
        x = xx * moving[0] + xy * moving[1] + x0
        y = yx * moving[0] + yy * moving[1] + y0
        waves = [(ax, ay, math.sin(kx * x + ky * y + phase))
                 for ax, ay, kx, ky, phase in self.terms]
        return (x + sum(ax * wave for ax, _, wave in waves),
                y + sum(ay * wave for _, ay, wave in waves))

    def error(self, landmark):
        """How far its ends are from being the same place, reference px."""
        return math.dist(self.push(landmark["moving"]), landmark["reference"])


def wait_snap(app, window, words):
    """Until a snap has ended; it ended so."""
    def ended():
        text = app.state(window, "snap-landmark")
        return not text.endswith("…") and text

    text = wait_until(ended, 60, "a snap")
    assert text.startswith(words), text
    return text


def one(display, what, why):
    """The first landmark of the draft, once @what is true of it."""
    return wait_until(lambda: landmarks(display)
                      and what(landmarks(display)[0])
                      and landmarks(display)[0], 60, why)


def test_drag(display, app, window, truth):
    """The drag leaves it 12 px off; the snap corrects that, and one undo takes
    both back."""
    display.drag(*PLACE, PLACE[0] + 11, PLACE[1] - 4)
    text = wait_snap(app, window, "Landmark 1: snapped, ")
    assert float(text.rpartition(" ")[2]) > 0.5, text
    kept = one(display, lambda l: truth.error(l) < 0.7, "the snap")
    app.activate(window, "show-landmarks")
    rows = table(app, window)
    assert text.endswith(" " + rows[0][8]), (text, rows)
    assert f"{kept['match']:.2f}" == rows[0][8], kept
    settled(display)
    display.picture("landmarks-snapped")
    display.key("ctrl+z")
    wait_table(app, window, lambda rows: not rows, "no row")
    assert not app.enabled(window, "undo")
    display.key("ctrl+shift+z")
    assert one(display, lambda l: True, "the redo") == kept
    assert app.state(window, "snap-landmark") == ""
    return kept


def test_nudge(display, app, window, truth, kept):
    """Keys move it by what they say."""
    app.activate(window, "select-landmark", "uint32 1")
    display.key("shift+Right")
    nudged = one(display, lambda l: l != kept, "the nudge")
    assert abs(truth.error(nudged) - truth.error(kept)) > 5, nudged
    assert app.state(window, "snap-landmark") == ""
    assert "match" not in nudged and table(app, window)[0][8] == "–", nudged
    display.key("ctrl+z")
    one(display, lambda l: l == kept, "the undo")


def test_reference(display, app, window, truth, kept):
    """Its reference end goes back to where it was."""
    display.run("xdotool", "keydown", "shift")
    display.drag(*MARK, MARK[0] + 5, MARK[1] + 4)
    display.run("xdotool", "keyup", "shift")
    wait_snap(app, window, "Landmark 1: snapped, ")
    moved = one(display, lambda l: l != kept and truth.error(l) < 0.7,
                "the reference end")
    assert moved["moving"] == kept["moving"]
    assert 0 < math.dist(moved["reference"], kept["reference"]) < 1, moved
    display.key("ctrl+z")
    one(display, lambda l: l == kept, "the undo")


def test_off(display, app, window, truth, kept):
    """A key turns it off; another snaps the landmark all the same, as a step
    of its own."""
    display.key("j")
    wait_until(lambda: app.state(window, "snap") is False, 30, "no snapping")
    display.drag(*MARK, MARK[0] - 3, MARK[1] + 4)
    dragged = one(display, lambda l: l != kept, "the drag")
    assert 7 < truth.error(dragged) < 14, truth.error(dragged)
    assert app.state(window, "snap-landmark") == ""
    display.key("shift+j")
    wait_snap(app, window, "Landmark 1: snapped, ")
    snapped = one(display, lambda l: truth.error(l) < 0.7, "the snap")
    assert snapped["reference"] == kept["reference"]
    display.key("ctrl+z")
    one(display, lambda l: l == dragged, "the undo of the snap")
    display.key("ctrl+z")
    one(display, lambda l: l == kept, "the undo of the drag")
    display.key("j")
    wait_until(lambda: app.state(window, "snap") is True, 30, "snapping")


def test_nothing(display, app, window):
    """Where there is nothing to compare, it stays and says why."""
    display.click(*BORDER)
    wait_snap(app, window, "Landmark 2: not snapped: ")
    settled(display)
    display.picture("landmarks-not-snapped")
    rows = table(app, window)
    assert len(rows) == 2 and float(rows[1][3]) < 0.1, rows


def main():
    need_tools()
    with tempfile.TemporaryDirectory() as folder, \
            Display(window_gl=True) as display:
        slides = make_slides(folder)[:2]
        truth = Truth(os.path.join(folder, "truth.json"))
        path = os.path.join(folder, "pair.saffron")
        make_session(slides, path, (32, -16))
        app = App(display, path)
        window = app.windows()[0]
        app.wait_opened(window)
        wait_until(lambda: app.enabled(window, "export-qc"), 30, "the run")
        # The first fit into the window comes before the zoom.
        settled(display)
        app.activate(window, "zoom-to", "0.5")
        settled(display)
        display.move(*PLACE)
        display.key("l")
        wait_until(lambda: app.state(window, "landmark-tool"), 30, "the tool")
        assert app.state(window, "snap") is True
        kept = test_drag(display, app, window, truth)
        test_nudge(display, app, window, truth, kept)
        test_reference(display, app, window, truth, kept)
        test_off(display, app, window, truth, kept)
        test_nothing(display, app, window)
        app.quit()
    print("ok")


main()
