#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""On the page of slides, the channel that is registered can be picked, and how
a slide is shown can be changed."""

import json
import os
import tempfile

from PIL import ImageStat

from accessible import Accessible
from harness import (App, CANVAS, Display, make_slides, need_tools, settled,
                     wait_until)


def save_as(app, display, window, path):
    """Saves the session under the proposed name, in the slides' folder."""
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
    """Returns the pane's pixels once they no longer change."""
    last = [None]

    def same():
        before, last[0] = last[0], display.picture().crop(box)
        return before is not None and before.tobytes() == last[0].tobytes()

    wait_until(same, 30, "the pane to settle")
    return last[0].tobytes()


def pick(display, accessible, n, item):
    """Picks the @item-th choice of the @n-th list "Registered by", with
    pointer and keys."""
    before = still(display)
    accessible.click("combo box", "Registered by", n)
    wait_until(lambda: still(display) != before, 30, "the list of choices")
    display.key("Home", *["Down"] * item, "Return")


def says(accessible, words):
    wait_until(lambda: any(words in t[1] for t in accessible.tree()), 30,
               words)


def test_channel(display, accessible, slides):
    """Checks that a run registers the channel that was picked, and that the
    pick can be undone."""
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
    assert run["reference_look"]["name"] == "CD3", run
    assert run["moving_look"]["name"] == "DAPI", run

    # Undoes the run and then the pick, without waiting in between.
    app.activate(window, "undo")
    app.activate(window, "undo")
    wait_until(lambda: not app.enabled(window, "undo"), 30, "the undo")
    wait_until(lambda: not any("your choice" in t[1]
                               for t in accessible.tree()), 30, "no choice")
    assert save(app, window, path)["params"]["reference_channel"] == "auto"

    # The page follows a parameter that is set elsewhere. For a channel that
    # the slide does not have, it says so and shows no other channel.
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
    """Checks that contrast, gamma, opacity and visibility can be changed with
    the pointer and change the picture, and that none is an edit of the
    session."""
    app = App(display, *slides)
    window = app.windows()[0]
    app.wait_opened(window)
    app.activate(window, "mode", "'reference'")
    # The empty window is bright; the slides are dark.
    wait_until(lambda: 1.0 < brightness(display.picture()) < 300.0, 60,
               "the slides")
    first = brightness(settled(display))
    still(display)
    accessible.click("list item", "DAPI")
    still(display)

    def changed(from_, to, what):
        """Waits until the brightness has changed from @from_ towards @to.
        Returns the brightness once the picture is settled."""
        way = 1 if to > from_ else -1
        wait_until(lambda: (brightness(display.picture()) - from_) * way
                   > 0.03 * from_, 30, what)
        return brightness(settled(display))

    # Drags the white point to two thirds of the histogram.
    x, y, width, height = accessible.place(None, "Histogram and contrast")
    display.drag(x + width * 9 // 10, y + height // 2, x + width * 2 // 3,
                 y + height // 2)
    contrast = changed(first, first * 0.5, "contrast")
    display.picture("slides-contrast")
    # The numbers follow: intensities, and the percentiles they are at.
    white = accessible.value("spin button", "Intensity shown as white")
    percent = accessible.value("spin button", "Percentile shown as white")
    assert percent > 99.2, percent
    # Auto sets the contrast back by percentiles, and an intensity can be typed.
    accessible.click("push button", "_Auto Auto")
    again = changed(contrast, first, "automatic contrast")
    assert abs(again - first) < 0.02 * first, (first, again)
    assert accessible.value("spin button", "Percentile shown as white") == 99.0
    accessible.click("spin button", "Intensity shown as white", along=0.2)
    display.key("ctrl+a")
    display.type(f"{white:.0f}")
    display.key("Return")
    typed = changed(first, contrast, "an intensity")
    assert abs(typed - contrast) < 0.02 * first, (typed, contrast)
    wait_until(lambda: abs(accessible.value("spin button",
                                            "Percentile shown as white")
                           - percent) < 0.11, 30, "its percentile")
    contrast = typed
    # Auto sets the contrast back by percentiles.
    accessible.click("push button", "_Auto Auto")
    again = changed(contrast, first, "automatic contrast")
    assert abs(again - first) < 0.02 * first, (first, again)

    # A gamma below one darkens the picture.
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
