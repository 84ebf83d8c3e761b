#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Several moving slides in one session: Register All registers those that have
no run with the present parameters, one after the other, goes on after one that
fails or needs too much memory, says what they came to, and can be stopped. The
list of slides and the switcher say what each came to, in the order in which
people count, and the overview has a picture of each."""

import json
import os
import re
import shutil
import tempfile

from accessible import Accessible
from harness import (ID, App, Display, disagreement, make_slides, need_tools,
                     settled, wait_until)


def make_rounds(folder):
    """Returns the reference and three moving slides, of which the last is of
    another tissue. Their names sort otherwise as people count."""
    own = make_slides(os.path.join(folder, "own"), "--slides", "3", "--width",
                      "1000", "--height", "1000")
    other = make_slides(os.path.join(folder, "other"), "--width", "1000",
                        "--height", "1000", "--seed", "77")
    paths = []
    for path, name in ((own[0], "round1_DAPI_REF"), (own[1], "round2_DAPI"),
                       (own[2], "round10_DAPI"), (other[1], "round9_DAPI")):
        paths.append(os.path.join(folder, name + ".ome.tif"))
        shutil.move(path, paths[-1])
    return paths


def runs(app, window, path):
    """Saves, and returns for each moving slide's name its runs."""
    before = os.stat(path).st_mtime_ns
    app.activate(window, "save")
    wait_until(lambda: os.stat(path).st_mtime_ns != before, 30, "saving")
    with open(path, encoding="utf-8") as f:
        saved = json.load(f)
    return {os.path.basename(m["path"]).split("_")[0]: m.get("runs", [])
            for m in saved["moving"]}


def chain_reasons(run):
    """What the run says of the slides over which it was tried."""
    return {(reason["code"], reason["values"]["slide"])
            for reason in run["reasons"]
            if reason["code"].startswith("chain-")}


def wait_ended(app, window):
    wait_until(lambda: app.enabled(window, "register-all"), 400, "the queue")


def shown(accessible):
    """The name of the moving slide on screen."""
    return [t[1].split(": ")[1].split("_")[0] for t in accessible.tree()
            if t[1].startswith("Moving: ")][0]


def listed(accessible):
    """For each slide of the page's list, from the top: its name, verdict and
    error."""
    rows = []
    for role, name, _, _, app, path, _ in list(accessible.found):
        if role != "list item" or not name.startswith("round"):
            continue
        words, queue = [], [path]
        while queue:
            at = queue.pop(0)
            queue += [p for _, p in accessible.children(app, at)]
            words.append(at)
        named = {t[5]: (t[0], t[1]) for t in accessible.found}
        rows.append((name.split("_")[0],
                     [named[w] for w in words if w in named]))
    return rows


def check_verdicts(accessible, wanted):
    """@wanted: for each slide its verdict, and whether it has an error."""
    def as_wanted():
        accessible.tree()
        rows = dict(listed(accessible))
        return set(rows) == set(wanted) and all(
            ("image", verdict) in rows[name]
            and any(re.fullmatch(r"\d+\.\d\d px\n\d+\.\d\d µm", text)
                    for _, text in rows[name]) == measured
            for name, (verdict, measured) in wanted.items())

    wait_until(as_wanted, 60, f"{wanted}, not {listed(accessible)}")


def check_overview(display, accessible, app, window):
    """The overview has a picture, a verdict and an error for each slide: yellow
    where both slides agree. Choosing the foreign one shows it."""
    app.activate(window, "next-moving")
    app.activate(window, "overview")
    display.window_id("Overview of the Slides")

    def named():
        return {t[1].split("_")[0]: t[1] for t in accessible.newest()
                if re.match(r"round\d+_DAPI.ome.tif: ", t[1])}

    wait_until(lambda: len(named()) == 3, 30, "its slides")
    error = r", \d+\.\d\d px, \d+\.\d\d µm"
    for name, verdict in (("round2", "Verified"), ("round9", "Unverified"),
                          ("round10", "Verified")):
        assert re.search(rf": {verdict}{error}$", named()[name]), named()

    def disagreements():
        """How far red and green differ in each picture, in their order."""
        picture = display.picture()
        out = []
        for name in ("round2", "round9", "round10"):
            x, y, width, _ = accessible.place(None, named()[name])
            out.append(disagreement(picture, (x + 20, y + 40, x + width - 20,
                                              y + 160)))
        return out

    def as_wanted():
        own, foreign, other = disagreements()
        return foreign > 3 * max(own, other) and min(own, other) > 0.1

    wait_until(as_wanted, 60, "pictures")
    display.picture("rounds-overview")
    accessible.click(None, named()["round9"])
    wait_until(lambda: len(display.titles()) == 1, 30, "it to close")


def test_all(display, accessible, folder):
    paths = make_rounds(folder)
    session = os.path.join(folder, "session.saffron")
    app = App(display, *paths)
    window = app.windows()[0]
    app.wait_opened(window)
    app.activate(window, "save-as")
    display.window_id("Save the Session")
    settled(display)
    display.key("Return")
    wait_until(lambda: os.path.exists(session), 30, "the session")

    assert app.state(window, "next-unverified") == "3 of 3 not run"
    app.activate(window, "show-moving", "uint32 0")
    check_verdicts(accessible, dict.fromkeys(("round2", "round9", "round10"),
                                             ("Not run", False)))
    # Page Down goes through them as people count, from whichever is shown.
    order = []
    for _ in range(4):
        order.append(shown(accessible))
        app.activate(window, "next-moving")
        wait_until(lambda: shown(accessible) != order[-1], 30, "another")
    at = order.index("round2")
    assert [order[(at + i) % 3] for i in range(3)] \
        == ["round2", "round9", "round10"] and order[3] == order[0], order
    while shown(accessible) != "round2":
        before = shown(accessible)
        app.activate(window, "next-moving")
        wait_until(lambda: shown(accessible) != before, 30, "another")

    # One slide has its run already; one cannot be read any more.
    app.activate(window, "register")
    wait_until(lambda: app.enabled(window, "cancel-register"), 30, "a run")
    wait_until(lambda: not app.enabled(window, "cancel-register"), 300,
               "it to finish")
    before = runs(app, window, session)
    first = [n for n, r in before.items() if r]
    assert len(first) == 1, before
    os.rename(paths[2], paths[2] + ".away")

    # By its key. It says which slide it is at, of how many.
    settled(display)
    display.key("shift+F5")
    accessible.wait_for("Registering round")
    assert any(re.search(r"Registering round\d+_DAPI.ome.tif, [12] of 2", t[1])
               for t in accessible.tree()), accessible.tree()
    assert not app.enabled(window, "register")
    assert not app.enabled(window, "register-all")
    accessible.wait_for("1 failed")
    wait_ended(app, window)
    after = runs(app, window, session)
    assert {n: len(r) for n, r in after.items()} \
        == {"round2": 1, "round9": 1, "round10": 0}, after
    assert after[first[0]] == before[first[0]], "it ran again"
    states = {n: r[0]["verified"] for n, r in after.items() if r}
    assert states == {"round2": True, "round9": False}, states

    # The one that nobody could read is the next after the foreign one.
    assert app.state(window, "next-unverified") \
        == "1 of 3 unverified, 1 not run"
    check_verdicts(accessible, {"round2": ("Verified", True),
                                "round9": ("Unverified", True),
                                "round10": ("Not run", False)})
    for name in ("round9", "round10", "round9"):
        display.key("shift+u")
        wait_until(lambda: shown(accessible) == name, 30, name)

    # What was missing is there again: it alone runs, and then nothing does.
    os.rename(paths[2] + ".away", paths[2])
    app.activate(window, "register-all")
    accessible.wait_for("round10_DAPI.ome.tif, 1 of 1")
    wait_ended(app, window)
    again = runs(app, window, session)
    assert again["round10"][0]["verified"], again
    assert [again[n] for n in states] == [after[n] for n in states]
    assert app.state(window, "next-unverified") == "1 of 3 unverified"
    app.activate(window, "register-all")
    accessible.wait_for("All slides have a run")
    assert app.enabled(window, "register-all"), "it runs"

    # Other parameters ask for all of them anew; a cancelled queue stops.
    app.activate(window, "set-parameter", "('deformable', 'false')")
    app.activate(window, "register-all")
    accessible.wait_for(", 1 of 3")
    app.activate(window, "cancel")
    accessible.wait_for("3 not registered")
    assert app.enabled(window, "register-all"), "it goes on"
    assert runs(app, window, session) == again

    # In the order of the names, each is also laid over the one before it, but
    # not over the foreign one.
    app.activate(window, "set-parameter", "('deformable', 'true')")
    app.activate(window, "set-parameter", "('order', 'given')")
    app.activate(window, "register-all")
    wait_ended(app, window)
    over = {n: chain_reasons(r[-1])
            for n, r in runs(app, window, session).items()}
    assert over["round2"] == set(), over
    assert len(over["round9"]) == 1, over
    assert ("chain-broken", "round9_DAPI.ome.tif") in over["round10"], over
    assert {slide for _, slide in over["round10"]} \
        == {"round9_DAPI.ome.tif", "round2_DAPI.ome.tif"}, over

    # Register alone lays the slide on screen over the same ones.
    while shown(accessible) != "round10":
        before = shown(accessible)
        app.activate(window, "next-moving")
        wait_until(lambda: shown(accessible) != before, 30, "another")
    before = runs(app, window, session)
    app.activate(window, "register")
    wait_until(lambda: app.enabled(window, "cancel-register"), 30, "a run")
    wait_until(lambda: not app.enabled(window, "cancel-register"), 300,
               "it to finish")
    after = runs(app, window, session)
    assert len(after["round10"]) == len(before["round10"]) + 1, after
    assert chain_reasons(after["round10"][-1]) == over["round10"], after

    check_overview(display, accessible, app, window)

    # Whoever has rejected the foreign one is done.
    wait_until(lambda: shown(accessible) == "round9", 30, "the foreign one")
    app.activate(window, "sign", "('reject', 'AB', '')")
    wait_until(lambda: app.state(window, "next-unverified")
               == "All 3 verified or signed", 30, "the sign")
    assert not app.enabled(window, "next-unverified")
    app.quit()


def test_memory(display, accessible, folder):
    """Slides that would take more memory than they may are not begun, and are
    said to have failed."""
    path = os.path.join(display.env["XDG_CONFIG_HOME"], "glib-2.0", "settings")
    os.makedirs(path, exist_ok=True)
    with open(os.path.join(path, "keyfile"), "w", encoding="utf-8") as f:
        f.write("[" + ID.replace(".", "/") + "]\nmemory-limit=1\n")
    slides = [os.path.join(folder, n) for n in os.listdir(folder)
              if n.endswith(".ome.tif")]
    app = App(display, *slides, GSETTINGS_BACKEND="keyfile")
    window = app.windows()[0]
    app.wait_opened(window)
    app.activate(window, "register-all")
    accessible.wait_for("3 failed", press="Details")
    accessible.wait_for("round10_DAPI.ome.tif: registering would take about")
    assert app.state(window, "next-unverified") == "3 of 3 not run"
    app.quit()


def main():
    need_tools()
    with tempfile.TemporaryDirectory() as folder, \
            Display(a11y=True) as display:
        accessible = Accessible(display)
        test_all(display, accessible, folder)
        test_memory(display, accessible, folder)
    print("ok")


main()
