#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The desktop is asked not to log out and not to suspend from before an export
writes until after it has written, and no longer."""

import os
import sys
import tempfile
import threading

from gi.repository import Gio, GLib

from harness import App, Display, make_slides, need_tools, wait_until

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "..", "cli"))
import session_file  # noqa: E402

NAME = "org.gnome.SessionManager"
INTERFACE = f"""
<node><interface name="{NAME}">
  <method name="RegisterClient"><arg type="s" direction="in"/>
    <arg type="s" direction="in"/><arg type="o" direction="out"/></method>
  <method name="Inhibit"><arg type="s" direction="in"/>
    <arg type="u" direction="in"/><arg type="s" direction="in"/>
    <arg type="u" direction="in"/><arg type="u" direction="out"/></method>
  <method name="Uninhibit"><arg type="u" direction="in"/></method>
  <property name="SessionIsActive" type="b" access="read"/>
</interface></node>"""
LOGOUT, SUSPEND = 1, 4


class SessionManager:
    """The desktop's part, on the bus of @display; notes what it is asked, and
    which of @paths were there then."""

    def __init__(self, display, *paths):
        self.paths = paths
        self.asked = []  # (id, window, reason, flags, paths)
        self.ended = {}  # paths by cookie
        self.address = display.address
        ready = threading.Event()
        threading.Thread(target=self.serve, args=(ready,), daemon=True).start()
        assert ready.wait(30), "the bus"

    def serve(self, ready):
        context = GLib.MainContext()
        context.push_thread_default()
        self.bus = Gio.DBusConnection.new_for_address_sync(
            self.address,
            Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT
            | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION, None, None)
        info = Gio.DBusNodeInfo.new_for_xml(INTERFACE)
        self.bus.register_object("/org/gnome/SessionManager",
                                 info.interfaces[0], self.on_call,
                                 lambda *_: GLib.Variant("b", True), None)
        self.bus.call_sync("org.freedesktop.DBus", "/org/freedesktop/DBus",
                           "org.freedesktop.DBus", "RequestName",
                           GLib.Variant("(su)", (NAME, 0)), None,
                           Gio.DBusCallFlags.NONE, -1, None)
        ready.set()
        GLib.MainLoop(context).run()

    def there(self):
        return [p for p in self.paths if os.path.exists(p)]

    def on_call(self, bus, sender, path, interface, method, arguments, call):
        given = arguments.unpack()
        answer = None
        if method == "Inhibit":
            self.asked.append((*given, self.there()))
            answer = GLib.Variant("(u)", (100 + len(self.asked),))
        elif method == "Uninhibit":
            self.ended[given[0]] = self.there()
        else:
            answer = GLib.Variant("(o)", ("/org/gnome/SessionManager/Client1",))
        call.return_value(answer)


def main():
    need_tools()
    with tempfile.TemporaryDirectory() as folder, Display() as display:
        slides = make_slides(os.path.join(folder, "pair"))
        session = os.path.join(folder, "s.saffron")
        session_file.write(session, {slides[1]: session_file.run(
            [1, 0, 0, 0, 1, 0], 1500, 1500)}, reference=slides[0])
        target = os.path.join(
            folder, "slide2_DAPI_CD8_registered.ome.tiff")
        manager = SessionManager(display, target)
        app = App(display, session)
        window = app.windows()[0]
        app.wait_opened(window)
        wait_until(lambda: app.enabled(window, "export-warp"), 30, "the run")
        assert manager.asked == [], manager.asked
        app.activate(window, "export-warp")
        display.window_id("Export Warped OME-TIFF")

        def started():
            display.key("alt+e")
            return manager.asked

        wait_until(started, 60, "the export")
        wait_until(lambda: 101 in manager.ended, 120, "its end")
        assert len(manager.asked) == 1, manager.asked
        _, _, reason, flags, there = manager.asked[0]
        assert os.path.basename(target) in reason, reason
        assert flags == LOGOUT | SUSPEND, flags
        assert there == [], "it was asked too late"
        assert manager.ended == {101: [target]}, "it was released too early"

        # A cancelled one, too.
        app.activate(window, "register")
        wait_until(lambda: len(manager.asked) == 2, 60, "the registration")
        app.activate(window, "cancel")
        wait_until(lambda: 102 in manager.ended, 60, "its end")
        app.check_alive()
        app.quit()
    print("ok")


main()
