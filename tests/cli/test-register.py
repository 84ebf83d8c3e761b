#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""saffron-cli register makes sessions, adds runs to them, refuses bad input
and replaces sessions only with --force."""

import json
import os
import shutil

import harness
from harness import check, refuses, run

folder = harness.scratch()
reference, moving, third = harness.make_slides(os.path.join(folder, "slides"),
                                               slides=3)
session = os.path.join(folder, "pair.saffron")
quick = ["--set", "deformable=false"]


def load():
    with open(session, encoding="utf-8") as f:
        return json.load(f)


def register(*args):
    result = run("register", *args)
    check(result.returncode in (0, 3), args, result.returncode, result.stderr)
    return result


# A new session: results go to stdout, progress to stderr, and the exit status
# depends on the verdict.
result = register(reference, moving, "-o", session, *quick)
verdict = load()["moving"][0]["runs"][0]["verified"]
check(result.returncode == (0 if verdict else 3), result.returncode, verdict)
for word in (os.path.basename(moving), "verified" if verdict else "UNVERIFIED",
             "coarse", "affine", "peak memory", session):
    check(word in result.stdout, word, "in", result.stdout)
check(all(harness.PROGRESS.match(line)
          for line in result.stderr.strip().split("\n")), result.stderr)
data = load()
check(data["version"] == 2 and data["reference"]["path"] == reference, data)
check(data["moving"][0]["relative"] == "slides/" + os.path.basename(moving),
      data["moving"][0]["relative"])
check(data["moving"][0]["runs"][0]["params"]["deformable"] is False, "params")

# The same input gives the same transform, on any number of threads.
first = data["moving"][0]["runs"][0]["transform"]
register(reference, moving, "-o", session, "--threads", "1", *quick)
data = load()
check(len(data["moving"]) == 1 and len(data["moving"][0]["runs"]) == 2, "join")
check(data["moving"][0]["current_run"] == 1, "the last is the current one")
check(data["moving"][0]["runs"][1]["transform"] == first, "other bits")

# Another moving slide joins; unknown members, as of a newer Saffron, stay.
data["note"] = "kept"
with open(session, "w", encoding="utf-8") as f:
    json.dump(data, f)
register(reference, third, "-o", session, *quick)
data = load()
check([len(m["runs"]) for m in data["moving"]] == [2, 1], "third")
check(data["note"] == "kept", "unknown member")

# If one of two slides fails, the other is registered and saved.
bad = os.path.join(folder, "bad.tif")
with open(bad, "wb") as f:
    f.write(b"II*\0 and no more")
both = os.path.join(folder, "both.saffron")
result = run("register", reference, bad, moving, "-o", both, *quick)
check(result.returncode == 1, result)
check(len(harness.messages(result)) == 1 and bad in result.stderr, result)
with open(both, encoding="utf-8") as f:
    check(len(json.load(f)["moving"]) == 1, "the one that went well")

# Refuses a session of another reference, a file that is no session, and an
# input file as the output.
refuses(folder, ["register", moving, reference, "-o", session],
        [session, reference, "--force"])
text = os.path.join(folder, "notes.txt")
with open(text, "w", encoding="utf-8") as f:
    f.write("do not lose this")
refuses(folder, ["register", reference, moving, "-o", text],
        [text, "--force"], status=(1,))
for path in (reference, moving):
    refuses(folder, ["register", reference, moving, "-o", path], [path],
            status=(2,))
    refuses(folder, ["register", reference, moving, "-o", path, "--force"],
            [path], status=(2,))
link = os.path.join(folder, "link.saffron")
os.symlink(moving, link)
refuses(folder, ["register", reference, moving, "-o", link, "--force"],
        [link], status=(2,))
os.remove(link)
refuses(folder, ["register", reference, moving, moving, "-o", session],
        [moving, "twice"], status=(2,))
chosen = os.path.join(folder, "chosen.json")
with open(chosen, "w", encoding="utf-8") as f:
    f.write('{"deformable": false}')
refuses(folder, ["register", reference, moving, "-o", chosen, "--params",
                 chosen, "--force"], [chosen, "parameters"], status=(2,))
refuses(folder, ["register", reference, moving], ["-o"], status=(2,))
refuses(folder, ["register", reference, "-o", session], ["usage"], status=(2,))
refuses(folder, ["register", reference, moving, "-o", session, "--threads",
                 "-1"], ["--threads"], status=(2,))
refuses(folder, ["register", reference, moving, "-o", session, "--set",
                 "max_processed_dim=nan"], ["nan"], status=(2,))
refuses(folder, ["register", reference, moving, "-o", session, "--set",
                 "reference_channel=CD99"], ["CD99"])

# A damaged and a newer session are left alone; --force replaces.
with open(session, encoding="utf-8") as f:
    whole = f.read()
for broken, says in [(whole[:len(whole) // 2], "JSON"),
                     (whole.replace('"version": 2', '"version": 7'), "newer")]:
    with open(text, "w", encoding="utf-8") as f:
        f.write(broken)
    refuses(folder, ["register", reference, moving, "-o", text], [text, says],
            status=(1,))
register(reference, moving, "-o", text, "--force", *quick)
with open(text, encoding="utf-8") as f:
    check(json.load(f)["format"] == "saffron-session", "forced")

# A session that was moved together with its slides has the same reference.
elsewhere = os.path.join(folder, "elsewhere")
os.makedirs(elsewhere)
shutil.move(os.path.join(folder, "slides"), os.path.join(elsewhere, "slides"))
shutil.move(session, os.path.join(elsewhere, "pair.saffron"))
os.chdir(elsewhere)
register("slides/" + os.path.basename(reference),
         "slides/" + os.path.basename(moving), "-o", "pair.saffron", *quick)
session = "pair.saffron"
check(len(load()["moving"][0]["runs"]) == 3, "moved and joined")
print("ok")
