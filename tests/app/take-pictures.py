#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Takes the pictures of the README and of the help: a registered synthetic pair
in the window, drawn with OpenGL. Run it by `meson devenv -C _build
tests/app/take-pictures.py`, or set the variables that tests/app/meson.build
sets. The first argument is the folder for the pictures, further ones are the
names of those to take; otherwise it is all."""

import os
import subprocess
import sys
import tempfile

from PIL import Image

from accessible import Accessible
from bent_session import make_bent_session
from harness import (App, Display, ID, make_slides, need_tools, settled,
                     wait_until)


PICTURES = ["quality", "tune", "before-after", "window", "side-by-side",
            "landmarks", "composite"]

# Where the page shows the first of the worst places.
PLACES = (880, 340, 965, 420)

# Where the slides are while the pane is folded away, no control among them.
SLIDES = (330, 110, 950, 730)


def make_pair(folder):
    subprocess.run([os.environ["SAFFRON_CLI"], "synth", folder, "--width",
                    "4000", "--height", "4000", "--seed", "7"], check=True,
                   capture_output=True)
    return sorted(os.path.join(folder, n) for n in os.listdir(folder)
                  if n.endswith(".tif"))


def take(display, name, out):
    settled(display).save(os.path.join(out, name + ".png"), optimize=True)


def register(app, window):
    app.activate(window, "register")
    wait_until(lambda: app.enabled(window, "cancel"), 60, "it to run")
    wait_until(lambda: not app.enabled(window, "cancel"), 600,
               "it to finish")


def take_before_after(display, app, window, out):
    """Registers, too: the pair as the files have it beside what comes of it."""
    app.activate(window, "pane")
    app.activate(window, "minimap")
    app.activate(window, "zoom-fit")
    pictures = [settled(display).crop(SLIDES)]
    register(app, window)
    pictures.append(settled(display).crop(SLIDES))
    app.activate(window, "pane")
    app.activate(window, "minimap")
    app.activate(window, "zoom-fit")
    width, height = pictures[0].size
    both = Image.new("RGB", (2 * width + 12, height), "white")
    for i, picture in enumerate(pictures):
        both.paste(picture, (i * (width + 12), 0))
    both.save(os.path.join(out, "before-after.png"), optimize=True)


def take_sweep(display, out):
    """Of a small pair, whose runs take a second each."""
    with tempfile.TemporaryDirectory() as folder:
        app = App(display, *make_slides(folder))
        window = app.windows()[0]
        app.wait_opened(window)
        app.activate(window, "show-sweep")
        app.activate(window, "sweep", "['max_processed_dim=400,800,1800',"
                                      "'regularisation=4,64']")
        wait_until(lambda: app.enabled(window, "stop-sweep"), 60, "the sweep")
        wait_until(lambda: not app.enabled(window, "stop-sweep"), 900,
                   "its end")
        take(display, "tune", out)
        app.quit()


def some_points(folder, n):
    """Writes a few of the slide's marked places to a file of their own; returns
    its path."""
    path = os.path.join(folder, f"some{n}.csv")
    with open(os.path.join(folder, f"slide{n}.csv"), encoding="utf-8") as f:
        lines = f.readlines()
    with open(path, "w", encoding="utf-8") as f:
        f.writelines(lines[:1] + lines[1::42])
    return path


def take_landmarks(display, app, window, folder, out):
    """Of a run that is not bent, so that there is something to see."""
    app.activate(window, "mode", "'overlay'")
    app.activate(window, "zoom-fit")
    app.activate(window, "set-parameter", "('deformable', 'false')")
    register(app, window)
    app.activate(window, "read-landmarks", "[%s]" % ", ".join(
        f"'{some_points(folder, n)}'" for n in (1, 2)))
    app.activate(window, "show-landmarks")
    wait_until(lambda: app.state(window, "show-landmarks").count("\n") > 5,
               60, "the landmarks")
    app.activate(window, "landmark-tool")
    app.activate(window, "select-landmark", "uint32 5")
    display.move(470, 330)
    take(display, "landmarks", out)


def take_quality(display, folder, out):
    """Of a run that bends one place too far."""
    slides = make_slides(os.path.join(folder, "quality"), "--amplitude", "0")
    session = os.path.join(folder, "bent.saffron")
    make_bent_session(slides, session)
    app = App(display, session)
    window = app.windows()[0]
    app.wait_opened(window)
    app.activate(window, "page", "'quality'")
    wait_until(lambda: "Error with bending"
               in app.state(window, "show-quality"), 300, "the measures")
    app.activate(window, "next-place")
    app.activate(window, "quality-map", "'error'")
    display.key("Escape")
    display.key("Escape")
    app.activate(window, "zoom-fit")
    display.move(330, 330)
    # The places' own pictures come last.
    wait_until(lambda: settled(display).crop(PLACES).getextrema()[0][1] > 100,
               60, "the places")
    take(display, "quality", out)
    app.quit()


def take_composite(display, folder, out):
    """Of three rounds, with two markers each."""
    slides = make_slides(os.path.join(folder, "rounds"), "--slides", "3",
                         "--channels", "3")
    session = os.path.join(folder, "rounds.saffron")
    for moving in slides[1:]:
        subprocess.run([os.environ["SAFFRON_CLI"], "register", slides[0],
                        moving, "-o", session], check=True,
                       capture_output=True)
    app = App(display, session)
    window = app.windows()[0]
    app.wait_opened(window)
    app.activate(window, "page", "'slides'")
    app.activate(window, "mode", "'composite'")
    Accessible(display).wait_for("Channels shown: 6 of 12")
    app.activate(window, "zoom-to", "1.0")
    display.move(470, 330)
    take(display, "composite", out)
    app.quit()


def take_window(display, app, window, out):
    # Shows the reference's contrast and the values under the pointer.
    app.activate(window, "mode", "'overlay'")
    app.activate(window, "zoom-fit")
    app.activate(window, "page", "'slides'")
    Accessible(display).click("list item", "DAPI")
    display.move(470, 330)
    take(display, "window", out)


def take_side_by_side(display, app, window, out):
    accessible = Accessible(display)
    app.activate(window, "mode", "'side-by-side'")
    app.activate(window, "zoom-to", "2.0")
    wait_until(lambda: "2:1" in accessible.describe("image", "Canvas"), 60,
               "the zoom")
    display.move(250, 330)
    take(display, "side-by-side", out)


def take_pair(display, folder, wanted, out):
    """The pictures of one pair, whose registration takes a while."""
    app = App(display, *make_pair(folder))
    window = app.windows()[0]
    app.wait_opened(window)
    take_before_after(display, app, window, out)
    if "window" in wanted:
        take_window(display, app, window, out)
    if "side-by-side" in wanted:
        take_side_by_side(display, app, window, out)
    if "landmarks" in wanted:
        take_landmarks(display, app, window, folder, out)
    app.quit()


def main():
    need_tools()
    out = sys.argv[1] if len(sys.argv) > 1 else "docs"
    wanted = sys.argv[2:] or PICTURES
    assert set(wanted) <= set(PICTURES), wanted
    groups = {"quality": take_quality, "composite": take_composite,
              "tune": lambda display, folder, out: take_sweep(display, out)}
    if set(wanted) - set(groups):
        groups["pair"] = lambda display, folder, out: \
            take_pair(display, folder, wanted, out)
    # A home for each, so that no draft of another is offered.
    for group, take_group in groups.items():
        if group not in ("pair", *wanted):
            continue
        with tempfile.TemporaryDirectory() as folder, \
                Display(a11y=True, window_gl=True) as display:
            display.env["GSETTINGS_BACKEND"] = "keyfile"
            display.run("gsettings", "set", ID, "renderer", "gl")
            take_group(display, folder, out)


main()
