#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The main loop has no more work with a huge slide than with a small one,
because other threads decode the slide, make its pyramid and histogram, and
choose its look. The test compares the main thread's processor times."""

import os
import re
import tempfile
from urllib.parse import quote

import numpy
import tifffile

from harness import App, Display, need_tools, wait_until

SMALL, HUGE = 600, 24000
# The app reports only turns of the main loop longer than this, ms.
LIMIT = 16.0
# By how much two measurements may differ on a busy machine, ms.
SLACK = 16.0


def longest(display, path):
    """Opens the slide and zooms. Returns the longest turn of the main loop and
    the processor time of all threads, ms."""
    app = App(display, SAFFRON_STALLS="1")
    window = app.windows()[0]
    # Leaves out earlier reports, because building the window is not measured.
    before = len(app.output())
    app.activate(window, "open-recent", "'file://" + quote(path) + "'")
    wait_until(lambda: app.enabled(window, "zoom-fit"), 300, "it to open")
    for zoom in ("0.25", "1.0", "4.0"):
        app.activate(window, "zoom-to", zoom)
    app.activate(window, "zoom-fit")
    wait_until(lambda: app.enabled(window, "save"), 60, "it to be done")
    with open(f"/proc/{app.process.pid}/stat", encoding="utf-8") as f:
        fields = f.read().rsplit(") ", 1)[1].split()
    busy = (int(fields[11]) + int(fields[12])) * 1000 / os.sysconf("SC_CLK_TCK")
    app.quit()
    said = app.output()[before:]
    assert int(re.search(r"stalls: (\d+) turns", said).group(1)) > 10, said
    turns = re.findall(r"stall: cpu ([\d.]+)", said)
    return max([float(t) for t in turns] + [LIMIT]), busy


def main():
    need_tools()
    with tempfile.TemporaryDirectory() as folder, \
            Display(window_gl=True) as display:
        results = {}
        for side in (SMALL, HUGE):
            path = os.path.join(folder, f"{side}.tif")
            tifffile.imwrite(path, shape=(side, side), dtype=numpy.uint16)
            results[side] = longest(display, path)
        print(results)
        small, huge = results[SMALL], results[HUGE]
        assert huge[1] > small[1] + 500.0, results
        assert huge[0] < 1.5 * small[0] + SLACK, results
    print("ok")


main()
