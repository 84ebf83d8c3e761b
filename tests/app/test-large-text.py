#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""With text of once and a half and of twice the usual size, the scale bar's
text is as large as that and overlaps neither its bar nor the canvas's edge. At
twice the size, no text is cut off, no page asks for more than 1000 × 800 px,
and the window becomes as narrow as 440 px. What is said of the place under the
pointer then has several lines, and moves the canvas once at most."""

import os
import re
import subprocess
import tempfile

from accessible import Accessible
from harness import (SIZE, App, Display, differs, make_slides, need_tools,
                     settled, wait_until)
from labels import Labels

PAGES = ("slides", "register", "runs", "landmarks", "quality", "sweep")
LABEL = 29  # the role of a label
EDGE = 10  # of the window, on both sides together

# A place beside a window of 440 px, and the canvas of that window.
OUTSIDE = 900, 500
NARROW = 10, 80, 430, 560

# The canvas's lower left corner, where the scale bar is.
CORNER = (10, 600, 330, 790)


def rows(image):
    """Returns how many white pixels each row of the corner has, and the
    longest row of them side by side."""
    corner = image.crop(CORNER).convert("L")
    width = corner.width
    for y in range(corner.height):
        row = [corner.getpixel((x, y)) > 200 for x in range(width)]
        text = "".join("#" if white else " " for white in row)
        yield sum(row), max(map(len, text.split()), default=0)


def start(display, path, scale, **environment):
    # What a desktop sets where text is to be larger; without one, GTK reads
    # the X server's resources.
    resources = os.path.join(display.folder, "resources")
    with open(resources, "w", encoding="ascii") as f:
        f.write(f"Xft.dpi: {round(96 * scale)}\n")
    return App(display, path, XENVIRONMENT=resources, **environment)


def measure(display, slides, scale):
    """Returns the height of the scale bar's text."""
    app = start(display, slides[0], scale)
    window = app.windows()[0]
    app.wait_opened(window)
    # Nothing of the slide is white, so all that is white here is the bar's.
    image = settled(display)
    display.picture(f"large-text-{scale}")
    found = list(rows(image))
    bar = [y for y, (_, longest) in enumerate(found) if 50 <= longest < 250]
    assert 3 <= len(bar) <= 5 and bar[-1] - bar[0] < 5, (scale, bar)
    # Upwards from the bar: a gap, then the text.
    above = [i for i, (white, _) in enumerate(reversed(found[:bar[0]]))
             if white > 0]
    assert above[0] >= 3, (scale, "the text is at its bar", above)
    text = above[-1] - above[0] + 1
    # The last row of the canvas is below the bar, and dark.
    below = [white for white, _ in found[bar[-1] + 1:bar[-1] + 5]]
    assert below == [0] * 4, (scale, "the bar is cut off", below)
    app.quit()
    return text


def least(display, window_id):
    hints = display.run("xprop", "-id", window_id, "WM_NORMAL_HINTS").stdout
    return [int(n) for n in re.search(r"minimum size: (\d+) by (\d+)",
                                      hints).groups()]


def widths(display, accessible, session, scale, cut):
    """Returns how wide what is said over the canvas is, once it stands."""
    accessible.places.clear()
    app = start(display, session, scale, **cut.environment)
    window = app.windows()[0]
    app.wait_opened(window)
    window_id = display.window_id("pair.saffron")

    def there():
        accessible.tree()
        found = {t[1].split(" ")[0]: accessible.extents(t[4], t[5])
                 for t in accessible.found if t[0] == LABEL
                 and (t[1] == "Verified" or t[1].startswith("Overlay · "))}
        return len(found) == 2 and all(found.values()) and {
            name: box[2] for name, box in found.items()}

    out = wait_until(there, 60, "the pills")
    if scale > 1:
        check_sizes(display, app, window, window_id, cut)
        check_readout(display, app, accessible, cut)
    app.quit()
    return out


def check_sizes(display, app, window, window_id, cut):
    """No page asks for more than there is, and the window becomes narrow."""
    for page in PAGES:
        app.activate(window, "page", f"'{page}'")
        settled(display, (0, 0, *SIZE))
        display.picture(f"large-{page}")
        cut.check(app, page)
        width, height = least(display, window_id)
        assert width <= 1000 and height <= 800, (page, width, height)

    # A window becomes no smaller at once than what is in it.
    def narrower():
        display.run("xdotool", "windowsize", window_id, "440", "700")
        return least(display, window_id)[0] <= 440 + EDGE \
            and app.state(window, "pane") is False

    wait_until(narrower, 60, "a window of 440 px")
    settled(display, (0, 0, *SIZE))
    display.picture("large-440")
    cut.check(app, 440)


def check_readout(display, app, accessible, cut):
    """Where the pointer is, is said in as many lines as it takes, and the room
    for them is kept."""
    def said():
        accessible.tree()
        return any(accessible.extents(t[4], t[5]) for t in accessible.found
                   if t[0] == LABEL and t[1].startswith("x "))

    display.move(200, 400)
    wait_until(said, 30, "the place under the pointer")
    before = settled(display, (0, 0, *SIZE))
    display.picture("large-440-readout")
    cut.check(app, "read-out")
    display.move(*OUTSIDE)
    wait_until(lambda: not said(), 30, "no pointer")
    after = settled(display, (0, 0, *SIZE))
    assert differs(before, after, NARROW) == 0


def main():
    need_tools()
    with tempfile.TemporaryDirectory() as folder, \
            Display(a11y=True) as display:
        slides = make_slides(os.path.join(folder, "pair"), "--width", "800",
                             "--height", "800")
        session = os.path.join(folder, "pair.saffron")
        subprocess.run([os.environ["SAFFRON_CLI"], "register", *slides, "-o",
                        session], check=True, capture_output=True)
        usual = measure(display, slides, 1)
        for scale in (1.5, 2):
            height = measure(display, slides, scale)
            assert 0.8 * scale < height / usual < 1.2 * scale, (
                scale, usual, height)
        accessible = Accessible(display)
        cut = Labels(folder, session, *slides)
        once, twice = [widths(display, accessible, session, scale, cut)
                       for scale in (1, 2)]
        for name, width in once.items():
            assert twice[name] > 1.7 * width, (once, twice)
    print("ok")


main()
