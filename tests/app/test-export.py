#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Each dialog that takes something out of the window says when the run is not
verified, and so does the picture's legend. A QC picture has by itself the size
that the command line gives it."""

import os
import sys
import tempfile

import numpy
import tifffile
from PIL import Image

from accessible import Accessible
from harness import App, Display, make_slides, need_tools, settled, wait_until

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "..", "cli"))
import session_file  # noqa: E402

WARNING = "Unverified: written by a test"
DIALOGS = (("export-qc", None, "Export QC Picture"),
           ("export-warp", None, "Export Warped OME-TIFF"),
           ("export-transform", None, "Export Transform"),
           ("cluster", "uint32 0", "Settings for the Cluster"))


def write_session(folder, name, slides, verified):
    path = os.path.join(folder, name)
    run = session_file.run([1, 0, 0, 0, 1, 0], 1500, 1500, verified=verified)
    session_file.write(path, {slides[1]: run}, reference=slides[0])
    return path


def open_dialog(app, display, window, action, parameter, title):
    app.activate(window, action, parameter)
    display.window_id(title)
    settled(display)


def close_dialog(display, title):
    display.key("Escape")
    wait_until(lambda: title not in display.titles(), 30, "it to close")


def test_verdict(app, display, accessible, window, verified):
    """Checks that each dialog has the verdict if and only if it warns."""
    for action, parameter, title in DIALOGS:
        open_dialog(app, display, window, action, parameter, title)
        display.picture(f"export-{action}-{verified}")
        shown = {t[1] for t in accessible.newest()}
        assert (WARNING in shown) != verified, (title, shown)
        close_dialog(display, title)


def test_picture(app, display, window, folder):
    """Exports what the dialog proposes: this slide is smaller than 2000
    pixels, so the picture has all of it. The legend's warning is amber."""
    target = os.path.join(folder, "slide2_DAPI_CD8_QC_RGB.png")
    open_dialog(app, display, window, *DIALOGS[0])
    display.key("Return")
    wait_until(lambda: os.path.exists(target), 120, target)
    with Image.open(target) as picture:
        assert picture.size == (1500, 1500), picture.size
        corner = picture.crop((0, 1350, 400, 1500))
    amber = sum(r > 200 and 120 < g < 220 and b < 100
                for r, g, b in corner.getdata())
    assert amber > 50, amber

    # Once more: it is replaced when a person says so.
    before = os.stat(target).st_ino
    open_dialog(app, display, window, *DIALOGS[0])
    display.key("alt+e")
    display.window_id("Replace the File?")
    settled(display)
    display.key("alt+r")
    wait_until(lambda: os.stat(target).st_ino != before, 120, "another file")
    wait_until(lambda: len(display.titles()) == 1, 30, "both to close")
    app.check_alive()


def test_command(app, display, accessible, window, folder):
    """Checks that the command for the cluster writes a new session, and that
    the folder of this machine stands nowhere in it."""
    title = DIALOGS[3][2]
    open_dialog(app, display, window, *DIALOGS[3])

    def command():
        return accessible.text("text", "Command") or ""

    accessible.click(None, "Command")
    wait_until(lambda: "register" in command(), 30, "the command")
    assert "./slide1_DAPI_CD3.ome.tif ./slide2_DAPI_CD8.ome.tif" in command()
    assert "-o ./False_cluster.saffron" in command(), command()
    display.picture("export-command")
    settled(display)
    display.key("alt+f")
    display.key("ctrl+a")
    display.type("/scratch/me")
    wait_until(lambda: "-o /scratch/me/False_cluster.saffron" in command(), 30,
               "the folder")
    assert folder not in command(), command()
    close_dialog(display, title)


def test_image(app, display, accessible, window, slides, folder):
    """Warps a mask in the moving slide's place, at half its size: it is seen
    that it has labels, which stay what they are. An image of another shape is
    refused in the dialog."""
    title = DIALOGS[1][2]
    with tifffile.TiffFile(slides[1]) as tif:
        height, width = tif.pages[0].shape
    labels = numpy.zeros((height // 2, width // 2), numpy.uint16)
    for i in range(36):
        y, x = 40 + i // 6 * 120, 40 + i % 6 * 120
        labels[y:y + 60, x:x + 50] = 1000 + 37 * i
    mask = os.path.join(folder, "cells.tif")
    tifffile.imwrite(mask, labels, photometric="minisblack", tile=(256, 256))
    wide = os.path.join(folder, "wide.tif")
    tifffile.imwrite(wide, labels[:300], photometric="minisblack",
                     tile=(256, 256))

    def choose(path):
        accessible.newest()
        accessible.click("push button", "_Image… Image…")
        display.window_id("Choose an Image")
        display.choose("Choose an Image", path)

    def said(text):
        return any(text in " ".join(t[1:3]) for t in accessible.newest())

    open_dialog(app, display, window, *DIALOGS[1])
    choose(wide)
    wait_until(lambda: said("do not have the shape of"), 60, "the refusal")
    choose(mask)
    target = os.path.join(folder, "cells_registered.ome.tiff")
    wait_until(lambda: said("1500 × 1500 pixels"), 60, "an estimate")
    assert said(target), "the target's name"
    wait_until(lambda: said("Nearest, for labels"), 30, "nearest")
    display.picture("export-image")
    display.key("alt+e")
    wait_until(lambda: os.path.exists(target), 120, target)
    warped = tifffile.imread(target, key=0)
    assert warped.shape == (1500, 1500), warped.shape
    assert set(numpy.unique(warped)) == set(numpy.unique(labels))
    wait_until(lambda: title not in display.titles(), 30, "it to close")


def main():
    need_tools()
    with tempfile.TemporaryDirectory() as folder, \
            Display(a11y=True) as display:
        slides = make_slides(os.path.join(folder, "pair"))
        accessible = Accessible(display)
        for verified in (True, False):
            app = App(display, write_session(folder, f"{verified}.saffron",
                                             slides, verified))
            window = app.windows()[0]
            app.wait_opened(window)
            wait_until(lambda: app.enabled(window, "export-qc"), 30, "the run")
            test_verdict(app, display, accessible, window, verified)
            if not verified:
                test_command(app, display, accessible, window, folder)
                test_picture(app, display, window, folder)
                test_image(app, display, accessible, window, slides,
                           folder)
            app.check_alive()
            app.quit()
    print("ok")


main()
