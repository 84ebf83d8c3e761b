#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""All the ways to open: dropped, chosen, named on the command line, recent,
from a session whose slides have moved; a slide that takes its time."""

import os
import shutil
import subprocess
import tempfile
from urllib.parse import quote

import numpy
import tifffile

from accessible import Accessible
from harness import (App, Display, DragSource, make_slides, need_tools,
                     settled, wait_until)


def wait_titles(display, name):
    wait_until(lambda: name in display.titles(), 60, name)


def drop(display, app, *files):
    """Drops files onto the window; True once something is open."""
    source = DragSource(display, *files)
    window = app.windows()[0]
    source.drag_to(500, 500)
    app.wait_opened(window)
    source.close()
    return window


def test_drop(display, slides):
    """One, then another that becomes the moving slide; two; a folder."""
    app = App(display)
    window = drop(display, app, slides[0])
    wait_titles(display, os.path.basename(slides[0]))
    assert not app.enabled(window, "swap")
    source = DragSource(display, slides[1])
    source.drag_to(500, 500)
    wait_until(lambda: app.enabled(window, "swap"), 60, "the second slide")
    source.close()
    assert not app.enabled(window, "next-moving")
    app.quit()

    app = App(display)
    window = drop(display, app, *slides)
    wait_until(lambda: app.enabled(window, "next-moving"), 60, "many slides")
    app.quit()

    app = App(display)
    window = drop(display, app, os.path.dirname(slides[0]))
    wait_until(lambda: app.enabled(window, "next-moving"), 60, "a folder's")
    app.quit()


def test_markers(display, slides, folder):
    """The slide with the reference markers is the reference, wherever it
    stands; swapping changes that."""
    other = os.path.join(folder, "a_CD3_CD8.ome.tif")
    shutil.copy(slides[1], other)
    name = os.path.basename(slides[0])
    app = App(display, other, slides[0])
    window = app.windows()[0]
    app.wait_opened(window)
    wait_titles(display, name)
    app.activate(window, "swap")
    wait_titles(display, os.path.basename(other))
    app.activate(window, "swap")
    wait_titles(display, name)
    app.quit()


def test_choose(display, slides):
    """The file chooser, by keys alone."""
    app = App(display)
    window = app.windows()[0]
    display.move(640, 400)
    display.key("ctrl+o")
    display.choose("Open the Reference", slides[0])
    app.wait_opened(window)
    wait_titles(display, os.path.basename(slides[0]))
    app.quit()


def huge_without_pyramid(path, side=24000):
    """A gigabyte of nothing that takes no place on the disk, but a while to
    make a pyramid of."""
    tifffile.imwrite(path, shape=(side, side), dtype=numpy.uint16)


def test_without_pyramid(display, slides, folder):
    """Its pyramid is made while the window answers; it can be cancelled."""
    path = os.path.join(folder, "huge.tif")
    huge_without_pyramid(path)
    app = App(display, path)
    window = app.windows()[0]
    wait_until(lambda: app.enabled(window, "cancel"), 60, "the bar")
    display.picture("opening")
    assert not app.enabled(window, "zoom-fit")
    display.move(640, 400)
    display.key("Escape")
    wait_until(lambda: not app.enabled(window, "cancel"), 60, "it to stop")
    assert not app.enabled(window, "zoom-fit")
    display.picture("opening-cancelled")

    # Something else opens afterwards in the same window.
    app.activate(window, "open-recent",
                 "'file://" + quote(slides[0]) + "'")
    app.wait_opened(window)
    app.check_alive()
    app.quit()
    left = [n for _, _, names in os.walk(display.folder + "/cache/saffron")
            for n in names]
    assert not left, left
    os.remove(path)


def recent(display):
    path = os.path.join(display.folder, "share", "recently-used.xbel")
    if not os.path.exists(path):
        return ""
    with open(path, encoding="utf-8") as f:
        return f.read()


def test_recent(display, slides, folder):
    """What opened is offered again, also from the command line; what did not
    is not."""
    bad = os.path.join(folder, "never.tif")
    with open(bad, "wb") as f:
        f.write(b"II*\0" + b"\xff" * 40)
    app = App(display, slides[0], bad)
    window = app.windows()[0]
    app.wait_opened(window)
    wait_until(lambda: quote(slides[0]) in recent(display), 60, "the list")
    assert quote(bad) not in recent(display)
    app.quit()

    app = App(display)
    window = app.windows()[0]
    app.activate(window, "open-recent", "'file://" + quote(slides[0]) + "'")
    app.wait_opened(window)
    app.quit()


def test_moved_session(display, slides, folder):
    """A session finds its slides beside it; else it asks, once for all that
    moved together."""
    first = os.path.join(folder, "first")
    second = os.path.join(folder, "second")
    away = os.path.join(folder, "away")
    os.mkdir(first)
    pair = [shutil.copy(s, first) for s in slides[:2]]
    session = os.path.join(first, "pair.saffron")
    done = subprocess.run([os.environ["SAFFRON_CLI"], "register", *pair, "-o",
                           session], capture_output=True, text=True)
    assert done.returncode in (0, 3), done.stderr

    os.rename(first, second)
    session = os.path.join(second, "pair.saffron")
    app = App(display, session)
    window = app.windows()[0]
    app.wait_opened(window)
    wait_until(lambda: app.enabled(window, "swap"), 60, "both slides")
    assert not app.enabled(window, "locate")
    wait_titles(display, "pair.saffron")
    app.quit()

    os.mkdir(away)
    def lose(path):
        os.rename(os.path.join(second, os.path.basename(path)),
                  os.path.join(away, os.path.basename(path)))

    # Without the reference, levels are the moving slide's.
    lose(pair[0])
    app = App(display, session)
    window = app.windows()[0]
    app.wait_opened(window)
    assert app.enabled(window, "locate")
    app.activate(window, "level", "'0'")
    settled(display)
    app.activate(window, "level-coarser")
    wait_until(lambda: app.state(window, "level") == "1", 30, "a coarser one")
    settled(display)
    app.activate(window, "level-finer")
    wait_until(lambda: app.state(window, "level") == "0", 30, "a finer one")
    app.quit()

    lose(pair[1])
    app = App(display, session)
    window = app.windows()[0]
    wait_until(lambda: app.enabled(window, "locate"), 60, "it to ask")
    display.picture("missing")
    assert not app.enabled(window, "swap")
    display.move(640, 400)
    display.key("ctrl+l")
    display.choose("Where Is",
                   os.path.join(away, os.path.basename(pair[0])))
    wait_until(lambda: app.enabled(window, "swap"), 60, "both slides")
    wait_until(lambda: not app.enabled(window, "locate"), 60, "all found")
    app.check_alive()
    app.quit()


def test_over(display, slides, folder):
    """What is opened over a session with runs takes none of them: another
    reference can be undone, another session has its own window."""
    session = os.path.join(folder, "over.saffron")
    done = subprocess.run([os.environ["SAFFRON_CLI"], "register", *slides[:2],
                           "-o", session], capture_output=True, text=True)
    assert done.returncode in (0, 3), done.stderr
    app = App(display, session)
    window = app.windows()[0]
    app.wait_opened(window)
    wait_until(lambda: app.enabled(window, "export-qc"), 60, "its run")
    display.move(640, 400)
    display.key("ctrl+o")
    display.choose("Open the Reference", slides[2])
    wait_until(lambda: app.enabled(window, "undo"), 60, "the other reference")
    wait_titles(display, "• over.saffron")
    assert not app.enabled(window, "export-qc")
    display.picture("other-reference")
    app.activate(window, "undo")
    wait_until(lambda: app.enabled(window, "export-qc"), 60, "the run again")
    assert not app.enabled(window, "undo")

    app.activate(window, "open-recent", "'file://" + quote(session) + "'")
    other = wait_until(lambda: set(app.windows()) - {window}, 60,
                       "a window of its own").pop()
    app.wait_opened(other)
    wait_until(lambda: app.enabled(other, "export-qc"), 60, "its run")
    assert app.enabled(window, "export-qc")
    app.quit()

    # A slide that is named with a session is added to it: an edit.
    app = App(display, slides[2], session)
    window = app.windows()[0]
    app.wait_opened(window)
    wait_titles(display, "• over.saffron")
    assert app.enabled(window, "next-moving")
    assert app.enabled(window, "undo")
    app.quit()


def test_save_as(display, slides, folder):
    """The ending is added, nothing is replaced unasked, and a session is known
    by what is in it; the mark in the title follows edits."""
    app = App(display, *slides)
    window = app.windows()[0]
    app.wait_opened(window)
    app.activate(window, "save-as")
    display.choose("Save the Session", os.path.join(folder, "mine"))
    saved = os.path.join(folder, "mine.saffron")
    wait_until(lambda: os.path.exists(saved), 60, "the session")
    wait_titles(display, "mine.saffron")
    assert not os.path.exists(os.path.join(folder, "mine"))
    display.picture("several-slides")
    app.activate(window, "set-parameter", "('num_features', '2000')")
    wait_titles(display, "• mine.saffron")
    app.activate(window, "undo")
    app.activate(window, "save")
    wait_titles(display, "mine.saffron")

    with open(saved, "rb") as f:
        before = f.read()
    app.activate(window, "swap")
    wait_until(lambda: app.enabled(window, "undo"), 60, "the swap")
    app.check_alive()
    wait_titles(display, "• mine.saffron")
    app.activate(window, "save-as")
    display.choose("Save the Session", os.path.join(folder, "mine"))
    display.window_id("Replace the Session?")
    with open(saved, "rb") as f:
        assert f.read() == before
    display.picture("replace-session")
    app.quit()

    other = os.path.join(folder, "session-without-ending")
    shutil.copy(saved, other)
    app = App(display, other)
    window = app.windows()[0]
    app.wait_opened(window)
    wait_titles(display, os.path.basename(other))
    assert app.enabled(window, "swap")
    app.quit()


def test_free_window(display, slides):
    """Files use the window that has nothing open, else make one."""
    app = App(display)
    window = app.windows()[0]
    app.open(*slides[:2])
    app.wait_opened(window)
    assert app.windows() == [window]
    app.open(*slides[:2])
    wait_until(lambda: len(app.windows()) == 2, 60, "another window")
    app.quit()


def test_known(display, accessible, slides, folder):
    """A slide that is open, by whatever name, is not opened again; nor is,
    with a folder, what Saffron wrote into it."""
    place = os.path.join(folder, "with-outputs")
    os.mkdir(place)
    pair = [shutil.copy(s, place) for s in slides[:2]]
    shutil.copy(slides[2], os.path.join(place, "a_registered.ome.tiff"))
    app = App(display, place)
    window = app.windows()[0]
    accessible.wait_for("Left out: 1 file that Saffron made")
    app.wait_opened(window)
    assert app.enabled(window, "swap")
    assert not app.enabled(window, "next-moving")

    again = os.path.join(folder, "another_name.ome.tif")
    os.symlink(pair[1], again)
    app.activate(window, "open-recent", "'file://" + quote(again) + "'")
    accessible.wait_for("another_name.ome.tif: is open already")
    assert not app.enabled(window, "next-moving")
    assert not app.enabled(window, "undo")
    app.quit()


def test_together(display, slides, folder):
    """One slide that takes its time does not hold the others back, and what
    is open stays when the rest is cancelled."""
    path = os.path.join(folder, "a_first.tif")
    huge_without_pyramid(path)
    app = App(display, path, *slides)
    window = app.windows()[0]
    wait_until(lambda: app.enabled(window, "next-moving"), 60, "the others")
    assert app.enabled(window, "cancel"), "one is still being opened"
    assert not app.enabled(window, "undo")
    app.activate(window, "cancel")
    wait_until(lambda: not app.enabled(window, "cancel"), 60, "it to stop")
    assert app.enabled(window, "next-moving")
    app.quit()
    os.remove(path)


def test_left(display, slides, folder):
    """A session's slides that are there are not missing when their opening is
    cancelled; they can be opened after all."""
    place = os.path.join(folder, "left")
    os.mkdir(place)
    pair = [shutil.copy(s, place) for s in slides[:2]]
    session = os.path.join(place, "left.saffron")
    done = subprocess.run([os.environ["SAFFRON_CLI"], "register", *pair, "-o",
                           session, "--set", "deformable=false"],
                          capture_output=True, text=True)
    assert done.returncode in (0, 3), done.stderr
    huge_without_pyramid(pair[1], 50000)
    app = App(display, session)
    window = app.windows()[0]
    wait_until(lambda: app.enabled(window, "zoom-fit"), 60, "the reference")
    assert not app.enabled(window, "open-left")

    def cancel():
        """As soon as that can be; what is open by then stays."""
        app.activate(window, "cancel")
        return app.enabled(window, "open-left")

    wait_until(cancel, 60, "the offer")
    assert not app.enabled(window, "locate")
    display.picture("left")
    # Cancelled once more, it is offered once more.
    app.activate(window, "open-left")
    assert not app.enabled(window, "open-left")
    wait_until(cancel, 60, "the offer again")
    shutil.copy(slides[1], place)
    app.activate(window, "open-left")
    wait_until(lambda: not app.enabled(window, "cancel")
               and pair[1] in app.files(), 60, "both slides")
    assert not app.enabled(window, "open-left")
    assert not app.enabled(window, "locate")
    app.quit()


def main():
    need_tools()
    with tempfile.TemporaryDirectory() as folder, Display() as display:
        slides = make_slides(os.path.join(folder, "pair"), "--slides", "3")
        test_drop(display, slides)
        test_markers(display, slides, folder)
        test_choose(display, slides)
        test_without_pyramid(display, slides, folder)
        test_recent(display, slides, folder)
        test_moved_session(display, slides, folder)
        test_left(display, slides, folder)
        test_over(display, slides, folder)
        test_save_as(display, slides, folder)
        test_free_window(display, slides)
        test_together(display, slides, folder)
    with tempfile.TemporaryDirectory() as folder, \
            Display(a11y=True) as display:
        slides = make_slides(os.path.join(folder, "pair"), "--slides", "3")
        test_known(display, Accessible(display), slides, folder)
    print("ok")


main()
