#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Landmarks that are edited make the run an edited one at once, and its
evidence is collected anew in the background: the window says what it comes to,
the run itself stays as it is."""

import csv
import os
import tempfile

from harness import (App, Display, make_slides, need_tools, settled,
                     wait_until)
from landmarks import draft, make_session, table, wait_table

CHECKING = "Edited, checking…"


def verdict(app, window):
    return app.state(window, "show-verdict").split("\n")


def wait_verdict(app, window, words, why):
    """Until the button says so; the reasons."""
    wait_until(lambda: verdict(app, window)[0] == words, 120,
               f"{words}: {why}")
    return verdict(app, window)[1:]


def points(path):
    with open(path, encoding="utf-8") as f:
        return [(float(r["X"]), float(r["Y"])) for r in csv.DictReader(f)]


def write_bigwarp(path, pairs, off):
    with open(path, "w", encoding="utf-8", newline="") as f:
        writer = csv.writer(f)
        for i, (moving, fixed) in enumerate(pairs):
            writer.writerow([f"Pt-{i}", "true", moving[0] - 0.5 + off,
                             moving[1] - 0.5, fixed[0] - 0.5, fixed[1] - 0.5])


def main():
    need_tools()
    with tempfile.TemporaryDirectory() as folder, Display() as display:
        slides = make_slides(folder)[:2]
        truth = list(zip(*[points(os.path.join(folder, f"slide{n}.csv"))
                           for n in (2, 1)]))[::25]
        good, bad = [os.path.join(folder, name)
                     for name in ("good.csv", "bad.csv")]
        write_bigwarp(good, truth, 0)
        write_bigwarp(bad, truth, 150)
        path = os.path.join(folder, "pair.saffron")
        make_session(slides, path, (32, -16))
        app = App(display, path)
        window = app.windows()[0]
        app.wait_opened(window)
        app.activate(window, "show-run", "uint32 2")
        own = wait_verdict(app, window, "Verified", "the run")

        # Right ones: they count, because the run went through none.
        app.activate(window, "show-landmarks")
        app.activate(window, "read-landmarks", f"['{good}']")
        wait_table(app, window, lambda rows: len(rows) == len(truth), "them")
        assert verdict(app, window)[0].startswith("Edited"), verdict(app,
                                                                     window)
        reasons = wait_verdict(app, window, "Edited: Verified", "right ones")
        assert f"{len(truth)} landmarks agree" in reasons[0], reasons
        settled(display)
        display.picture("edited-verified")

        # Any further edit gives that up at once.
        app.activate(window, "select-landmark", "uint32 1")
        app.activate(window, "use-landmark")
        wait_verdict(app, window, CHECKING, "one is left out")
        reasons = wait_verdict(app, window, "Edited: Verified", "the others")
        assert f"{len(truth) - 1} landmarks agree" in reasons[0], reasons
        # A name is no reason to collect it again.
        app.activate(window, "name-landmark", "'vessel'")
        wait_table(app, window, lambda rows: rows[0][2] == "vessel", "a name")
        assert verdict(app, window)[0] == "Edited: Verified"

        # Wrong ones in their place are not believed, and the window says why.
        app.activate(window, "undo")
        app.activate(window, "undo")
        app.activate(window, "undo")
        wait_verdict(app, window, "Verified", "the undo of all of it")
        app.activate(window, "read-landmarks", f"['{bad}']")
        wait_table(app, window, lambda rows: len(rows) == len(truth), "them")
        reasons = wait_verdict(app, window, "Edited: Unverified", "wrong ones")
        assert reasons, "no reason"
        settled(display)
        display.picture("edited-unverified")
        app.activate(window, "show-verdict")
        settled(display)
        display.picture("edited-reasons")
        display.key("Escape")
        assert [run["verified"] for run in draft(display)["runs"]] == [True] * 2
        assert all("landmarks" not in run or run["landmarks"] == "0"
                   for run in draft(display)["runs"])

        # The undo of an edit brings the run's own evidence back; its redo
        # collects it again.
        app.activate(window, "undo")
        assert wait_verdict(app, window, "Verified", "the undo") == own
        assert not table(app, window)
        app.activate(window, "redo")
        wait_verdict(app, window, CHECKING, "the redo")
        # Another run is another base.
        app.activate(window, "show-run", "uint32 1")
        wait_verdict(app, window, "Edited: Unverified", "the other run")
        app.quit()
    print("ok")


main()
