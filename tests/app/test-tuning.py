#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The page of parameters changes only what a person edits: neither the wheel
nor focusing a number changes a value. After an undo it shows the session's
values."""

import json
import os
import re
import subprocess
import tempfile

from accessible import Accessible
from harness import App, Display, make_slides, need_tools, settled, wait_until

SCALE = ("spin button", "Largest ratio of scales, ×")
PROCESSED = ("spin button", "Working size, px")
# One control of each stage, in the pipeline's order. The affine stage has no
# parameters. What few people need comes last, in the same order.
STAGES = (("combo box", "Kind of both slides"), PROCESSED,
          ("combo box", "Sections"), ("combo box", "Use of landmarks"),
          ("spin button", "Keypoints per slide"), SCALE,
          ("spin button", "Radius of the window, px"),
          ("spin button", "Level of QC pictures"))


def test_order(accessible):
    tops = [accessible.box(*name)[1] for name in STAGES]
    assert tops == sorted(tops), tops
    # What nothing reads has no row.
    tree = accessible.tree()
    names = " ".join(name for _, name, *_ in tree)
    assert "Fraction for the micro" in names, names
    # The key stands in the tooltip, and under the preset what it is for.
    tips = [tip for _, name, tip, *_ in tree if name == PROCESSED[1]]
    assert any("\nmax_processed_dim: " in tip for tip in tips), tips
    assert "As exact as the finer settings on most slides" in names, names
    assert "Largest level in memory" not in names, names


def test_channels(display, accessible, app, window):
    """Checks that a channel is chosen from those that the slide has, by the
    keyboard alone."""
    app.activate(window, "set-parameter", "('moving_channel', '')")
    settled(display)
    display.key("space")
    settled(display)
    display.key("End", "Return")
    wait_until(lambda: any("Channel of the moving slide: CD8" in t[1]
                           for t in accessible.tree()), 30, "the change")
    display.picture("tuning-channel")
    app.activate(window, "undo")
    wait_until(lambda: not app.enabled(window, "undo"), 30, "the undo")


def wheel(display, accessible, role, name, along, button=5):
    """Turns the wheel over a control, at @along of its width."""
    x, y, width, height = accessible.box(role, name)
    display.move(x + int(width * along), y + height // 2)
    settled(display)
    for _ in range(3):
        display.run("xdotool", "click", str(button))


def test_wheel(display, accessible, app, window):
    """Checks that the wheel over a number or a slider scrolls the page and
    does not change the value."""
    app.activate(window, "set-parameter", "('allow_flips', '')")
    settled(display)
    before = accessible.value(*PROCESSED)
    top = accessible.box(*PROCESSED)[1]
    wheel(display, accessible, *PROCESSED, 0.2)
    wait_until(lambda: accessible.box(*PROCESSED)[1] < top - 20, 30,
               "the page to scroll")
    assert accessible.value(*PROCESSED) == before
    cpus = ("spin button", "Processors of the cluster’s job")
    before = accessible.value(*cpus)
    wheel(display, accessible, *cpus, 0.2)
    settled(display)
    assert accessible.value(*cpus) == before

    accessible.click("page tab", "Slides")
    settled(display)
    before = accessible.value("slider", "Opacity")
    wheel(display, accessible, "slider", "Opacity", 0.5)
    settled(display)
    assert accessible.value("slider", "Opacity") == before


def saved(app, window, path):
    """Saves the session and returns the parameter in it."""
    before = os.stat(path).st_mtime_ns
    app.activate(window, "save")
    wait_until(lambda: os.stat(path).st_mtime_ns != before, 30, "saving")
    with open(path, encoding="utf-8") as f:
        return json.load(f)["params"]["scale_range"]


def test_number(display, accessible, app, window, path):
    """Checks that a number is shown with all its digits, and that it keeps its
    value when it is focused and when an invalid text is typed."""
    def text():
        return accessible.text(*SCALE)

    app.activate(window, "set-parameter", "('scale_range', '')")
    settled(display)
    assert text() == "1.625", text()
    display.key("Tab")
    settled(display)
    app.activate(window, "set-parameter", "('scale_range', '')")
    settled(display)
    display.key("ctrl+a")
    display.type("half")
    wait_until(lambda: text() == "half", 30, "the word")
    display.key("Return")
    wait_until(lambda: text() == "1.625", 30, "the number")
    assert not app.enabled(window, "undo")
    assert accessible.value(*SCALE) == 1.625

    # A number out of range becomes the nearest one in range.
    display.key("ctrl+a")
    display.type("9")
    display.key("Return")
    wait_until(lambda: text() == "4", 30, "the largest")
    app.activate(window, "undo")
    wait_until(lambda: text() == "1.625", 30, "the number")

    # Steps do not accumulate rounding errors. The number of steps is not
    # checked, because a key may repeat itself on a busy machine.
    for _ in range(3):
        before = text()
        display.key("Up")
        wait_until(lambda: text() not in (before, ""), 30, "a step")
        settled(display)
        assert re.fullmatch(r"1\.\d[27]5", text()), text()
    assert saved(app, window, path) == float(text())
    while app.enabled(window, "undo"):
        app.activate(window, "undo")
    wait_until(lambda: text() == "1.625", 30, "the number")


def choose_low_memory(display, accessible):
    """Chooses Low memory, the last preset."""
    accessible.click("combo box", "Preset")
    settled(display)
    display.key("End", "Return")
    wait_until(lambda: accessible.value(*PROCESSED) == 1200.0, 30,
               "what the preset says")


def test_preset(display, accessible):
    """Checks that a preset can be chosen again after it was undone."""
    preset = ("combo box", "Preset")
    display.move(1060, 400)

    def at_the_top():
        display.run("xdotool", "click", "4")
        return accessible.box(*preset)[1] > 100

    wait_until(at_the_top, 30, "the page's top")
    for _ in range(2):
        choose_low_memory(display, accessible)
        display.picture("tuning-low-memory")
        display.key("ctrl+z")
        wait_until(lambda: accessible.value(*PROCESSED) == 1800.0, 30,
                   "what was there before")
    display.picture("tuning-undone")


def main():
    need_tools()
    with tempfile.TemporaryDirectory() as folder, \
            Display(a11y=True) as display:
        slides = make_slides(os.path.join(folder, "pair"))
        session = os.path.join(folder, "pair.saffron")
        subprocess.run([os.environ["SAFFRON_CLI"], "register", *slides, "-o",
                        session, "--set", "deformable=false", "--set",
                        "scale_range=1.625"],
                       check=True, capture_output=True)
        accessible = Accessible(display)
        app = App(display, session)
        window = app.windows()[0]
        app.wait_opened(window)
        wait_until(lambda: app.enabled(window, "export-qc"), 30, "the run")
        accessible.click("page tab", "Register")
        settled(display)
        test_order(accessible)
        test_channels(display, accessible, app, window)
        test_wheel(display, accessible, app, window)
        test_number(display, accessible, app, window, session)
        test_preset(display, accessible)
        app.check_alive()
        app.quit()
    print("ok")


main()
