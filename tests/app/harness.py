# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs the app under a virtual display and its own message bus, and drives it
by real input events and by its named actions."""

import itertools
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from urllib.parse import quote

from gi.repository import Gio, GLib
from PIL import ImageChops, ImageGrab, ImageStat

from patience import is_at_work, wait_until

ID = "io.github.saffron.Saffron"
PATH = "/io/github/saffron/Saffron"
SIZE = (1280, 800)


def skip(reason):
    print("skipped:", reason)
    sys.exit(77)


def need_tools():
    for tool in ("Xvfb", "xdotool", "dbus-daemon"):
        if shutil.which(tool) is None:
            skip(f"{tool} is not installed")


class Display:
    """An X server and a session bus for as long as the block lasts."""

    def __init__(self, a11y=False, window_gl=False):
        """With @a11y, apps also talk to the accessibility bus. With
        @window_gl, GTK draws the whole window with OpenGL, as it does for a
        person. Without, it draws what is around the canvas by the processor,
        which takes a tenth of the time where there is no graphics card. The
        canvas is drawn with OpenGL in both."""
        self.a11y = a11y
        self.window_gl = window_gl

    def __enter__(self):
        read, write = os.pipe()
        self.x = subprocess.Popen(
            ["Xvfb", "-displayfd", str(write), "-screen", "0",
             f"{SIZE[0]}x{SIZE[1]}x24", "-nolisten", "tcp"],
            pass_fds=[write], stderr=subprocess.DEVNULL)
        os.close(write)
        with os.fdopen(read) as f:
            self.number = f.readline().strip()
        self.folder = tempfile.mkdtemp(prefix="saffron-test-")
        self.apps = []  # process ids of those that were started
        self.env = dict(
            os.environ, DISPLAY=f":{self.number}",
            GDK_BACKEND="x11",
            GSETTINGS_BACKEND="memory", GTK_A11Y="none",
            GSETTINGS_SCHEMA_DIR=os.environ["SAFFRON_SCHEMAS"],
            LIBGL_ALWAYS_SOFTWARE="1", G_DEBUG="fatal-warnings",
            GIO_USE_VFS="local", NO_AT_BRIDGE="1", HOME=self.folder,
            XDG_CACHE_HOME=self.folder + "/cache",
            XDG_CONFIG_HOME=self.folder + "/config",
            XDG_DATA_HOME=self.folder + "/share",
            XDG_STATE_HOME=self.folder + "/state",
            XDG_RUNTIME_DIR=self.folder)
        if self.a11y:
            del self.env["GTK_A11Y"], self.env["NO_AT_BRIDGE"]
        if not self.window_gl:
            self.env["GSK_RENDERER"] = "cairo"
        # What the bus starts by itself lives in the same world.
        self.bus = subprocess.Popen(
            ["dbus-daemon", "--session", "--nofork", "--print-address=1"],
            env=self.env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            text=True)
        self.address = self.bus.stdout.readline().strip()
        self.env["DBUS_SESSION_BUS_ADDRESS"] = self.address
        self.session = Gio.DBusConnection.new_for_address_sync(
            self.address,
            Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT
            | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION, None, None)
        return self

    def __exit__(self, *_):
        for process in (self.bus, self.x):
            process.terminate()
            process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def call(self, to, path, method, arguments=None):
        """Calls @method on the object at @path of @to on the session bus and
        returns its results; None if it fails, as it does while the app starts
        or after it has ended."""
        interface, _, name = method.rpartition(".")
        try:
            return self.session.call_sync(to, path, interface, name, arguments,
                                          None, Gio.DBusCallFlags.NONE, -1,
                                          None).unpack()
        except GLib.Error:
            return None

    def run(self, *command):
        return subprocess.run(command, env=self.env, capture_output=True,
                              text=True)

    def type(self, text):
        self.run("xdotool", "type", "--delay", "5", text)

    def titles(self):
        """What the windows on the screen are called."""
        ids = self.run("xdotool", "search", "--onlyvisible", "--name",
                       ".").stdout.split()
        return [self.run("xdotool", "getwindowname", i).stdout.strip()
                for i in ids]

    def window_id(self, title):
        """The X window that is called so, once there is one."""
        return wait_until(
            lambda: self.run("xdotool", "search", "--onlyvisible", "--name",
                             re.escape(title)).stdout.split(),
            30, f"a window {title}")[-1]

    def choose(self, title, path):
        """Names @path to the file chooser that is called so. Keys that come
        before the chooser has the focus are nobody's, as a person sees too."""
        self.window_id(title)
        for _ in range(4):
            settled(self)
            self.key("ctrl+a")
            self.type(path)
            self.key("Return")
            try:
                wait_until(lambda: title not in " ".join(self.titles()), 10)
                return
            except AssertionError:
                pass
        raise AssertionError(f"{title} does not take {path}")

    def key(self, *keys):
        self.run("xdotool", "key", "--clearmodifiers", *keys)

    def move(self, x, y):
        self.run("xdotool", "mousemove", str(x), str(y))

    def click(self, x, y, button=1):
        self.run("xdotool", "mousemove", str(x), str(y), "click", str(button))

    def drag(self, x0, y0, x1, y1, steps=8):
        self.run("xdotool", "mousemove", str(x0), str(y0), "mousedown", "1")
        for i in range(1, steps + 1):
            self.run("xdotool", "mousemove",
                     str(round(x0 + (x1 - x0) * i / steps)),
                     str(round(y0 + (y1 - y0) * i / steps)))
        self.run("xdotool", "mouseup", "1")

    def picture(self, name=None):
        """What is on the screen, as a PIL image; kept where a folder for
        pictures is given."""
        image = ImageGrab.grab(xdisplay=self.env["DISPLAY"])
        if name:
            self.keep(image, name)
        return image

    def keep(self, image, name):
        folder = os.environ.get("SAFFRON_PICTURES")
        if folder:
            image.save(os.path.join(folder, name + ".png"))


class DragSource:
    """A window from which files can be dragged, in the top-left corner."""

    def __init__(self, display, *files):
        self.display = display
        self.process = subprocess.Popen(
            [os.environ["SAFFRON_DRAG_SOURCE"], *files], env=display.env)
        display.window_id("drag-source")

    def drag_to(self, x, y):
        move = lambda at: self.display.run("xdotool", "mousemove", *at)
        move(("60", "60"))
        self.display.run("xdotool", "mousedown", "1")
        for i in range(1, 11):
            move((str(60 + (x - 60) * i // 10), str(60 + (y - 60) * i // 10)))
        # The app has seen it once its frame is in the accent colour.
        step = itertools.cycle((0, 3))

        def seen():
            move((str(x + next(step)), str(y)))
            edge = self.display.picture().crop((0, 700, 12, 701))
            return any(b > 200 and r < 100 for r, _, b in edge.getdata())

        wait_until(seen, 30, "the frame of a drop")
        self.display.run("xdotool", "mouseup", "1")

    def close(self):
        self.process.terminate()
        self.process.wait()


class App:
    def __init__(self, display, *arguments, **environment):
        self.display = display
        self.log = open(os.path.join(display.folder, "log"), "w+")
        self.process = subprocess.Popen(
            [os.environ["SAFFRON_APP"], *arguments],
            env=dict(display.env, **environment), stdout=self.log,
            stderr=subprocess.STDOUT)
        display.apps.append(self.process.pid)
        # Keys reach a window once it is on the screen.
        wait_until(lambda: self.windows() and display.titles()
                   or self.process.poll() is not None, why="a window")

    def output(self):
        self.log.seek(0)
        return self.log.read()

    def call(self, path, method, arguments=None):
        return self.display.call(ID, path, method, arguments)

    def windows(self):
        """The numbers of the windows there are, oldest first."""
        out = self.call(PATH + "/window",
                        "org.freedesktop.DBus.Introspectable.Introspect")
        return sorted(map(int, re.findall(r'<node name="(\d+)"',
                                          out[0] if out else "")))

    def actions(self, window):
        out = self.call(f"{PATH}/window/{window}", "org.gtk.Actions.List")
        return set(out[0]) if out else set()

    def app_actions(self):
        out = self.call(PATH, "org.gtk.Actions.List")
        return set(out[0]) if out else set()

    def describe(self, window, action):
        """(enabled, state or None)"""
        out = self.call(f"{PATH}/window/{window}", "org.gtk.Actions.Describe",
                        GLib.Variant("(s)", (action,)))
        if out is None:
            return False, None
        enabled, _, state = out[0]
        return enabled, state[0] if state else None

    def enabled(self, window, action):
        return self.describe(window, action)[0]

    def state(self, window, action):
        return self.describe(window, action)[1]

    def activate_at(self, path, action, parameter=None):
        """@parameter: a GVariant in its text format"""
        given = [] if parameter is None \
            else [GLib.Variant.parse(None, parameter, None, None)]
        self.call(path, "org.gtk.Actions.Activate",
                  GLib.Variant("(sava{sv})", (action, given, {})))

    def activate(self, window, action, parameter=None):
        self.activate_at(f"{PATH}/window/{window}", action, parameter)

    def switch(self, window, action, on):
        """Switches on or off what an action's state says. To activate such an
        action turns it over, whichever state it has got by then."""
        self.call(f"{PATH}/window/{window}", "org.gtk.Actions.SetState",
                  GLib.Variant("(sva{sv})",
                               (action, GLib.Variant("b", on), {})))
        wait_until(lambda: self.state(window, action) is on, 30,
                   f"{action} to be {on}")

    def activate_app(self, action):
        self.activate_at(PATH, action)

    def open(self, *paths):
        uris = ["file://" + quote(p) for p in paths]
        self.call(PATH, "org.freedesktop.Application.Open",
                  GLib.Variant("(asa{sv})", (uris, {})))

    def wait_opened(self, window, seconds=60):
        """Until something is open and nothing is being opened any more."""
        def opened():
            self.check_alive()
            return (self.enabled(window, "zoom-fit")
                    and not self.enabled(window, "cancel"))

        wait_until(opened, seconds, "slides to open")

    def threads(self):
        return len(os.listdir(f"/proc/{self.process.pid}/task"))

    def named_threads(self, name):
        """How many threads are called so."""
        folder = f"/proc/{self.process.pid}/task"
        count = 0
        for task in os.listdir(folder):
            with open(os.path.join(folder, task, "comm")) as f:
                count += f.read().strip() == name
        return count

    def memory(self):
        with open(f"/proc/{self.process.pid}/status") as f:
            return int(re.search(r"VmRSS:\s+(\d+)", f.read()).group(1)) * 1024

    def files(self):
        folder = f"/proc/{self.process.pid}/fd"
        names = [os.path.join(folder, n) for n in os.listdir(folder)]
        return [os.readlink(n) for n in names if os.path.islink(n)]

    def quit(self):
        """Quits as a person would and checks that nothing went wrong."""
        self.activate_app("quit")
        try:
            status = self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.send_signal(signal.SIGKILL)
            raise AssertionError("does not quit\n" + self.output())
        assert status == 0, f"exit status {status}\n{self.output()}"

    def check_alive(self):
        assert self.process.poll() is None, self.output()


# The part of the canvas that no control covers.
CANVAS = (60, 200, 700, 560)


def disagreement(image, box=CANVAS):
    """How far red and green differ: 0 where both slides show the same."""
    red, green, _ = image.crop(box).split()
    return ImageStat.Stat(ImageChops.difference(red, green)).mean[0]


def differs(a, b, box=CANVAS):
    """How many pixels differ."""
    a, b = a.crop(box), b.crop(box)
    if a.tobytes() == b.tobytes():
        return 0
    red, green, blue = ImageChops.difference(a, b).split()
    most = ImageChops.lighter(ImageChops.lighter(red, green), blue)
    return sum(most.histogram()[1:])


def settled(display, box=CANVAS):
    """A picture that has not changed while no app was drawing, for as long as
    a tile takes to come and a control to fade. However slow the machine is, an
    app that still draws has a thread for it that runs or wants to, or waits for
    the X server, which does."""
    last, since = display.picture(), time.monotonic()

    def still():
        nonlocal last, since
        # Asked first: taking a picture is work for the X server, too.
        at_work = any(is_at_work(p) for p in (display.x.pid, *display.apps))
        now = display.picture()
        if at_work or differs(now, last, box) > 0:
            since = time.monotonic()
        last = now
        return time.monotonic() - since >= 0.4

    wait_until(still, 30, "the canvas to settle")
    return last


def wait_like(display, wanted, why, box=CANVAS, most=0):
    """Waits until at most @most pixels differ from the picture @wanted, and
    keeps both and says where they differ if that does not come."""
    try:
        wait_until(lambda: differs(display.picture(), wanted, box) <= most, 60)
    except AssertionError as error:
        seen = display.picture(f"{why}, seen")
        display.keep(wanted, f"{why}, wanted")
        raise AssertionError(
            f"{error.args[0].partition(' for ')[0]} for {why}: "
            f"{differs(seen, wanted, box)} pixels differ, within "
            f"{ImageChops.difference(seen, wanted).getbbox()}") from None


# What an X window has around GTK's, on each side.
FRAME = 5


def least_width(display, window_id):
    hints = display.run("xprop", "-id", window_id, "WM_NORMAL_HINTS").stdout
    found = re.search(r"minimum size: (\d+) by", hints)
    return int(found.group(1)) if found else 0


def make_narrow(display, app, window, window_id, width, height):
    """Makes a window so narrow that its pane folds. A window that is asked to
    be narrower than what is in it grows again to the least width that it had
    then, some time later: with its pane and its whole header, which only then
    fold. So it is asked again until it keeps the width."""
    def keeps():
        display.run("xdotool", "windowsize", window_id, str(width),
                    str(height))
        settled(display, (0, 0, *SIZE))
        shown = display.run("xdotool", "getwindowgeometry", "--shell",
                            window_id).stdout
        now = int(re.search(r"WIDTH=(\d+)\n", shown).group(1))
        return (app.state(window, "pane") is False
                and now <= width + 2 * FRAME
                and least_width(display, window_id) <= width + 2 * FRAME)

    try:
        wait_until(keeps, 30, "a narrow window")
    except AssertionError:
        display.picture("not-narrow")
        raise


def make_slides(folder, *options):
    """A small synthetic pair; the paths of its slides."""
    subprocess.run([os.environ["SAFFRON_CLI"], "synth", folder, "--width",
                    "1500", "--height", "1500", "--channels", "2", "--seed",
                    "3", *options], check=True, capture_output=True)
    return sorted(os.path.join(folder, n) for n in os.listdir(folder)
                  if n.endswith(".tif"))
