#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The demo works at the app's first start, with an empty home folder: first it
is cancelled, then closed with its window, then it runs to its end."""

import os

from harness import App, Display, need_tools, wait_until


def made(display):
    """Returns the names of all files in the demo's cache, also unfinished
    ones."""
    return [n for _, _, names in os.walk(display.folder + "/cache/saffron")
            for n in names]


def is_writing(app):
    """Returns the demo's files that the app has open. A file gets its name
    only when it is complete, so open files are looked for instead of names."""
    return [f for f in app.files() if "/cache/saffron/demo/" in f]


def test_cancel(display):
    """Checks that cancelling deletes the unfinished slides and enables the
    demo's action again."""
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
    """Checks that closing the window stops its demo and leaves no files."""
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
    # Long timeout: the slides are made first, by threads of low priority.
    app.wait_opened(window, 400)
    wait_until(lambda: app.enabled(window, "swap"), 60, "both slides")
    assert app.enabled(window, "demo")
    display.picture("demo")
    app.quit()

    # The second time, the existing slides are opened; none is made.
    before = sorted(made(display))
    app = App(display)
    window = app.windows()[0]
    app.activate(window, "demo")
    app.wait_opened(window)
    assert sorted(made(display)) == before
    app.quit()


def main():
    need_tools()
    with Display(window_gl=True) as display:
        test_cancel(display)
        test_closed(display)
        test_demo(display)
    print("ok")


main()
