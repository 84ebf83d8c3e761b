#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where the desktop asks for high contrast, every word in the window stands out
from its ground by 7 to 1, what lies over the slides has an edge and a ground
that nothing shines through, and the words over the canvas look otherwise than
where it does not ask."""

import os
import tempfile

from harness import (SIZE, App, Display, make_slides, need_tools, settled, skip,
                     wait_until)
from labels import Labels

PAGES = ("slides", "register", "runs", "landmarks", "quality", "sweep")
# What WCAG 2 calls enhanced contrast.
ENOUGH = 7.0
EDGE = 2  # how wide an edge is at least, in pixels


def luminance(colour):
    """Relative luminance as WCAG 2 defines it."""
    linear = [c / 3294.6 if c <= 10 else ((c / 255 + 0.055) / 1.055) ** 2.4
              for c in colour]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(image, box):
    """How far the lightest and the darkest colour in a box stand apart."""
    x, y, width, height = box
    found = [luminance(colour) for _, colour in
             image.crop((x, y, x + width, y + height)).getcolors(1 << 20)]
    return (max(found) + 0.05) / (min(found) + 0.05)


def start(display, slides, **environment):
    app = App(display, *slides, **environment)
    window = app.windows()[0]
    app.wait_opened(window)
    wait_until(lambda: app.enabled(window, "swap"), 60, "both slides")
    return app, window


def pill(display, labels, app):
    """Returns the pill over the canvas with an edge around it, as pixels."""
    image = settled(display, (0, 0, *SIZE))
    (x, y, width, height), = [box for text, _, box in labels.read(app)
                              if text.startswith("Overlay · ")]
    # Of the label, and what is right above it up to the pill's upper edge.
    return (image.crop((x, y, x + width, y + height)),
            [image.getpixel((x + width // 2, y - up)) for up in range(1, 12)])


def test_contrast(display, labels, slides):
    app, window = start(display, slides, ADW_DEBUG_HIGH_CONTRAST="1",
                        **labels.environment)
    text, above = pill(display, labels, app)
    assert text.getpixel((0, 0)) == (0, 0, 0), text.getpixel((0, 0))
    assert above.count((255, 255, 255)) >= EDGE, above
    for page in PAGES:
        app.activate(window, "page", f"'{page}'")
        image = settled(display, (0, 0, *SIZE))
        display.picture(f"contrast-{page}")
        found = [(text, box) for text, _, box in labels.read(app) if box]
        assert len(found) > 10, (page, found)
        weak = [(words, round(contrast(image, box), 1)) for words, box in found
                if contrast(image, box) < ENOUGH]
        assert not weak, (page, weak)
    app.quit()


def test_usual(display, labels, slides):
    app, _ = start(display, slides, **labels.environment)
    text, above = pill(display, labels, app)
    assert text.getpixel((0, 0)) == (45, 45, 45), text.getpixel((0, 0))
    assert (255, 255, 255) not in above, above
    app.quit()


def main():
    need_tools()
    with tempfile.TemporaryDirectory() as folder, Display() as display:
        slides = make_slides(os.path.join(folder, "pair"), "--width", "400",
                             "--height", "400")
        labels = Labels(folder)
        if not labels.known:
            skip("what is on the screen is not known under a sanitizer")
        test_usual(display, labels, slides)
        test_contrast(display, labels, slides)
    print("ok")


main()
