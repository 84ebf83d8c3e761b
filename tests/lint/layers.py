# SPDX-License-Identifier: GPL-3.0-or-later
"""The arrows: which module includes which."""

import re

import tree

# The order in which the data flows: a module includes itself and what stands
# before it. gl and app know the screen; cli knows everything but the screen.
LAYERS = ["base", "slide", "transform", "register", "quality", "session",
          "view", "export", "synth"]
ON_TOP = {"gl": LAYERS[:LAYERS.index("view") + 1],
          "cli": LAYERS,
          "app": LAYERS + ["gl"]}


def check_layers(path, text, problems):
    parts = path.split("/")
    if parts[0] != "src" or len(parts) < 3:
        return
    module = parts[1]
    if module in LAYERS:
        allowed = LAYERS[:LAYERS.index(module) + 1]
    elif module in ON_TOP:
        allowed = ON_TOP[module] + [module]
    else:
        problems.append(f"{path}: {module} is in no layer")
        return
    for match in re.finditer(r'#include "([a-z]+)/', text):
        if match.group(1) not in allowed:
            problems.append(f"{path}:{tree.line_of(text, match.start())}: {module} "
                            f"does not include {match.group(1)}")
    for header in re.findall(r"#include <([^>]+)>", text):
        if header.startswith(("gtk/", "gdk/", "adwaita", "gsk/")):
            if module != "app":
                problems.append(f"{path}: {header} is for src/app alone")
        if header.startswith(("epoxy/", "GL/", "EGL/", "GLES")):
            if module not in ("gl", "app"):
                problems.append(f"{path}: {header} is for src/gl alone")
        if header.startswith("vips/") and module not in ("slide", "export"):
            problems.append(f"{path}: {header} is for src/slide and "
                            "src/export alone")


def check(problems):
    for path in tree.sources():
        check_layers(path, tree.read(path), problems)
