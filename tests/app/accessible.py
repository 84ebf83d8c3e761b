# SPDX-License-Identifier: GPL-3.0-or-later
"""What a screen reader is told: the tree that the app shows on the
accessibility bus."""

import ast
import re

from gi.repository import Gio, GLib

from harness import wait_until

ROLES = {7: "check box", 8: "check menu item", 11: "combo box", 27: "image",
         32: "list item", 33: "list box", 35: "menu item",
         37: "page tab", 42: "progress bar",
         43: "push button", 45: "radio menu item", 51: "slider",
         52: "spin button", 61: "text", 62: "toggle button",
         66: "tree table", 79: "entry"}
ITEM = re.compile(
    r"\(\('[^']*', (?:objectpath )?'([^']*)'\), \('[^']*', '[^']*'\), "
    r"\('[^']*', '([^']*)'\), -?\d+, -?\d+, \[[^]]*\], "
    r"('(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"), (?:uint32 )?(\d+), "
    r"('(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"), \[(?:uint32 )?(\d+), \d+\]\)")
NULL = "/org/a11y/atspi/null"
SHOWING = 1 << 25
# How much wider than what is inside it a window's frame is, on each side.
EDGE = 5
FOCUSED = 1 << 12


class Accessible:
    """The bus of a display on which apps were started with a11y=True."""

    def __init__(self, display):
        self.display = display
        out = display.run("gdbus", "call", "--session", "--dest",
                          "org.a11y.Bus", "--object-path", "/org/a11y/bus",
                          "--method", "org.a11y.Bus.GetAddress").stdout
        self.places = {}
        self.found = []
        self.bus = None
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
        self.found = []
        for path, _, name, role, description, states in ITEM.findall(items):
            if path in seen:
                out.append((ROLES.get(int(role), int(role)), name[1:-1],
                            description[1:-1], bool(int(states) & SHOWING)))
                self.places[out[-1][:2]] = app, path
                self.found.append((*out[-1], app, path, int(states)))
        return out

    def focused(self):
        """The names of what has the focus."""
        self.tree()
        return {t[1] for t in self.found if t[6] & FOCUSED}

    def find(self, role, name):
        """Where what a walk has found before is, or one finds now."""
        if (role, name) not in self.places:
            self.tree()
        return self.places[role, name]

    def items(self):
        """(role, name) by path, by walking the app as tree() does, but on one
        connection: quick enough for what does not stay."""
        if self.bus is None:
            self.bus = Gio.DBusConnection.new_for_address_sync(
                self.address,
                Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT
                | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION, None, None)

        def children(to, path):
            return self.bus.call_sync(
                to, path, "org.a11y.atspi.Accessible", "GetChildren", None,
                None, Gio.DBusCallFlags.NONE, -1, None).unpack()[0]

        root = wait_until(
            lambda: children("org.a11y.atspi.Registry",
                             "/org/a11y/atspi/accessible/root"),
            30, "the app on the accessibility bus")
        app = root[0][0]
        seen, queue = set(), [root[0][1]]
        while queue:
            path = queue.pop()
            if path not in seen and path != NULL:
                seen.add(path)
                try:
                    queue += [p for _, p in children(app, path)]
                except GLib.Error:
                    pass  # gone meanwhile
        out = self.bus.call_sync(
            app, "/org/a11y/atspi/cache", "org.a11y.atspi.Cache", "GetItems",
            None, None, Gio.DBusCallFlags.NONE, -1, None).unpack()[0]
        return app, {item[0][1]: (ROLES.get(item[7], item[7]), item[6])
                     for item in out if item[0][1] in seen}

    def wait_for(self, text, press=None):
        """Until there is something that has @text in its name; presses the
        button that has @press in its own at once, as a toast does not stay."""
        def there():
            app, items = self.items()
            if not any(text in name for _, name in items.values()):
                return False
            for path, (role, name) in items.items():
                if press and role == "push button" and press in name:
                    self.call(app, path, "org.a11y.atspi.Action.DoAction",
                              "0")
                    return True
            return not press

        wait_until(there, 60, text)

    def describe(self, role, name):
        """The present description of what a walk has found before."""
        app, path = self.find(role, name)
        return self.call(app, path, "org.freedesktop.DBus.Properties.Get",
                         "org.a11y.atspi.Accessible", "Description")

    def text(self, role, name):
        """What stands in a text."""
        app, path = self.find(role, name)
        out = self.call(app, path, "org.a11y.atspi.Text.GetText", "0",
                        "10000")
        return ast.literal_eval(out)[0] if out else None

    def value(self, role, name):
        """What a spin button or a slider is at."""
        app, path = self.find(role, name)
        out = self.call(app, path, "org.freedesktop.DBus.Properties.Get",
                        "org.a11y.atspi.Value", "CurrentValue")
        return float(re.search(r"<([^>]+)>", out).group(1))

    def extents(self, app, path):
        """x, y, width and height on the screen, or None for what has none: the
        window is in the screen's corner, behind an edge that is no part of
        it."""
        out = self.call(app, path, "org.a11y.atspi.Component.GetExtents",
                        "uint32 1")
        found = [int(v) for v in re.findall(r"-?\d+(?!\w)", out)][-4:]
        if len(found) < 4 or min(found[2:]) <= 0:
            return None
        return found[0] + EDGE, found[1] + EDGE, found[2], found[3]

    def box(self, role, name):
        """Extents of what a walk has found before, or one finds now: quick."""
        app, path = self.find(role, name)
        return wait_until(lambda: self.extents(app, path), 30, name)

    def place(self, role, name, n=0):
        """Extents of the @n-th from the top that is shown and called so; any
        @role if None."""
        def places():
            self.tree()
            boxes = [self.extents(t[4], t[5]) for t in self.found
                     if t[1] == name and role in (None, t[0])]
            return sorted(filter(None, boxes), key=lambda b: b[1])

        return wait_until(lambda: len(places()) > n and places(), 30,
                          f"{role} {name}")[n]

    def click(self, role, name, n=0, along=0.5):
        """Presses the @n-th from the top, at this part of its width."""
        x, y, width, height = self.place(role, name, n)
        self.display.click(x + int(width * along), y + height // 2)
