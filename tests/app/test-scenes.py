#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which scene and Z plane of its file a slide is can be seen and changed in the
window, the picture follows, and the session keeps it."""

import json
import os
import tempfile

import numpy
import tifffile

from accessible import Accessible
from harness import (App, Display, differs, need_tools, settled, wait_like,
                     wait_until)

REFERENCE, MOVING = "a_DAPI.ome.tif", "b.ome.tif"


def tissue(seed, height, width, n):
    """Cells on black, sharp enough to tell a plane in focus."""
    rng = numpy.random.default_rng(seed)
    a = rng.normal(300, 20, (height, width))
    for _ in range(n):
        y, x = rng.integers(0, height - 12), rng.integers(0, width - 12)
        a[y:y + 12, x:x + 12] += 4000
    return a.clip(0, 65535).astype(numpy.uint16)


def write_slides(folder):
    """A reference of two scenes, of which the first is larger, and a stack with
    other cells in each plane: all of the reference's in the second, which is
    the sharpest therefore, some of them in the first."""
    reference = os.path.join(folder, REFERENCE)
    moving = os.path.join(folder, MOVING)
    with tifffile.TiffWriter(reference, ome=True) as tif:
        for seed, height, width, name in ((1, 700, 900, "left"),
                                          (2, 600, 600, "right")):
            tif.write(tissue(seed, height, width, 400),
                      photometric="minisblack",
                      metadata={"axes": "YX", "Name": name})
    stack = numpy.stack([tissue(seed, 700, 900, n)
                         for seed, n in ((1, 250), (1, 400), (3, 90))])
    tifffile.imwrite(moving, stack, photometric="minisblack", ome=True,
                     metadata={"axes": "ZYX"})
    return reference, moving


class Fixture:
    def __init__(self, display, accessible, folder, *arguments):
        self.display = display
        self.accessible = accessible
        self.session = os.path.join(folder, "pair.saffron")
        self.reference = os.path.join(folder, REFERENCE)
        self.moving = os.path.join(folder, MOVING)
        self.app = App(display, *arguments)
        self.window = self.app.windows()[0]
        self.app.wait_opened(self.window)

    def activate(self, action, parameter=None):
        self.app.activate(self.window, action, parameter)

    def shows(self, words):
        """Waits until something in the window says @words."""
        wait_until(lambda: any(words in text for t in self.accessible.tree()
                               for text in t[1:3]), 60, words)

    def pick(self, name, item):
        """Picks the @item-th choice of the list @name with pointer and
        keys."""
        settled(self.display, (860, 60, 1280, 800))
        self.accessible.click("combo box", name)
        settled(self.display, (860, 60, 1280, 800))
        self.display.key("Home", *["Down"] * item, "Return")

    def picture(self, name):
        settled(self.display)
        return self.display.picture(name)

    def save(self):
        before = os.stat(self.session).st_mtime_ns
        self.activate("save")
        wait_until(lambda: os.stat(self.session).st_mtime_ns != before, 60,
                   "saving")
        with open(self.session, encoding="utf-8") as f:
            return json.load(f)

    def save_as(self):
        self.activate("save-as")
        self.display.choose("Save the Session", self.session)
        wait_until(lambda: os.path.exists(self.session), 60, "the session")


def check_planes(f):
    """Another plane changes the picture; undo and redo follow."""
    f.shows("Plane 2 of 3 is the sharpest")
    f.activate("mode", "'moving'")
    sharpest = f.picture("scenes-sharpest")
    f.pick("Z plane", 2)
    f.shows("Of 3 planes")
    first = f.picture("scenes-first")
    assert differs(sharpest, first) > 1000, differs(sharpest, first)
    # Whoever chose with the keys goes on from the same row.
    assert "Z plane" in f.accessible.focused(), f.accessible.focused()
    f.pick("Z plane", 1)
    f.shows("The brightest of 3 planes at each pixel")
    most = f.picture("scenes-maximum")
    assert differs(sharpest, most) > 1000, differs(sharpest, most)
    assert differs(first, most) > 1000, differs(first, most)
    # Several in a row are one step.
    f.activate("undo")
    f.shows("Plane 2 of 3 is the sharpest")
    wait_like(f.display, sharpest, "the sharpest plane")
    f.activate("redo")
    f.shows("The brightest of 3 planes at each pixel")
    f.pick("Z plane", 2)
    f.shows("Of 3 planes")


def check_run(f):
    """A run says which plane it saw, and when another is shown."""
    f.activate("set-parameter", "('deformable', 'false')")
    f.activate("register")
    wait_until(lambda: f.app.enabled(f.window, "cancel-register"), 60, "a run")
    wait_until(lambda: not f.app.enabled(f.window, "cancel-register"), 300,
               "it to finish")
    f.save_as()
    saved = f.save()
    assert saved["moving"][0]["z"] == 1, saved["moving"][0]
    assert saved["moving"][0]["runs"][0]["moving_look"]["z"] == 1, saved
    f.activate("page", "'runs'")
    f.shows("Z plane 1")
    f.activate("page", "'slides'")
    f.pick("Z plane", 4)
    wait_until(lambda: f.save()["moving"][0].get("z") == 3, 60, "plane 3")
    assert len(f.save()["moving"][0]["runs"]) == 1, "the run stays"
    f.activate("page", "'runs'")
    f.shows("(now Z plane 3 is shown)")
    f.activate("page", "'slides'")


def check_scene(f):
    """Another scene takes the run away, which is asked before and undone."""
    f.activate("mode", "'reference'")
    left = f.picture("scenes-left")
    f.pick("Scene", 1)
    f.shows("Open Scene 2 of")
    f.shows("removed from the session: 1 run.")
    f.display.picture("scenes-question")
    f.display.key("Escape")
    wait_until(lambda: not any("Open Scene" in t for t in f.display.titles()
                               + [n[1] for n in f.accessible.tree() if n[3]]),
               60, "the question to go")
    assert differs(f.picture(None), left) == 0, "the scene stays"
    saved = f.save()
    assert "scene" not in saved["reference"], saved["reference"]

    # A dialog has taken the keys with it, as no window manager gives them back.
    other = f"(b'{f.reference}', 2, 0)"
    f.activate("choose-image", other)
    f.display.window_id("Open Scene 2 of")
    settled(f.display)
    f.display.key("alt+o")
    f.shows("Of 2 images in the file")
    right = f.picture("scenes-right")
    assert differs(left, right) > 1000, differs(left, right)
    saved = f.save()
    assert saved["reference"]["scene"] == 2, saved["reference"]
    assert saved["moving"][0]["runs"] == [], saved["moving"][0]
    f.activate("undo")
    f.shows("The largest of 2 images in the file")
    saved = f.save()
    assert "scene" not in saved["reference"], saved["reference"]
    assert len(saved["moving"][0]["runs"]) == 1, saved["moving"][0]
    wait_like(f.display, left, "the first scene")
    # Without a run nothing is asked.
    f.activate("delete-run", "uint32 1")
    f.activate("choose-image", other)
    f.shows("Of 2 images in the file")
    saved = f.save()
    assert saved["reference"]["scene"] == 2, saved["reference"]
    return right


def check_again(f, right):
    """The saved session opens as it was left."""
    f.shows("Of 2 images in the file")
    f.shows("Of 3 planes")
    f.activate("mode", "'reference'")
    wait_like(f.display, right, "the second scene")
    # What is not there changes nothing but tells it.
    f.activate("choose-image", f"(b'{f.moving}', 0, 9)")
    f.shows("there is no Z plane 9")
    f.shows("Of 3 planes")
    assert not f.app.enabled(f.window, "undo")


def main():
    need_tools()
    with tempfile.TemporaryDirectory() as folder, \
            Display(a11y=True) as display:
        slides = write_slides(folder)
        accessible = Accessible(display)
        f = Fixture(display, accessible, folder, *slides)
        check_planes(f)
        check_run(f)
        right = check_scene(f)
        f.app.quit()
        f = Fixture(display, accessible, folder, f.session)
        check_again(f, right)
        f.app.quit()
    print("ok")


main()
