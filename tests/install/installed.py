# SPDX-License-Identifier: GPL-3.0-or-later
"""Shared by the tests of an installed Saffron: runs the README's tour and the
window in some place, with a clean environment and nothing of the build."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time

from PIL import ImageGrab

ID = "io.github.saffron.Saffron"
README = os.path.join(os.environ["SAFFRON_SOURCE"], "README.md")
# With it, gives the picture of the window to a person.
PICTURES = os.environ.get("SAFFRON_PICTURES")


def skip(reason):
    print("skipped:", reason)
    sys.exit(77)


def need(*programs):
    for program in programs:
        if shutil.which(program) is None:
            skip(f"{program} is not installed")


def tour(side=6000):
    """The README's commands on the demo, each as one line for a shell; with
    slides of another @side they take less time."""
    with open(README, encoding="utf-8") as f:
        text = f.read().replace("\\\n", " ")
    commands = [command.replace("6000", str(side)) for command in
                re.findall(r"^\$ (saffron-cli .*\bdemo\b.*)$", text, re.M)]
    words = [command.split()[1] for command in commands]
    assert {"synth", "register", "warp"} <= set(words), commands
    return commands


class Place:
    """Where Saffron is installed: @enter leads into it, @env is all that its
    programs know, @folder is a scratch folder as they see it."""

    def __init__(self, enter, env, folder):
        self.enter = enter
        self.env = env
        self.folder = folder

    def argv(self, command, **more):
        env = {**self.env, **more, "HOME": self.folder, "LC_ALL": "C.UTF-8"}
        return [*self.enter, "env", "-i",
                *(f"{name}={value}" for name, value in env.items()),
                "sh", "-c", f"cd {self.folder} && {command}"]

    def run(self, command, status=0):
        """Runs a line of shell there; gives what it printed."""
        done = subprocess.run(self.argv(command), stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, text=True)
        assert done.returncode == status, (command, done.returncode,
                                           done.stdout[-4000:])
        return done.stdout

    def take_tour(self, commands):
        for command in commands:
            print("$", command, flush=True)
            self.run(command)
        shown = self.run("saffron-cli evaluate demo/demo.saffron --json "
                         "--reference-landmarks demo/slide1.csv "
                         "--moving-landmarks demo/slide2.csv")
        assert json.loads(shown)["verified"] is True, shown[:400]


class Screen:
    """An X server for as long as the block lasts."""

    def __enter__(self):
        read, write = os.pipe()
        self.x = subprocess.Popen(
            ["Xvfb", "-displayfd", str(write), "-screen", "0", "1280x800x24",
             "-nolisten", "tcp"], pass_fds=[write], stderr=subprocess.DEVNULL)
        os.close(write)
        with os.fdopen(read) as f:
            self.name = ":" + f.readline().strip()
        return self

    def __exit__(self, *_):
        self.x.terminate()
        self.x.wait()

    def xdotool(self, *arguments):
        return subprocess.run(["xdotool", *arguments], capture_output=True,
                              text=True, env={**os.environ,
                                              "DISPLAY": self.name})

    def yellow(self):
        """The share of the screen that is yellow: tissue of both slides."""
        image = ImageGrab.grab(xdisplay=self.name).resize((320, 200))
        if PICTURES:
            ImageGrab.grab(xdisplay=self.name).save(
                os.path.join(PICTURES, "installed.png"))
        pixels = list(image.getdata())
        return sum(min(r, g) > b + 40 for r, g, b, *_ in pixels) / len(pixels)


def wait_until(what, process, output, seconds=240):
    """Polls until what() is true; fails when the process has ended before."""
    end = time.monotonic() + seconds
    while not what():
        with open(output, encoding="utf-8", errors="replace") as f:
            said = f.read()
        assert process.poll() is None, (process.returncode, said)
        assert time.monotonic() < end, (what, said)
        time.sleep(0.3)


def see_window(place, output):
    """Starts the installed app there on the session of the tour, waits
    until both slides are drawn, and closes the window; what it says on its way
    goes to the file @output."""
    with Screen() as screen, open(output, "w", encoding="utf-8") as log:
        process = subprocess.Popen(
            place.argv("exec dbus-run-session -- saffron demo/demo.saffron",
                       DISPLAY=screen.name, GDK_BACKEND="x11",
                       LIBGL_ALWAYS_SOFTWARE="1", GSK_RENDERER="cairo",
                       XDG_RUNTIME_DIR=place.folder),
            stdin=subprocess.DEVNULL, stdout=log, stderr=log,
            start_new_session=True)
        try:
            wait_until(lambda: screen.yellow() > 0.05, process, output)
            found = screen.xdotool("search", "--onlyvisible", "--name",
                                   "demo").stdout.split()
            assert found, "no window is called as the session"
            screen.xdotool("windowfocus", "--sync", found[0], "key", "ctrl+q")
            status = process.wait(60)
        finally:
            # Its bus ends with it, also when it did not end by itself.
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
    with open(output, encoding="utf-8", errors="replace") as f:
        said = f.read()
    assert status == 0, (status, said)
    assert "CRITICAL" not in said and "Saffron-WARNING" not in said, said
