#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Holding W shows what was before a run bent the slide, and letting it go, or
another window, shows the run again. So does an action, for those who cannot
hold a key. What the canvas shows then is said over it."""

import os
import tempfile

from accessible import Accessible
from bent_session import make_bent_session
from harness import (App, Display, differs, make_slides, need_tools, settled,
                     wait_until)

TITLE = "Run 1 before bending: its affine part"


def test_key(display, accessible, app, window, bent):
    """Returns the picture before bending."""
    display.run("xdotool", "keydown", "w")
    wait_until(lambda: app.state(window, "before-bending"), 30, "before")
    before = settled(display)
    assert differs(bent, before) > 1000
    wait_until(lambda: accessible.is_shown(TITLE), 30, "the title")
    display.picture("before-bending")
    display.run("xdotool", "keyup", "w")
    wait_until(lambda: not app.state(window, "before-bending"), 30, "after")
    assert differs(settled(display), bent) == 0
    wait_until(lambda: not accessible.is_shown(TITLE), 30, "no title")
    return before


def test_action(display, app, window, bent, before):
    app.activate(window, "before-bending")
    wait_until(lambda: app.state(window, "before-bending"), 30, "before")
    assert differs(settled(display), before) == 0
    # A key that is held and let go ends it, too.
    display.key("w")
    wait_until(lambda: not app.state(window, "before-bending"), 30, "after")
    assert differs(settled(display), bent) == 0
    display.key("shift+w")
    wait_until(lambda: app.state(window, "before-bending"), 30, "before")
    display.key("shift+w")
    wait_until(lambda: not app.state(window, "before-bending"), 30, "after")


def test_focus(display, app, window, bent):
    """Checks that a key that is let go in another window counts as let go."""
    display.run("xdotool", "keydown", "w")
    wait_until(lambda: app.state(window, "before-bending"), 30, "before")
    app.activate(window, "show-help-overlay")
    display.window_id("Keyboard Shortcuts")
    display.run("xdotool", "keyup", "w")
    wait_until(lambda: not app.state(window, "before-bending"), 30, "after")
    display.key("Escape")
    wait_until(lambda: "Keyboard Shortcuts" not in display.titles(), 30,
               "the shortcuts to go")
    assert differs(settled(display), bent) == 0


def main():
    need_tools()
    with tempfile.TemporaryDirectory() as folder, \
            Display(a11y=True) as display:
        accessible = Accessible(display)
        slides = make_slides(os.path.join(folder, "pair"), "--amplitude", "0")
        session = os.path.join(folder, "pair.saffron")
        make_bent_session(slides, session)
        app = App(display, session)
        window = app.windows()[0]
        app.wait_opened(window)
        wait_until(lambda: app.enabled(window, "before-bending"), 30, "a run")
        bent = settled(display)
        before = test_key(display, accessible, app, window, bent)
        test_action(display, app, window, bent, before)
        test_focus(display, app, window, bent)
        app.quit()
    print("ok")


main()
