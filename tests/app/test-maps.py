#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Maps of the run lie over the slides. A key goes from one to the next and
another takes them away, after which the canvas is what it was. The wrong place
of a run stands out in each of them that can know of it. A legend says what the
colours mean, to screen readers too, and the read-out the value under the
pointer. While something else than the run is shown, its map is not."""

import os
import re
import tempfile

from accessible import Accessible
from bent_session import BUMP, make_bent_session
from harness import (App, Display, differs, make_slides, need_tools, settled,
                     wait_like, wait_until)

# Their legends, and what is under the pointer in the middle of the bump, which
# moves tissue there by 9.75 µm.
MAPS = {
    "error": (r"Error: 0 µm, \S+ µm: tolerance, \S+ µm or more",
              r"error (\S+) µm ± "),
    "likeness": (r"Likeness: 1, \S+: by chance, 0 or less",
                 r"likeness (\S+), by chance"),
    "coverage": (r"Coverage: agrees: \S+ %, off: (\S+) %", r"off, (\S+) µm ± "),
    "displacement": (r"Displacement: 0 µm, 10 µm or more",
                     r"moved by (\S+) µm"),
    "jacobian": (r"Change of area: × 0.\d\d or less, unchanged, × 1.\d\d or "
                 r"more", r"area × (\S+)"),
    "pieces": (r"Pieces: one piece", r"piece (1) of 1"),
}
KNOWN = {"error": 8.0, "coverage": 8.0, "displacement": 9.75}


class Maps:
    def __init__(self, display, session):
        self.display = display
        self.accessible = Accessible(display)
        self.app = App(display, session)
        self.window = self.app.windows()[0]
        self.app.wait_opened(self.window)
        wait_until(lambda: self.app.enabled(self.window, "before-bending"), 30,
                   "a run")
        self.app.activate(self.window, "zoom-to", "0.5")
        x, y, width, height = self.accessible.box("image", "Canvas")
        # The middle of the canvas shows the middle of the slide.
        self.at = tuple(round(start + size / 2 + 0.5 * (b - 750))
                        for start, size, b in ((x, width, BUMP[0]),
                                               (y, height, BUMP[1])))
        display.move(*self.at)
        self.without = settled(display)

    def names(self):
        return [t[1] for t in self.accessible.tree()]

    def find(self, pattern, seconds=60):
        """Waits for an object whose name matches."""
        def match():
            for name in self.names():
                found = re.search(pattern, name)
                if found:
                    return found
            return None

        return wait_until(match, seconds, pattern)

    def shows(self, name):
        wait_until(lambda: self.app.state(self.window, "quality-map") == name,
                   30, f"the map {name}")


def around(at, radius):
    return (at[0] - radius, at[1] - radius, at[0] + radius, at[1] + radius)


def blue(picture, at):
    """Mean of blue where nothing of the overlay is blue."""
    values = picture.crop(around(at, 12)).split()[2].getdata()
    return sum(values) / len(values)


def test_cycle(maps):
    for name, (legend, under) in MAPS.items():
        maps.display.key("e")
        maps.shows(name)
        maps.find(legend)
        value = float(maps.find(under).group(1))
        if name in KNOWN:
            assert abs(value - KNOWN[name]) < 1.8, (name, value)
        picture = settled(maps.display)
        maps.display.picture("map-" + name)
        assert differs(picture, maps.without) > 10000, name
        assert blue(picture, maps.at) > 40, name
        assert blue(maps.without, maps.at) < 10
    maps.display.key("e")
    maps.shows("off")
    assert differs(settled(maps.display), maps.without) == 0
    wait_until(lambda: not maps.accessible.is_shown("Pieces"), 30, "no legend")


def test_wrong_place(maps):
    """Checks that the bump is lighter than the rest of the tissue."""
    maps.app.activate(maps.window, "quality-map", "'error'")
    maps.shows("error")
    picture = settled(maps.display)
    # As far on the other side of the slide's middle.
    x, y, width, height = maps.accessible.box("image", "Canvas")
    other = (2 * x + width - maps.at[0], 2 * y + height - maps.at[1])
    assert blue(picture, other) > 20
    assert blue(picture, maps.at) > 1.5 * blue(picture, other)
    return picture


def test_minimap(maps, picture):
    x, y, width, height = maps.accessible.place(None,
                                                "Overview of the reference")
    area = (x, y, x + width, y + height)
    maps.display.key("m")
    maps.display.key("m")
    shown = settled(maps.display, area)
    maps.display.key("shift+e")
    maps.shows("off")
    assert differs(shown, settled(maps.display, area), area) > 3000
    assert differs(settled(maps.display), maps.without) == 0
    maps.app.activate(maps.window, "quality-map", "'error'")
    maps.shows("error")
    assert differs(settled(maps.display), picture) == 0


def test_held(maps, picture):
    """Checks that the map of a run is not laid over what is not the run."""
    maps.display.run("xdotool", "keydown", "w")
    wait_until(lambda: maps.app.state(maps.window, "before-bending"), 30,
               "before")
    before = settled(maps.display)
    assert blue(before, maps.at) < 10
    wait_until(lambda: not any(re.search(MAPS["error"][1], n)
                               for n in maps.names()), 30, "no value")
    maps.display.run("xdotool", "keyup", "w")
    wait_until(lambda: not maps.app.state(maps.window, "before-bending"), 30,
               "after")
    assert differs(settled(maps.display), picture) == 0


def test_opacity(maps, picture):
    maps.accessible.click("slider", "Opacity of the map", along=0.95)
    maps.display.move(*maps.at)
    assert blue(settled(maps.display), maps.at) > 1.2 * blue(picture, maps.at)


def test_removed(maps):
    """Checks that the map goes and comes with the run."""
    maps.app.activate(maps.window, "quality-map", "'displacement'")
    maps.find(MAPS["displacement"][0])
    picture = settled(maps.display)
    maps.app.activate(maps.window, "remove-moving")
    maps.find("^There is no run$")
    assert differs(settled(maps.display), picture) > 10000
    maps.app.activate(maps.window, "undo")
    maps.find(MAPS["displacement"][1])
    wait_like(maps.display, picture, "the map to be back")


def test_menu(maps):
    """Checks that a menu over the canvas leads to the maps."""
    maps.accessible.click("push button", "Map of the run")
    wait_until(lambda: "Next Map" in maps.accessible.focused(), 30, "the menu")
    # The letter that is underlined in "Change of Area".
    maps.display.key("a")
    maps.shows("jacobian")
    maps.find(MAPS["jacobian"][0])
    maps.display.key("shift+e")
    maps.shows("off")


def test_unknown(maps):
    """Checks that a name that is none changes nothing."""
    maps.app.activate(maps.window, "quality-map", "'beauty'")
    maps.app.activate(maps.window, "next-quality-map")
    maps.shows("jacobian")
    maps.app.activate(maps.window, "quality-map", "'off'")
    maps.shows("off")


def main():
    need_tools()
    with tempfile.TemporaryDirectory() as folder, \
            Display(a11y=True) as display:
        slides = make_slides(os.path.join(folder, "pair"), "--amplitude", "0")
        session = os.path.join(folder, "pair.saffron")
        make_bent_session(slides, session)
        maps = Maps(display, session)
        test_cycle(maps)
        picture = test_wrong_place(maps)
        test_minimap(maps, picture)
        test_held(maps, picture)
        test_opacity(maps, picture)
        test_removed(maps)
        test_unknown(maps)
        test_menu(maps)
        maps.app.quit()
    print("ok")


main()
