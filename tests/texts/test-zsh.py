#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The completion of zsh has every command, option and parameter, and a zsh at a
terminal completes them."""

import os
import re
import subprocess

import harness


def check_table():
    text = harness.text("_saffron-cli")
    parts = dict(zip(*[iter(re.split(r"^    ([a-z]+)\)", text,
                                     flags=re.M)[1:])] * 2))
    for command, letter, name, value in harness.options():
        for word in ([f"-{letter}"] if letter else []) + [f"--{name}"]:
            mark = ("=" if word[1] == "-" else r"\+") if value else ""
            assert re.search(rf"'(?:\*|\([a-z-]+\))?{word}{mark}\[",
                             parts[command]), (command, word, parts[command])
    for name in harness.parameters():
        assert re.search(rf"^    '{name}\[", text, re.M), name


def check_typed():
    cases = {
        "saffron-cli reg": "register",
        "saffron-cli register --landmark-u": "register --landmark-units",
        "saffron-cli register --preset=lo": "register --preset=low-memory",
        "saffron-cli register --set landmark_use=me":
            "register --set landmark_use=meet",
        "saffron-cli quality a": "quality a.saffron",
        "saffron-cli warp --crop ov": "warp --crop overlap",
    }
    keys = ""
    for line in cases:
        keys += f"{line}\t\x01print -r - '<'\x05 '<END>'\r"
    with harness.folder() as folder:
        with open(os.path.join(folder, ".zshrc"), "w", encoding="utf-8") as f:
            f.write("PS1='$ '; unset zle_bracketed_paste; setopt nobeep\n"
                    "bindkey -e\n"
                    "fpath=($SAFFRON_TEXTS $fpath)\n"
                    "autoload -Uz compinit; compinit -u -D\n")
        seen = harness.typed(["zsh", "-d", "-i"], keys + "exit\r", cwd=folder,
                             env={**os.environ, "TERM": "dumb", "ZDOTDIR":
                                  folder, "HOME": folder,
                                  "LC_ALL": "C.UTF-8"})
    found = [" ".join(line.split()) for line in
             re.findall(r"^\r*<saffron-cli (.*?)<END>", seen, re.M)]
    assert found == list(cases.values()), (found, seen)


harness.need("zsh")
subprocess.run(["zsh", "-n", os.path.join(harness.TEXTS, "_saffron-cli")],
               check=True)
check_table()
check_typed()
print("ok")
