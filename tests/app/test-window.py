#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The window, driven by real input events, can open, zoom, pan, change modes,
move the swipe's edge, register, swap, be closed while it works, and report
files that cannot be opened."""

import os
import tempfile

from accessible import Accessible
from harness import (App, Display, differs, disagreement, make_slides,
                     need_tools, settled, wait_until)


def test_story(display, slides):
    app = App(display, *slides)
    window = app.windows()[0]
    app.wait_opened(window)
    wait_until(lambda: disagreement(display.picture()) > 5, 30, "two colours")
    before = settled(display)
    apart = disagreement(before)

    # Keys zoom in and out again; dragging pans; the wheel zooms.
    display.move(400, 400)
    display.key("plus")
    wait_until(lambda: differs(display.picture(), before) > 1000, 10, "zoom")
    display.key("f")
    assert differs(settled(display), before) < 2000
    display.drag(400, 400, 500, 450)
    wait_until(lambda: differs(display.picture(), before) > 1000, 10, "pan")
    display.key("f")
    settled(display)
    display.click(400, 400, 4)
    wait_until(lambda: differs(display.picture(), before) > 1000, 10, "wheel")
    display.key("f")
    settled(display)

    # Every mode has its key and its own picture.
    pictures = {}
    for key, mode in (("c", "checkerboard"), ("s", "swipe"),
                      ("d", "difference"), ("r", "reference"),
                      ("t", "moving"), ("b", "side-by-side"),
                      ("shift+l", "lens"), ("o", "overlay")):
        display.key(key)
        wait_until(lambda: app.state(window, "mode") == mode, 10, mode)
        pictures[mode] = settled(display)
        display.picture("mode-" + mode)
    names = sorted(pictures)
    for i, a in enumerate(names):
        for b in names[i + 1:]:
            assert differs(pictures[a], pictures[b]) > 500, (a, b)

    # The swipe's edge follows a drag.
    display.key("s")
    wait_until(lambda: app.state(window, "mode") == "swipe", 10, "swipe")
    swipe = settled(display)
    display.drag(447, 400, 200, 400)
    wait_until(lambda: differs(display.picture(), swipe) > 1000, 10, "edge")
    display.key("o")

    # A key fixes a level; another makes the level automatic again.
    display.key("bracketright")
    wait_until(lambda: app.state(window, "level") != "auto", 10, "level")
    display.key("a")
    wait_until(lambda: app.state(window, "level") == "auto", 10, "automatic")
    app.check_alive()

    # Registering turns red and green to yellow.
    display.key("f")
    display.key("F5")
    wait_until(lambda: app.enabled(window, "cancel"), 10, "it to run")
    wait_until(lambda: not app.enabled(window, "cancel"), 120, "it to finish")
    after = settled(display)
    display.picture("registered")
    assert disagreement(after) < 0.6 * apart, (apart, disagreement(after))

    # Swapping shows another reference.
    display.key("ctrl+e")
    wait_until(lambda: differs(display.picture(), after) > 1000, 10, "swap")
    app.check_alive()

    # The pane and the overview can be hidden.
    display.key("F9")
    wait_until(lambda: app.state(window, "pane") is False, 10, "pane")
    display.key("F9")
    display.key("m")
    wait_until(lambda: app.state(window, "minimap") is False, 10, "minimap")
    app.quit()


def test_cancel_and_close(display, slides):
    """Checks that cancelling a run leaves the canvas as it was, and that a
    window can be closed at any moment."""
    app = App(display, *slides)
    window = app.windows()[0]
    app.wait_opened(window)
    wait_until(lambda: disagreement(display.picture()) > 5, 30, "two colours")
    before = settled(display)
    app.activate(window, "register")
    wait_until(lambda: app.enabled(window, "cancel"), 10, "it to run")
    app.activate(window, "cancel")
    wait_until(lambda: app.enabled(window, "register"), 20, "it to stop")
    wait_until(lambda: differs(settled(display), before) < 500, 20, "as before")

    # Closing during a run asks first.
    app.activate(window, "register")
    wait_until(lambda: app.enabled(window, "cancel"), 10, "it to run")
    n_windows = len(display.titles())
    display.key("ctrl+w")
    # The action travels by another way and may overtake the key: a run that is
    # cancelled already is nothing to ask about, and the window would close.
    wait_until(lambda: len(display.titles()) > n_windows, 30, "the question")
    display.picture("ask-to-stop")
    app.activate(window, "cancel")
    wait_until(lambda: app.enabled(window, "register"), 20, "it to stop")
    display.key("Escape")
    app.quit()

    # Closing works while slides are being opened.
    app = App(display, *slides)
    app.quit()


def test_bad_files(display, accessible, slides, folder):
    """Checks that a message names each file that could not be opened, with the
    cause, and that the other files are opened."""
    deep = os.path.join(folder, "a_folder_with_quite_a_long_name" * 4)
    os.mkdir(deep)
    bad = [os.path.join(deep, f"broken{i}.tif") for i in range(20)]
    for path in bad:
        with open(path, "wb") as f:
            f.write(b"II*\0" + b"\xff" * 40)
    app = App(display, bad[0], *slides)
    window = app.windows()[0]
    # The message has the name without the folder, and the cause; the details
    # have the whole path.
    accessible.wait_for_message(
        "broken0.tif: is a damaged TIFF file (Can not read", press="Details")
    accessible.wait_for(bad[0])
    app.wait_opened(window)
    assert app.enabled(window, "swap")
    display.picture("broken-details")
    app.quit()

    # Many such files make one message, whose details list them.
    app = App(display, *bad)
    window = app.windows()[0]
    accessible.wait_for_message("20 files were not opened", press="Details")
    accessible.wait_for(bad[19])
    assert not app.enabled(window, "zoom-fit")
    display.picture("broken-many-details")
    app.quit()


def main():
    need_tools()
    with tempfile.TemporaryDirectory() as folder, \
            Display(window_gl=True) as display:
        slides = make_slides(os.path.join(folder, "pair"))
        test_story(display, slides)
        test_cancel_and_close(display, slides)
    with tempfile.TemporaryDirectory() as folder, \
            Display(a11y=True) as display:
        slides = make_slides(os.path.join(folder, "pair"))
        test_bad_files(display, Accessible(display), slides, folder)
    print("ok")


main()
