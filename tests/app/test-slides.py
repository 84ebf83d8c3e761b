#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The page about the slides: the channel that they are registered by, and how
they are shown."""

import json
import os
import tempfile

from PIL import ImageStat

from accessible import Accessible
from harness import (App, CANVAS, Display, make_slides, need_tools, settled,
                     wait_until)


def save_as(app, display, window, path):
    """Under the name that it proposes, beside the slides."""
    app.activate(window, "save-as")
    display.window_id("Save the Session")
    settled(display)
    display.key("Return")
    wait_until(lambda: os.path.exists(path), 30, "the session")


def save(app, window, path):
    before = os.stat(path).st_mtime_ns
    app.activate(window, "save")
    wait_until(lambda: os.stat(path).st_mtime_ns != before, 30, "saving")
    with open(path, encoding="utf-8") as f:
        return json.load(f)


def still(display, box=(860, 60, 1280, 800)):
    """The pane, once it no longer changes."""
    last = [None]

    def same():
        before, last[0] = last[0], display.picture().crop(box)
        return before is not None and before.tobytes() == last[0].tobytes()

    wait_until(same, 30, "the pane to settle")
    return last[0].tobytes()


def pick(display, accessible, n, item):
    """The @item-th choice of the @n-th "Registered by", by pointer and
    keys."""
    before = still(display)
    accessible.click("combo box", "Registered by", n)
    wait_until(lambda: still(display) != before, 30, "the list of choices")
    display.key("Home", *["Down"] * item, "Return")


def says(accessible, words):
    wait_until(lambda: any(words in t[1] for t in accessible.tree()), 30,
               words)


def test_channel(display, accessible, slides):
    """What is picked is what the run looks at, and is undone."""
    path = os.path.join(os.path.dirname(slides[0]), "session.saffron")
    app = App(display, *slides)
    window = app.windows()[0]
    app.wait_opened(window)
    says(accessible, "Automatic: DAPI")
    says(accessible, "nuclear stain, by its name")
    pick(display, accessible, 0, 2)
    says(accessible, "your choice")
    wait_until(lambda: app.enabled(window, "undo"), 30, "an edit")
    display.picture("slides-picked")
    app.activate(window, "register")
    wait_until(lambda: app.enabled(window, "cancel-register"), 30, "a run")
    wait_until(lambda: not app.enabled(window, "cancel-register"), 300,
               "it to finish")
    save_as(app, display, window, path)
    with open(path, encoding="utf-8") as f:
        saved = json.load(f)
    run = saved["moving"][0]["runs"][0]
    assert run["params"]["reference_channel"] == "CD3", run["params"]
    assert run["params"]["moving_channel"] == "auto", run["params"]
    assert run["reference_channel"].startswith("CD3"), run
    assert run["moving_channel"].startswith("DAPI"), run

    # The run, then the pick, quicker than any message goes.
    app.activate(window, "undo")
    app.activate(window, "undo")
    wait_until(lambda: not app.enabled(window, "undo"), 30, "the undo")
    wait_until(lambda: not any("your choice" in t[1]
                               for t in accessible.tree()), 30, "no choice")
    assert save(app, window, path)["params"]["reference_channel"] == "auto"

    # A parameter that is set elsewhere is seen here; nothing is made up for
    # a channel that is not there.
    app.activate(window, "set-parameter", "('moving_channel', 'cd20')")
    app.activate(window, "page", "'slides'")
    says(accessible, "there is no channel")
    pick(display, accessible, 1, 0)
    wait_until(lambda: not any("there is no channel" in t[1]
                               for t in accessible.tree()), 30, "automatic")
    assert save(app, window, path)["params"]["moving_channel"] == "auto"
    app.quit()


def brightness(picture):
    return sum(ImageStat.Stat(picture.crop(CANVAS)).mean)


def test_display(display, accessible, slides):
    """Contrast, gamma, opacity and visibility, by the pointer: each changes
    the picture; none is an edit of the session."""
    app = App(display, *slides)
    window = app.windows()[0]
    app.wait_opened(window)
    app.activate(window, "mode", "'reference'")
    # The window without slides is light.
    wait_until(lambda: 1.0 < brightness(display.picture()) < 300.0, 60,
               "the slides")
    first = brightness(settled(display))
    still(display)
    accessible.click("list item", "DAPI")
    still(display)

    def changed(from_, to, what):
        """Settles at another brightness, on the side of @to."""
        way = 1 if to > from_ else -1
        wait_until(lambda: (brightness(display.picture()) - from_) * way
                   > 0.03 * from_, 30, what)
        return brightness(settled(display))

    # The handle of white, dragged to where few values are.
    x, y, width, height = accessible.place(None, "Histogram and contrast")
    display.drag(x + width * 9 // 10, y + height // 2, x + width * 2 // 3,
                 y + height // 2)
    contrast = changed(first, first * 0.5, "contrast")
    display.picture("slides-contrast")
    # Back by its percentiles.
    accessible.click("push button", "_Auto Auto")
    again = changed(contrast, first, "automatic contrast")
    assert abs(again - first) < 0.02 * first, (first, again)

    # Gamma below one darkens.
    x, y, width, height = accessible.place("slider", "Gamma")
    display.click(x + 3, y + height // 2)
    gamma = changed(first, 0.0, "gamma")
    x, y, width, height = accessible.place("slider", "Opacity")
    display.click(x + width // 4, y + height // 2)
    faint = changed(gamma, 0.0, "opacity")
    accessible.click(None, "Whether the slide is shown")
    wait_until(lambda: brightness(display.picture()) < 1.0, 30, "no slide")
    accessible.click(None, "Whether the slide is shown")
    wait_until(lambda: abs(brightness(display.picture()) - faint)
               < 0.05 * faint, 30, "the slide")
    display.picture("slides-display")
    assert not app.enabled(window, "undo")
    app.quit()


def main():
    need_tools()
    with tempfile.TemporaryDirectory() as folder, \
            Display(a11y=True) as display:
        slides = make_slides(os.path.join(folder, "pair"))
        accessible = Accessible(display)
        test_channel(display, accessible, slides)
        test_display(display, accessible, slides)
    print("ok")


main()
