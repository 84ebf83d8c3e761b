#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The main loop has no more to do for a huge slide than for a small one:
decoding, pyramids, histograms and what registration looks at are made
elsewhere. Compared in processor time of the main thread, in the same run."""

import os
import re
import tempfile
from urllib.parse import quote

import numpy
import tifffile

from harness import App, Display, need_tools, wait_until

SMALL, HUGE = 600, 24000
# Shorter turns are not told, ms.
LIMIT = 16.0
# What two runs on a busy machine differ by, ms.
SLACK = 16.0


def longest(display, path):
    """(longest turn of the main loop, all the app's threads' time), ms."""
    app = App(display, SAFFRON_STALLS="1")
    window = app.windows()[0]
    # The window is there; what it took to build is not asked here.
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
    with tempfile.TemporaryDirectory() as folder, Display() as display:
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
