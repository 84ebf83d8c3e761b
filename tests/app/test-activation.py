#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The session bus can start the app by its service file, to activate it and to
open files; the installed desktop, service, MIME and icon files agree."""

import configparser
import os
import shutil
import subprocess
import tempfile
from urllib.parse import quote

from gi.repository import GLib
from PIL import Image

from harness import App, Display, ID, PATH, make_slides, need_tools, wait_until

SOURCE = os.environ["SAFFRON_SOURCE"]
DATA = os.environ["SAFFRON_DATA"]


def bus(display, method, *names):
    """Asks the bus itself."""
    arguments = GLib.Variant("(s)", names) if names else None
    out = display.call("org.freedesktop.DBus", "/org/freedesktop/DBus",
                       "org.freedesktop.DBus." + method, arguments)
    return out[0] if out else None


class Activated(App):
    """The app, started by the bus instead of by the test."""

    def __init__(self, display, method, arguments):
        self.display = display
        out = self.call(PATH, "org.freedesktop.Application." + method,
                        arguments)
        assert out is not None, method
        self.pid = bus(display, "GetConnectionUnixProcessID", ID)
        wait_until(self.windows, 60, "a window")

    def check_alive(self):
        assert os.path.exists(f"/proc/{self.pid}")

    def quit(self):
        self.activate_app("quit")
        wait_until(lambda: self.is_gone(), 60, "it to quit")

    def is_gone(self):
        """Returns whether the bus has no owner of the app's name any more."""
        return not bus(self.display, "NameHasOwner", ID)


def read(path):
    parser = configparser.ConfigParser(interpolation=None)
    parser.optionxform = str
    with open(path, encoding="utf-8") as f:
        parser.read_file(f)
    return parser


def test_files():
    """Checks that the desktop file, the service file and the icon are all
    named by the app's id."""
    service = read(os.path.join(DATA, ID + ".service"))["D-BUS Service"]
    assert service["Name"] == ID
    binary, *options = service["Exec"].split()
    assert os.path.isabs(binary) and os.path.basename(binary) == "saffron"
    assert options == ["--gapplication-service"], options
    entry = read(os.path.join(DATA, ID + ".desktop"))["Desktop Entry"]
    assert entry["DBusActivatable"] == "true"
    assert entry["Icon"] == ID
    assert entry["Exec"].split()[0] == "saffron"
    assert "application/x-saffron-session" in entry["MimeType"].split(";")


def test_mime(folder):
    """Checks that update-mime-database accepts the MIME package, and that the
    desktop file lists every type in it."""
    packages = os.path.join(folder, "mime", "packages")
    os.makedirs(packages)
    shutil.copy(os.path.join(SOURCE, "data", ID + ".mime.xml"),
                os.path.join(packages, ID + ".xml"))
    subprocess.run(["update-mime-database", os.path.join(folder, "mime")],
                   check=True, stderr=subprocess.DEVNULL)
    with open(os.path.join(folder, "mime", "globs2"), encoding="utf-8") as f:
        globs = dict(reversed(line.strip().split(":")[1:3]) for line in f
                     if not line.startswith("#"))
    assert globs["*.saffron"] == "application/x-saffron-session", globs
    entry = read(os.path.join(DATA, ID + ".desktop"))["Desktop Entry"]
    for kind in set(globs.values()):
        assert kind in entry["MimeType"].split(";"), kind


def test_icon(folder):
    """Checks that the icon is drawn: a red and a green disc, yellow where they
    overlap."""
    path = os.path.join(folder, "icon.png")
    subprocess.run(["convert", "-background", "none", "-resize", "128x128",
                    os.path.join(SOURCE, "data", "icons", ID + ".svg"), path],
                   check=True)
    image = Image.open(path).convert("RGBA")
    row = [image.getpixel((x, 64)) for x in range(128)]
    kinds = []
    for r, g, b, a in row:
        if a < 250 or b > 120:
            continue
        kind = (r > 150, g > 120)
        if any(kind) and (not kinds or kinds[-1] != kind):
            kinds.append(kind)
    assert (True, True) in kinds[1:-1], kinds
    assert {kinds[0], kinds[-1]} == {(True, False), (False, True)}, kinds


def test_activation(display, slides):
    folder = os.path.join(display.folder, "share", "dbus-1", "services")
    os.makedirs(folder)
    with open(os.path.join(DATA, ID + ".service"), encoding="utf-8") as f:
        text = f.read()
    installed = read(os.path.join(DATA, ID + ".service"))
    installed = installed["D-BUS Service"]["Exec"].split()[0]
    # The installed service file, with the path of the app that was built.
    with open(os.path.join(folder, ID + ".service"), "w",
              encoding="utf-8") as f:
        f.write(text.replace(installed, os.environ["SAFFRON_APP"]))
    bus(display, "ReloadConfig")

    nothing = GLib.Variant("(a{sv})", ({},))
    app = Activated(display, "Activate", nothing)
    assert len(app.windows()) == 1
    # A second activation presents the existing window.
    app.call(PATH, "org.freedesktop.Application.Activate", nothing)
    assert len(app.windows()) == 1
    app.check_alive()
    app.quit()

    uris = ["file://" + quote(s) for s in slides]
    app = Activated(display, "Open", GLib.Variant("(asa{sv})", (uris, {})))
    window = app.windows()[0]
    app.wait_opened(window)
    wait_until(lambda: app.enabled(window, "swap"), 60, "both slides")
    display.picture("activated")
    app.quit()


def main():
    need_tools()
    test_files()
    with tempfile.TemporaryDirectory() as folder:
        test_mime(folder)
        test_icon(folder)
    with tempfile.TemporaryDirectory() as folder, Display() as display:
        test_activation(display, make_slides(os.path.join(folder, "a pair")))
    print("ok")


main()
