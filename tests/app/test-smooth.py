#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Browsing stays smooth while a registration runs. The slide is panned and
zoomed and its contrast is changed by real input, first without a run and then
during one: turns of the main loop take no longer with a run than without, and
frames are drawn during the whole run.

Wall time cannot be compared, because the registration uses all processors
too. So a turn is judged by its own time, see app/stalls.h."""

import os
import re
import subprocess
import tempfile
import time

from accessible import Accessible
from harness import (App, Display, make_slides, need_tools, settled, skip,
                     wait_until)

# The app reports only turns of the main loop longer than this, ms.
LIMIT = 16.0
# By how much two measurements may differ on a busy machine, ms.
SLACK = 16.0
# The least share of the frame rate that has to remain during a run. It is low
# because the run has as many threads as drawing by the processor.
SHARE = 0.1
STEP = 0.02


def moves(points):
    return [f"mousemove {round(x)} {round(y)}\nsleep {STEP}"
            for x, y in points]


def line(x0, y0, x1, y1, n=25):
    return [(x0 + (x1 - x0) * i / n, y0 + (y1 - y0) * i / n)
            for i in range(n + 1)]


def drag(path):
    first, *rest = moves(path)
    return [first, "mousedown 1", *rest, "mouseup 1"]


def script(histogram):
    """Returns xdotool's commands for a few seconds of browsing. The view ends
    as it began."""
    x, y, width, height = histogram
    black, white, middle = x + width // 10, x + width * 9 // 10, y + height // 2
    wheel = [f"click {b}\nsleep {STEP * 3}" for b in [4] * 5 + [5] * 5]
    return "\n".join(
        drag(line(250, 250, 550, 500) + line(550, 500, 250, 250))
        + moves(line(200, 300, 450, 400)) + wheel
        + drag(line(white, middle, x + width // 2, middle)
               + line(x + width // 2, middle, white, middle))
        + drag(line(450, 300, 300, 500) + line(300, 500, 450, 300))) + "\n"


class Stretch:
    """What the app reports between the start and the end of a measurement."""

    def __init__(self, app):
        self.app = app
        self.start = len(app.output())

    def end(self):
        said = self.app.output()[self.start:]
        turns = [float(t) for t in re.findall(r"stall: cpu \S+ own (\S+)",
                                              said)]
        frames = [[float(n) for n in f] for f in
                  re.findall(r"frames: (\d+) in (\d+) ms, longest gap (\d+)",
                             said)]
        seconds = sum(f[1] for f in frames) / 1000.0
        self.n_frames = sum(f[0] for f in frames)
        self.rate = self.n_frames / max(seconds, 0.001)
        self.longest = max(turns + [LIMIT])
        gaps = sorted(f[2] for f in frames)
        print(f"{seconds:.1f} s: {self.rate:.1f} frames a second, longest gap "
              f"{gaps[-1] if gaps else -1:.0f} ms, turns over {LIMIT:.0f} ms: "
              f"{sorted(turns)}")
        return self


def browse(display, text):
    subprocess.run(["xdotool", "-"], input=text, text=True, env=display.env,
                   check=True, capture_output=True)


def main():
    need_tools()
    if not os.path.exists("/proc/thread-self/schedstat"):
        skip("this kernel does not say how long a thread waits for a "
             "processor")
    with tempfile.TemporaryDirectory() as folder, \
            Display(a11y=True, window_gl=True) as display:
        accessible = Accessible(display)
        slides = make_slides(folder, "--width", "3000", "--height", "3000")
        app = App(display, *slides, SAFFRON_STALLS="1")
        window = app.windows()[0]
        app.wait_opened(window)
        settled(display)
        accessible.click("list item", "DAPI")
        place = wait_until(
            lambda: accessible.place(None, "Histogram and contrast"), 30,
            "the histogram")
        text = script(place)
        # Warms up, so that what is done only once is not measured.
        browse(display, text)
        quiet = Stretch(app)
        for _ in range(2):
            browse(display, text)
        quiet.end()

        app.activate(window, "register")
        wait_until(lambda: app.enabled(window, "cancel-register"), 30, "a run")
        start = time.monotonic()
        busy = Stretch(app)
        n = 0
        while app.enabled(window, "cancel-register"):
            browse(display, text)
            n += 1
            assert time.monotonic() - start < 500.0, "the run does not end"
        busy.end()
        print(f"browsed {n} times in {time.monotonic() - start:.1f} s")
        app.quit()
        assert n > 1, "the run was over at once"
        assert busy.longest < 1.5 * quiet.longest + SLACK
        assert busy.n_frames > 0 and busy.rate > SHARE * quiet.rate
    print("ok")


main()
