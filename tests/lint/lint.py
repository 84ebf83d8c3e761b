#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The house rules that a program can check; CONTRIBUTING.md explains them."""

import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ElementTree

ROOT = os.environ.get("SAFFRON_SOURCE") or os.path.join(
    os.path.dirname(os.path.abspath(__file__)), "..", "..")

# The order in which the data flows: a module includes itself and what stands
# before it. gl and app know the screen; cli knows everything but the screen.
LAYERS = ["base", "slide", "transform", "register", "quality", "session",
          "view", "export", "synth"]
ON_TOP = {"gl": LAYERS[:LAYERS.index("view") + 1],
          "cli": LAYERS,
          "app": LAYERS + ["gl"]}

# What must not be called, and what to use instead.
DENY = {
    r"\b(atoi|atol|atof)\s*\(": "g_ascii_string_to_signed, g_ascii_strtod",
    r"\bstrto(l|ll|ul|ull|d|f)\s*\(": "g_ascii_string_to_signed, "
                                      "g_ascii_strtod",
    r"\b(sscanf|fscanf|scanf)\s*\(": "GLib's parsers",
    r"(?<![\w>.])(malloc|calloc|realloc)\s*\(": "g_new, g_malloc",
    r"(?<![\w_])fopen\s*\(": "GIO or g_fopen",
    r"\b(strcpy|strcat|sprintf|vsprintf|gets)\s*\(": "g_strdup_printf",
    r"\b(system|popen)\s*\(": "GSubprocess",
    r"(?<!\w)(rand|srand|random)\s*\(": "a seeded generator",
}
TIFF_OPEN = re.compile(r"\bTIFF(Open|ClientOpen|FdOpen)(Ext)?\s*\(")
TIFF_OPENERS = re.compile(r"src/(slide|export)/|tests/")

MAX_LINES = 500
MAX_COLUMNS = 80


def files(*patterns):
    out = subprocess.run(["git", "-c", "safe.directory=*", "-C", ROOT,
                          "ls-files", "-co", "--exclude-standard", "--",
                          *patterns],
                         capture_output=True, text=True)
    return sorted(f for f in set(out.stdout.split("\n")) - {""}
                  if os.path.exists(os.path.join(ROOT, f)))


def read(path):
    with open(os.path.join(ROOT, path), encoding="utf-8") as f:
        return f.read()


def without_comments(text):
    """The code alone, line numbers kept."""
    def blank(match):
        found = match.group(0)
        if found.startswith("/"):
            return re.sub(r"[^\n]", " ", found)
        return '""'
    return re.sub(r"/\*.*?\*/|//[^\n]*|\"(?:\\.|[^\"\\\n])*\"", blank, text,
                  flags=re.S)


def line_of(text, position):
    return text.count("\n", 0, position) + 1


def check_lines(path, text, problems):
    lines = text.split("\n")
    if "SPDX-License-Identifier: GPL-3.0-or-later" not in lines[0]:
        problems.append(f"{path}:1: no SPDX line")
    if len(lines) > MAX_LINES + 1:
        problems.append(f"{path}: {len(lines)} lines: two ideas in one file?")
    for number, line in enumerate(lines, 1):
        if len(line) > MAX_COLUMNS:
            problems.append(f"{path}:{number}: {len(line)} columns")
        if "\t" in line:
            problems.append(f"{path}:{number}: a tab")
        if line != line.rstrip():
            problems.append(f"{path}:{number}: a blank at the line's end")


def check_calls(path, text, problems):
    code = without_comments(text)
    for pattern, instead in DENY.items():
        for match in re.finditer(pattern, code):
            problems.append(f"{path}:{line_of(code, match.start())}: "
                            f"{match.group(0).strip()} is not used here; use "
                            f"{instead}")
    for match in TIFF_OPEN.finditer(code):
        if not TIFF_OPENERS.match(path):
            problems.append(f"{path}:{line_of(code, match.start())}: TIFF is "
                            "opened in src/slide and src/export alone")
    for match in re.finditer(r"\b(TODO|FIXME|XXX)\b", text):
        problems.append(f"{path}:{line_of(text, match.start())}: "
                        f"{match.group(0)}")


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
            problems.append(f"{path}:{line_of(text, match.start())}: {module} "
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


def check_ui(path, problems):
    """Each text that a person reads is marked for translation."""
    shown = {"label", "title", "subtitle", "tooltip-text", "description",
             "placeholder-text", "tooltip", "heading"}
    for node in ElementTree.fromstring(read(path)).iter():
        if node.tag in ("property", "attribute"):
            name = node.get("name", "").replace("_", "-")
            text = (node.text or "").strip()
            if name in shown and re.search("[A-Za-z]{2}", text) \
                    and text != "Saffron" \
                    and node.get("translatable") not in ("yes", "true"):
                problems.append(f"{path}: “{text}” is not translatable")


def check_potfiles(problems):
    if not os.path.exists(os.path.join(ROOT, "po", "POTFILES")):
        return
    listed = {line.strip() for line in read("po/POTFILES").split("\n")
              if line.strip() and not line.startswith("#")}
    marked = set()
    for path in files("src/*.c", "*.ui", "data/*.in"):
        text = read(path)
        if path.endswith(".c"):
            has = re.search(r"\b(_|N_|C_|ngettext) ?\(", text)
        elif path.endswith(".ui"):
            has = 'translatable="' in text
        else:
            has = path.endswith((".desktop.in", ".xml.in"))
        if has:
            marked.add(path)
    for path in sorted(marked - listed):
        problems.append(f"po/POTFILES: {path} is missing")
    for path in sorted(listed - marked):
        problems.append(f"po/POTFILES: {path} has nothing to translate")


def main():
    problems = []
    sources = files("src/*.c", "src/*.h", "tests/*.c", "tests/*.h")
    for path in sources:
        text = read(path)
        check_lines(path, text, problems)
        check_calls(path, text, problems)
        check_layers(path, text, problems)
    for path in files("*.ui"):
        check_ui(path, problems)
    check_potfiles(problems)
    for problem in problems:
        print(problem)
    print(f"lint: {len(sources)} sources, {len(problems)} problems")
    sys.exit(1 if problems or not sources else 0)


main()
