#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Layers of the canvas that are switched off are neither computed nor drawn."""

import os
import subprocess

from harness import Display, need_tools

need_tools()
with Display() as display:
    subprocess.run([os.environ["SAFFRON_LAYERS"]], check=True,
                   env=display.env)
print("ok")
