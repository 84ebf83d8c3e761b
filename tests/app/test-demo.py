#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The demo of somebody who starts the app for the first time, with nothing at
all in the home folder; stopped, and then let run."""

import os

from harness import App, Display, need_tools, wait_until


def made(display):
    """The files of the demo that there are, half-written ones too."""
    return [n for _, _, names in os.walk(display.folder + "/cache/saffron")
            for n in names]


def is_writing(app):
    """It has a file of the demo open, which has no name until it is whole."""
    return [f for f in app.files() if "/cache/saffron/demo/" in f]


def test_cancel(display):
    """What was being made is gone, and the demo is on offer again."""
    app = App(display)
    window = app.windows()[0]
    assert not os.path.exists(display.folder + "/cache/saffron")
    assert app.enabled(window, "demo")
    app.activate(window, "demo")
    wait_until(lambda: app.enabled(window, "cancel"), 60, "the bar")
    assert not app.enabled(window, "demo"), "a second one would run"
    wait_until(lambda: is_writing(app), 60, "it to write")
    display.picture("demo-making")
    app.activate(window, "cancel")
    wait_until(lambda: app.enabled(window, "demo"), 60, "it to stop")
    assert not app.enabled(window, "cancel")
    assert not app.enabled(window, "zoom-fit")
    assert not made(display), made(display)
    app.quit()


def test_closed(display):
    """A window that is closed takes its demo with it."""
    app = App(display)
    window = app.windows()[0]
    app.activate(window, "demo")
    wait_until(lambda: is_writing(app), 60, "it to write")
    app.quit()
    assert not made(display), made(display)


def test_demo(display):
    app = App(display)
    window = app.windows()[0]
    app.activate(window, "demo")
    # They are made first, and by threads that let all others go before.
    app.wait_opened(window, 400)
    wait_until(lambda: app.enabled(window, "swap"), 60, "both slides")
    assert app.enabled(window, "demo")
    display.picture("demo")
    app.quit()

    # A second time they are there.
    before = sorted(made(display))
    app = App(display)
    window = app.windows()[0]
    app.activate(window, "demo")
    app.wait_opened(window)
    assert sorted(made(display)) == before
    app.quit()


def main():
    need_tools()
    with Display() as display:
        test_cancel(display)
        test_closed(display)
        test_demo(display)
    print("ok")


main()
