#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What fingers do to the canvas, on a display of one and of two device pixels
to a pixel."""

import os
import subprocess

from harness import Display, need_tools

need_tools()
with Display() as display:
    for scale in ("1", "2"):
        subprocess.run([os.environ["SAFFRON_TOUCH"]], check=True,
                       env=dict(display.env, GDK_SCALE=scale))
print("ok")
