#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Preferences take effect at once; a new window has the size and state of the
last one; a narrow window folds its pane; full screen works."""

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
    """Sets a window's state. A window manager would do it, but the display has
    none."""
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

    # The overlay is red and green; then magenta and green, for people who are
    # red-green colour-blind.
    wait_until(lambda: has_colour(display.picture(),
                                  lambda r, g, b: r > 150 and b < 60), 60,
               "red")
    set_preference(display, "colours", "magenta-green")
    wait_until(lambda: has_colour(display.picture(),
                                  lambda r, g, b: r > 150 and b > 150), 60,
               "magenta")
    assert app.state(window, "colours") == "magenta-green"

    # The theme changes the header bar's brightness.
    header = (150, 10, 500, 40)
    set_preference(display, "theme", "dark")
    wait_until(lambda: luminance(display.picture(), header) < 80, 60, "dark")
    set_preference(display, "theme", "light")
    wait_until(lambda: luminance(display.picture(), header) > 180, 60, "light")
    app.quit()

    # The preference sets the number of threads that decode tiles.
    for threads in (1, 6):
        set_preference(display, "threads", str(threads))
        app = App(display)
        wait_until(lambda: app.named_threads("tiles") == threads, 30,
                   f"{threads} threads")
        app.quit()
    set_preference(display, "threads", "0")
    # Without animations, changes are complete at once from here on.
    set_preference(display, "animations", "false")


def show_pane(app, window, shown):
    app.switch(window, "pane", shown)


def test_window(display, slides):
    app = App(display, *slides)
    window = app.windows()[0]
    app.wait_opened(window)
    title = os.path.basename(slides[0])
    window_id = display.window_id(title)

    # The action's state follows when the desktop changes full screen.
    assert app.state(window, "fullscreen") is False
    set_state(display, window_id, "FULLSCREEN")
    wait_until(lambda: app.state(window, "fullscreen"), 30, "full screen")
    set_state(display, window_id, "FOCUSED")
    wait_until(lambda: not app.state(window, "fullscreen"), 30, "a window")

    # In a narrow window the pane folds; F9 shows it over the canvas.
    assert app.state(window, "pane") is True
    # With its whole header it is not made as narrow as that at once: whoever
    # drags its edge goes on.
    def narrower():
        display.run("xdotool", "windowsize", window_id, "600", "600")
        return app.state(window, "pane") is False

    wait_until(narrower, 30, "it to fold")
    display.move(200, 300)
    display.key("F9")
    wait_until(lambda: app.state(window, "pane") is True, 30, "the pane")
    display.picture("narrow")
    display.key("F9")
    wait_until(lambda: app.state(window, "pane") is False, 30, "no pane")
    display.run("xdotool", "windowsize", window_id, "1100", "700")
    wait_until(lambda: size(display, window_id)[0] == 1100, 30, "its size")
    wait_until(lambda: app.state(window, "pane") is True, 30, "the pane")

    # The next window has the last one's size, and its pane hidden too.
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

    # The next window is maximised if the last one was. There is no window
    # manager, so only the app can have asked for it.
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
    with tempfile.TemporaryDirectory() as folder, \
            Display(window_gl=True) as display:
        # The settings are in a file, so that they outlive the app and the tool
        # gsettings can change them.
        display.env["GSETTINGS_BACKEND"] = "keyfile"
        slides = make_slides(os.path.join(folder, "pair"))
        test_preferences(display, slides)
        test_window(display, slides)
    print("ok")


main()
