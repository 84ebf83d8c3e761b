# SPDX-License-Identifier: GPL-3.0-or-later
"""What must not be called, and what to use instead."""

import re

import tree

DENY = {
    r"\b(atoi|atol|atof)\s*\(": "g_ascii_string_to_signed, g_ascii_strtod",
    r"\bstrto(l|ll|ul|ull|d|f)\s*\(": "g_ascii_string_to_signed, "
                                      "g_ascii_strtod",
    r"\b(sscanf|fscanf|scanf)\s*\(": "GLib's parsers",
    # At the start of a line it is defined, to take the place of the real one.
    r"(?<![\w>.\n])(malloc|calloc|realloc)\s*\(": "g_new, g_malloc",
    r"(?<![\w_])fopen\s*\(": "GIO or g_fopen",
    r"\b(strcpy|strcat|sprintf|vsprintf|gets)\s*\(": "g_strdup_printf",
    r"\b(system|popen)\s*\(": "GSubprocess",
    r"(?<!\w)(rand|srand|random)\s*\(": "a seeded generator",
}
TIFF_OPEN = re.compile(r"\bTIFF(Open|ClientOpen|FdOpen)(Ext)?\s*\(")
TIFF_OPENERS = re.compile(r"src/(slide|export)/|tests/")


def check_calls(path, text, problems):
    code = tree.without_comments(text)
    for pattern, instead in DENY.items():
        for match in re.finditer(pattern, code):
            problems.append(f"{path}:{tree.line_of(code, match.start())}: "
                            f"{match.group(0).strip()} is not used here; use "
                            f"{instead}")
    for match in TIFF_OPEN.finditer(code):
        if not TIFF_OPENERS.match(path):
            problems.append(f"{path}:{tree.line_of(code, match.start())}: TIFF "
                            "is opened in src/slide and src/export alone")
    for match in re.finditer(r"\b(TODO|FIXME|XXX)\b", text):
        problems.append(f"{path}:{tree.line_of(text, match.start())}: "
                        f"{match.group(0)}")


def check(problems):
    for path in tree.sources():
        check_calls(path, tree.read(path), problems)
