#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Three hints at most come over the demo, one at a time; what was dismissed, or
done, never comes again, also after the app was closed. Over other slides there
are none."""

import ast
import os
import tempfile

from accessible import Accessible
from harness import (ID, App, Display, make_slides, need_tools, settled,
                     wait_until)

COLOURS = ("The reference is green and the moving slide red: yellow is where "
           "they agree.")
MAGENTA = ("The reference is green and the moving slide magenta: white is "
           "where they agree.")
REGISTER = ("Register, at the top, lays the moving slide on the reference. "
            "Its key is F5.")
LANDMARKS = ("Where a result is wrong, hold Shift and drag the tissue to where "
             "it belongs. F1 opens the help.")
ALL = {COLOURS, MAGENTA, REGISTER, LANDMARKS}


def hints(accessible):
    return {t[1] for t in accessible.tree()} & ALL


def wait_hints(accessible, *texts):
    wait_until(lambda: hints(accessible) == set(texts), 60, texts)


def start(display, slides):
    app = App(display, *slides)
    window = app.windows()[0]
    app.wait_opened(window)
    wait_until(lambda: app.enabled(window, "swap"), 60, "both slides")
    settled(display)
    return app, window


def seen(display):
    out = display.run("gsettings", "get", ID, "hints-seen").stdout
    return ast.literal_eval(out.replace("@as ", ""))


def test_own(display, accessible, folder):
    """Checks that there are none over a person's own slides."""
    app, _ = start(display, make_slides(folder))
    assert not hints(accessible)
    app.quit()
    assert seen(display) == []


def test_dismiss(display, accessible, slides):
    """Checks that the hint has the overlay's colours, that the next one comes
    when it is dismissed, and that the button can be reached by the keyboard."""
    app, window = start(display, slides)
    wait_hints(accessible, COLOURS)
    display.picture("hint-colours")
    app.activate(window, "colours", "'magenta-green'")
    wait_hints(accessible, MAGENTA)
    app.activate(window, "colours", "'red-green'")
    wait_hints(accessible, COLOURS)
    display.key("alt+g")
    wait_hints(accessible, REGISTER)
    assert seen(display) == ["colours"]
    app.quit()


def test_done(display, accessible, slides):
    """Checks that what was dismissed stays away after a new start, that
    registering is enough for the second hint, and that the third comes once
    there is a run."""
    app, window = start(display, slides)
    wait_hints(accessible, REGISTER)
    app.activate(window, "set-parameter", "('deformable', 'false')")
    app.activate(window, "register")
    wait_hints(accessible, LANDMARKS)
    assert seen(display) == ["colours", "register"]
    settled(display)
    display.picture("hint-landmarks")
    accessible.click(None, "Got It")
    wait_hints(accessible)
    assert seen(display) == ["colours", "register", "landmarks"]
    app.quit()


def test_never(display, accessible, slides):
    app, _ = start(display, slides)
    assert not hints(accessible)
    app.quit()


def main():
    need_tools()
    with Display(a11y=True) as display, \
            tempfile.TemporaryDirectory() as folder:
        display.env["GSETTINGS_BACKEND"] = "keyfile"
        accessible = Accessible(display)
        # What the demo makes, but smaller.
        demo = os.path.join(display.folder, "cache/saffron/demo")
        os.makedirs(demo)
        slides = make_slides(demo)
        test_own(display, accessible, folder)
        test_dismiss(display, accessible, slides)
        test_done(display, accessible, slides)
        test_never(display, accessible, slides)
    print("ok")


main()
