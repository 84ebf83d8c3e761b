#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Files can be opened in every way: dropped, chosen, named on the command
line, from the recent list, from a session whose slides were moved. A slide
that takes long to open does not block the window."""

import os
import shutil
import subprocess
import sys
import tempfile
from urllib.parse import quote

import numpy
import tifffile

from accessible import Accessible
from harness import (App, Display, DragSource, make_slides, need_tools,
                     settled, wait_until)

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "..", "slide"))
from zarr_maker import write_image  # noqa: E402


def wait_titles(display, name):
    wait_until(lambda: name in display.titles(), 60, name)


def drop(display, app, *files):
    """Drops files onto the window and waits until one is open. Returns the
    window's number."""
    source = DragSource(display, *files)
    window = app.windows()[0]
    source.drag_to(500, 500)
    app.wait_opened(window)
    source.close()
    return window


def test_drop(display, slides):
    """Checks dropping one slide and then a second, which becomes the moving
    slide; dropping several at once; and dropping a folder."""
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
    """Checks that the slide whose name has the reference markers becomes the
    reference, wherever it stands on the command line, and that swapping makes
    the other slide the reference."""
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
    """Checks that the file chooser works by keys alone."""
    app = App(display)
    window = app.windows()[0]
    display.move(640, 400)
    display.key("ctrl+o")
    display.choose("Open the Reference", slides[0])
    app.wait_opened(window)
    wait_titles(display, os.path.basename(slides[0]))
    app.quit()


def huge_without_pyramid(path, side=24000):
    """Writes a slide of a gigabyte or more as a sparse file. It takes no space
    on the disk, but making its pyramid takes a while."""
    tifffile.imwrite(path, shape=(side, side), dtype=numpy.uint16)


def test_without_pyramid(display, slides, folder):
    """Checks that the window responds while the pyramid is made, and that this
    can be cancelled."""
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

    # Another slide can be opened in the same window afterwards.
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
    """Checks that a slide which was opened is offered again in the recent
    list, also when it was opened from the command line, and that a file which
    could not be opened is not."""
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
    """Checks that a session finds its slides in its own folder after both were
    moved. If the slides are elsewhere, the window asks once for all slides
    that were moved together."""
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

    # Without the reference, the level picker uses the moving slide's levels.
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
    """Checks that opening something in a window whose session has runs loses
    no run: opening another reference can be undone, and another session opens
    in a window of its own."""
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

    # A slide named together with a session is added to it, as an edit.
    app = App(display, slides[2], session)
    window = app.windows()[0]
    app.wait_opened(window)
    wait_titles(display, "• over.saffron")
    assert app.enabled(window, "next-moving")
    assert app.enabled(window, "undo")
    app.quit()


def test_save_as(display, slides, folder):
    """Checks that Save As adds the ending .saffron and asks before it replaces
    a file, that the title marks unsaved edits, and that a session is
    recognised by its content when it has no ending."""
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
    """Checks that files open in a window that has nothing open, and in a new
    window if there is none."""
    app = App(display)
    window = app.windows()[0]
    app.open(*slides[:2])
    app.wait_opened(window)
    assert app.windows() == [window]
    app.open(*slides[:2])
    wait_until(lambda: len(app.windows()) == 2, 60, "another window")
    app.quit()


def test_zarr(display, folder):
    """Checks that the folder of an OME-Zarr is a slide, by itself and in a
    folder of several."""
    place = os.path.join(folder, "zarr")
    pixels = numpy.arange(60000, dtype="<u2").reshape(1, 200, 300)
    one, two = (write_image(os.path.join(place, name), pixels, "cyx",
                            (1, 128, 128))
                for name in ("one_DAPI.zarr", "two"))
    app = App(display, one)
    window = app.windows()[0]
    wait_titles(display, "one_DAPI.zarr")
    app.wait_opened(window)
    assert one in app.files() and not app.enabled(window, "swap")
    app.activate(window, "open-recent", "'file://" + quote(place) + "'")
    wait_until(lambda: app.enabled(window, "swap"), 60, "the other one")
    assert two in app.files() and not app.enabled(window, "next-moving")
    app.quit()


def test_known(display, accessible, slides, folder):
    """Checks that a slide which is open already is not opened again under
    another name, and that opening a folder leaves out files that Saffron
    wrote."""
    place = os.path.join(folder, "with-outputs")
    os.mkdir(place)
    pair = [shutil.copy(s, place) for s in slides[:2]]
    shutil.copy(slides[2], os.path.join(place, "a_registered.ome.tiff"))
    app = App(display, place)
    window = app.windows()[0]
    accessible.wait_for_message("Left out: 1 file that Saffron made")
    app.wait_opened(window)
    assert app.enabled(window, "swap")
    assert not app.enabled(window, "next-moving")

    again = os.path.join(folder, "another_name.ome.tif")
    os.symlink(pair[1], again)
    app.activate(window, "open-recent", "'file://" + quote(again) + "'")
    accessible.wait_for_message("another_name.ome.tif: is open already")
    assert not app.enabled(window, "next-moving")
    assert not app.enabled(window, "undo")
    app.quit()


def test_together(display, slides, folder):
    """Checks that a slide which takes long does not delay the others, and that
    slides which are open stay open when the rest is cancelled."""
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
    """Checks that cancelling the opening of a session's slides does not report
    them as missing, and that the window offers to open them later."""
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
        """Cancels the opening. Returns whether the window offers to open the
        rest."""
        app.activate(window, "cancel")
        return app.enabled(window, "open-left")

    wait_until(cancel, 60, "the offer")
    assert not app.enabled(window, "locate")
    display.picture("left")
    # If the opening is cancelled again, the window offers it again.
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
    with tempfile.TemporaryDirectory() as folder, \
            Display(window_gl=True) as display:
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
        test_zarr(display, folder)
    with tempfile.TemporaryDirectory() as folder, \
            Display(a11y=True, window_gl=True) as display:
        slides = make_slides(os.path.join(folder, "pair"), "--slides", "3")
        test_known(display, Accessible(display), slides, folder)
    print("ok")


main()
