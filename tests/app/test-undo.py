#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs, and swapping and removing slides, can be undone and redone, by action
and by key; the canvas follows the session."""

import os
import tempfile

from harness import (App, Display, disagreement, make_slides, need_tools,
                     settled, wait_until)


def register(app, window):
    app.activate(window, "register")
    wait_until(lambda: app.enabled(window, "cancel"), 30, "it to run")
    wait_until(lambda: not app.enabled(window, "cancel"), 300, "it to finish")


def test_undo(display, slides):
    app = App(display, *slides)
    window = app.windows()[0]
    app.wait_opened(window)
    wait_until(lambda: disagreement(display.picture()) > 5, 60, "two colours")
    apart = disagreement(display.picture())
    assert not app.enabled(window, "undo")
    assert not app.enabled(window, "redo")

    register(app, window)
    wait_until(lambda: disagreement(display.picture()) < 0.6 * apart, 60,
               "the overlay to close")
    assert app.enabled(window, "undo")

    # Undoing and redoing the run changes the canvas.
    display.key("ctrl+z")
    wait_until(lambda: app.enabled(window, "redo"), 30, "the undo")
    wait_until(lambda: disagreement(display.picture()) > 0.8 * apart, 60,
               "the overlay to open")
    assert not app.enabled(window, "undo")
    display.key("ctrl+shift+z")
    wait_until(lambda: app.enabled(window, "undo"), 30, "the redo")
    wait_until(lambda: disagreement(display.picture()) < 0.6 * apart, 60,
               "the overlay to close again")

    # Swapping drops the runs; undo brings them back.
    app.activate(window, "swap")
    wait_until(lambda: disagreement(display.picture()) > 0.8 * apart, 60,
               "the slides to be swapped")
    display.picture("undo-swap")
    app.activate(window, "undo")
    wait_until(lambda: disagreement(display.picture()) < 0.6 * apart, 60,
               "the run to be back")

    # The same for removing the moving slide.
    app.activate(window, "remove-moving")
    wait_until(lambda: not app.enabled(window, "swap"), 30, "its removal")
    assert not app.enabled(window, "register")
    display.picture("undo-remove")
    app.activate(window, "undo")
    wait_until(lambda: app.enabled(window, "swap"), 30, "its return")
    wait_until(lambda: disagreement(display.picture()) < 0.6 * apart, 60,
               "the run to be back")
    app.quit()


def test_toast(display, slides):
    """Checks that the toast is shown over the canvas and does not cover the
    minimap."""
    app = App(display, *slides)
    window = app.windows()[0]
    app.wait_opened(window)
    wait_until(lambda: disagreement(display.picture()) > 5, 60, "two colours")
    app.activate(window, "set-parameter", "('num_features', '777')")
    settled(display)
    minimap = (688, 600, 850, 765)
    before = display.picture().crop(minimap)
    app.activate(window, "undo")

    def toast():
        """Returns whether the toast is shown: 100 pixels in a row have its
        colour. No gap in a slide is that wide."""
        row = display.picture().crop((180, 760, 680, 761)).tobytes()
        return bytes((0x2d,) * 3) * 100 in row

    wait_until(toast, 30, "the toast")
    display.picture("undo-toast")
    assert display.picture().crop(minimap).tobytes() == before.tobytes()
    app.quit()


def main():
    need_tools()
    with tempfile.TemporaryDirectory() as folder, \
            Display(window_gl=True) as display:
        slides = make_slides(os.path.join(folder, "pair"))
        test_undo(display, slides)
        test_toast(display, slides)
    print("ok")


main()
