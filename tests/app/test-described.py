#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who does not see the window is told what it shows. Wherever the Tab key
leads, on every page, a screen reader hears of it, and hears a name. Every
picture has a name, and the canvas a description: what it shows in which mode,
the verdict and why, how much of the tissue agrees and where it does not. It is
described once it is at rest, not while it moves."""

import os
import re
import tempfile

from accessible import Accessible, Events
from bent_session import make_bent_session
from harness import App, Display, make_slides, need_tools, wait_until

CANVAS = ("image", "Canvas")
MINIMAP = ("image", "Overview of the reference")
# The keys of the pages, and more presses of the Tab key than lead once around
# with each.
PAGES = {"ctrl+alt+1": 45, "ctrl+alt+2": 80, "ctrl+alt+3": 45,
         "ctrl+alt+4": 35, "ctrl+alt+5": 45, "ctrl+shift+r": 45}
QUALITY = "ctrl+alt+5"
# What GTK calls what has no name.
TYPE = re.compile("(Gtk|Adw|Saffron)[A-Z]")


def focus_names(display, accessible, known, n):
    """Returns the (role, name) of what has the focus after each of @n presses
    of the Tab key. @known: keeps those that were seen"""
    with Events(accessible, "StateChanged", "focused") as events:
        display.run("xdotool", "key", "--delay", "20", *["Tab"] * n)
        wait_until(lambda: len(events.get()) >= n, 120,
                   f"the bus to be told {n} times of the focus")
        found = events.get()
    for at in found:
        if at not in known:
            known[at] = accessible.name_of(*at)
    return [known[at] for at in found]


def test_focus(display, accessible, app, window):
    known = {}
    # From now on the app publishes its objects.
    wait_until(lambda: CANVAS in [t[:2] for t in accessible.tree()], 60,
               "the canvas")
    for page, n in PAGES.items():
        display.key(page)
        if page == QUALITY:
            wait_until(lambda: "Error with bending" in
                       app.state(window, "show-quality"), 300, "the measures")
        names = focus_names(display, accessible, known, n)
        assert len(names) == n, (page, names)
        wrong = {n for n in names if not n[1] or TYPE.match(n[1])}
        assert not wrong, (page, wrong, names)
        assert ("image", "Canvas") in names, (page, names)
    assert len(known) > 100, known
    # To walk over the places of the page Quality is not to go to them.
    assert app.state(window, "mode") == "overlay"


def pictures(accessible):
    """The names of all pictures. Icons inside of what has a name are called
    like their type."""
    return [t[1] for t in accessible.tree()
            if t[0] == "image" and not TYPE.match(t[1])]


def test_pictures(display, accessible):
    display.key(QUALITY)
    start = "How errors are distributed. With bending: median "
    wait_until(lambda: any(n.startswith(start) for n in pictures(accessible)),
               60, start)
    assert all(pictures(accessible))
    drawn = [t for t in accessible.tree()
             if t[1] in ("GtkDrawingArea", "GtkPicture", "GtkGLArea")]
    assert not drawn, drawn


def said(accessible):
    return accessible.describe(*CANVAS)


def wait_said(accessible, *words):
    def there():
        text = said(accessible)
        return all(word in text for word in words) and text

    try:
        return wait_until(there, 60)
    except AssertionError:
        raise AssertionError(f"{words} is not in: {said(accessible)}") from None


def test_content(accessible, app, window, slides):
    """Everything that the canvas shows is in its description."""
    names = [os.path.basename(s) for s in slides]
    text = wait_said(accessible, "Overlay", *names, "Verified", "of the tissue")
    # What is measured: the place that is bent is left of the middle.
    off = float(re.search(r"^([\d.]+) % of the tissue is off, at \d+ place",
                          text, re.M).group(1))
    assert 1 < off < 50, text
    found = re.findall(r"^Place (\d) of \d+: [\d.]+ µm ± [\d.]+, "
                       r"(?:top|left|upper left|middle)$", text, re.M)
    assert found == ["1", "2", "3"], text
    for mode, words in (("checkerboard", "Checkerboard"),
                        ("difference", "Difference"),
                        ("reference", "Reference ·"),
                        ("moving", "Moving ·"),
                        ("side-by-side", "reference left, moving right"),
                        ("composite", f"{names[1]}: Verified"),
                        ("overlay", "Overlay")):
        app.activate(window, "mode", f"'{mode}'")
        wait_said(accessible, words)
    app.activate(window, "flicker")
    wait_said(accessible, "the two slides in turn")
    app.activate(window, "flicker")
    app.activate(window, "quality-map", "'error'")
    wait_said(accessible, "map over the slides, Error: 0 ")
    app.activate(window, "quality-map", "'off'")
    app.activate(window, "select-place", "uint32 1")
    wait_said(accessible, "\nPlace 1 of", "1:1")
    app.activate(window, "place-landmark")
    wait_said(accessible, "landmark 1 of 1 is selected, at x ")
    app.activate(window, "mode", "'overlay'")
    turned = []
    for degrees in ("90.0", "15.0"):
        app.activate(window, "start-turn", degrees)
        turned.append(wait_until(
            lambda: [int(n) for n in re.findall(
                r"the moving slide is laid by hand: turned by (-?\d+)°",
                said(accessible)) if int(n) not in turned], 60, "a turn")[0])
    assert abs(turned[1] - turned[0] - 15) <= 1, turned


def test_rest(display, accessible, app, window):
    """A zoom goes through many views and is described once, at its end; once
    more if the level changes then."""
    app.activate(window, "zoom-fit")
    wait_said(accessible, "centre at x 750, y 750 px")
    there = [accessible.find(*p)[1] for p in (CANVAS, MINIMAP)]
    assert "The view is about x 750, y 750 px (middle)" in \
        accessible.describe(*MINIMAP)
    accessible.click(*CANVAS)
    for key, words in (("4", "4:1"), ("f", "centre at x 750, y 750 px")):
        with Events(accessible, "PropertyChange",
                    "accessible-description") as events:
            display.key(key)
            wait_said(accessible, words)
            count = [sum(path == p for _, path in events.get())
                     for p in there]
        assert all(1 <= n <= 2 for n in count), (words, count)


def test_rounds(display, accessible, app, window, slides):
    app.activate(window, "overview")
    display.window_id("Overview of the Slides")
    start = os.path.basename(slides[1]) + ": Verified"
    wait_until(lambda: any(t[1].startswith(start)
                           for t in accessible.tree()), 30, start)


def main():
    need_tools()
    with tempfile.TemporaryDirectory() as folder, \
            Display(a11y=True) as display:
        slides = make_slides(os.path.join(folder, "pair"), "--amplitude", "0")
        session = os.path.join(folder, "bent.saffron")
        make_bent_session(slides, session)
        accessible = Accessible(display)
        app = App(display, session)
        window = app.windows()[0]
        app.wait_opened(window)
        # A small window is drawn in less time.
        display.run("xdotool", "windowsize", display.window_id("bent.saffron"),
                    "900", "500")
        test_focus(display, accessible, app, window)
        test_pictures(display, accessible)
        test_rest(display, accessible, app, window)
        test_content(accessible, app, window, slides)
        test_rounds(display, accessible, app, window, slides)
        app.check_alive()
        app.quit()
    print("ok")


main()
