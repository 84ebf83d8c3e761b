#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The pane at the side has the width that a person gives it, by the mouse or by
keys, and has it again in the next window. A narrow window folds it whatever
its width. Messages stand beside it. Page Down and Page Up scroll it, or step
through the moving slides."""

import os
import tempfile

from harness import (SIZE, App, Display, differs, make_narrow, make_slides,
                     need_tools, settled, wait_until)

USUAL, LEAST, MOST = 414, 360, 720
# How much smaller the window is than the screen on each side.
EDGE = 5
# What of the pane is neither its switcher, a scroll bar, the frame of a first
# row that has the focus, which fades, nor the forecast, which comes later.
PAGE = (SIZE[0] - LEAST + 10, 200, SIZE[0] - 30, SIZE[1] - 130)
# Where that frame is.
FIRST_ROW = (SIZE[0] - LEAST + 10, 110, SIZE[0] - 30, 260)
# The part of the canvas that neither a control nor a wide pane covers.
SLIDE = (60, 200, 600, 560)


def shown_width(display):
    """The pane's width on the screen: in a row above the pills the canvas is
    black, and the pane is light, a bit less so where a page is chosen."""
    image = display.picture()
    light = [x for x in range(60, SIZE[0] - EDGE)
             if min(image.getpixel((x, 58))) > 180]
    return SIZE[0] - EDGE - light[0] if light else 0


def wait_width(display, app, window, width):
    wait_until(lambda: app.state(window, "pane-width") == width, 30,
               f"{width} px")
    wait_until(lambda: abs(shown_width(display) - width) <= 1, 30,
               f"{width} px on the screen")


def handle(width):
    """Where the line can be grabbed, beside it."""
    return SIZE[0] - EDGE - width - 4


def drag_handle(display, width, to):
    display.drag(handle(width), 400, handle(to), 400)


def toast_middle(display):
    """Returns where the middle of the toast is, None where there is none. Its
    colour is nowhere else in the canvas's last rows."""
    image = display.picture().crop((0, SIZE[1] - 130, SIZE[0], SIZE[1] - 30))
    pixels = list(image.getdata())
    found = [i % SIZE[0] for i, p in enumerate(pixels) if p == (45, 45, 45)]
    return (min(found) + max(found)) / 2 if len(found) > 2000 else None


def check_toast(display, app, window, width):
    """Checks that a message stands in the middle of the canvas."""
    app.activate(window, "open-recent", "'file:///nowhere.tif'")
    middle = (SIZE[0] - width) / 2
    wait_until(lambda: abs((toast_middle(display) or 0) - middle) < 12, 30,
               f"a message at {middle}, not {toast_middle(display)}")
    display.picture(f"pane-toast-{width}")


def check_drags(display, app, window):
    wait_width(display, app, window, USUAL)
    drag_handle(display, USUAL, 520)
    wait_width(display, app, window, 520)
    # As far as it goes, in both directions.
    drag_handle(display, 520, 300)
    wait_width(display, app, window, LEAST)
    drag_handle(display, LEAST, 900)
    wait_width(display, app, window, MOST)
    # The line comes after the canvas and the minimap. Keys move it; Home and
    # two clicks bring the usual width.
    display.key("Tab")
    display.key("Tab")
    for key, width in (("Right", MOST - 20), ("Right", MOST - 40),
                       ("Left", MOST - 20), ("Home", USUAL)):
        display.key(key)
        wait_width(display, app, window, width)
    display.picture("pane-focus")
    drag_handle(display, USUAL, 500)
    wait_width(display, app, window, 500)
    display.run("xdotool", "mousemove", str(handle(500)), "400", "click",
                "--repeat", "2", "--delay", "20", "1")
    wait_width(display, app, window, USUAL)


def check_narrow(display, app, window, title, width):
    """Checks that a window with a wide pane becomes as narrow as any other,
    which asks for no more than 360 px inside its frame, and gets its pane
    back."""
    window_id = display.window_id(title)
    make_narrow(display, app, window, window_id, 360, 600)
    display.picture("pane-narrow")
    display.run("xdotool", "windowsize", window_id, *map(str, SIZE))
    wait_until(lambda: app.state(window, "pane") is True, 30, "the pane")
    wait_width(display, app, window, width)


def check_pages(display, app, window):
    """Checks that Page Down and Page Up scroll the page that has the focus."""
    app.activate(window, "page", "'register'")
    settled(display)
    # From the line past the six tabs to the page's first row.
    for _ in range(7):
        display.key("Tab")
    check_scrolls(display)


def focus_page(display):
    """Moves the focus from the canvas past the minimap, the line and the six
    tabs to the page's first row."""
    before = settled(display, FIRST_ROW)
    for _ in range(9):
        display.key("Tab")
    wait_until(lambda: differs(display.picture(), before, FIRST_ROW) > 0, 30,
               "the focus in the page")


def check_scrolls(display, between=lambda: None):
    """Scrolls the page down and up again, and calls @between in between."""
    top = settled(display, PAGE)
    display.picture("pane-top")
    display.key("Page_Down")
    wait_until(lambda: differs(display.picture(), top, PAGE) > 5000, 30,
               "Page Down to scroll")
    settled(display, PAGE)
    display.picture("pane-down")
    between()
    display.key("Page_Up")
    wait_until(lambda: differs(display.picture(), top, PAGE) < 500, 30,
               "Page Up to scroll back")


def wait_shown(display, pictures, index):
    """Waits until the canvas shows the moving slide at this index."""
    def shown():
        now = display.picture()
        return [differs(now, p, SLIDE) < 500 for p in pictures]

    wait_until(lambda: shown() == [i == index for i in range(len(pictures))],
               30, f"moving slide {index}")


def check_steps(display, app, window):
    """Checks which of both the keys do with several moving slides: a page that
    has the focus and is longer than the pane is scrolled, and otherwise another
    moving slide is shown."""
    app.activate(window, "mode", "'moving'")
    pictures = []
    for i in range(2):
        app.activate(window, "show-moving", f"uint32 {i}")
        pictures.append(settled(display, SLIDE))
    assert differs(*pictures, SLIDE) > 5000
    # The canvas has the focus: after the last slide comes the first one.
    app.activate(window, "page", "'register'")
    display.click(300, 400)
    for key, index in (("Page_Down", 0), ("Page_Down", 1), ("Page_Up", 0)):
        display.key(key)
        wait_shown(display, pictures, index)
    focus_page(display)
    check_scrolls(display, lambda: wait_shown(display, pictures, 0))
    # Of this page all is seen.
    app.activate(window, "page", "'sweep'")
    display.click(300, 400)
    focus_page(display)
    display.picture("pane-short")
    for key in ("Page_Down", "Page_Up"):
        display.key(key)
        wait_shown(display, pictures, int(key == "Page_Down"))


def main():
    need_tools()
    with tempfile.TemporaryDirectory() as folder, Display() as display:
        # The settings are in a file, so that they outlive the app.
        display.env["GSETTINGS_BACKEND"] = "keyfile"
        slides = make_slides(os.path.join(folder, "pair"))
        title = os.path.basename(slides[0])
        app = App(display, *slides)
        window = app.windows()[0]
        app.wait_opened(window)
        check_drags(display, app, window)
        check_pages(display, app, window)
        check_toast(display, app, window, USUAL)
        drag_handle(display, USUAL, 600)
        wait_width(display, app, window, 600)
        check_toast(display, app, window, 600)
        app.quit()

        other = make_slides(os.path.join(folder, "other"), "--seed", "5")
        app = App(display, *slides, other[1])
        window = app.windows()[0]
        app.wait_opened(window)
        wait_width(display, app, window, 600)
        check_steps(display, app, window)
        check_narrow(display, app, window, title, 600)
        app.quit()
    print("ok")


main()
