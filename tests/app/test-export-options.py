#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The dialogs of exports write what the command line writes with the same
options, ask before any of their files is replaced, and say what does not fit
before it is tried."""

import os
import re
import subprocess
import sys
import tempfile

import numpy
import tifffile

from accessible import Accessible
from harness import (App, Display, make_slides, need_tools, settled,
                     wait_until)

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "..", "cli"))
import session_file  # noqa: E402

CLI = os.environ["SAFFRON_CLI"]
TRANSFORM = "Export Transform"
WARP = "Export Warped OME-TIFF"
REPLACE = "Replace the File?"
# Where the dialogs are on the screen.
DIALOG = (0, 50, 500, 600)
CONTROLS = {"push button", "combo box", "spin button", "toggle button"}


class Dialogs:
    def __init__(self, display, app, folder):
        self.display = display
        self.app = app
        self.folder = folder
        self.accessible = Accessible(display)
        self.window = app.windows()[0]

    def open(self, action, title):
        self.app.activate(self.window, action)
        self.display.window_id(title)
        self.says("are free there")

    def check_names(self):
        """What can be set and pressed has a name, not that of its type."""
        controls = [t for t in self.accessible.newest() if t[0] in CONTROLS]
        assert len(controls) > 4, controls
        unnamed = [t for t in controls
                   if re.match("(Gtk|Adw|Saffron)[A-Z]|$", t[1])]
        assert not unnamed, unnamed

    def close(self, title):
        self.display.key("Escape")
        self.closed(title)

    def closed(self, title):
        wait_until(lambda: title not in self.display.titles(), 60,
                   f"{title} to close")

    def said(self, text):
        return any(text in " ".join(t[1:3])
                   for t in self.accessible.newest())

    def says(self, text):
        wait_until(lambda: self.said(text), 60, text)

    def pick(self, name, item):
        """Picks the @item-th choice of a list with pointer and keys."""
        settled(self.display, DIALOG)
        self.accessible.click("combo box", name)
        settled(self.display, DIALOG)
        self.display.key("Home", *["Down"] * item, "Return")
        settled(self.display, DIALOG)

    def path(self, name):
        return os.path.join(self.folder, name)

    def same_as_cli(self, command, *names):
        """Whether the command line writes the same files elsewhere."""
        session, *options = command
        other = self.path("other")
        os.makedirs(other, exist_ok=True)
        done = subprocess.run(
            [CLI, "transform", session, "-o", os.path.join(other, names[0]),
             "--force", *options], capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        for name in names:
            with open(self.path(name), "rb") as f, \
                    open(os.path.join(other, name), "rb") as g:
                assert f.read() == g.read(), name


def test_field(dialogs, session):
    names = "slide2_DAPI_CD8_transform.mha", "slide2_DAPI_CD8_transform.txt"
    dialogs.open("export-transform", TRANSFORM)
    dialogs.says("and a text file for transformix")
    dialogs.display.picture("export-field")
    dialogs.check_names()
    dialogs.display.key("Return")
    wait_until(lambda: os.path.exists(dialogs.path(names[1])), 60, names[1])
    dialogs.same_as_cli((session,), *names)
    dialogs.closed(TRANSFORM)

    # Each of the two files is asked for, and stays when the answer is no.
    for gone, left in (names[::-1], names):
        os.remove(dialogs.path(gone))
        dialogs.open("export-transform", TRANSFORM)
        dialogs.display.key("alt+e")
        dialogs.display.window_id(REPLACE)
        dialogs.says(left)
        dialogs.display.picture("export-replace")
        dialogs.display.key("Escape")
        dialogs.closed(REPLACE)
        assert not os.path.exists(dialogs.path(gone))
        dialogs.close(TRANSFORM)
        with open(dialogs.path(gone), "w", encoding="ascii") as f:
            f.write("mine")


def test_affine(dialogs, session):
    name = "slide2_DAPI_CD8_transform.tfm"
    dialogs.open("export-transform", TRANSFORM)
    dialogs.pick("Format", 2)
    dialogs.says("is left out")
    dialogs.says(name)
    dialogs.pick("Unit", 1)
    dialogs.pick("Level", 1)
    dialogs.display.picture("export-affine")
    dialogs.display.key("alt+e")
    wait_until(lambda: os.path.exists(dialogs.path(name)), 60, name)
    dialogs.same_as_cli((session, "--unit", "um", "--level", "1"), name)
    dialogs.closed(TRANSFORM)


def test_compression(dialogs):
    """JPEG does not take 16 bits, which the dialog says at once and does not
    offer to export; LZW does, and floats too."""
    name = "slide2_DAPI_CD8_registered.ome.tiff"

    def shown(name):
        tree = dialogs.accessible
        tree.newest()
        return any(t[:2] in (("list item", name), ("combo box", name))
                   and tree.extents(t[4], t[5]) for t in tree.found)

    def quality():
        return shown("Quality")

    dialogs.open("export-warp", WARP)
    assert not quality(), "a quality of deflate"
    dialogs.pick("Compression", 4)
    dialogs.says("jpeg keeps 8 bits")
    dialogs.says("Cannot Be Exported")
    assert quality(), "no quality of jpeg"
    dialogs.check_names()
    dialogs.display.picture("export-jpeg")
    dialogs.display.key("alt+e")
    dialogs.pick("Compression", 1)
    # These slides are not RGB.
    assert shown("Values") and not shown("Red, Green, Blue")
    dialogs.pick("Values", 1)
    dialogs.says("are free there")
    assert not quality() and not dialogs.said("Cannot Be Exported")
    assert not os.path.exists(dialogs.path(name))
    dialogs.display.key("alt+e")
    wait_until(lambda: os.path.exists(dialogs.path(name)), 60, name)
    dialogs.closed(WARP)
    with tifffile.TiffFile(dialogs.path(name)) as tiff:
        assert tiff.pages[0].compression == tifffile.COMPRESSION.LZW
        assert tiff.pages[0].dtype == numpy.float32, tiff.pages[0].dtype


def main():
    need_tools()
    with tempfile.TemporaryDirectory() as folder, \
            Display(a11y=True) as display:
        slides = make_slides(os.path.join(folder, "pair"))
        session = os.path.join(folder, "s.saffron")
        session_file.write(session, {slides[1]: session_file.run(
            session_file.similarity(3, 1.02, 10, 20), 1500, 1500,
            session_file.lattice(18, 18, 100, lambda i, j: (
                float(20 * numpy.sin(i)), float(15 * numpy.cos(j)))))},
            reference=slides[0])
        app = App(display, session)
        window = app.windows()[0]
        app.wait_opened(window)
        wait_until(lambda: app.enabled(window, "export-transform"), 30,
                   "the run")
        dialogs = Dialogs(display, app, folder)
        test_field(dialogs, session)
        test_affine(dialogs, session)
        test_compression(dialogs)
        app.check_alive()
        app.quit()
    print("ok")


main()
