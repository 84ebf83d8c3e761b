#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""saffron-cli params prints parameters in forms that can be read again, and
refuses bad ones."""

import json
import os
import re

import harness
from harness import check, refuses, run

folder = harness.scratch()


def output(*args):
    result = run("params", *args)
    check(result.returncode == 0, args, result.stderr)
    check(result.stderr == "", args, result.stderr)
    return result.stdout


defaults = json.loads(output("--json"))
check(defaults["max_processed_dim"] == 1800, defaults)
check(defaults["reference_markers"] == "DAPI,FITC", defaults)

# JSON that was printed can be read again and gives the same text.
path = os.path.join(folder, "params.json")
text = output("--json", "--preset", "pipeline", "--set",
              "regularisation=0.1", "--set", "allow_flips=true", "--set",
              "moving_channel=CD 3=“x”")
with open(path, "w", encoding="utf-8") as f:
    f.write(text)
check(output("--json", "--params", path) == text, "params file round trip")
values = json.loads(text)
check(values["max_non_rigid_dim"] == 3500, values)
check(values["regularisation"] == 0.1 and "0.1," in text, text)
check(values["moving_channel"] == "CD 3=“x”", values)

# The last --set wins, also over the file.
values = json.loads(output("--json", "--params", path, "--set",
                           "num_features=111", "--set", "num_features=222"))
check(values["num_features"] == 222, values)

# --nextflow prints the pipeline's names and forms.
nextflow = output("--nextflow", "--set", "qc_level=3", "--set",
                  "reference_markers=DAPI, it's", "--set", "kind=brightfield")
for line in ("reg_max_processed_dim  = 1800", "reg_micro_reg_fraction = 0.25",
             r"reg_reference_markers  = ['DAPI', 'it\'s']",
             "qc_scale_factor        = 0.125", "--set kind=brightfield"):
    check(line in nextflow, line, "in", nextflow)
check(nextflow.startswith("params {\n") and nextflow.endswith("}\n"), nextflow)

# Both lists have one row per parameter.
rows = [line for line in output("--markdown").split("\n")
        if line.startswith("| `")]
check(len(rows) == len(defaults), len(rows), len(defaults))
check(all(row.count(" | ") == 7 for row in rows), "columns")
names = re.findall(r"^(\w+) = ", output(), re.M)
check(names == list(defaults), names)

# The exit status is 2 for wrong usage and 1 for a bad file.
for setting, says in [("max_processed_dim=3", "256"),
                      ("max_processed_dim=1e3", "whole number"),
                      ("micro_reg_fraction=NaN", "NaN"),
                      ("micro_reg_fraction=inf", "from 0 to 1"),
                      ("micro_reg_fraction=-0.1", "from 0 to 1"),
                      ("max_procesed_dim=1800", "max_processed_dim"),
                      ("kind=x\ny", "fluorescence"), ("a", "NAME=VALUE"),
                      ("=3", "NAME=VALUE")]:
    refuses(folder, ["params", "--set", setting], [says], status=(2,))
refuses(folder, ["params", "--preset", "fast"], ["low-memory"], status=(2,))
refuses(folder, ["params", "--preset", "pipeline", "--params", path],
        ["not both"], status=(2,))
refuses(folder, ["params", "--json", "--nextflow"], ["one of"], status=(2,))
refuses(folder, ["params", "--bogus"], ["--bogus"], status=(2,))
refuses(folder, ["params", "more"], ["usage"], status=(2,))

for name, text, says in [("empty.json", "", "empty"),
                         ("cut.json", '{"num_features": 30', "JSON"),
                         ("nan.json", '{"num_features": NaN}', "JSON"),
                         ("list.json", "[1]", "--json"),
                         ("range.json", '{"num_features": 3}', "num_features"),
                         ("name.json", '{"features": 3}', "num_features"),
                         ("deep.json", "[" * 99999, "nested")]:
    bad = os.path.join(folder, name)
    with open(bad, "w", encoding="utf-8") as f:
        f.write(text)
    refuses(folder, ["params", "--params", bad], [bad, says], status=(1,))
missing = os.path.join(folder, "missing.json")
refuses(folder, ["params", "--params", missing], [missing], status=(1,))
refuses(folder, ["params", "--params", folder], [folder], status=(1,))

# A full standard output is an error.
with open("/dev/full", "w", encoding="utf-8") as full:
    import subprocess
    result = subprocess.run([harness.CLI, "params"], stdout=full,
                            stderr=subprocess.PIPE, text=True)
check(result.returncode == 1 and "standard output" in result.stderr, result)

# There is help for the program and for each command.
check(run("--version").stdout.startswith("saffron-cli "), "version")
check(run().returncode == 2, "no command")
check(run("nothing").returncode == 2, "unknown command")
for command in harness.commands():
    for args in ([command, "--help"], ["help", command]):
        result = run(*args)
        check(result.returncode == 0 and f"saffron-cli {command} [" in
              result.stdout, args, result)
print("ok")
