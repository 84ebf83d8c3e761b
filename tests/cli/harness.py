# SPDX-License-Identifier: GPL-3.0-or-later
"""Shared by the tests of the command line: runs it, makes slides, and checks
that a refusal looks as it should."""

import atexit
import hashlib
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time

CLI = os.environ["SAFFRON_CLI"]
SANITIZED = "SAFFRON_SANITIZED" in os.environ
# Factor for time limits, so that a slow machine does not look like a hang.
SLOW = 20 if SANITIZED else 5
PROGRESS = re.compile(r"^\s*\d+ %  ")


def scratch():
    """Makes a folder for all files of the test, temporary ones too. It is
    deleted when the test ends."""
    folder = tempfile.mkdtemp(prefix="saffron-test-")
    atexit.register(shutil.rmtree, folder, True)
    os.makedirs(os.path.join(folder, "tmp"))
    os.environ["TMPDIR"] = os.path.join(folder, "tmp")
    os.environ["XDG_CACHE_HOME"] = os.path.join(folder, "cache")
    # These tests check messages, so a warning must not abort the program.
    os.environ.pop("G_DEBUG", None)
    return folder


def run(*args, **options):
    return subprocess.run([CLI, *map(str, args)], capture_output=True,
                          text=True, timeout=300, **options)


class Bounded:
    """Runs the command line with a limit of time and memory, and keeps its
    output."""

    def __init__(self, args, seconds=20, megabytes=400, **options):
        with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
            process = subprocess.Popen(
                [CLI, *args], stdin=subprocess.DEVNULL, stdout=out, stderr=err,
                **options)
            timer = threading.Timer(seconds * SLOW, process.kill)
            timer.start()
            _, status, usage = os.wait4(process.pid, 0)
            timer.cancel()
            process.returncode = os.waitstatus_to_exitcode(status)
            self.returncode = process.returncode
            out.seek(0)
            err.seek(0)
            self.stdout = out.read().decode(errors="replace")
            self.stderr = err.read().decode(errors="replace")
        self.megabytes = usage.ru_maxrss / 1024
        shown = f"{args}: exit {self.returncode}, {self.stderr[-999:]!r}"
        check(self.returncode != -signal.SIGKILL, "took too long:", shown)
        # No limit with a sanitizer, which needs memory of its own.
        check(SANITIZED or self.megabytes <= megabytes,
              f"took {self.megabytes:.0f} MB:", shown)


def bounded(args, path, status=(0, 1), **options):
    """Runs a command on a file that may be bad. If the command fails, it has
    to print one short line that names @path."""
    result = Bounded(args, **options)
    shown = f"{args}: exit {result.returncode}, {result.stderr[-999:]!r}"
    check(result.returncode in status, "exit status:", shown)
    if result.returncode in (1, 2):
        lines = messages(result) or [""]
        check(len(lines) == 1, "should be one line:", shown)
        check(len(lines[0]) < 900, "should be short:", shown)
        check(path is None or path in lines[0], "should name it:", shown)
    return result


def commands():
    """Returns the names of the commands that this build has."""
    lines = run("--help").stdout.split("Commands:\n")[1].split("\n\n")[0]
    return [line.split()[0] for line in lines.split("\n")]


def fail(text):
    print("FAIL:", text)
    if os.environ.get("SAFFRON_KEEP_GOING") is None:
        sys.exit(1)


def check(condition, *what):
    if not condition:
        line = sys._getframe(1).f_lineno
        fail(f"line {line}: " + " ".join(map(str, what)))


def messages(result):
    return [line for line in result.stderr.split("\n")
            if line and not PROGRESS.match(line)]


def tree(*folders):
    """Returns a hash of each file below @folders, by path."""
    found = {}
    for folder in folders:
        for path, _, names in os.walk(folder):
            for name in names:
                full = os.path.join(path, name)
                with open(full, "rb") as f:
                    found[full] = hashlib.sha256(f.read()).hexdigest()
    return found


def refuses(folder, args, names, status=(1, 2), **options):
    """Checks that a command fails with one line that has all of @names, and
    that it changes no file in @folder. Returns the line."""
    before = tree(folder)
    result = run(*args, **options)
    shown = f"{args}: exit {result.returncode}, {result.stderr!r}"
    lines = messages(result)
    check(result.returncode in status, "should refuse:", shown)
    check(len(lines) == 1, "should be one line:", shown)
    check(lines[0].startswith(f"saffron-cli {args[0]}: "), "who says:", shown)
    for name in names:
        check(str(name) in lines[0], f"should say {name}:", shown)
    check(len(lines[0]) < 600, "should be short:", shown)
    after = tree(folder)
    check(after == before, "should leave files alone:", shown,
          sorted(set(before.items()) ^ set(after.items())))
    return lines[0]


def make_slides(folder, size=700, slides=2, seed=3):
    """Makes synthetic slides. Returns their paths, the reference first."""
    result = run("synth", folder, "--width", size, "--height", size,
                 "--slides", slides, "--channels", 1, "--seed", seed,
                 "--amplitude", 10, "--rotation", 20)
    check(result.returncode == 0, "synth:", result.stderr)
    return [os.path.join(folder, name) for name in sorted(os.listdir(folder))
            if name.endswith(".ome.tif")]


def wait_until(what, seconds=120.0, why=""):
    """Polls until @what returns something true, and returns it. Fails after
    @seconds, which is far more than any machine needs."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        value = what()
        if value:
            return value
        time.sleep(0.01)
    return fail(f"waited {seconds} s for {why or what}")


def holds_open(process, folder):
    """Returns whether @process has a file in @folder open, also one that has
    no name yet."""
    fds = f"/proc/{process.pid}/fd"
    for number in os.listdir(fds):
        try:
            path = os.readlink(os.path.join(fds, number))
        except OSError:
            continue
        if path.startswith(os.path.join(folder, "")):
            return True
    return False


def interrupt(process):
    process.send_signal(signal.SIGINT)
