#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""With text of once and a half and of twice the usual size, the scale bar's
text is as large as that and overlaps neither its bar nor the canvas's edge."""

import os
import tempfile

from harness import App, Display, make_slides, need_tools, settled

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


def measure(display, slides, scale):
    """Returns the height of the scale bar's text."""
    # What a desktop sets where text is to be larger; without one, GTK reads
    # the X server's resources.
    resources = os.path.join(display.folder, "resources")
    with open(resources, "w", encoding="ascii") as f:
        f.write(f"Xft.dpi: {round(96 * scale)}\n")
    app = App(display, slides[0], XENVIRONMENT=resources)
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


def main():
    need_tools()
    with tempfile.TemporaryDirectory() as folder, Display() as display:
        slides = make_slides(os.path.join(folder, "pair"), "--slides", "1")
        usual = measure(display, slides, 1)
        for scale in (1.5, 2):
            height = measure(display, slides, scale)
            assert 0.8 * scale < height / usual < 1.2 * scale, (
                scale, usual, height)
    print("ok")


main()
