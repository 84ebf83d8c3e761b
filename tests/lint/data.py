# SPDX-License-Identifier: GPL-3.0-or-later
"""Prose is never data, and a run is what its registration made of it."""

import re

import tree

# A text that is written for a person decides nothing: errors have codes, and
# reasons too. These functions look into texts.
LOOKS = re.compile(r"\b(strstr|strcasestr|strcmp|strncmp|g_strcmp0|g_strrstr|"
                   r"g_strstr_len|g_str_equal|g_str_has_prefix|"
                   r"g_str_has_suffix|g_str_match_string|"
                   r"g_regex_match\w*|g_pattern_match\w*)\s*\(")
PROSE = re.compile(r"\b(message|reason|reasons)\b")

# Takes the file's name off a library's message, which decides nothing.
EDITS = {"src/slide/tiff-pool.c"}

RUN = re.compile(r"\bSaffronRun(?:\s*\*\s*|\)\s*)(\w+)")


def arguments(code, start):
    """What stands between the bracket at @start and the one that closes it."""
    depth = 0
    for end in range(start, len(code)):
        depth += {"(": 1, ")": -1}.get(code[end], 0)
        if depth == 0:
            return code[start + 1:end]
    return ""


def check_prose(path, code, problems):
    for match in LOOKS.finditer(code):
        inside = arguments(code, match.end() - 1)
        if PROSE.search(inside):
            problems.append(f"{path}:{tree.line_of(code, match.start())}: "
                            f"{match[1]} looks into a message; ask its code")


def check_runs(path, code, problems):
    """Only src/register writes into a SaffronRun."""
    names = set(RUN.findall(code)) - {"self"}
    for name in names:
        for match in re.finditer(rf"\b{name}->[\w.>\[\]-]+\s*"
                                 r"(=(?!=)|[-+*/|&]=|\+\+|--)", code):
            problems.append(f"{path}:{tree.line_of(code, match.start())}: "
                            "writes into a run, which only src/register does")


def check(problems):
    for path in tree.files("src/*.c"):
        if path in EDITS:
            continue
        code = tree.without_comments(tree.read(path))
        check_prose(path, code, problems)
        if not path.startswith("src/register/"):
            check_runs(path, code, problems)
