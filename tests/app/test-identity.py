#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The same parameters give the same bits in the app and on the command line:
a session made by the command line is registered again in the window. One of
the sessions has landmarks."""

import glob
import json
import os
import subprocess
import tempfile

from harness import App, Display, make_slides, need_tools, wait_until


def runs_of(path):
    with open(path, encoding="utf-8") as f:
        return json.load(f)["moving"][0]["runs"]


def check_pair(display, session, settings):
    subprocess.run([os.environ["SAFFRON_CLI"], "register", *settings, "-o",
                    session], check=True, capture_output=True)
    app = App(display, session)
    window = app.windows()[0]
    app.wait_opened(window)
    app.activate(window, "register")
    wait_until(lambda: not app.enabled(window, "register"), 60, "it to run")
    wait_until(lambda: app.enabled(window, "register"), 400, "it to finish")
    app.activate(window, "save")
    wait_until(lambda: len(runs_of(session)) == 2, 60, "the save")
    drafts = display.folder + "/state/saffron/drafts/*.saffron"
    wait_until(lambda: not glob.glob(drafts), 60, "the draft to go")
    app.quit()

    theirs, ours = runs_of(session)
    for member in ("params", "transform", "verified", "quality", "overlap",
                   "min_jacobian", "reasons"):
        assert theirs[member] == ours[member], member
    # JSON prints floats to the last bit, so equal texts mean equal bits.
    assert json.dumps(theirs["transform"]) == json.dumps(ours["transform"])
    assert theirs["started"] != ours["started"]
    # The peak leaves out what the app held before the run, but includes what
    # its canvas allocates meanwhile. It is 0 on systems that cannot say it.
    if ours["peak_memory"] > 0 and "SAFFRON_SANITIZED" not in os.environ:
        apart = abs(ours["peak_memory"] - theirs["peak_memory"])
        assert apart < 0.2 * theirs["peak_memory"] + 60e6, (
            ours["peak_memory"], theirs["peak_memory"])
    names = [[stage["name"] for stage in run["stages"]]
             for run in (theirs, ours)]
    assert names[0] == names[1], names
    return names[1]


def main():
    need_tools()
    with tempfile.TemporaryDirectory() as folder, Display() as display:
        slides = make_slides(os.path.join(folder, "pair"), "--width", "800",
                             "--height", "800")
        check_pair(display, os.path.join(folder, "default.saffron"), slides)
        check_pair(display, os.path.join(folder, "other.saffron"),
                   [*slides, "--set", "max_processed_dim=700", "--set",
                    "regularisation=5", "--set", "section=serial"])
        points = [os.path.join(folder, "pair", f"slide{n}.csv")
                  for n in (1, 2)]
        stages = check_pair(display, os.path.join(folder, "marks.saffron"),
                            [*slides, "--set", "deformable=false",
                             "--landmarks", ",".join(points)])
        assert stages[-1] == "landmarks", stages
    print("ok")


main()
