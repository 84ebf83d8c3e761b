# SPDX-License-Identifier: GPL-3.0-or-later
"""Each action that a key, a menu or a button names is one that exists."""

import re

import tree

TABLE = re.compile(r"\bGActionEntry \w+\[\] = \{(.*?)\n\};", re.S)
ENTRY = re.compile(r"\{\s*(?:\.name = )?\"([a-z-]+)\"")
SETTING = re.compile(r"\bg_settings_create_action \([^;]*?\"([a-z-]+)\"\)")
# In code a string begins with the action's name; in a .ui file an element.
USED_IN_CODE = re.compile(r"\"(win|app)\.([a-z][a-z-]*)")
USED_IN_UI = re.compile(r">(win|app)\.([a-z][a-z-]*)")


def existing():
    """What the application and its windows have, by the prefix."""
    found = {"app": set(), "win": set()}
    for path in tree.files("src/app/*.c"):
        scope = "app" if path == "src/app/application.c" else "win"
        code = tree.without_comments(tree.read(path), strings=True)
        for table in TABLE.findall(code):
            found[scope].update(ENTRY.findall(table))
        found[scope].update(SETTING.findall(code))
    return found


def check(problems):
    found = existing()
    for scope, names in found.items():
        if not names:
            problems.append(f"tests/lint/actions.py: finds no {scope} action")
    for path in tree.files("src/app/*.c", "*.ui"):
        text = tree.read(path)
        used = USED_IN_UI
        if path.endswith(".c"):
            text = tree.without_comments(text, strings=True)
            used = USED_IN_CODE
        for match in used.finditer(text):
            if match[2] not in found[match[1]]:
                problems.append(f"{path}:{tree.line_of(text, match.start())}: "
                                f"no action is called {match[1]}.{match[2]}")
