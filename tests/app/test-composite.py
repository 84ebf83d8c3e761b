#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A composite shows channels of all registered slides at once: twelve at most,
six at first, of the nuclear ones that of the reference alone. A slide without a
run is listed and not drawn, one that is not verified is marked. What is hidden
leaves the picture, and the choice is in the session when it is opened again.
Every slide lies as its landmarks lay it, also where they were edited since."""

import json
import os
import shutil
import subprocess
import tempfile

from PIL import ImageChops, ImageStat

from accessible import Accessible
from harness import (App, Display, differs, make_slides, need_tools, settled,
                     wait_until)

# A part of the canvas that nothing covers.
CANVAS = (60, 160, 640, 520)
# One between the landmarks, whose marks are those of the slide on screen.
MIDDLE = (260, 200, 640, 600)


def make_session(folder):
    """Four channels of five slides, of which three moving ones have a run, and
    the run of the last of these is not verified."""
    slides = make_slides(folder, "--slides", "5", "--width", "800", "--height",
                         "800", "--channels", "4", "--rotation", "0",
                         "--scale", "1")
    path = os.path.join(folder, "all.saffron")
    for moving in slides[1:4]:
        subprocess.run([os.environ["SAFFRON_CLI"], "register", slides[0],
                        moving, "-o", path, "--set", "deformable=false",
                        "--set", "micro_reg_fraction=0"], check=False,
                       capture_output=True)
    with open(path, encoding="utf-8") as f:
        session = json.load(f)
    assert len(session["moving"]) == 3, len(session["moving"])
    for moving in session["moving"]:
        moving["runs"][0]["verified"] = moving is not session["moving"][-1]
        moving["runs"][0].pop("partial", None)
    session["moving"].append({"path": slides[4], "landmarks": [], "runs": [],
                              "current_run": None})
    with open(path, "w", encoding="utf-8") as f:
        json.dump(session, f)
    return path, [os.path.basename(s).split(".")[0] for s in slides]


def texts(accessible):
    return [t[1] for t in accessible.tree()]


def rows(accessible, channel, name):
    """The names of check boxes of channels that begin with @channel."""
    return [t for t in texts(accessible)
            if t.startswith("Show ") and channel in t and name in t]


def choice(app, window, path):
    """Saves, and returns for each slide which channels are shown."""
    before = os.stat(path).st_mtime_ns
    app.activate(window, "save")
    wait_until(lambda: os.stat(path).st_mtime_ns != before, 30, "saving")
    with open(path, encoding="utf-8") as f:
        session = json.load(f)
    return [[c["shown"] for c in slide.get("composite", [])]
            for slide in [session["reference"], *session["moving"]]]


def check_colours(picture):
    """Several colours are on the canvas, not shades of one."""
    means = ImageStat.Stat(picture.convert("RGB").crop(CANVAS)).mean
    extremes = picture.convert("RGB").crop(CANVAS).getextrema()
    assert min(high for _, high in extremes) > 100, extremes
    assert sum(means) > 5.0, means
    # Where all light up, tissue is white and shows nothing.
    red, green, blue = picture.convert("RGB").crop(CANVAS).split()
    dimmest = ImageChops.darker(ImageChops.darker(red, green), blue)
    white = sum(dimmest.histogram()[250:]) / (dimmest.width * dimmest.height)
    assert white < 0.05, white


def choose_all(path):
    """Twelve channels: all of the reference, of the next two slides all but the
    nuclear ones, and two of the last."""
    with open(path, encoding="utf-8") as f:
        session = json.load(f)
    slides = [session["reference"], *session["moving"][:3]]
    for slide, first, end in zip(slides, (0, 1, 1, 1), (4, 4, 4, 3)):
        slide["composite"] = [
            {"channel": c, "shown": first <= c < end,
             "color": f"#{40 * c:02x}ff{255 - 40 * c:02x}"} for c in range(4)]
    with open(path, "w", encoding="utf-8") as f:
        json.dump(session, f)


def test_first_look(display, accessible, path, names):
    app = App(display, path)
    window = app.windows()[0]
    app.wait_opened(window)
    app.activate(window, "page", "'slides'")
    # Over the pane: the values of twelve channels under the pointer would take
    # room from the canvas.
    display.move(1100, 60)
    settled(display)
    overlay = display.picture()
    display.key("shift+c")
    accessible.wait_for("Channels shown: 6 of 12\n1 slide is not verified")
    settled(display)
    picture = display.picture("composite")
    assert differs(overlay, picture, CANVAS)
    check_colours(picture)
    shown = choice(app, window, path)
    app.quit()
    # Nobody has chosen, so there is nothing to keep.
    assert shown == [[]] * 5, shown


def test_composite(display, accessible, path, names):
    app = App(display, path)
    window = app.windows()[0]
    app.wait_opened(window)
    app.activate(window, "page", "'slides'")
    settled(display)
    overlay = display.picture()
    display.key("shift+c")
    accessible.wait_for("All 12 channels are in use: hide one to show another\n"
                        "1 slide is not verified")
    assert app.state(window, "mode") == "composite"
    described = lambda: accessible.describe("image", "Canvas")
    wait_until(lambda: "Composite" in described()
               and "12 channels · 1 slide not verified" in described(), 30,
               "the canvas")
    assert "Not registered, and therefore not drawn" in texts(accessible)
    assert "Not verified: it may lie elsewhere" in texts(accessible)
    assert rows(accessible, "DAPI", names[1]), texts(accessible)
    assert not rows(accessible, "DAPI", names[4]), "it can be shown"
    settled(display)
    before = display.picture()
    assert differs(overlay, before, CANVAS)

    # There is no room for a thirteenth.
    app.activate(window, "zoom-fit")
    marker = names[1].split("_")[2]
    dapi = rows(accessible, "DAPI of", names[1])[0]
    other = rows(accessible, f"{marker} of", names[1])[0]
    accessible.click("check box", dapi)
    settled(display)
    assert any(t.startswith("All 12") for t in texts(accessible))
    # One that is hidden leaves the picture, and makes room.
    accessible.click("check box", other)
    accessible.wait_for("Channels shown: 11 of 12")
    settled(display)
    assert differs(before, display.picture(), CANVAS)
    accessible.click("check box", dapi)
    accessible.wait_for("All 12 channels are in use")
    kept = choice(app, window, path)
    assert kept[0] == [True] * 4 and kept[1][:2] == [True, False], kept
    assert kept[4] == [], kept
    assert sum(map(sum, kept)) == 12, kept

    # Other modes show two slides as before.
    display.key("o")
    settled(display)
    assert not differs(overlay, display.picture(), CANVAS)
    app.quit()

    app = App(display, path)
    window = app.windows()[0]
    app.wait_opened(window)
    app.activate(window, "mode", "'composite'")
    accessible.wait_for("All 12 channels are in use")
    assert choice(app, window, path) == kept
    app.quit()


def correct(path):
    """Moves the second moving slide by four landmarks that its run lacks."""
    with open(path, encoding="utf-8") as f:
        session = json.load(f)
    moving = session["moving"][1]
    a = moving["runs"][0]["transform"]["affine"]
    moving["landmarks"] = [
        {"name": "", "reference": [x, y], "source": "manual", "moving": [
            a[0] * x + a[1] * y + a[2] + 60, a[3] * x + a[4] * y + a[5] + 40]}
        for x in (100, 700) for y in (100, 700)]
    with open(path, "w", encoding="utf-8") as f:
        json.dump(session, f)


def composite(display, accessible, path, look):
    """Opens the session, and returns what @look does with its composite."""
    app = App(display, path)
    window = app.windows()[0]
    app.wait_opened(window)
    app.activate(window, "mode", "'composite'")
    accessible.wait_for("Channels shown: ")
    app.activate(window, "zoom-fit")
    settled(display)
    result = look(app, window)
    app.quit()
    return result


def test_corrected(display, accessible, path):
    """Landmarks that were edited since the run move a slide in the composite,
    whichever slide is the one on screen otherwise."""
    before = composite(display, accessible, path,
                       lambda app, window: display.picture())
    correct(path)

    def both(app, window):
        wait_until(lambda: differs(before, display.picture(), CANVAS), 60,
                   "the correction")
        settled(display)
        first = display.picture("composite-corrected")
        shown = accessible.describe("image", "Canvas")
        app.activate(window, "next-moving")
        wait_until(lambda: accessible.describe("image", "Canvas") != shown, 30,
                   "the next slide")
        settled(display)
        wait_until(lambda: not differs(first, display.picture(), MIDDLE), 60,
                   "the same composite")

    composite(display, accessible, path, both)


def main():
    need_tools()
    with tempfile.TemporaryDirectory() as folder:
        path, names = make_session(folder)
        with Display(a11y=True) as display:
            accessible = Accessible(display)
            test_first_look(display, accessible, path, names)
            corrected = shutil.copy(path, os.path.join(folder, "copy.saffron"))
            choose_all(path)
            test_composite(display, accessible, path, names)
            test_corrected(display, Accessible(display), corrected)
    print("ok")


main()
