# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes session files by hand, for tests of the commands that read them."""

import base64
import json
import math
import struct


def lattice(n_x, n_y, spacing, displacement):
    """Returns a lattice in the form of the session file. @displacement returns
    the coefficients (u, v) of column i and row j."""
    values = [displacement(i, j) for j in range(n_y) for i in range(n_x)]

    def pack(k):
        floats = [v[k] for v in values]
        return base64.b64encode(
            struct.pack(f"<{len(floats)}f", *floats)).decode()

    return {"n_x": n_x, "n_y": n_y, "spacing": spacing, "x0": -spacing,
            "y0": -spacing, "u": pack(0), "v": pack(1)}


def similarity(angle, scale, x0, y0):
    c, s = (scale * f(math.radians(angle)) for f in (math.cos, math.sin))
    return [c, -s, x0, s, c, y0]


def run(affine, width, height, lattice=None, verified=True):
    return {"started": "2024-01-01T00:00:00Z", "verified": verified,
            "reasons": ["written by a test"], "params": {},
            "transform": {"affine": affine, "width": width, "height": height,
                          "lattice": lattice}}


def torn(affine, width, height, cell, label_at, lattices):
    """A transform with pieces: label_at (x, y) of a cell's middle."""
    n_x, n_y = math.ceil(width / cell), math.ceil(height / cell)
    labels = [label_at((i + 0.5) * cell, (j + 0.5) * cell)
              for j in range(n_y) for i in range(n_x)]
    runs, start = b"", 0
    for at in range(1, len(labels) + 1):
        if (at == len(labels) or labels[at] != labels[start]
                or at - start == 65536):
            runs += struct.pack("<BH", labels[start], at - start - 1)
            start = at
    return {"affine": affine, "width": width, "height": height,
            "pieces": {"x0": 0, "y0": 0, "x1": width, "y1": height,
                       "cell": cell,
                       "labels": base64.b64encode(runs).decode(),
                       "lattices": lattices}}


def write(path, runs, reference="reference.png"):
    """Writes a session. @runs has for each moving slide's path its run, or
    None."""
    moving = [{"path": p, "landmarks": [], "runs": [r] if r else [],
               "current_run": 0 if r else None} for p, r in runs.items()]
    with open(path, "w", encoding="utf-8") as f:
        json.dump({"format": "saffron-session", "version": 1,
                   "reference": {"path": reference}, "params": {},
                   "moving": moving}, f)
