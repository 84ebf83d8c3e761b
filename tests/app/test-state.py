#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Preferences have their effect at once; a window comes back as it was left;
a narrow one folds its pane; full screen."""

import os
import tempfile

from PIL import ImageStat

from harness import (App, CANVAS, Display, ID, make_slides, need_tools,
                     wait_until)


def set_preference(display, key, value):
    done = display.run("gsettings", "set", ID, key, value)
    assert done.returncode == 0, done.stderr


def get_preference(display, key):
    return display.run("gsettings", "get", ID, key).stdout.strip()


def states(display, window_id):
    return display.run("xprop", "-id", window_id, "_NET_WM_STATE").stdout


def set_state(display, window_id, name):
    """What a window manager does, which there is none of here."""
    display.run("xprop", "-id", window_id, "-f", "_NET_WM_STATE", "32a",
                "-set", "_NET_WM_STATE", "_NET_WM_STATE_" + name)


def size(display, window_id):
    out = display.run("xdotool", "getwindowgeometry", "--shell",
                      window_id).stdout
    values = dict(line.split("=") for line in out.split())
    return int(values["WIDTH"]), int(values["HEIGHT"])


def luminance(image, box):
    return ImageStat.Stat(image.crop(box).convert("L")).mean[0]


def has_colour(image, test):
    box = image.crop(CANVAS)
    return sum(test(*p) for p in box.getdata()) > 500


def test_preferences(display, slides):
    app = App(display, *slides)
    window = app.windows()[0]
    app.wait_opened(window)

    # Red and green; then magenta, for those who cannot tell these apart.
    wait_until(lambda: has_colour(display.picture(),
                                  lambda r, g, b: r > 150 and b < 60), 60,
               "red")
    set_preference(display, "colours", "magenta-green")
    wait_until(lambda: has_colour(display.picture(),
                                  lambda r, g, b: r > 150 and b > 150), 60,
               "magenta")
    assert app.state(window, "colours") == "magenta-green"

    # The theme, seen at the header.
    header = (150, 10, 500, 40)
    set_preference(display, "theme", "dark")
    wait_until(lambda: luminance(display.picture(), header) < 80, 60, "dark")
    set_preference(display, "theme", "light")
    wait_until(lambda: luminance(display.picture(), header) > 180, 60, "light")
    app.quit()

    # As many threads decode as are asked for.
    counts = []
    for threads in ("1", "6"):
        set_preference(display, "threads", threads)
        app = App(display)
        window = app.windows()[0]
        counts.append(app.named_threads("tiles"))
        app.quit()
    assert counts == [1, 6], counts
    set_preference(display, "threads", "0")
    # From here on nothing is in between.
    set_preference(display, "animations", "false")


def show_pane(app, window, shown):
    if app.state(window, "pane") is not shown:
        app.activate(window, "pane")
    wait_until(lambda: app.state(window, "pane") is shown, 30, "the pane")


def test_window(display, slides):
    app = App(display, *slides)
    window = app.windows()[0]
    app.wait_opened(window)
    title = os.path.basename(slides[0])
    window_id = display.window_id(title)

    # The desktop's own full screen and back is what the action says.
    assert app.state(window, "fullscreen") is False
    set_state(display, window_id, "FULLSCREEN")
    wait_until(lambda: app.state(window, "fullscreen"), 30, "full screen")
    set_state(display, window_id, "FOCUSED")
    wait_until(lambda: not app.state(window, "fullscreen"), 30, "a window")

    # Narrow: the pane folds away and comes back over the canvas by its key.
    assert app.state(window, "pane") is True
    display.run("xdotool", "windowsize", window_id, "600", "600")
    wait_until(lambda: app.state(window, "pane") is False, 30, "it to fold")
    display.move(200, 300)
    display.key("F9")
    wait_until(lambda: app.state(window, "pane") is True, 30, "the pane")
    display.picture("narrow")
    display.key("F9")
    wait_until(lambda: app.state(window, "pane") is False, 30, "no pane")
    display.run("xdotool", "windowsize", window_id, "1100", "700")
    wait_until(lambda: size(display, window_id)[0] == 1100, 30, "its size")
    wait_until(lambda: app.state(window, "pane") is True, 30, "the pane")

    # Size and pane as they were left.
    show_pane(app, window, False)
    left = size(display, window_id)
    app.quit()
    app = App(display, *slides)
    window = app.windows()[0]
    app.wait_opened(window)
    window_id = display.window_id(title)
    assert size(display, window_id) == left, (size(display, window_id), left)
    assert app.state(window, "pane") is False
    show_pane(app, window, True)

    # Maximised as it was left; without a window manager nothing but the app
    # asks for it.
    assert "MAXIMIZED" not in states(display, window_id)
    app.quit()
    assert get_preference(display, "window-maximized") == "false"
    set_preference(display, "window-maximized", "true")
    app = App(display)
    window_id = display.window_id("Saffron")
    wait_until(lambda: "MAXIMIZED_VERT" in states(display, window_id), 30,
               "it to be maximised")
    set_preference(display, "window-maximized", "false")
    app.quit()
    assert get_preference(display, "window-maximized") == "true"


def main():
    need_tools()
    with tempfile.TemporaryDirectory() as folder, Display() as display:
        # Settings that outlive the app, and that others can set.
        display.env["GSETTINGS_BACKEND"] = "keyfile"
        slides = make_slides(os.path.join(folder, "pair"))
        test_preferences(display, slides)
        test_window(display, slides)
    print("ok")


main()
