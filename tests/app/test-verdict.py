#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""That a run is not verified is hard to miss, which slide has which colour is
said over the canvas and beside the slides' names, nothing that is read over the
picture lets it shine through, and all of it fits a narrow window."""

import os
import re
import subprocess
import tempfile

from accessible import Accessible
from harness import (App, Display, differs, make_slides, need_tools, settled,
                     wait_until)

REASONS = "The evidence does not support this run"
LEGEND = "Colours: reference %s, moving %s"


def appears(accessible, start):
    wait_until(lambda: accessible.is_shown(start), 30, start)


def goes(accessible, start):
    wait_until(lambda: not accessible.is_shown(start), 30, "no " + start)


def box(accessible, role, name):
    x, y, width, height = accessible.place(role, name)
    return x, y, x + width, y + height


def inner(area, by=8):
    """Without the round corners and the shadow."""
    return (area[0] + by, area[1] + by // 2, area[2] - by, area[3] - by // 2)


def test_banner(display, accessible, app, window):
    """Checks that a banner says what to try, can be hidden, and that its
    buttons work."""
    appears(accessible, "Unverified")
    display.picture("unverified")
    appears(accessible, "To try: ")
    accessible.click("push button", "_Why? Why?")
    appears(accessible, REASONS)
    settled(display)
    display.picture("unverified-why")
    return_to_canvas(display, accessible)
    accessible.click("push button", "Hide the verdict")
    goes(accessible, "To try: ")
    # The pill stays.
    assert accessible.is_shown("Unverified")


def return_to_canvas(display, accessible):
    display.key("Escape")
    wait_until(lambda: "Canvas" in accessible.focused(), 30, "the canvas")


def test_opaque(display, accessible, app, window):
    """Checks that neither pills nor the popover change with the picture."""
    # The pills stay where they are, for both zooms have names of one width.
    app.activate(window, "zoom-to", "2.0")
    settled(display)
    areas = [inner(box(accessible, None, n)) for n in
             ("Verdict: Unverified", LEGEND % ("green", "red"))]
    display.move(700, 700)
    before = settled(display)
    app.activate(window, "zoom-to", "4.0")
    after = settled(display)
    assert differs(before, after) > 10000
    for area in areas:
        assert differs(before, after, area) == 0, area
    app.activate(window, "show-verdict")
    appears(accessible, REASONS)
    # Under the pill, beyond the arrow.
    left, _, right, bottom = box(accessible, None, "Verdict: Unverified")
    area = left, bottom + 30, right, bottom + 60
    before = settled(display)
    app.activate(window, "zoom-to", "2.0")
    after = settled(display)
    assert differs(before, after) > 10000
    assert differs(before, after, area) == 0, area
    return_to_canvas(display, accessible)


def colour_at(display, area):
    return display.picture().getpixel(((area[0] + area[2]) // 2,
                                       (area[1] + area[3]) // 2))


def test_colours(display, accessible, app, window):
    """Checks that the dots have the overlay's colours and lead to their choice,
    and that there is no legend where slides have colours of their own."""
    dots = [box(accessible, None, n) for n in
            ("Colour of the reference", "Colour of the moving slide")]
    assert colour_at(display, dots[0]) == (0, 255, 0)
    assert colour_at(display, dots[1]) == (255, 0, 0)
    accessible.click(None, "Colour of the moving slide")
    settled(display)
    display.key("Down", "Return")
    wait_until(lambda: app.state(window, "colours") == "magenta-green", 30,
               "the choice")
    wait_until(lambda: colour_at(display, dots[1]) == (255, 0, 255), 30,
               "the dot")
    appears(accessible, LEGEND % ("green", "magenta"))
    display.picture("magenta")
    app.activate(window, "mode", "'swipe'")
    goes(accessible, "Colours:")
    app.activate(window, "mode", "'overlay'")


def least_width(display, window_id):
    out = display.run("xprop", "-id", window_id, "WM_NORMAL_HINTS").stdout
    return int(re.search(r"minimum size: (\d+) by", out).group(1))


def test_narrow(display, accessible, app, window, window_id):
    """Checks that a narrow window can be made as narrow as a telephone, and
    that what its header leaves out is in its menu."""
    display.run("xdotool", "windowsize", window_id, "560", "700")
    # The edge of the window is not counted.
    wait_until(lambda: least_width(display, window_id) <= 360 + 12, 30,
               "a narrow window")
    display.run("xdotool", "windowsize", window_id, "375", "700")
    goes(accessible, "Export")
    display.picture("narrow")
    app.activate(window, "menu")
    appears(accessible, "Export")
    display.key("Escape")


def main():
    need_tools()
    with tempfile.TemporaryDirectory() as folder, \
            Display(a11y=True) as display:
        slides = make_slides(os.path.join(folder, "pair"))[:1]
        other = os.path.join(folder, "other")
        subprocess.run([os.environ["SAFFRON_CLI"], "synth", other, "--width",
                        "1500", "--height", "1500", "--seed", "9"], check=True,
                       capture_output=True)
        slides += [os.path.join(other, n) for n in os.listdir(other)
                   if n.startswith("slide2") and n.endswith(".tif")]
        session = os.path.join(folder, "wrong.saffron")
        ended = subprocess.run([os.environ["SAFFRON_CLI"], "register", *slides,
                                "-o", session, "--set", "deformable=false",
                                "--set", "pieces=false"], capture_output=True)
        assert ended.returncode == 3, ended
        accessible = Accessible(display)
        app = App(display, session)
        window = app.windows()[0]
        app.wait_opened(window)
        settled(display)
        test_banner(display, accessible, app, window)
        test_opaque(display, accessible, app, window)
        test_colours(display, accessible, app, window)
        test_narrow(display, accessible, app, window,
                    display.window_id("wrong.saffron"))
        app.quit()
    print("ok")


main()
