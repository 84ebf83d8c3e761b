#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The window exports all registered slides of a session as one OME-TIFF: what
saffron-cli merge writes. The dialog names the channels, says what it takes and
what the file leaves out, keeps each slide's nuclear stain when asked to, and
asks before a file is replaced. A merge that is cancelled leaves nothing."""

import os
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
TITLE = "Export All Slides as One"
REPLACE = "Replace the File?"


class Dialog:
    def __init__(self, display, app):
        self.display = display
        self.app = app
        self.accessible = Accessible(display)
        self.window = app.windows()[0]

    def open(self):
        self.app.activate(self.window, "export-merge")
        self.display.window_id(TITLE)
        self.says("are free there")

    def texts(self):
        return [" ".join(t[1:3]) for t in self.accessible.newest()]

    def says(self, text):
        wait_until(lambda: any(text in t for t in self.texts()), 60, text)

    def closed(self, title):
        wait_until(lambda: title not in self.display.titles(), 60,
                   f"{title} to close")


def channels(path):
    with tifffile.TiffFile(path) as tif:
        return tif.series[0].shape, tif.ome_metadata.count("<Channel ")


def merged_by_cli(session, path, *options):
    result = subprocess.run([CLI, "merge", session, "-o", path, *options],
                            capture_output=True, text=True)
    assert result.returncode in (0, 3), result.stderr
    with tifffile.TiffFile(path) as tif:
        return tif.asarray()


def make_large(folder):
    """A session of slides of noise, which take seconds to merge; its path."""
    os.mkdir(folder)
    slides = [os.path.join(folder, f"large{n}.ome.tif") for n in range(3)]
    noise = numpy.random.default_rng(3).integers(
        0, 65535, (4, 2500, 2500), dtype=numpy.uint16)
    for slide in slides:
        tifffile.imwrite(slide, noise, ome=True, tile=(512, 512),
                         photometric="minisblack", metadata={"axes": "CYX"})
    session = os.path.join(folder, "large.saffron")
    run = session_file.run([1, 0, 5, 0, 1, -3], 2500, 2500)
    session_file.write(session, {s: run for s in slides[1:]}, slides[0])
    return session


def cancel(display, folder):
    """A merge that is cancelled leaves nothing, and the file that it was to
    replace as it was."""
    session = make_large(os.path.join(folder, "large"))
    target = os.path.join(folder, "large", "large_merged.ome.tiff")
    app = App(display, session)
    dialog = Dialog(display, app)
    app.wait_opened(dialog.window)
    wait_until(lambda: app.enabled(dialog.window, "export-merge"), 30,
               "the runs")
    for old in (None, b"not a slide"):
        if old is not None:
            with open(target, "wb") as f:
                f.write(old)
        before = sorted(os.listdir(os.path.dirname(target)))
        dialog.open()
        settled(display)
        display.key("Return" if old is None else "alt+e")
        if old is not None:
            display.window_id(REPLACE)
            settled(display)
            display.key("alt+r")
        wait_until(lambda: app.enabled(dialog.window, "cancel"), 60, "the bar")
        app.activate(dialog.window, "cancel")
        wait_until(lambda: not app.enabled(dialog.window, "cancel"), 60,
                   "it to stop")
        assert sorted(os.listdir(os.path.dirname(target))) == before, before
        if old is not None:
            with open(target, "rb") as f:
                assert f.read() == old, "replaced"
    app.check_alive()
    app.quit()


def main():
    need_tools()
    with tempfile.TemporaryDirectory() as folder, \
            Display(a11y=True) as display:
        slides = make_slides(os.path.join(folder, "rounds"), "--slides", "4",
                             "--width", "800", "--height", "800")
        # Two of three moving slides have a run, of which one is unverified.
        session = os.path.join(folder, "patient.saffron")
        session_file.write(session, {
            slides[1]: session_file.run([1, 0, 5, 0, 1, -3], 800, 800),
            slides[2]: session_file.run([1, 0, 0, 0, 1, 0], 800, 800,
                                        verified=False),
            slides[3]: None}, reference=slides[0])
        other = merged_by_cli(session, os.path.join(folder, "cli.ome.tiff"))
        few = len(other)
        many = len(merged_by_cli(session, os.path.join(folder, "all.ome.tiff"),
                                 "--keep-duplicates"))
        assert many == few + 2, (few, many)
        target = os.path.join(folder, "patient_merged.ome.tiff")
        app = App(display, session)
        dialog = Dialog(display, app)
        app.wait_opened(dialog.window)
        wait_until(lambda: app.enabled(dialog.window, "export-merge"), 30,
                   "the runs")

        dialog.open()
        settled(display)
        display.picture("export-merge")
        for text in ("patient_merged.ome.tiff", "800 × 800 pixels",
                     f"{few} Channels", "1 slide is not verified",
                     "1 slide is not registered, and left out"):
            dialog.says(text)
        display.key("Return")
        wait_until(lambda: os.path.exists(target), 120, target)
        dialog.closed(TITLE)
        dialog.says("patient_merged.ome.tiff")
        assert channels(target) == ((few, 800, 800), few), channels(target)
        assert (tifffile.imread(target) == other).all(), "other pixels"

        # Each slide's nuclear stain, and nothing is replaced unasked.
        dialog.open()
        dialog.accessible.newest()
        dialog.accessible.click(None, "Keep the Nuclear Stain of Each Slide")
        dialog.says(f"{many} Channels")
        display.key("alt+e")
        display.window_id(REPLACE)
        display.key("Escape")
        dialog.closed(REPLACE)
        assert channels(target)[1] == few, "replaced"
        settled(display)
        display.key("alt+e")
        display.window_id(REPLACE)
        settled(display)
        display.key("alt+r")
        dialog.closed(TITLE)
        wait_until(lambda: channels(target)[1] == many, 120,
                   "the stain of each")
        wait_until(lambda: not app.enabled(dialog.window, "cancel"), 60,
                   "its end")
        app.check_alive()
        app.quit()
        cancel(display, folder)
    print("ok")


main()
