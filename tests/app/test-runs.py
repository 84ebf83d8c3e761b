#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""On the page of runs, the list, the details and the canvas always show the
same run, also after deleting and undoing. A new run does not interrupt a note
that is being typed, and the focus stays where the person put it."""

import copy
import json
import os
import re
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from accessible import Accessible
from harness import (App, Display, differs, make_slides, need_tools, settled,
                     wait_until)

SELECTED = 1 << 23
DELETE = "_Delete Delete"


def make_session(slides, path):
    """Writes a session with three runs, each shifted by 40 pixels from the one
    before; the last is the current run."""
    subprocess.run([os.environ["SAFFRON_CLI"], "register", *slides, "-o", path,
                    "--set", "deformable=false"], check=True,
                   capture_output=True)
    with open(path, encoding="utf-8") as f:
        session = json.load(f)
    moving = session["moving"][0]
    for i in (1, 2):
        run = copy.deepcopy(moving["runs"][0])
        run["transform"]["affine"][2] += 40.0 * i
        run["number"] = i + 1
        moving["runs"].append(run)
    moving["current_run"] = 2
    moving["last_run_number"] = 3
    with open(path, "w", encoding="utf-8") as f:
        json.dump(session, f)


class Page:
    def __init__(self, display, path):
        self.display = display
        self.path = path
        self.accessible = Accessible(display)
        self.app = App(display, path)
        self.window = self.app.windows()[0]
        self.app.wait_opened(self.window)
        wait_until(lambda: self.app.enabled(self.window, "export-qc"), 30,
                   "the runs")
        self.activate("page", "'runs'")
        self.pictures = {}
        for n in (1, 2, 3):
            self.activate("show-run", f"uint32 {n}")
            wait_until(lambda: self.detailed() == n, 30, f"run {n}")
            self.pictures[n] = settled(display)

    def activate(self, action, parameter=None):
        self.app.activate(self.window, action, parameter)

    def detailed(self):
        """Returns the number of the run in the details; 0 if there is none."""
        for role, name, _, _ in self.accessible.tree():
            if name.startswith("Run ") and ": " in name:
                return int(name.split()[1].rstrip(":"))
        return 0

    def listed(self):
        """Returns the numbers of the selected rows' runs. The name of a row's
        star has the number."""
        accessible = self.accessible
        accessible.tree()
        names = {found[5]: found[1] for found in accessible.found}
        runs = []
        for _, _, _, _, app, path, states in accessible.found:
            if not states & SELECTED:
                continue
            for _, cell in accessible.children(app, path):
                for _, star in accessible.children(app, cell):
                    found = re.search(r"run (\d+)$", names.get(star, ""))
                    runs += [int(found.group(1))] if found else []
        return runs

    def drawn(self):
        """Returns the run whose picture is most similar to the canvas."""
        now = self.display.picture()
        return min(self.pictures,
                   key=lambda n: differs(now, self.pictures[n]))

    def wait_for(self, number):
        """Waits until the list, the details and the canvas show this run."""
        wait_until(lambda: (self.listed(), self.detailed(), self.drawn())
                   == ([number], number, number), 60,
                   f"run {number} in the list, the details, on the canvas")

    def write(self):
        """Clicks the note until it has the focus. Something else has it first,
        for when details come there may be no focus at all."""
        self.leave_for(DELETE)

        def there():
            self.accessible.click("text", "Note")
            return "Note" in self.accessible.focused()

        wait_until(there, 60, "the focus in the note")

    def leave_for(self, name):
        """Presses Tab until the object with this name has the focus."""
        def there():
            if name in self.accessible.focused():
                return True
            self.display.key("Tab")
            return False

        wait_until(there, 60, f"the focus on {name}")

    def is_in_list(self, number, key, other):
        """Checks that the list has the focus: letters are not typed into a
        note, and the arrow key goes from run @number to run @other."""
        self.wait_for(number)
        self.display.type("qqq")
        self.display.key(key)
        self.wait_for(other)

    def notes(self):
        """Saves the session and returns the notes in it, by run number."""
        before = os.stat(self.path).st_mtime_ns
        self.activate("save")
        wait_until(lambda: os.stat(self.path).st_mtime_ns != before, 30,
                   "saving")
        with open(self.path, encoding="utf-8") as f:
            runs = json.load(f)["moving"][0]["runs"]
        return {run["number"]: run.get("note", "") for run in runs}


def test_delete(page):
    """Checks that the focus goes to the list when a run is deleted, and not to
    the note of another run."""
    page.wait_for(3)
    page.write()
    page.leave_for(DELETE)
    page.display.key("space")
    page.is_in_list(2, "Up", 1)
    assert page.notes() == {1: "", 2: ""}
    page.activate("undo")
    page.wait_for(2)
    page.activate("undo")
    page.wait_for(3)


def test_undo(page):
    """Checks that undoing a deletion shows the run again, also if the focus is
    in the note of the run that was shown meanwhile."""
    page.wait_for(3)
    page.activate("delete-run", "uint32 3")
    page.wait_for(2)
    page.write()
    page.activate("undo")
    page.is_in_list(3, "Up", 2)
    page.activate("undo")
    page.wait_for(3)
    assert page.notes() == {1: "", 2: "", 3: ""}


def test_new(page):
    """Checks that a new run does not replace the note that is being typed."""
    page.activate("show-run", "uint32 1")
    page.wait_for(1)
    page.write()
    page.display.type("mi")
    page.activate("register")
    wait_until(lambda: page.listed() == [4], 300, "the new run")
    page.display.type("ne")
    wait_until(lambda: page.accessible.text("text", "Note") == "mine", 30,
               "the note")
    assert page.detailed() == 1
    page.leave_for(DELETE)
    wait_until(lambda: page.detailed() == 4, 30, "details of the new run")
    assert page.notes() == {1: "mine", 2: "", 3: "", 4: ""}


def main():
    need_tools()
    with tempfile.TemporaryDirectory() as folder, \
            Display(a11y=True) as display:
        slides = make_slides(os.path.join(folder, "pair"))
        session = os.path.join(folder, "pair.saffron")
        make_session(slides, session)
        page = Page(display, session)
        test_delete(page)
        test_undo(page)
        test_new(page)
        page.app.quit()
    print("ok")


main()
