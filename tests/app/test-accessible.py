#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The app can be used with a screen reader and without a pointer: every
control has a name, the canvas describes itself, the action of every key, menu
and button exists, and every key is listed in the window of shortcuts."""

import os
import re
import tempfile

from accessible import Accessible
from harness import App, Display, make_slides, need_tools, wait_until

CONTROLS = {"push button", "toggle button", "check box", "combo box", "slider",
            "spin button", "entry", "progress bar", "radio menu item",
            "menu item", "check menu item"}
SOURCE = os.environ["SAFFRON_SOURCE"]


def source(path):
    with open(os.path.join(SOURCE, path), encoding="utf-8") as f:
        return f.read()


def unnamed(tree):
    """Returns the controls without a name. GTK gives such a control the name
    of its type."""
    return [t for t in tree if t[0] in CONTROLS
            and (not t[1].strip() or re.match("(Gtk|Adw|Saffron)[A-Z]", t[1]))]


def canvas(tree):
    return next(t[2] for t in tree if t[0] == "image" and t[1] == "Canvas")


def test_names(display, accessible, slides):
    app = App(display, *slides)
    window = app.windows()[0]
    app.wait_opened(window)
    tree = accessible.tree()
    assert sum(t[0] in CONTROLS for t in tree) > 40, tree
    assert not unnamed(tree), unnamed(tree)

    # The abbreviated column titles have a description in full words.
    said = {t[2] for t in tree}
    for help in ("Similarity above chance", "Peak memory, if nothing else ran",
                 "Seconds it took"):
        assert help in said, (help, said)

    # The canvas describes what it shows and updates the description.
    said = canvas(tree)
    for slide in slides[:2]:
        assert os.path.basename(slide) in said, said
    assert "Not registered" in said and "level" in said, said
    app.activate(window, "zoom-to", "0.25")
    wait_until(lambda: "1:4" in canvas(accessible.tree()), 60, "the zoom")
    app.activate(window, "mode", "'swipe'")
    wait_until(lambda: "Swipe" in canvas(accessible.tree()), 60, "the mode")
    # The description says which slide is where, like the canvas's labels.
    assert "reference left, moving right of the edge at 50 %" in \
        canvas(accessible.tree())
    app.activate(window, "swipe-direction")
    wait_until(lambda: "reference above" in canvas(accessible.tree()), 60,
               "the direction")
    app.activate(window, "mode", "'lens'")
    wait_until(lambda: "moving inside the lens" in canvas(accessible.tree()),
               60, "the lens")
    assert not app.enabled(window, "swipe-direction")
    app.quit()


def test_other_windows(display, accessible):
    app = App(display)
    window = app.windows()[0]
    app.activate_app("preferences")
    display.window_id("Preferences")
    app.activate(window, "show-help-overlay")
    display.window_id("Keyboard Shortcuts")
    app.activate_app("about")
    display.window_id("About")
    # Search and Back belong to libadwaita, which gives them tooltips only.
    tree = accessible.tree()
    own = [t for t in unnamed(tree) if t[0] not in ("push button", "entry")]
    assert not own, own

    # Each row of the table of keys is in the window of shortcuts.
    shown = {t[1] for t in tree}
    titles = re.findall(r'N_ \("([^"]+)"\) },', source("src/app/accels.c"))
    assert len(titles) > 40, titles
    assert not set(titles) - shown, set(titles) - shown
    app.check_alive()
    app.quit()


def test_actions(display):
    """Checks that all actions that keys, menus and buttons name exist."""
    app = App(display)
    window = app.windows()[0]
    known = {"win": app.actions(window), "app": app.app_actions()}
    table = re.findall(r'"((?:win|app)\.[a-z-]+)', source("src/app/accels.c"))
    used = []
    for name in os.listdir(os.path.join(SOURCE, "ui")):
        if name.endswith(".ui"):
            used += re.findall(r">((?:win|app)\.[a-z-]+)<",
                               source("ui/" + name))
    assert len(table) > 30 and len(used) > 20, (table, used)
    for name in table + used:
        group, action = name.split(".")
        assert action in known[group], name
    app.quit()


def main():
    need_tools()
    with tempfile.TemporaryDirectory() as folder, \
            Display(a11y=True) as display:
        slides = make_slides(os.path.join(folder, "pair"))
        accessible = Accessible(display)
        test_names(display, accessible, slides)
        test_other_windows(display, accessible)
        test_actions(display)
    print("ok")


main()
