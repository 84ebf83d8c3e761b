# SPDX-License-Identifier: GPL-3.0-or-later
"""A session whose run is right but for one place, which it bends."""

import array
import base64
import json
import math
import os
import subprocess

# The reference's level-0 pixels: its side, where the bump is, how far its
# middle is moved to the right, and its radius.
SIDE = 1500
BUMP = (500.0, 500.0)
MOVED = 30.0
RADIUS = 260.0

SPACING = 50.0


def bump(x, y):
    """How far (x, y) is moved to the right."""
    r = math.hypot(x - BUMP[0], y - BUMP[1]) / RADIUS
    return MOVED * (1.0 + math.cos(math.pi * r)) / 2.0 if r < 1.0 else 0.0


def lattice():
    """Coefficients are close to the values where these are smooth."""
    n = math.ceil(SIDE / SPACING) + 3
    u = array.array("f", (bump(SPACING * (i - 1), SPACING * (j - 1))
                          for j in range(n) for i in range(n)))
    v = array.array("f", [0.0] * (n * n))
    encode = lambda a: base64.b64encode(a.tobytes()).decode()
    return {"n_x": n, "n_y": n, "spacing": SPACING, "x0": -SPACING,
            "y0": -SPACING, "u": encode(u), "v": encode(v)}


def make_bent_session(slides, path):
    """Registers @slides, which are SIDE pixels wide and high and differ by an
    affine map, and writes the session with the bump in it."""
    subprocess.run([os.environ["SAFFRON_CLI"], "register", *slides, "-o", path,
                    "--set", "deformable=false"], check=True,
                   capture_output=True)
    with open(path, encoding="utf-8") as f:
        session = json.load(f)
    run = session["moving"][0]["runs"][0]
    assert run["transform"]["width"] == SIDE, run["transform"]["width"]
    run["transform"]["lattice"] = lattice()
    with open(path, "w", encoding="utf-8") as f:
        json.dump(session, f)
