# SPDX-License-Identifier: GPL-3.0-or-later
"""What a person reads, in C: literals that say something are marked for
translation where a call shows them, and no text is glued to another."""

import re

import tree

MARKS = {"_", "N_", "C_", "NC_", "ngettext"}
# Calls that show their text to a person, and those whose text is an error.
SHOWS = re.compile(
    r"^(?:g_set_error|g_set_error_literal|g_error_new|g_error_new_literal|"
    r"saffron_cli_usage_error|saffron_slide_info_add_note|saffron_json_fail|"
    r"saffron_zarr_fail_\w+|gtk_label_(?:new|set_\w+)|"
    r"gtk_button_(?:new_with_label|set_label)|gtk_check_button_\w+|"
    r"gtk_widget_set_tooltip_(?:text|markup)|gtk_window_set_title|"
    r"gtk_\w+_set_placeholder_text|"
    r"adw_toast_(?:new|set_title|set_button_label)|"
    r"adw_\w+_set_(?:title|subtitle|description|heading|body)|"
    r"saffron_shell_toast\w*|g_print|g_printerr|saffron_cli_print_line)$")
TOKEN = re.compile(
    r"/\*.*?\*/|//[^\n]*|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\])+'|"
    r"[A-Za-z_]\w*|\s+|^#[^\n]*|.", re.S | re.M)
# xgettext knows <inttypes.h>, not GLib: it takes the text up to there alone.
FORMAT = re.compile(r"G_G\w+_(?:FORMAT|MODIFIER)$")
PLACEHOLDER = re.compile(r"%[-+ #0-9.*]*(?:l|ll|h|z)?[a-zA-Z%]|\\[nt]")
# Names of programs, options and files, which no language changes.
NAMES = re.compile(r"saffron-cli|saffron|OpenGL(?: ES)?|--[a-z-]+|rTRE|px|MB|"
                   r"[xys]\b")
# What is for those who work on the program, and what makes a file.
ASIDE = ("src/app/stalls.c", "src/texts/", "src/synth/")


def calls(code):
    """(literal, position, the calls it stands in, the innermost last)"""
    stack, last, text, begun = [], None, None, 0
    for match in TOKEN.finditer(code):
        token = match.group(0)
        if token.isspace() or token.startswith(("/*", "//", "#")):
            continue
        if token.startswith('"'):
            if text is None:
                text, begun = "", match.start()
            text += token[1:-1]
            last = token
            continue
        if text is not None and re.match(r"PRI[diu]\d+$", token):
            continue
        if text is not None:
            if FORMAT.match(token) and stack and stack[-1] in MARKS:
                text += "\0"
            yield text, begun, list(stack)
            text = None
        if token in "({":
            stack.append(last if token == "(" else "{")
        elif token in ")}" and stack:
            stack.pop()
        last = token


def says_something(text):
    rest = NAMES.sub("", PLACEHOLDER.sub("", text))
    return re.search("[A-Za-z]{3}", rest) is not None


def check_file(path, text, problems):
    for literal, at, stack in calls(text):
        inner = stack[-1] if stack else None
        where = f"{path}:{tree.line_of(text, at)}"
        if inner in MARKS:
            shown = literal.replace("\\n", "\n")
            if "\0" in literal:
                problems.append(f"{where}: “{literal[:-1]}” is cut off there "
                                "for translators; write PRId64 or %zu")
            if re.match(r"[,;.] |\s*\)", shown) and "C_" not in stack[-1:]:
                problems.append(f"{where}: “{literal}” goes on with another "
                                "text; make one sentence, or facts that "
                                "saffron_join_facts puts together")
        elif inner is not None and SHOWS.match(inner) \
                and says_something(literal):
            problems.append(f"{where}: “{literal[:50]}” is not translatable")


def check(problems):
    for path in tree.files("src/*.c"):
        if not path.startswith(ASIDE):
            check_file(path, tree.read(path), problems)
