#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""saffron-cli estimate and params --nextflow print the same estimates of
memory and time, and advise what to do if the memory does not suffice."""

import json
import os
import re
import subprocess

from harness import CLI, check, refuses, run, scratch

folder = scratch()
pair = os.path.join(folder, "pair")
check(run("synth", pair, "--width", "900", "--height", "900", "--channels",
          "2", "--seed", "5").returncode == 0, "synth")
slides = sorted(os.path.join(pair, n) for n in os.listdir(pair)
                if n.endswith(".tif"))


def output(*args):
    result = run(*args)
    check(result.returncode == 0, args, result.stderr)
    return result.stdout


def estimate(*args):
    return json.loads(output("estimate", "--json", *args))[0]


# estimate, estimate --json and params --nextflow print the same numbers.
here = estimate(*slides, "--threads", "3", "--cluster-cpus", "5")
check(here["cpus"] == 3 and here["cluster"]["cpus"] == 5, here)
check(here["peak_memory"] == max(s["memory"] for s in here["stages"]), here)
check(abs(here["seconds"] - sum(s["seconds"] for s in here["stages"])) < 1e-9,
      here)


def shape(told):
    """Returns the estimate without its absolute times, because the machine's
    speed is measured anew each time."""
    return (told["peak_memory"], told["cpus"],
            [(s["name"], s["memory"], round(s["seconds"] / told["seconds"], 9))
             for s in told["stages"]])


check(shape(here["cluster"]) == shape(estimate(*slides, "--threads", "5")),
      "the cluster's estimate is this machine's with its processors")
text = output("estimate", *slides, "--threads", "3", "--cluster-cpus", "5")
check(f"about {here['peak_memory'] / 1e6:.0f} MB, " in text, text)
config = output("params", "--nextflow", *slides, "--cluster-cpus", "5")
check("estimated for 1 moving slide on 5 processors: "
      f"{here['cluster']['peak_memory'] / 1e6:.0f} MB, " in config, config)
ask = re.search(r"ask for (\d+) GB, (\d+) min", text)
check(f"memory = '{ask.group(1)} GB'" in config, config)
check(f"time   = '{ask.group(2)} min'" in config, config)
check(config.startswith(output("params", "--nextflow")), config)

# The settings are valid Groovy: closed braces, quoted words, // comments.
code = re.sub(r"'(\\.|[^'\\])*'", "''", re.sub(r"//.*", "", config))
check(code.count("{") == code.count("}") == 3, code)
for line in filter(str.strip, code.split("\n")):
    check(re.fullmatch(r"\s*(params \{|process \{|withName: '' \{|\}|"
                       r"\w+ += (''|\d+(\.\d+)?|\[(''(, '')*)?\]|true|false)"
                       r")", line), line)

# An estimate beyond the memory says so; for 1 MB it has nothing that fits.
small = estimate(*slides, "--memory", "1")
check(small["fits"] is False and "fitting" not in small, small)
check("no setting fits" in output("estimate", *slides, "--memory", "1"))
check(estimate(*slides, "--memory", "100000")["fits"] is True)

# For a session, the settings have the parameters of its run.
session = os.path.join(folder, "pair.saffron")
result = run("register", *slides, "-o", session, "--set",
             "max_processed_dim=700", "--set", "deformable=false")
check(result.returncode in (0, 3), result.stderr)
config = output("params", "--nextflow", session)
check("reg_max_processed_dim  = 700\n" in config, config)
check("withName: 'REGISTER'" in config, config)

# The array script registers the slide of its task onto the session.
script = os.path.join(folder, "register.sh")
with open(script, "w", encoding="utf-8") as f:
    f.write(output("params", "--slurm", session, "--cluster-cpus", "3"))
with open(script, encoding="utf-8") as f:
    text = f.read()
for line in ("#SBATCH --array=0-0", "#SBATCH --cpus-per-task=3",
             f"#SBATCH --mem={ask.group(1)}G"):
    check(line + "\n" in text, line, text)
check("--set max_processed_dim=700" in text, text)
with open(session, encoding="utf-8") as f:
    runs = f.read().count('"started"')
env = {**os.environ, "SLURM_ARRAY_TASK_ID": "0", "SLURM_CPUS_PER_TASK": "1",
       "PATH": os.path.dirname(CLI) + ":" + os.environ["PATH"]}
result = subprocess.run(["bash", "-u", script], env=env, capture_output=True,
                        text=True)
check(result.returncode == 0, result)
with open(session, encoding="utf-8") as f:
    check(f.read().count('"started"') == runs + 1, "the run joins the session")
refuses(folder, ["params", "--slurm"], ["--slurm"], status=(2,))

# After registering two unrelated slides, the result says what to try.
other = os.path.join(folder, "other")
check(run("synth", other, "--width", "900", "--height", "900", "--seed", "77",
          "--slides", "1").returncode == 0, "synth")
stranger = next(os.path.join(other, n) for n in os.listdir(other)
                if n.endswith(".tif"))
result = run("register", slides[0], stranger, "-o",
             os.path.join(folder, "wrong.saffron"), "--set", "pieces=false")
check(result.returncode == 3, result.stdout)
check("  try: " in result.stdout and "--set allow_flips=true" in result.stdout,
      result.stdout)

refuses(folder, ["estimate", *slides, "--memory", "-1"], ["--memory"],
        status=(2,))
refuses(folder, ["params", "--nextflow", slides[0]], [slides[0]], status=(1,))
refuses(folder, ["params", "--nextflow", slides[0], "/none.tif"],
        ["/none.tif"], status=(1,))
print("ok")
