# SPDX-License-Identifier: GPL-3.0-or-later
"""What a screen reader is told: the tree that the app shows on the
accessibility bus."""

import re

from gi.repository import Gio, GLib

from harness import wait_until

ROLES = {7: "check box", 8: "check menu item", 11: "combo box", 27: "image",
         32: "list item", 33: "list box", 35: "menu item",
         37: "page tab", 42: "progress bar",
         43: "push button", 45: "radio menu item", 51: "slider",
         52: "spin button", 61: "text", 62: "toggle button",
         66: "tree table", 79: "entry"}
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
        self.address = re.search(r"'(.*)'", out).group(1)
        self.bus = Gio.DBusConnection.new_for_address_sync(
            self.address,
            Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT
            | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION, None, None)

    def call(self, to, path, method, arguments=None):
        """What it answers, without the wrapping; None where what is asked has
        gone, as menus and toasts do at any time."""
        interface, _, name = method.rpartition(".")
        try:
            out = self.bus.call_sync(to, path, interface, name, arguments,
                                     None, Gio.DBusCallFlags.NONE, 30000,
                                     None).unpack()
        except GLib.Error:
            return None
        return out[0] if out else ()

    def children(self, to, path):
        return self.call(to, path,
                         "org.a11y.atspi.Accessible.GetChildren") or []

    def paths(self, newest=False):
        """The app's address, and the paths of everything that it shows, by
        walking it as a screen reader does; of the newest window alone."""
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
        return app, seen

    def cached(self, app):
        """(path, role, name, description, states) of all that ever was."""
        items = self.call(app, "/org/a11y/atspi/cache",
                          "org.a11y.atspi.Cache.GetItems") or []
        return [(item[0][1], ROLES.get(item[7], item[7]), item[6], item[8],
                 item[9][0]) for item in items]

    def newest(self):
        """The same of the window that came last alone."""
        return self.tree(newest=True)

    def tree(self, newest=False):
        """(role, name, description, showing) of everything, by walking it as
        a screen reader does."""
        app, seen = self.paths(newest)
        out = []
        self.found = []
        for path, role, name, description, states in self.cached(app):
            if path in seen:
                out.append((role, name, description, bool(states & SHOWING)))
                self.places[role, name] = app, path
                self.found.append((*out[-1], app, path, states))
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
        """(role, name) by path."""
        app, seen = self.paths()
        return app, {path: (role, name)
                     for path, role, name, _, _ in self.cached(app)
                     if path in seen}

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
                              GLib.Variant("(i)", (0,)))
                    return True
            return not press

        wait_until(there, 60, text)

    def property(self, role, name, interface, member):
        """Of what a walk has found before, or one finds now."""
        app, path = self.find(role, name)
        return self.call(app, path, "org.freedesktop.DBus.Properties.Get",
                         GLib.Variant("(ss)", (interface, member)))

    def describe(self, role, name):
        """The present description; "" when it has gone."""
        return self.property(role, name, "org.a11y.atspi.Accessible",
                             "Description") or ""

    def text(self, role, name):
        """What stands in a text."""
        app, path = self.find(role, name)
        return self.call(app, path, "org.a11y.atspi.Text.GetText",
                         GLib.Variant("(ii)", (0, 10000)))

    def value(self, role, name):
        """What a spin button or a slider is at."""
        return self.property(role, name, "org.a11y.atspi.Value",
                             "CurrentValue")

    def extents(self, app, path):
        """x, y, width and height on the screen, or None for what has none: the
        window is in the screen's corner, behind an edge that is no part of
        it."""
        found = self.call(app, path, "org.a11y.atspi.Component.GetExtents",
                          GLib.Variant("(u)", (1,)))
        if not found or min(found[2:]) <= 0:
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
