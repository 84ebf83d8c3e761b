#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Fish completes commands, options and their values: what it offers is what the
program's own help lists."""

import os
import subprocess

import harness


def offered(lines):
    """For each line what fish offers at its end."""
    script = "source $SAFFRON_TEXTS/saffron-cli.fish\n" + "".join(
        f"complete -C '{line}'\necho END\n" for line in lines)
    with harness.folder() as folder:
        home = os.path.join(folder, "results")
        done = subprocess.run(["fish", "--no-config", "-c", script],
                              capture_output=True, text=True, cwd=folder,
                              env={**os.environ, "HOME": home,
                                   "XDG_CONFIG_HOME": home})
    assert done.stderr == "", done.stderr
    found = done.stdout.split("END\n")[:-1]
    assert len(found) == len(lines), done
    return [{line.split("\t")[0] for line in part.splitlines()}
            for part in found]


def check_options():
    by_command = {}
    for command, letter, name, _ in harness.options():
        wanted = by_command.setdefault(command, [set(), set()])
        wanted[0].add(f"--{name}")
        if letter:
            wanted[1].add(f"-{letter}")
    commands = list(by_command)
    long = offered([f"saffron-cli {command} --" for command in commands])
    both = offered([f"saffron-cli {command} -" for command in commands])
    for command, names, all_names in zip(commands, long, both):
        assert names == by_command[command][0], (command, names)
        assert by_command[command][1] <= all_names, (command, all_names)


def check_lines():
    cases = {
        "saffron-cli ": set(harness.commands()) | {"help"},
        "saffron-cli reg": {"register"},
        "saffron-cli register --preset ": {"pipeline", "optimised",
                                           "low-memory"},
        "saffron-cli register --set section=": {"section=auto", "section=same",
                                                "section=serial"},
        "saffron-cli points --from m": {"moving"},
        "saffron-cli info s": {"slide.tif"},
        "saffron-cli quality -o ": {"results/"},
    }
    for line, got in zip(cases, offered(list(cases))):
        assert got == cases[line], (line, got)
    names = offered(["saffron-cli register --set "])[0]
    for name in harness.parameters():
        assert any(n.startswith(name + "=") for n in names), name


harness.need("fish")
check_options()
check_lines()
print("ok")
