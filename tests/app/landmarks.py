# SPDX-License-Identifier: GPL-3.0-or-later
"""What the tests of landmarks in the window share: the draft, the table, and a
session whose run is off."""

import copy
import glob
import json
import os
import subprocess

from harness import wait_until


def draft(display):
    """Returns the moving slide's member of the draft; {} without a draft."""
    found = glob.glob(display.folder + "/state/saffron/drafts/*.saffron")
    if len(found) != 1:
        return {}
    with open(found[0], encoding="utf-8") as f:
        return json.load(f)["moving"][0]


def landmarks(display):
    return draft(display).get("landmarks", [])


def table(app, window):
    """The rows of the page: use, number, name, px, µm, left out, flag, source,
    match."""
    text = app.state(window, "show-landmarks")
    return [row.split("\t") for row in text.split("\n")[2:]]


def wait_table(app, window, what, why):
    wait_until(lambda: what(table(app, window)), 60, why)
    return table(app, window)


def cli(*arguments):
    return subprocess.run([os.environ["SAFFRON_CLI"], *arguments], check=True,
                          capture_output=True, text=True).stdout


def make_session(slides, path, shift):
    """A session whose first run lies off by @shift reference pixels everywhere;
    the second lies right."""
    cli("register", *slides, "-o", path)
    with open(path, encoding="utf-8") as f:
        session = json.load(f)
    moving = session["moving"][0]
    moving["runs"].append(copy.deepcopy(moving["runs"][0]))
    moving["runs"][1]["number"] = 2
    moving["current_run"], moving["last_run_number"] = 0, 2
    affine = moving["runs"][0]["transform"]["affine"]
    affine[2] += affine[0] * shift[0] + affine[1] * shift[1]
    affine[5] += affine[3] * shift[0] + affine[4] * shift[1]
    with open(path, "w", encoding="utf-8") as f:
        json.dump(session, f)
