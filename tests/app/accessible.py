# SPDX-License-Identifier: GPL-3.0-or-later
"""What a screen reader is told: the tree that the app shows on the
accessibility bus."""

import re

from harness import wait_until

ROLES = {7: "check box", 8: "check menu item", 11: "combo box", 27: "image",
         33: "list box", 35: "menu item", 42: "progress bar",
         43: "push button", 45: "radio menu item", 51: "slider",
         52: "spin button", 60: "text", 62: "toggle button", 79: "entry"}
ITEM = re.compile(
    r"\(\('[^']*', (?:objectpath )?'([^']*)'\), \('[^']*', '[^']*'\), "
    r"\('[^']*', '([^']*)'\), -?\d+, -?\d+, \[[^]]*\], "
    r"('(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"), (?:uint32 )?(\d+), "
    r"('(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"), \[(?:uint32 )?(\d+), \d+\]\)")
NULL = "/org/a11y/atspi/null"
SHOWING = 1 << 25


class Accessible:
    """The bus of a display on which apps were started with a11y=True."""

    def __init__(self, display):
        self.display = display
        out = display.run("gdbus", "call", "--session", "--dest",
                          "org.a11y.Bus", "--object-path", "/org/a11y/bus",
                          "--method", "org.a11y.Bus.GetAddress").stdout
        self.places = {}
        self.address = re.search(r"'(.*)'", out).group(1)

    def call(self, to, path, method, *arguments):
        return self.display.run("gdbus", "call", "--address", self.address,
                                "--dest", to, "--object-path", path,
                                "--method", method, *arguments).stdout

    def children(self, to, path):
        out = self.call(to, path, "org.a11y.atspi.Accessible.GetChildren")
        return re.findall(r"'(:[\d.]+)', (?:objectpath )?'([^']+)'", out)

    def newest(self):
        """The same of the window that came last alone."""
        return self.tree(newest=True)

    def tree(self, newest=False):
        """(role, name, description, showing) of everything, by walking it as
        a screen reader does."""
        root = wait_until(
            lambda: self.children("org.a11y.atspi.Registry",
                                  "/org/a11y/atspi/accessible/root"),
            30, "the app on the accessibility bus")
        app = root[0][0]
        seen, queue = set(), [root[0][1]]
        if newest:
            queue = [self.children(app, root[0][1])[-1][1]]
        while queue:
            path = queue.pop()
            if path not in seen and path != NULL:
                seen.add(path)
                queue += [p for _, p in self.children(app, path)]
        items = self.call(app, "/org/a11y/atspi/cache",
                          "org.a11y.atspi.Cache.GetItems")
        out = []
        for path, _, name, role, description, states in ITEM.findall(items):
            if path in seen:
                out.append((ROLES.get(int(role), int(role)), name[1:-1],
                            description[1:-1], bool(int(states) & SHOWING)))
                self.places[out[-1][:2]] = app, path
        return out

    def describe(self, role, name):
        """The present description of what a walk has found before."""
        if (role, name) not in self.places:
            self.tree()
        app, path = self.places[role, name]
        return self.call(app, path, "org.freedesktop.DBus.Properties.Get",
                         "org.a11y.atspi.Accessible", "Description")
