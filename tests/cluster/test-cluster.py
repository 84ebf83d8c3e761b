#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The Nextflow pipeline does on a real SLURM what docs/pipeline.md says: two
patients of three rounds, one of which is somebody else's; every file under its
name, with its channels and pixels; a task that is ended for its memory comes
again with more; a correction by landmarks repeats only its slide; and a
pipeline of the users' shape takes the adapter. ./dev cluster calls it."""

import csv
import json
import os
import shutil
import signal
import subprocess
import sys
import time

import numpy
import tifffile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "..", "cli"))
from harness import CLI, check, run, scratch  # noqa: E402
from slurm import Slurm, Watch  # noqa: E402

SOURCE = os.path.realpath(os.environ["SAFFRON_SOURCE"])
JARS = os.environ["SAFFRON_NEXTFLOW"]
OPENED = ["java.lang", "java.io", "java.nio", "java.net", "java.util",
          "java.util.concurrent.locks", "java.util.concurrent.atomic",
          "java.util.regex", "sun.nio.ch", "sun.nio.fs", "jdk.internal.misc",
          "sun.net.www.protocol.http", "sun.net.www.protocol.https",
          "sun.net.www.protocol.ftp", "sun.net.www.protocol.file",
          "jdk.internal.vm"]
QUICK = "--set deformable=false --set pieces=false"
SIZE = 500

# What is started ends, also when this is told to end.
signal.signal(signal.SIGTERM, lambda *_: sys.exit("FAIL: told to end"))
folder = scratch()
os.chmod(folder, 0o755)
# A task that SLURM has ended leaves no status; Nextflow waits for one.
config = os.path.join(folder, "quick.config")
with open(config, "w", encoding="utf-8") as f:
    f.write("executor { exitReadTimeout = '10 sec'; pollInterval = '2 sec'\n"
            "           queueStatInterval = '5 sec' }\n"
            "trace.fields = 'task_id,native_id,process,tag,status,exit,attempt,"
            "memory,peak_rss,hash'\n")
started = time.monotonic()
cluster = Slurm(os.path.join(folder, "slurm"), os.cpu_count(), 4000)


def tell(what):
    print(f"{time.monotonic() - started:4.0f} s  {what}", flush=True)


def nextflow(name, script, *args):
    """Runs a pipeline in a folder of its own, which a resumed run shares.
    Returns its output and its trace."""
    where = os.path.join(folder, name)
    os.makedirs(where, exist_ok=True)
    env = {**cluster.env, "NXF_OFFLINE": "true", "NXF_ANSI_LOG": "false",
           "NXF_PLUGINS_DEFAULT": "false", "NXF_DISABLE_CHECK_LATEST": "true",
           "NXF_HOME": os.path.join(folder, "home")}
    opens = [f"--add-opens=java.base/{p}=ALL-UNNAMED" for p in OPENED]
    result = subprocess.run(
        ["java", *opens, "-Xmx512m", "-cp", os.path.join(JARS, "*"),
         "nextflow.cli.Launcher", "run", script, "--saffron_cli", CLI,
         "--outdir", os.path.join(where, "out"), "--saffron_cpus", "1",
         "-c", f"{SOURCE}/data/nextflow/nextflow.config,{config}",
         *args],
        cwd=where, env=env, capture_output=True, text=True, timeout=800)
    check(result.returncode == 0, result.stdout, result.stderr)
    with open(os.path.join(where, "out", "trace.txt"), encoding="utf-8") as f:
        trace = list(csv.DictReader(f, delimiter="\t"))
    tell(f"{name}: {len(trace)} tasks")
    return result.stdout, trace


def make_patient(name, seed):
    """Three rounds of one patient. Returns their paths, the reference first."""
    made = os.path.join(folder, "slides", name)
    os.makedirs(made)
    result = run("synth", made, "--width", SIZE, "--height", SIZE,
                 "--slides", 3, "--channels", 2, "--seed", seed,
                 "--amplitude", 6, "--rotation", 12)
    check(result.returncode == 0, result.stderr)
    paths = []
    for old in sorted(n for n in os.listdir(made) if n.endswith(".ome.tif")):
        new = os.path.join(made, name + "_" + old.split("_", 1)[1])
        os.rename(os.path.join(made, old), new)
        paths.append(new)
    return paths


def name_of(path):
    return os.path.basename(path)[:-len(".ome.tif")]


def write_table(name, patients):
    path = os.path.join(folder, name)
    with open(path, "w", encoding="utf-8") as f:
        f.write("patient_id,preprocessed_image,is_reference,channels\n")
        for patient, slides in patients.items():
            for i, slide in enumerate(slides):
                markers = "|".join(name_of(slide).split("_")[1:])
                f.write(f"{patient},{slide},{str(i == 0).lower()},{markers}\n")
    return path


def read_table(name):
    path = os.path.join(folder, name, "out", "csv", "registered.csv")
    with open(path, newline="", encoding="utf-8") as f:
        return list(csv.DictReader(f))


def memory_of(text):
    units = {"B": 1, "KB": 1 << 10, "MB": 1 << 20, "GB": 1 << 30}
    value, unit = text.split()
    return float(value) * units[unit]


# Two patients; the third round of the second is of somebody else.
patients = {"P1": make_patient("P1", 3), "P2": make_patient("P2", 4)}
foreign = make_patient("P3", 77)[0]
stranger = os.path.join(os.path.dirname(foreign), "P2_DAPI_FOREIGN.ome.tif")
os.rename(foreign, stranger)
patients["P2"][2] = stranger
table = write_table("table.csv", patients)
MAIN = os.path.join(SOURCE, "data", "nextflow", "main.nf")
ARGS = ["--input", table, "-profile", "slurm", "--slurm_partition", "all",
        "--saffron_options", QUICK]
watch = Watch(cluster)
text, trace = nextflow("run", MAIN, *ARGS)
peaks = watch.end()
check("3 of 4 slides are verified" in text and "unverified: " in text, text)
check(all(t["status"] == "COMPLETED" for t in trace), trace)
jobs = cluster.call("scontrol", "show", "jobs").stdout
check(jobs.count("JobState=COMPLETED") == len(trace), jobs)

rows = read_table("run")
check(len(rows) == 6, rows)
for patient, slides in patients.items():
    where = os.path.join(folder, "run", "out", patient)
    for slide in slides:
        name = name_of(slide)
        row = next(r for r in rows if r["patient_id"] == patient
                   and f"/{name}_" in r["registered_image"])
        want = ("reference" if slide == slides[0] else
                "unverified" if slide == stranger else "verified")
        check(row["verdict"] == want and row["is_reference"] == str(
            want == "reference").lower(), row)
        path = os.path.join(where, "registered", f"{name}_registered.ome.tiff")
        check(row["registered_image"] == path, row, path)
        check(row["channels"] == "|".join(name.split("_")[1:]), row)
        with tifffile.TiffFile(path) as tiff:
            for marker in name.split("_")[1:]:
                check(f'Name="{marker}"' in tiff.ome_metadata
                      or slide == stranger, marker, tiff.ome_metadata)
        got, fixed = tifffile.imread(path), tifffile.imread(slides[0])
        check(got.shape[-2:] == (SIZE, SIZE), got.shape)
        if want == "reference":
            check(numpy.array_equal(got, fixed), path)
            continue
        middle = (0, slice(60, -60), slice(60, -60))
        alike = numpy.corrcoef(got[middle].ravel(), fixed[middle].ravel())
        check((alike[0, 1] > 0.7) == (want == "verified"), path, alike)
        for end in (".png", ".tif"):
            check(os.path.isfile(os.path.join(
                where, "qc", "registration", f"{name}_QC_RGB{end}")), name, end)
    with tifffile.TiffFile(os.path.join(
            where, f"{patient}_merged.ome.tiff")) as merged:
        check(merged.series[0].shape[0] == 4, merged.series[0].shape)
    check(os.path.isfile(os.path.join(where, "quality", "report.html")))
    info = run("estimate", os.path.join(where, f"{patient}.saffron"), "--json")
    check(info.returncode == 0 and len(json.loads(info.stdout)) == 2, info)

# The truth: points of the tissue, through the session that was published.
for number in (2, 3):
    made = os.path.dirname(patients["P1"][0])
    result = run("evaluate", os.path.join(folder, "run", "out", "P1",
                                          "P1.saffron"),
                 "--moving", name_of(patients["P1"][number - 1]),
                 "--reference-landmarks", os.path.join(made, "slide1.csv"),
                 "--moving-landmarks", os.path.join(made, f"slide{number}.csv"),
                 "--json")
    told = json.loads(result.stdout)
    check(told["tre_px"]["median"] < 8, told)

# Memory: what was taken stays below what was asked for, which is the estimate
# with its margin.
# Nextflow counts it in its trace, SLURM by itself.
said = cluster.call("sacct", "-n", "-P", "-o", "JobID,MaxRSS").stderr.strip()
tell(f"sacct: {said}. It reads slurmdbd alone, which needs a "
     "MySQL server; sstat reads the same counters of JobAcctGather while a job "
     "runs, so MaxRSS is from there")
seen = 0
for task in trace:
    if "REGISTER" not in task["process"]:
        continue
    slide = next(s for p in patients.values() for s in p
                 if name_of(s) == task["tag"])
    reference = next(p for p in patients.values() if slide in p)[0]
    told = json.loads(run("estimate", reference, slide, "--json",
                          "--cluster-cpus", "1").stdout)[0]["cluster"]
    asked, taken = memory_of(task["memory"]), memory_of(task["peak_rss"])
    tell(f"{task['tag']}: estimated {told['peak_memory'] / 1e6:.0f} MB, "
         f"taken {taken / 1e6:.0f} MB, asked for {asked / 1e6:.0f} MB")
    check(taken < 1.25 * max(told["peak_memory"], 5e8) and taken < asked, task)
    counted = peaks.get(task["native_id"])
    if counted is None:
        tell(f"{task['tag']}: ended before SLURM had counted")
        continue
    seen += 1
    tell(f"{task['tag']}: MaxRSS {counted / 1e6:.0f} MB by SLURM")
    # With the task's shells, and what came after the last count left out.
    check(counted < 1.1 * taken + 64e6 and counted < asked, task, counted)
check(seen > 0, "SLURM has counted no registration", peaks)

# A correction by landmarks repeats its slide, and what is made of it.
marks = os.path.join(folder, "marks")
os.mkdir(marks)
made = os.path.dirname(patients["P1"][0])
both = [numpy.loadtxt(os.path.join(made, f"slide{n}.csv"), delimiter=",",
                      skiprows=1, usecols=(1, 2))[:200] - 0.5 for n in (3, 1)]
inside = ((both[1] > 60) & (both[1] < SIZE - 60)).all(axis=1)
with open(os.path.join(marks, name_of(patients["P1"][2]) + ".csv"), "w",
          encoding="utf-8") as f:
    for i, (m, r) in enumerate(zip(both[0][inside], both[1][inside])):
        f.write(f'"p{i}","true",{m[0]:.2f},{m[1]:.2f},{r[0]:.2f},{r[1]:.2f}\n')
text, trace = nextflow("run", MAIN, *ARGS, "--landmarks", marks, "-resume")
again = sorted((t["process"].split("_")[-1], t["tag"]) for t in trace
               if t["status"] == "COMPLETED")
third = name_of(patients["P1"][2])
check(again == [("PATIENT", "P1"), ("QC", third), ("REGISTER", third)], again)
check(sum(t["status"] == "CACHED" for t in trace) == len(trace) - 3, trace)

# A task that takes more than it asked for is ended, and comes again with more.
pair = write_table("pair.csv", {"P1": patients["P1"][:2]})
text, trace = nextflow("small", MAIN, "--input", pair, "-profile", "slurm",
                       "--slurm_partition", "all", "--memory_margin", "0.1",
                       "--skip_registration_qc", "true")
tries = [t for t in trace if "SAFFRON_REGISTER" in t["process"]]
check(len(tries) > 1 and tries[0]["status"] == "FAILED"
      and tries[-1]["status"] == "COMPLETED", tries)
check(memory_of(tries[-1]["memory"]) >= 2 * memory_of(tries[0]["memory"]),
      tries)
tell(f"ended at {tries[0]['memory']}, done with {tries[-1]['memory']}")

# A pipeline of the users' shape, by pairs and by patients.
users = os.path.join(SOURCE, "tests", "cluster", "users.nf")
for method in ("saffron", "saffron_batch"):
    nextflow(method, users, "--input", pair, "--registration_method", method,
             "--saffron_options", QUICK, "-profile", "standard")
    rows = read_table(method)
    check(sorted((r["is_reference"], r["channels"]) for r in rows) == sorted(
        (str(s == patients["P1"][0]).lower(),
         "|".join(name_of(s).split("_")[1:])) for s in patients["P1"][:2]),
          rows)
    check(all(os.path.isfile(r["registered_image"]) for r in rows), rows)

cluster.stop()
shutil.rmtree(folder, ignore_errors=True)
tell("done")
print("ok")
