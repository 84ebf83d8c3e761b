# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads the app as a screen reader does: the tree of widgets that the app
publishes on the accessibility bus."""

import itertools
import re
import threading

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
# The width of a window's frame on each side, in pixels.
EDGE = 5
FOCUSED = 1 << 12
# Where toasts are in a window that is as large as the screen, whether they are
# in its middle or beside a pane.
TOASTS = 485, 740


class Accessible:
    """The bus of a display on which apps were started with a11y=True."""

    def __init__(self, display):
        self.display = display
        out = display.call("org.a11y.Bus", "/org/a11y/bus",
                           "org.a11y.Bus.GetAddress")
        self.places = {}
        self.found = []
        self.address = out[0]
        self.bus = Gio.DBusConnection.new_for_address_sync(
            self.address,
            Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT
            | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION, None, None)

    def call(self, to, path, method, arguments=None):
        """Calls @method on the object at @path of @to and returns its first
        result; None if the object is gone, as menus and toasts go any time."""
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

    def published(self, app):
        """Returns what the app published of all objects, also of those that
        are gone."""
        return self.call(app, "/org/a11y/atspi/cache",
                         "org.a11y.atspi.Cache.GetItems") or []

    def walk(self, newest=False):
        """Walks the tree as a screen reader does: from what the app published
        of all objects. An object is asked for its children only if those that
        name it as their parent are not as many as it has, since the app goes
        on publishing objects that are gone. Returns the app's address on the
        bus and (path, role, name, description, states) of all objects; with
        @newest only those of the newest window."""
        root = wait_until(
            lambda: self.children("org.a11y.atspi.Registry",
                                  "/org/a11y/atspi/accessible/root"),
            30, "the app on the accessibility bus")
        app = root[0][0]
        items = self.published(app)
        counts = {item[0][1]: item[4] for item in items}
        below = {}
        for item in items:
            below.setdefault(item[2][1], []).append(item[0][1])
        # The root says that it has no children.
        queue = [p for _, p in self.children(app, root[0][1])]
        if newest:
            queue = queue[-1:]
        seen = set() if newest else {root[0][1]}
        while queue:
            path = queue.pop()
            if path in seen or path == NULL:
                continue
            seen.add(path)
            known = below.get(path, [])
            queue += known if len(known) == counts.get(path) \
                else [p for _, p in self.children(app, path)]
        # An object is published when it is first asked for.
        if not seen <= set(counts):
            items = self.published(app)
        # The page of a stack is published too, but is no child of it.
        return app, [(item[0][1], ROLES.get(item[7], item[7]), item[6],
                      item[8], item[9][0])
                     for item in items
                     if item[0][1] in seen and item[6] != "GtkStackPage"]

    def newest(self):
        """Like tree (), for the newest window only."""
        return self.tree(newest=True)

    def tree(self, newest=False):
        """Returns (role, name, description, showing) of every object in the
        tree."""
        app, items = self.walk(newest)
        out = []
        self.found = []
        for path, role, name, description, states in items:
            out.append((role, name, description, bool(states & SHOWING)))
            self.places[role, name] = app, path
            self.found.append((*out[-1], app, path, states))
        return out

    def focused(self):
        """Returns the names of the objects that have the focus."""
        self.tree()
        return {t[1] for t in self.found if t[6] & FOCUSED}

    def find(self, role, name):
        """Returns the address and path of an object; walks the tree only if no
        earlier walk found the object."""
        if (role, name) not in self.places:
            self.tree()
        return self.places[role, name]

    def items(self):
        """Returns the app's address and a dict from path to (role, name)."""
        app, items = self.walk()
        return app, {path: (role, name) for path, role, name, _, _ in items}

    def wait_for_message(self, text, press=None):
        """Waits for a toast over the canvas, as wait_for () does, and for it to
        go, since the next one waits for that, too; its button takes it away. It
        leaves after some seconds, which may be fewer than reading the tree
        takes, unless the pointer moves on it. No other message may come
        before."""
        seen = threading.Event()

        def hold():
            step = itertools.cycle((0, 1))
            while not seen.wait(0.3):
                self.display.move(TOASTS[0], TOASTS[1] + next(step))

        holder = threading.Thread(target=hold)
        holder.start()
        try:
            self.wait_for(text, press)
        finally:
            seen.set()
            holder.join()
            self.display.move(640, 400)
        if press is None:
            wait_until(lambda: not any(text in t[1] for t in self.tree()), 60,
                       f"{text} to go")

    def wait_for(self, text, press=None):
        """Waits for an object with @text in its name. Then presses the button
        with @press in its name, if that is given."""
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
        """Returns a property of the object that find () finds."""
        app, path = self.find(role, name)
        return self.call(app, path, "org.freedesktop.DBus.Properties.Get",
                         GLib.Variant("(ss)", (interface, member)))

    def describe(self, role, name):
        """Returns the object's current description; "" if it is gone."""
        return self.property(role, name, "org.a11y.atspi.Accessible",
                             "Description") or ""

    def name_of(self, app, path):
        """Returns the role and the name of an object."""
        role = self.call(app, path, "org.a11y.atspi.Accessible.GetRole")
        return ROLES.get(role, role), self.call(
            app, path, "org.freedesktop.DBus.Properties.Get",
            GLib.Variant("(ss)", ("org.a11y.atspi.Accessible", "Name")))

    def text(self, role, name):
        """Returns the content of a text field. What is inside an entry row is
        one, too, but only the row has the content."""
        def content(app, path):
            return self.call(app, path, "org.a11y.atspi.Text.GetText",
                             GLib.Variant("(ii)", (0, 10000)))

        out = content(*self.find(role, name))
        if out is None:
            self.tree()
            for t in self.found:
                if t[:2] == (role, name) and content(t[4], t[5]) is not None:
                    self.places[role, name] = t[4], t[5]
                    return content(t[4], t[5])
        return out

    def value(self, role, name):
        """Returns the value of a spin button or slider."""
        return self.property(role, name, "org.a11y.atspi.Value",
                             "CurrentValue")

    def extents(self, app, path):
        """Returns x, y, width and height on the screen, or None for an object
        without a size. The window is in the screen's corner; GTK counts from
        the inside of its frame, so the frame's width is added."""
        found = self.call(app, path, "org.a11y.atspi.Component.GetExtents",
                          GLib.Variant("(u)", (1,)))
        if not found or min(found[2:]) <= 0:
            return None
        return found[0] + EDGE, found[1] + EDGE, found[2], found[3]

    def box(self, role, name):
        """Returns the extents of the object that find () finds. Quicker than
        place (), which always walks the tree."""
        app, path = self.find(role, name)
        return wait_until(lambda: self.extents(app, path), 30, name)

    def is_shown(self, start):
        """Whether an object whose name begins so has a size on the screen."""
        self.tree()
        return any(self.extents(t[4], t[5]) for t in self.found
                   if t[1].startswith(start))

    def place(self, role, name, n=0):
        """Returns the extents of the @n-th shown object, from the top, with
        this name and role; with @role None, of any role."""
        def places():
            self.tree()
            boxes = [self.extents(t[4], t[5]) for t in self.found
                     if t[1] == name and role in (None, t[0])]
            return sorted(filter(None, boxes), key=lambda b: b[1])

        return wait_until(lambda: len(places()) > n and places(), 30,
                          f"{role} {name}")[n]

    def click(self, role, name, n=0, along=0.5):
        """Clicks the object that place () finds, at @along of its width: 0 is
        its left edge, 1 its right."""
        x, y, width, height = self.place(role, name, n)
        self.display.click(x + int(width * along), y + height // 2)


class Events:
    """What the app says on the accessibility bus while the block lasts: of
    each event the sender, the object, and what it is about."""

    def __init__(self, accessible, member, detail):
        """@member: "StateChanged" or "PropertyChange"; @detail: which state or
        property."""
        self.accessible = accessible
        self.member, self.detail = member, detail
        self.found = []

    def __enter__(self):
        self.subscription = self.accessible.bus.signal_subscribe(
            None, "org.a11y.atspi.Event.Object", self.member, None, None,
            Gio.DBusSignalFlags.NONE, self.on_event)
        return self

    def __exit__(self, *_):
        self.accessible.bus.signal_unsubscribe(self.subscription)

    def on_event(self, bus, sender, path, interface, member, arguments):
        detail, value = arguments.unpack()[:2]
        if detail == self.detail and (member != "StateChanged" or value):
            self.found.append((sender, path))

    def get(self):
        """All that came so far."""
        while GLib.MainContext.default().iteration(False):
            pass
        return self.found
