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
          "app": LAYERS + ["gl"],
          # Run by the build alone; it writes down what the others have.
          "texts": LAYERS + ["cli", "app"]}

# Headers of one module alone: what they give is closed to all others.
PRIVATE = {"register/run-draft.h": "register",
           "register/pipeline-private.h": "register"}

# The rooms of the app, in the same order. The files beside them stand below
# all rooms, but for those that put the rooms together.
ROOMS = ["work", "document", "canvas", "pane", "dialogs", "window"]
ABOVE_ROOMS = {"application", "main"}


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
            problems.append(f"{path}:{tree.line_of(text, match.start())}: "
                            f"{module} does not include {match.group(1)}")
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


def check_private(path, text, problems):
    """Nobody but its maker opens a run, or the pipeline that makes it."""
    for header, module in PRIVATE.items():
        at = text.find(f'#include "{header}"')
        if at >= 0 and not path.startswith((f"src/{module}/", "tests/")):
            problems.append(f"{path}:{tree.line_of(text, at)}: {header} is "
                            f"for src/{module} alone")


def rooms_below(room):
    """What a room, or a file beside the rooms, may include of the app."""
    if room in ABOVE_ROOMS:
        return ROOMS
    return ROOMS[:ROOMS.index(room) + 1] if room in ROOMS else []


def check_rooms(path, text, problems):
    if not path.startswith("src/app/"):
        return
    room = re.split(r"[/.]", path[len("src/app/"):])[0]
    for match in re.finditer(r'#include "app/([a-z-]+)([/.])', text):
        included, is_room = match.group(1), match.group(2) == "/"
        if is_room and included not in ROOMS:
            wrong = f"{included} is no room of the app"
        elif is_room and included not in rooms_below(room):
            wrong = f"{room} does not include {included}"
        elif included in ABOVE_ROOMS and room not in ABOVE_ROOMS:
            wrong = f"{room} does not include {included}.h, which is above it"
        else:
            continue
        problems.append(f"{path}:{tree.line_of(text, match.start())}: {wrong}")


def check(problems):
    for path in tree.sources():
        check_layers(path, tree.read(path), problems)
        check_private(path, tree.read(path), problems)
        check_rooms(path, tree.read(path), problems)
