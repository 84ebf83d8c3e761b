#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""If the command line adds runs to a session that a window has open, saving in
the window asks first and loses no run unless the person chooses to."""

import json
import os
import shutil
import subprocess
import tempfile

from accessible import Accessible
from harness import (App, Display, make_slides, need_tools, settled,
                     wait_until)

NAME = "pair.saffron"
# The pane with the pages, on the screen.
PANE = (860, 60, 1280, 800)
QUESTION = f"“{NAME}” was changed by another program"


def register(session, slides):
    subprocess.run([os.environ["SAFFRON_CLI"], "register", *slides, "-o",
                    session, "--set", "deformable=false"], check=True,
                   capture_output=True)


def read(path):
    with open(path, "rb") as f:
        return f.read()


def runs(path):
    return json.loads(read(path))["moving"][0]["runs"]


def wait_title(display, title):
    """Waits until the main window has this title. Questions have no title."""
    wait_until(lambda: title in display.titles(), 60, title)


def still(display):
    """Returns the pane's pixels once they no longer change."""
    return settled(display, PANE).crop(PANE).tobytes()


def edit(display, accessible, n):
    """Picks the @n-th channel in the reference's list "Registered by", with
    pointer and keys."""
    before = still(display)
    accessible.click("combo box", "Registered by")
    wait_until(lambda: still(display) != before, 30, "the choices")
    display.key("Home", *["Down"] * n, "Return")
    wait_title(display, "• " + NAME)


def ask(display, accessible, n_runs):
    """Saves and waits for the question. Returns the number of windows before
    the question."""
    settled(display)
    n = len(display.titles())
    display.key("ctrl+s")
    accessible.wait_for(QUESTION)
    accessible.wait_for(f"The file has {n_runs} run")
    settled(display)
    return n


def answered(display, n):
    wait_until(lambda: len(display.titles()) == n, 30, "the answer")


def test_cancel(display, accessible, session):
    """Checks that Cancel writes nothing and that the edit stays unsaved."""
    before = read(session)
    n = ask(display, accessible, 1)
    display.picture("conflict")
    display.key("Escape")
    answered(display, n)
    wait_title(display, "• " + NAME)
    assert read(session) == before


def test_keep_both(display, accessible, app, session):
    """Checks that keeping both saves the edit of this window together with the
    run of the command line, and that the added run can be undone here."""
    theirs = runs(session)
    n = ask(display, accessible, 1)
    display.key("Return")
    answered(display, n)
    wait_title(display, NAME)
    after = runs(session)
    assert [r["started"] for r in after] == [r["started"] for r in theirs]
    assert [r["number"] for r in after] == [1, 2]
    params = json.loads(read(session))["params"]
    assert params["reference_channel"] == "CD3", params
    app.check_alive()
    settled(display)
    display.picture("conflict-kept")
    display.key("ctrl+z")
    wait_title(display, "• " + NAME)
    display.key("ctrl+s")
    wait_title(display, NAME)
    assert len(runs(session)) == 1


def test_replace(display, accessible, session, slides):
    """Checks that Replace, which is not the default answer, drops the run that
    the command line added."""
    register(session, slides)
    edit(display, accessible, 1)
    n = ask(display, accessible, 1)
    display.key("Left", "Return")
    answered(display, n)
    wait_title(display, NAME)
    assert len(runs(session)) == 1


def draft_says(display, channel):
    folder = display.folder + "/state/saffron/drafts"
    for name in os.listdir(folder):
        if name.endswith(".saffron"):
            draft = json.loads(read(os.path.join(folder, name)))
            return draft["params"]["reference_channel"] == channel
    return False


def test_recovered(display, accessible, app, session, slides):
    """Checks that saving a recovered draft also asks, if the session's file
    was changed meanwhile."""
    edit(display, accessible, 2)
    wait_until(lambda: draft_says(display, "CD3"), 60, "the draft")
    app.process.kill()
    app.process.wait()
    register(session, slides)
    before = read(session)
    app = App(display)
    window = app.windows()[0]
    wait_until(lambda: app.enabled(window, "recover"), 60, "the offer")
    app.activate(window, "recover")
    app.wait_opened(window)
    wait_title(display, "• " + NAME)
    n = ask(display, Accessible(display), 1)
    assert read(session) == before
    display.key("Return")
    answered(display, n)
    wait_title(display, NAME)
    assert len(runs(session)) == 2
    app.quit()


def test_owner(display, session, folder):
    """Checks that saving says so when the file cannot keep its owner: a
    program that may not give files away saves another one's session."""
    if os.geteuid() != 0 or shutil.which("setpriv") is None:
        return
    own = os.environ["SAFFRON_APP"]
    limited = os.path.join(folder, "limited")
    with open(limited, "w", encoding="utf-8") as f:
        f.write("#!/bin/sh\nexec setpriv --bounding-set -chown --inh-caps "
                f"-chown '{own}' \"$@\"\n")
    os.chmod(limited, 0o755)
    os.chown(session, 4322, 4322)
    os.environ["SAFFRON_APP"] = limited
    app = App(display, session)
    os.environ["SAFFRON_APP"] = own
    window = app.windows()[0]
    app.wait_opened(window)
    accessible = Accessible(display)
    app.activate(window, "save")
    accessible.wait_for_message("The file belonged to another user or group")
    display.picture("conflict-owner")
    assert os.stat(session).st_uid == 0
    app.quit()


def main():
    need_tools()
    with tempfile.TemporaryDirectory() as folder, \
            Display(a11y=True) as display:
        slides = make_slides(os.path.join(folder, "pair"))
        session = os.path.join(folder, NAME)
        register(session, slides)
        app = App(display, session)
        app.wait_opened(app.windows()[0])
        accessible = Accessible(display)
        edit(display, accessible, 2)
        register(session, slides)
        test_cancel(display, accessible, session)
        test_keep_both(display, accessible, app, session)
        test_replace(display, accessible, session, slides)
        test_recovered(display, accessible, app, session, slides)
        test_owner(display, session, folder)
    print("ok")


main()
