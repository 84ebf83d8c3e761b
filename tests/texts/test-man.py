#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The manual page of the command line has every command, option and parameter,
that of the window every option, and neither mandoc nor man has anything to
say."""

import os
import re
import subprocess

import harness


def rendered(name):
    """The page's text, without what shows bold and underlined."""
    done = subprocess.run(["mandoc", "-T", "utf8", "-O", "width=200",
                           os.path.join(harness.TEXTS, name)],
                          capture_output=True, text=True, check=True)
    return re.sub(".\b", "", done.stdout)


def check_clean(name):
    path = os.path.join(harness.TEXTS, name)
    lint = subprocess.run(["mandoc", "-T", "lint", "-W", "warning", path],
                          capture_output=True, text=True)
    assert lint.returncode == 0, lint.stdout
    man = subprocess.run(
        ["man", "--warnings", "-E", "UTF-8", "-l", "-Tutf8", "-Z", path],
        capture_output=True, text=True,
        env={**os.environ, "LC_ALL": "C.UTF-8", "MANROFFSEQ": ""})
    assert man.returncode == 0 and man.stderr == "", man.stderr


def check_cli():
    page = rendered("saffron-cli.1")
    parts = dict(zip(*[iter(re.split(r"^   (\S.*)\n", page, flags=re.M)[1:])]
                     * 2))
    for command, letter, name, value in harness.options():
        line = (f"-{letter}, " if letter else "") + f"--{name}{value}"
        found = re.search(rf"^ +{re.escape(line)}(?= |$)", parts[command],
                          re.M)
        assert found, (command, line, parts[command])
    for name in harness.parameters():
        assert re.search(rf"^ +{name}(?= |$)", page, re.M), name
    for status in "0123":
        assert re.search(rf"^ +{status} ", page.split("EXIT STATUS")[1],
                         re.M), status


def check_window():
    app = os.environ.get("SAFFRON_APP")
    if app is None:
        return
    done = subprocess.run([app, "--help"], capture_output=True, text=True)
    names = [name for _, name, _ in harness.OPTION.findall(done.stdout)]
    assert "version" in names, done
    page = rendered("saffron.1")
    for name in names:
        assert f"--{name}" in page, name
    assert "Ctrl+Shift+O" in page, page
    check_clean("saffron.1")


harness.need("mandoc", "man")
check_clean("saffron-cli.1")
check_cli()
check_window()
print("ok")
