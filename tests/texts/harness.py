# SPDX-License-Identifier: GPL-3.0-or-later
"""Shared by the tests of manual pages and completion: what --help says, and a
shell at a terminal."""

import os
import pty
import re
import shutil
import subprocess
import sys
import tempfile

CLI = os.environ["SAFFRON_CLI"]
TEXTS = os.environ["SAFFRON_TEXTS"]
OPTION = re.compile(r"^  (?:-(\w), )?--([a-z0-9-]+)(=\S+)?", re.M)


def need(*programs):
    for program in programs:
        if shutil.which(program) is None:
            print(f"skipped: {program} is not installed")
            sys.exit(77)


def text(name):
    with open(os.path.join(TEXTS, name), encoding="utf-8") as f:
        return f.read()


def helped(*args):
    done = subprocess.run([CLI, *args, "--help"], capture_output=True,
                          text=True)
    assert done.returncode == 0, done
    return done.stdout


def commands():
    """Their names, as the program lists them."""
    listed = helped().split("Commands:\n")[1].split("\n\n")[0]
    names = re.findall(r"^  (\w+) ", listed, re.M)
    assert len(names) > 10, names
    return names


def options():
    """(command, letter or "", long name, "=VALUE" or "") of each option."""
    found = []
    for command in commands():
        of_it = OPTION.findall(helped(command))
        assert of_it, command
        found += [(command, *option) for option in of_it]
    return found


def parameters():
    """The names in the program's table of parameters."""
    done = subprocess.run([CLI, "params", "--json"], capture_output=True,
                          text=True)
    names = re.findall(r'^ *"([a-z_]+)" *:', done.stdout, re.M)
    assert len(names) > 10, done
    return names


def typed(argv, keys, **options):
    """What a shell at a terminal writes while these keys are typed."""
    parent, child = pty.openpty()
    process = subprocess.Popen(argv, stdin=child, stdout=child, stderr=child,
                               start_new_session=True, **options)
    os.close(child)
    os.write(parent, keys.encode())
    seen = b""
    try:
        while True:
            seen += os.read(parent, 65536)
    except OSError:
        # The terminal's other end is closed: the shell has ended.
        pass
    process.wait()
    os.close(parent)
    return seen.decode(errors="replace")


def folder():
    """A folder with a session, a slide and a folder in it."""
    made = tempfile.TemporaryDirectory()
    for name in ("a.saffron", "slide.tif"):
        with open(os.path.join(made.name, name), "w", encoding="utf-8"):
            pass
    os.mkdir(os.path.join(made.name, "results"))
    return made
