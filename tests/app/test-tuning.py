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

MICRO = ("spin button", "Micro reg fraction")
PROCESSED = ("spin button", "Max processed dim, px")
# One control of each stage, in the pipeline's order. The affine stage has no
# parameters.
STAGES = (("combo box", "Kind"), PROCESSED, ("spin button", "Num features"),
          ("spin button", "Window radius, px"), MICRO,
          ("spin button", "Qc level"))


def test_order(accessible):
    tops = [accessible.box(*name)[1] for name in STAGES]
    assert tops == sorted(tops), tops


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
    app.activate(window, "set-parameter", "('max_image_dim', '')")
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
        return json.load(f)["params"]["micro_reg_fraction"]


def test_number(display, accessible, app, window, path):
    """Checks that a number is shown with all its digits, and that it keeps its
    value when it is focused and when an invalid text is typed."""
    def text():
        return accessible.text(*MICRO)

    app.activate(window, "set-parameter", "('micro_reg_fraction', '')")
    settled(display)
    assert text() == "0.125", text()
    display.key("Tab")
    settled(display)
    app.activate(window, "set-parameter", "('micro_reg_fraction', '')")
    settled(display)
    display.key("ctrl+a")
    display.type("half")
    wait_until(lambda: text() == "half", 30, "the word")
    display.key("Return")
    wait_until(lambda: text() == "0.125", 30, "the number")
    assert not app.enabled(window, "undo")
    assert accessible.value(*MICRO) == 0.125

    # A number out of range becomes the nearest one in range.
    display.key("ctrl+a")
    display.type("7")
    display.key("Return")
    wait_until(lambda: text() == "1", 30, "the largest")
    app.activate(window, "undo")
    wait_until(lambda: text() == "0.125", 30, "the number")

    # Steps do not accumulate rounding errors. The number of steps is not
    # checked, because a key may repeat itself on a busy machine.
    for _ in range(3):
        before = text()
        display.key("Up")
        wait_until(lambda: text() not in (before, ""), 30, "a step")
        settled(display)
        assert re.fullmatch(r"0\.\d[27]5", text()), text()
    assert saved(app, window, path) == float(text())
    while app.enabled(window, "undo"):
        app.activate(window, "undo")
    wait_until(lambda: text() == "0.125", 30, "the number")


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
                        "micro_reg_fraction=0.125"],
                       check=True, capture_output=True)
        accessible = Accessible(display)
        app = App(display, session)
        window = app.windows()[0]
        app.wait_opened(window)
        wait_until(lambda: app.enabled(window, "export-qc"), 30, "the run")
        accessible.click("page tab", "Register")
        settled(display)
        test_order(accessible)
        test_wheel(display, accessible, app, window)
        test_number(display, accessible, app, window, session)
        test_preset(display, accessible)
        app.check_alive()
        app.quit()
    print("ok")


main()
