#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Keys go to the widget that has the focus: to a text field or a list, and
otherwise to the view."""

import os
import re
import string
import subprocess
import tempfile

from accessible import Accessible
from harness import (App, Display, DragSource, differs, make_slides, need_tools,
                     settled, wait_until)

# All characters that may be keys of the view, without Control or Alt.
PRINTED = string.ascii_letters + string.digits + "+-=[]"
STATES = ("mode", "level", "minimap", "draw-region", "run-arrows",
          "runs-side-by-side", "flip-runs")
CANVAS = ("image", "Canvas")
SPIN = ("spin button", "Working size, px")


def view(accessible, app, window):
    """Returns everything that the view's keys can change."""
    return (accessible.describe(*CANVAS),
            [app.state(window, s) for s in STATES])


def write(display, text):
    """Replaces the content of the focused text field."""
    settled(display)
    display.key("ctrl+a")
    display.type(text)


def write_note(display, accessible, text):
    accessible.click("page tab", "Runs")
    accessible.click("text", "Note", along=0.2)
    write(display, text)


def write_number(display, app, window, text):
    app.activate(window, "set-parameter", "('max_processed_dim', '')")
    write(display, text)


def test_typing(display, accessible, app, window):
    """Checks that characters typed into a text field do not reach the
    view."""
    before = view(accessible, app, window)
    write_note(display, accessible, PRINTED)
    wait_until(lambda: accessible.text("text", "Note") == PRINTED, 30,
               "the note")
    assert view(accessible, app, window) == before

    # The same for a number, which keeps its value while its text is invalid.
    accessible.click("page tab", "Register")
    settled(display)
    write_number(display, app, window, PRINTED)
    wait_until(lambda: accessible.text(*SPIN) == PRINTED, 30, "all of it")
    write_number(display, app, window, "1240")
    display.key("Return")
    wait_until(lambda: accessible.value(*SPIN) == 1240.0, 30, "the number")
    assert view(accessible, app, window) == before


def press(display, app, window, action, keys):
    """Presses each key and waits for the state that the key leads to."""
    for key, state in keys:
        display.key(key)
        wait_until(lambda: app.state(window, action) == state, 30,
                   f"{key}: {state}")


def test_view(display, accessible, app, window):
    """Checks that the same keys reach the view when no text field has the
    focus."""
    keys = (("c", "checkerboard"), ("s", "swipe"), ("o", "overlay"))
    for role, name in (CANVAS, ("page tab", "Runs"), ("tree table", "Runs")):
        accessible.click(role, name)
        press(display, app, window, "mode", keys)
        press(display, app, window, "minimap", (("m", False), ("m", True)))


def run_ends(display, accessible, app, window):
    """Checks that the end of a run does not take the focus from the note being
    typed, and that the note stays with the run it was begun for."""
    write_note(display, accessible, "one")
    before = [app.state(window, s) for s in STATES]
    display.key("F5")
    wait_until(lambda: app.enabled(window, "cancel-register"), 30, "a run")
    display.type(" two")
    wait_until(lambda: app.enabled(window, "flip-runs"), 300, "its end")
    settled(display)
    display.type(" bcd")
    wait_until(lambda: accessible.text("text", "Note") == "one two bcd", 30,
               "the whole note")
    assert [app.state(window, s) for s in STATES] == before


def test_runs(display, accessible, app, window):
    """Checks that neither the end of a run nor choosing another row in the
    list of runs moves the focus."""
    run_ends(display, accessible, app, window)

    def details(number):
        return any(t[1].startswith(f"Run {number}:") for t in
                   accessible.tree())

    def centre():
        return accessible.describe(*CANVAS).split("centre")[1]

    # When the focus leaves the note, the details change to the new run.
    left, top, width, _ = accessible.box("tree table", "Runs")
    settled(display)
    before = centre()
    display.click(left + width // 4, top + 44)
    wait_until(lambda: details(1), 60, "the first run")
    display.key("Down")
    wait_until(lambda: details(2), 60, "the second run")
    display.key("Up")
    wait_until(lambda: details(1), 60, "the first run")
    assert centre() == before
    del accessible.places["text", "Note"]
    assert accessible.text("text", "Note") == "one two bcd"


def hold(display, key, down=True):
    display.run("xdotool", "keydown" if down else "keyup", key)


def test_held(display, accessible, app, window):
    """Checks that what a held key shows disappears when the key is released,
    also if another window has the focus by then. A mode that is chosen while
    the key is held stays."""
    def said(words):
        wait_until(lambda: words in accessible.describe(*CANVAS), 30, words)

    accessible.click(*CANVAS)
    plain = settled(display)
    display.key("c")
    wait_until(lambda: differs(display.picture(), plain) > 1000, 30, "checks")
    checks = settled(display)
    display.key("o")
    wait_until(lambda: differs(display.picture(), plain) < 500, 30, "overlay")
    hold(display, "space")
    wait_until(lambda: differs(display.picture(), plain) > 1000, 30, "flicker")
    reference = settled(display)
    display.run("xdotool", "key", "c")
    wait_until(lambda: differs(display.picture(), checks) < 500, 30, "checks")
    hold(display, "space", False)
    assert differs(settled(display), checks) < 500
    said("Checkerboard")
    assert app.state(window, "mode") == "checkerboard"
    display.key("o")
    wait_until(lambda: differs(display.picture(), plain) < 500, 30, "overlay")

    # Another window takes the focus while a key is held.
    other = DragSource(display, "/nothing")
    windows = [display.window_id(t) for t in ("pair.saffron", "drag-source")]
    shows = (("x", lambda: app.state(window, "flip-runs")),
             ("space", lambda: differs(display.picture(), reference) < 500))
    for key, held in shows:
        display.run("xdotool", "windowfocus", "--sync", windows[0])
        hold(display, key)
        wait_until(held, 30, f"what {key} shows")
        display.run("xdotool", "windowfocus", "--sync", windows[1])
        wait_until(lambda: not held(), 30, f"the end of {key}")
        hold(display, key, False)
    other.close()
    display.run("xdotool", "windowfocus", "--sync", windows[0])
    wait_until(lambda: differs(display.picture(), plain) < 500, 30, "overlay")


def test_keypad(display, accessible, app, window):
    """Checks that the keys of the keypad do what the main keys do."""
    def zoom():
        return re.search(r"· (.*?) · level",
                         accessible.describe(*CANVAS)).group(1)

    accessible.click(*CANVAS)
    for one, other in (("1", "KP_2"), ("2", "KP_4"), ("4", "KP_1"),
                       ("1", "ctrl+KP_2")):
        display.key(one)
        wait_until(lambda: zoom() == one + ":1", 30, one)
        display.key(other)
        wait_until(lambda: zoom() == other[-1] + ":1", 30, other)
    display.key("KP_Subtract")
    wait_until(lambda: zoom() == "1:1", 30, "smaller")
    display.key("KP_Add")
    wait_until(lambda: zoom() == "2:1", 30, "larger")
    display.key("f")


def test_cursor(display, accessible):
    """Checks that Escape hides the cursor that is moved by keys."""
    accessible.click(*CANVAS)
    display.move(1060, 700)
    without = settled(display)
    display.key("ctrl+Right")
    wait_until(lambda: differs(display.picture(), without) > 10, 30,
               "a cursor")
    display.key("Escape")
    wait_until(lambda: differs(display.picture(), without) == 0, 30,
               "no cursor")


def main():
    need_tools()
    with tempfile.TemporaryDirectory() as folder, \
            Display(a11y=True) as display:
        slides = make_slides(os.path.join(folder, "pair"))
        session = os.path.join(folder, "pair.saffron")
        subprocess.run([os.environ["SAFFRON_CLI"], "register", *slides, "-o",
                        session, "--set", "deformable=false"],
                       check=True, capture_output=True)
        accessible = Accessible(display)
        app = App(display, session)
        window = app.windows()[0]
        app.wait_opened(window)
        wait_until(lambda: app.enabled(window, "export-qc"), 30, "the run")
        settled(display)
        test_typing(display, accessible, app, window)
        test_view(display, accessible, app, window)
        test_runs(display, accessible, app, window)
        test_held(display, accessible, app, window)
        test_keypad(display, accessible, app, window)
        test_cursor(display, accessible)
        app.check_alive()
        app.quit()
    print("ok")


main()
