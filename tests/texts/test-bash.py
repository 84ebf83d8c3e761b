#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Bash completes commands, options and their values: what readline offers for
each line is what the program's own help lists."""

import os
import re
import shlex

import harness


def offered(lines):
    """For each line all that readline offers at its end, typed at a terminal
    with the key that puts in every completion."""
    keys = ""
    for line in lines:
        # Then the line is printed, a word on each line.
        keys += f"{line}\x18\x01printf '<%s>' \x05; echo '<END>'\r"
    rc = ("PS1='$ '; bind '\"\\C-x\": insert-completions'\n"
          "bind 'set enable-bracketed-paste off'\n"
          f"source {shlex.quote(os.path.join(harness.TEXTS, 'saffron-cli'))}\n")
    with harness.folder() as folder:
        path = os.path.join(folder, "rc")
        with open(path, "w", encoding="utf-8") as f:
            f.write(rc)
        seen = harness.typed(["bash", "--rcfile", path, "-i"], keys + "exit\r",
                             cwd=folder,
                             env={**os.environ, "TERM": "dumb",
                                  "HISTFILE": "", "LC_ALL": "C.UTF-8"})
    # What was typed is echoed as well, but never as <saffron-cli><….
    found = re.findall(r"<saffron-cli>((?:<[^<>]*>)*?)<END>", seen)
    assert len(found) == len(lines), (len(found), len(lines), seen)
    return [set(re.findall("<([^<>]*)>", line)) for line in found]


def check_options():
    by_command = {}
    for command, _, name, value in harness.options():
        by_command.setdefault(command, set()).add(
            f"--{name}" + ("=" if value else ""))
    commands = list(by_command)
    for command, got in zip(commands, offered(
            [f"saffron-cli {command} --" for command in commands])):
        assert got == by_command[command] | {command}, (command, got)


def check_lines():
    cases = {
        "saffron-cli ": set(harness.commands())
        | {"help", "--help", "--version"},
        "saffron-cli reg": {"register"},
        "saffron-cli help war": {"help", "warp"},
        "saffron-cli register --set ":
            {"register", "--set"} | {n + "=" for n in harness.parameters()},
        "saffron-cli register --set section=":
            {"register", "--set", "section=auto", "same", "serial"},
        "saffron-cli register --set=section=se":
            {"register", "--set=section=serial"},
        "saffron-cli register --preset low": {"register", "--preset",
                                              "low-memory"},
        "saffron-cli register --preset=low": {"register",
                                              "--preset=low-memory"},
        "saffron-cli points --from=m": {"points", "--from=moving"},
        "saffron-cli transform -u m": {"transform", "-u", "mm"},
        "saffron-cli quality ": {"quality", "a.saffron", "results"},
        "saffron-cli quality a.saffron -o ": {"quality", "a.saffron", "-o",
                                              "results"},
        "saffron-cli points a.saffron s": {"points", "a.saffron", "slide.tif"},
        "saffron-cli info s": {"info", "slide.tif"},
    }
    for line, got in zip(cases, offered(list(cases))):
        assert got == cases[line], (line, got)


harness.need("bash")
check_options()
check_lines()
print("ok")
