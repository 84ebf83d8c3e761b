#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The window says which slide is which, asks for slides that are missing, takes
back what is out of date, and never swallows the keyboard."""

import glob
import os
import shutil
import subprocess
import tempfile

from accessible import Accessible
from harness import (App, Display, make_slides, need_tools, settled,
                     wait_until)


def names(accessible):
    return {t[1] for t in accessible.tree()}


def says(accessible, text):
    wait_until(lambda: any(text in n for n in names(accessible)), 60, text)


def test_menu(display, accessible):
    """Checks that keys work after a menu was closed in an empty submenu."""
    app = App(display)
    accessible.click(None, "Open")
    settled(display)
    accessible.click("menu item", "Recent")
    says(accessible, "Nothing yet")
    settled(display)
    display.key("Escape")
    wait_until(lambda: "Nothing yet" not in names(accessible), 30, "no menu")
    display.key("ctrl+comma")
    display.window_id("Preferences")
    app.quit()


def test_names(display, accessible, slides, folder):
    """Checks the order of a folder's slides, and that two slides of one name
    are told apart by their folders."""
    rounds = os.path.join(folder, "rounds")
    os.mkdir(rounds)
    for i in (1, 2, 10):
        shutil.copy(slides[1], f"{rounds}/round{i}_CD3_CD8.ome.tif")
    shutil.copy(slides[0], rounds + "/dapi_fitc.ome.tif")
    app = App(display, rounds)
    window = app.windows()[0]
    app.wait_opened(window)
    first = [f"round{i}_CD3_CD8.ome.tif" for i in (1, 2, 10)]
    for i in range(3):
        app.activate(window, "show-moving", f"uint32 {i}")
        says(accessible, "Moving: " + first[i])
    app.quit()

    twins = []
    for i, name in enumerate(("a", "b")):
        os.mkdir(os.path.join(folder, name))
        twins.append(shutil.copy(slides[i], f"{folder}/{name}/he.tif"))
    app = App(display, *twins)
    window = app.windows()[0]
    app.wait_opened(window)
    says(accessible, "Reference: he.tif (a)")
    says(accessible, "Moving: he.tif (b)")
    says(accessible, "he.tif (a)")
    assert "he.tif (a)" in display.titles(), display.titles()
    app.quit()


def test_missing(display, accessible, slides, folder):
    """Checks that a session whose slides are all missing names them and asks
    where they are, and that nothing is said of a level."""
    here = [shutil.copy(p, os.path.join(folder, os.path.basename(p)))
            for p in slides[:2]]
    session = os.path.join(folder, "lost.saffron")
    subprocess.run([os.environ["SAFFRON_CLI"], "register", *here, "-o", session,
                    "--set", "deformable=false"], check=True,
                   capture_output=True)
    away = os.path.join(folder, "away")
    os.mkdir(away)
    for path in here:
        shutil.move(path, away)
    app = App(display, session)
    window = app.windows()[0]
    says(accessible, "No Slide Is Open")
    for path in here:
        says(accessible, os.path.basename(path))
    display.picture("all-missing")
    said = [t[1] + t[2] for t in accessible.tree()]
    assert os.path.basename(here[1]) in said, "the title's second line"
    assert not any("level -" in s or "nan" in s or "inf," in s for s in said)
    assert app.enabled(window, "locate")
    # The runs are there, though the slides are not.
    assert app.enabled(window, "delete-run")
    accessible.click("push button", "_Locate… Locate…")
    title = "Where Is " + os.path.basename(here[0]) + "?"
    display.window_id(title)
    display.choose(title, os.path.join(away, os.path.basename(here[0])))
    wait_until(lambda: app.enabled(window, "swap"), 60, "both slides")
    # The page itself; what is in it keeps its place while the page is hidden.
    page = accessible.find(39, "No Slide Is Open")
    wait_until(lambda: accessible.extents(*page) is None, 30, "the slides")
    app.quit()


def test_messages(display, accessible, slides, folder):
    """Checks that what is still to be said of files that could not be opened is
    not said once another file is opened: what is shown by then goes after its 8
    seconds, the other two would take 16 more."""
    bad = []
    for i in range(3):
        bad.append(os.path.join(folder, f"broken{i}.tif"))
        with open(bad[-1], "wb") as f:
            f.write(b"II*\0" + b"\xff" * 40)
    app = App(display)
    window = app.windows()[0]
    for path in bad:
        app.open(path)
        says(accessible, os.path.basename(path) + ": is a damaged")
    app.open(slides[0])
    app.wait_opened(window)
    wait_until(lambda: not any("broken" in n for n in names(accessible)), 14,
               "no message")
    app.quit()


def test_drafts(display, slides):
    """Checks that slides which were opened and swapped leave no draft, and that
    the app ends well while a discarded draft could still be had back."""
    drafts = display.folder + "/state/saffron/drafts/*.saffron"
    app = App(display, *slides[:2])
    window = app.windows()[0]
    app.wait_opened(window)
    app.activate(window, "swap")
    wait_until(lambda: app.enabled(window, "undo"), 30, "the swap")
    app.quit()
    assert not glob.glob(drafts), glob.glob(drafts)

    app = App(display, *slides[:2])
    window = app.windows()[0]
    app.wait_opened(window)
    app.activate(window, "swap")
    app.activate(window, "set-parameter", "('max_processed_dim', '1000')")
    app.quit()
    assert len(glob.glob(drafts)) == 1, glob.glob(drafts)
    app = App(display)
    window = app.windows()[0]
    wait_until(lambda: app.enabled(window, "recover"), 60, "the offer")
    app.activate(window, "discard-draft")
    wait_until(lambda: not app.enabled(window, "recover"), 30, "no offer")
    settled(display)
    app.quit()


def test_bar(display, accessible, slides):
    """Checks that the picture keeps its place while something is under way, and
    that the bar which says so lies over its foot."""
    app = App(display, *slides[:2])
    window = app.windows()[0]
    app.wait_opened(window)
    accessible.tree()
    before = accessible.box("image", "Canvas")
    app.activate(window, "register")
    says(accessible, "Cancel: ")
    button = next(t for t in accessible.found if t[1].startswith("Cancel: "))
    x, y, width, height = accessible.extents(*button[4:6])
    after = accessible.box("image", "Canvas")
    assert after == before, (before, after)
    assert before[0] <= x and x + width <= before[0] + before[2], x
    foot = before[1] + before[3]
    assert foot - 100 < y and y + height <= foot, (y, height, foot)
    wait_until(lambda: not app.enabled(window, "cancel"), 600, "the run's end")
    wait_until(lambda: not accessible.is_shown("Cancel: "), 30, "no bar")
    assert accessible.box("image", "Canvas") == before
    app.quit()


def main():
    need_tools()
    with tempfile.TemporaryDirectory() as folder, \
            Display(a11y=True) as display:
        slides = make_slides(os.path.join(folder, "pair"))
        accessible = Accessible(display)
        test_menu(display, accessible)
        test_drafts(display, slides)
        test_names(display, accessible, slides, folder)
        test_missing(display, accessible, slides, folder)
        test_messages(display, accessible, slides, folder)
        # Last, because it leaves a draft.
        test_bar(display, accessible, slides)
    print("ok")


main()
