#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""README, CONTRIBUTING and docs lead to files and headings that are there, the
README stays short, and the list of parameters is the program's own."""

import glob
import os
import re
import subprocess

SOURCE = os.environ["SAFFRON_SOURCE"]
FILES = [SOURCE + "/README.md", SOURCE + "/CONTRIBUTING.md",
         *sorted(glob.glob(SOURCE + "/docs/*.md"))]
MOST_LINES = 200


def read(path):
    with open(path, encoding="utf-8") as f:
        return f.read()


def without_code(text):
    return re.sub(r"^```.*?^```", "", text, flags=re.M | re.S)


def anchors(path):
    """What a heading is called in a link, as the usual viewers make it."""
    headings = re.findall(r"^#+ (.*)$", without_code(read(path)), re.M)
    return {re.sub(r"[^\w -]", "", h.lower()).replace(" ", "-")
            for h in headings}


def check_links():
    count = 0
    for path in FILES:
        for link in re.findall(r"\]\(([^)\s]+)\)", without_code(read(path))):
            if re.match(r"https?:", link):
                continue
            name, _, anchor = link.partition("#")
            to = os.path.join(os.path.dirname(path), name) if name else path
            assert os.path.exists(to), (path, link)
            assert not anchor or anchor in anchors(to), (path, link)
            count += 1
    assert count > 20, count


def check_all_reached():
    """No document that nothing leads to, and no picture that nothing shows."""
    named = set()
    for path in FILES:
        named.update(os.path.basename(link.partition("#")[0]) for link in
                     re.findall(r"\]\(([^)\s]+)\)", read(path)))
    there = {os.path.basename(p) for p in glob.glob(SOURCE + "/docs/*")}
    assert there <= named, there - named


def check_parameters():
    table = subprocess.run([os.environ["SAFFRON_CLI"], "params", "--markdown"],
                           check=True, capture_output=True, text=True,
                           env=dict(os.environ, LC_ALL="C.UTF-8")).stdout
    assert len(table.splitlines()) > 10
    assert table in read(SOURCE + "/docs/parameters.md"), \
        "docs/parameters.md: not what saffron-cli params --markdown writes"


def main():
    lines = len(read(SOURCE + "/README.md").splitlines())
    assert lines <= MOST_LINES, f"README.md: {lines} lines"
    check_links()
    check_all_reached()
    check_parameters()
    print("ok")


main()
