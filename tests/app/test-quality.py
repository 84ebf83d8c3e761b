#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The page of quality measures the shown run once it is looked at, and says
where it is wrong; N walks from one of the worst places to the next at full
resolution, with the slides in turn, until Escape; a landmark placed there lies
where the slides match; a person signs, which can be undone, is in the file, and
remembers what was looked at. Each number is that of the command line."""

import json
import math
import os
import re
import subprocess
import tempfile

from PIL import Image

from accessible import Accessible
from bent_session import BUMP, RADIUS, make_bent_session
from harness import (CANVAS, SIZE, App, Display, differs, make_slides,
                     need_tools, settled, wait_until)

PANE = (SIZE[0] - 380, 110, SIZE[0] - 30, SIZE[1] - 40)


def text(app, window):
    return app.state(window, "show-quality")


def places(app, window):
    """(x, y, words) of each worst place, as the page says them."""
    return [(float(x), float(y), words) for x, y, words in re.findall(
        r"^Place \d+ at (-?\d+), (-?\d+): (.*)$", text(app, window), re.M)]


def wait_measured(app, window):
    """What is measured gives way to everything else on the machine."""
    wait_until(lambda: "Error with bending" in text(app, window), 300,
               "the measures")


def read_json(*path):
    with open(os.path.join(*path), encoding="utf-8") as f:
        return json.load(f)


def measure_by_cli(session, folder):
    out = os.path.join(folder, "quality")
    subprocess.run([os.environ["SAFFRON_CLI"], "quality", session, "-o", out],
                   check=True, capture_output=True)
    return read_json(out, "quality.json")


def test_asked(app, window):
    """Nothing is measured before somebody looks; then it is once."""
    assert "Error with bending" not in text(app, window)
    assert text(app, window).startswith("Run 1: Verified"), text(app, window)
    assert not app.enabled(window, "cancel")
    app.activate(window, "page", "'quality'")
    wait_measured(app, window)


def test_numbers(app, window, found):
    """The page says the numbers of quality.json."""
    said = text(app, window).splitlines()
    windows = found["windows"]
    for share in ("agrees", "off", "missing", "unknown"):
        number = f"{100 * windows['shares'][share]:.1f} %"
        assert any(line.endswith(": " + number) for line in said), (number,
                                                                    said)
    for name, title in (("error", "with"), ("before", "without")):
        line = (f"Error {title} bending: median "
                f"{windows[name + '_median_um']:.2f} µm, 90 % below "
                f"{windows[name + '_p90_um']:.2f} µm")
        assert line in said, (line, said)
    nuclei = found["nuclei"]
    assert f"Nuclei: {100 * nuclei['matched']:.1f} % match" \
        in text(app, window)
    worst = found["worst"]
    shown = places(app, window)
    assert len(shown) == len(worst) > 9, (shown, worst)
    for (x, y, words), place in zip(shown, worst):
        # The page and the file round halves alike, but not in the same way.
        assert abs(x - place["x"]) <= 0.5 and abs(y - place["y"]) <= 0.5
        digits = 2 if place["error_um"] < 1 else 1
        assert words.startswith(f"{place['error_um']:.{digits}f} µm ±"), \
            (words, place)
    off = [p for p in worst if p["class"] == "off"]
    assert f"is off, at {len(off)} places" in text(app, window), off
    # They are where the run bends what was right.
    for x, y, _ in shown[:len(off)]:
        assert math.dist((x, y), BUMP) < RADIUS, (x, y)


def test_walk(display, accessible, app, window):
    app.activate(window, "zoom-fit")
    display.key("n")
    wait_until(lambda: app.state(window, "flicker"), 30, "the flicker")
    wait_until(lambda: accessible.is_shown("Moving slide · Esc ends"), 30,
               "the moving slide")
    wait_until(lambda: accessible.is_shown("Reference · Esc ends"), 30,
               "the reference")
    wait_until(lambda: "1:1" in accessible.describe("image", "Canvas"), 30,
               "full resolution")
    display.key("Escape")
    wait_until(lambda: not app.state(window, "flicker"), 30, "no flicker")
    wait_until(lambda: "Overlay" in accessible.describe("image", "Canvas"),
               30, "the overlay")
    first = settled(display)
    display.key("n")
    wait_until(lambda: app.state(window, "flicker"), 30, "the flicker")
    # A mode that a person chooses ends it, and stays.
    app.activate(window, "mode", "'difference'")
    wait_until(lambda: not app.state(window, "flicker"), 30, "no flicker")
    wait_until(lambda: "Difference" in accessible.describe("image", "Canvas"),
               30, "the difference")
    app.activate(window, "mode", "'overlay'")
    assert differs(settled(display), first) > 1000
    display.key("shift+n")
    wait_until(lambda: app.state(window, "flicker"), 30, "the flicker")
    display.key("Escape")
    wait_until(lambda: not app.state(window, "flicker"), 30, "no flicker")
    wait_until(lambda: differs(settled(display), first) == 0, 30,
               "the first place again")
    # Another ends the walk: the ring goes.
    assert app.enabled(window, "place-landmark")
    display.key("Escape")
    wait_until(lambda: not app.enabled(window, "place-landmark"), 30,
               "the end of the walk")
    assert differs(settled(display), first) > 100
    app.activate(window, "select-place", "uint32 1")
    wait_until(lambda: app.state(window, "flicker"), 30, "the flicker")
    display.key("Escape")
    wait_until(lambda: not app.state(window, "flicker"), 30, "no flicker")


def test_landmark(app, window, found):
    """A landmark at the first place has its moving end where the tissue is
    that belongs there: the run without its bump would lay it so."""
    before = app.state(window, "show-landmarks")
    app.activate(window, "place-landmark")
    wait_until(lambda: app.state(window, "landmark-tool"), 30, "the tool")
    wait_until(lambda: app.state(window, "show-landmarks") != before, 30,
               "a landmark")
    # Of the run as it is, it is missed by the error that was measured there.
    wait_until(lambda: "Landmarks: 1, missed by" in text(app, window), 60,
               "the landmark among the measures")
    missed = float(re.search(r"Landmarks: 1, missed by ([\d.]+) µm",
                             text(app, window)).group(1))
    assert abs(missed - found["worst"][0]["error_um"]) < 0.5, missed
    assert "Landmarks were edited since" in text(app, window)
    app.activate(window, "landmark-tool")
    app.activate(window, "undo")
    wait_until(lambda: "Landmarks:" not in text(app, window), 60,
               "no landmark")


def read_sign(session):
    with open(session, encoding="utf-8") as f:
        return json.load(f)["moving"][0]["runs"][0].get("sign")


def test_sign(app, window, session):
    assert not app.enabled(window, "take-back-sign")
    app.activate(window, "sign", "('reject', 'AB', 'bent at the left')")
    wait_until(lambda: "Rejected by AB" in text(app, window), 30, "the sign")
    assert "bent at the left\n2 places looked at" in text(app, window)
    app.activate(window, "undo")
    wait_until(lambda: "Rejected" not in text(app, window), 30, "no sign")
    app.activate(window, "redo")
    wait_until(lambda: "Rejected by AB" in text(app, window), 30, "the sign")
    app.activate(window, "save")
    sign = wait_until(lambda: read_sign(session), 30, "the sign in the file")
    assert (sign["verdict"], sign["initials"]) == ("reject", "AB"), sign
    looked = sign["looked"]
    assert len(looked) == 2, looked
    for (x, y), (px, py, _) in zip(looked, places(app, window)):
        assert abs(x - px) <= 0.5 and abs(y - py) <= 0.5, (x, y, px, py)
    app.activate(window, "take-back-sign")
    wait_until(lambda: "Rejected" not in text(app, window), 30, "no sign")


def scroll_to(display, accessible, name):
    """Turns the wheel over the pane until the control is on the screen."""
    display.move(SIZE[0] - 200, 500)

    def there():
        x, y, width, height = accessible.place(None, name)
        if 110 < y and y + height < SIZE[1] - 40:
            return True
        display.run("xdotool", "click", "5")
        settled(display, PANE)
        return False

    wait_until(there, 60, name)


def test_draft(display, accessible, app, window):
    """What is being written stays when another page is shown, and a key that
    is typed does nothing else. The buttons sign with it."""
    scroll_to(display, accessible, "Accept")
    accessible.click("text", "Initials")
    display.type("CD")
    accessible.click("text", "Note with the Verdict")
    display.type("never neat")
    note = lambda: accessible.text("text", "Note with the Verdict")
    wait_until(lambda: note() == "never neat", 30, "a note")
    assert not app.state(window, "flicker")
    app.activate(window, "page", "'runs'")
    app.activate(window, "page", "'quality'")
    assert note() == "never neat"
    accessible.click(None, "Accept")
    wait_until(lambda: "Accepted by CD" in text(app, window), 30, "the sign")
    assert "never neat" in text(app, window)
    wait_until(lambda: note() == "", 30, "an empty note")


def test_older(app, window):
    """A signature says so when it is not about what is there now."""
    app.activate(window, "place-landmark")
    wait_until(lambda: "what is signed is the run without them"
               in text(app, window), 60, "landmarks after the signature")
    app.activate(window, "landmark-tool")
    app.activate(window, "undo")
    wait_until(lambda: "what is signed" not in text(app, window), 60,
               "the landmark to go")
    app.activate(window, "register")
    wait_until(lambda: "Run 2: " in text(app, window), 300, "another run")
    assert "Of another run, 1: Accepted by CD" in text(app, window), \
        text(app, window)
    wait_measured(app, window)
    app.activate(window, "undo")
    wait_until(lambda: "Run 1: " in text(app, window), 60, "the first run")
    assert "Error with bending" in text(app, window)


def test_copy(display, app, window, folder):
    """The picture is the canvas with the numbers below it."""
    path = os.path.join(folder, "copied.png")
    app.activate(window, "zoom-fit")
    settled(display)
    said = text(app, window)
    app.activate(window, "copy-quality")
    out = display.run(os.environ["SAFFRON_PASTE"], path)
    assert out.returncode == 0 and out.stdout.rstrip("\n") == said, out
    with Image.open(path) as image:
        picture = image.convert("RGB")
    width, height = picture.size
    assert height > SIZE[1], picture.size
    # Yellow tissue above; below, black on white.
    assert differs(picture, Image.new("RGB", picture.size), CANVAS) > 10000
    colours = picture.crop((0, height - 200, width, height)).getcolors(10 ** 6)
    assert max(colours)[1] == (255, 255, 255), max(colours)
    assert sum(n for n, c in colours if max(c) < 100) > 500


def test_report(display, accessible, app, window, folder, found):
    """The report has all numbers of the command line to the last digit, and
    replaces no other unasked."""
    out = os.path.join(folder, "report")
    os.mkdir(out)
    page = os.path.join(out, "report.html")
    app.activate(window, "write-report", f"'{out}'")
    wait_until(lambda: os.path.exists(page), 300, "a report")
    wait_until(lambda: not app.enabled(window, "cancel"), 30, "its end")
    slide = read_json(out, "report.json")["slides"][0]
    assert slide["quality"] == found, (slide["quality"], found)
    assert slide["sign"]["initials"] == "CD", slide["sign"]
    before = os.stat(page).st_mtime_ns
    app.activate(window, "write-report", f"'{out}'")
    accessible.wait_for("Replace the Report?")
    accessible.wait_for("Keep It", press="Keep It")
    assert not app.enabled(window, "cancel")
    assert os.stat(page).st_mtime_ns == before


def main():
    need_tools()
    with tempfile.TemporaryDirectory() as folder, \
            Display(a11y=True) as display:
        slides = make_slides(os.path.join(folder, "pair"), "--amplitude", "0")
        session = os.path.join(folder, "bent.saffron")
        make_bent_session(slides, session)
        found = measure_by_cli(session, folder)
        app = App(display, session)
        window = app.windows()[0]
        app.wait_opened(window)
        accessible = Accessible(display)
        test_asked(app, window)
        test_numbers(app, window, found)
        test_walk(display, accessible, app, window)
        display.picture("quality")
        test_landmark(app, window, found)
        test_sign(app, window, session)
        test_draft(display, accessible, app, window)
        test_older(app, window)
        test_copy(display, app, window, folder)
        test_report(display, accessible, app, window, folder, found)
        app.quit()
    print("ok")


if __name__ == "__main__":
    main()
