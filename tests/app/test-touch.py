#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The canvas's touch gestures work on displays of scale 1 and 2."""

import os
import subprocess

from harness import Display, need_tools

need_tools()
with Display(window_gl=True) as display:
    for scale in ("1", "2"):
        subprocess.run([os.environ["SAFFRON_TOUCH"]], check=True,
                       env=dict(display.env, GDK_SCALE=scale))
print("ok")
