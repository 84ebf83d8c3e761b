# SPDX-License-Identifier: GPL-3.0-or-later
"""What a person reads: marked for translation, and listed in po/POTFILES."""

import re
import xml.etree.ElementTree as ElementTree

import tree

SHOWN = {"label", "title", "subtitle", "tooltip-text", "description",
         "placeholder-text", "tooltip", "heading"}


def check_ui(path, problems):
    """Each text that a person reads is marked for translation."""
    for node in ElementTree.fromstring(tree.read(path)).iter():
        if node.tag in ("property", "attribute", "item"):
            name = node.get("name", "").replace("_", "-")
            text = (node.text or "").strip()
            shown = name in SHOWN or node.tag == "item"
            if shown and re.search("[A-Za-z]{2}", text) \
                    and text != "Saffron" \
                    and node.get("translatable") not in ("yes", "true"):
                problems.append(f"{path}: “{text}” is not translatable")


def is_marked(path):
    text = tree.read(path)
    if path.endswith((".c", ".h")):
        return re.search(r"\b(N?C?_|ngettext) ?\(", text) is not None
    if path.endswith(".ui"):
        return 'translatable="' in text
    return path.endswith((".desktop.in", ".xml.in"))


def check_formats(path, problems):
    """xgettext stops at GLib's macros for formats."""
    for m in re.finditer(r'\bN?C?_ ?\((?:\s|"(?:[^"\\]|\\.)*")*'
                         r'(G_G\w+_FORMAT)', tree.read(path)):
        line = tree.read(path).count("\n", 0, m.start()) + 1
        problems.append(f"{path}:{line}: {m[1]} ends what translators see; "
                        "use %zu or PRId64")


def check_potfiles(problems):
    listed = {line.strip() for line in tree.read("po/POTFILES").split("\n")
              if line.strip() and not line.startswith("#")}
    marked = {path for path in tree.files("src/*.[ch]", "*.ui", "data/*.in")
              if is_marked(path)}
    for path in sorted(marked - listed):
        problems.append(f"po/POTFILES: {path} is missing")
    for path in sorted(listed - marked):
        problems.append(f"po/POTFILES: {path} has nothing to translate")


def check(problems):
    for path in tree.files("*.ui"):
        check_ui(path, problems)
    for path in tree.files("src/*.[ch]"):
        check_formats(path, problems)
    check_potfiles(problems)
