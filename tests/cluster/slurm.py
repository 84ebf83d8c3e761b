# SPDX-License-Identifier: GPL-3.0-or-later
"""A SLURM of one node on this machine: munged, slurmctld and slurmd, with their
files in a folder of their own. All of them end when the program does."""

import atexit
import os
import pwd
import shutil
import signal
import socket
import subprocess
import threading
import time

CONF = """\
ClusterName=saffron
SlurmctldHost={host}(127.0.0.1)
SlurmUser=root
AuthType=auth/munge
AuthInfo=socket={folder}/munge/socket
SlurmctldPort={ports[0]}
SlurmdPort={ports[1]}
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/linux
JobAcctGatherFrequency=task=1
JobAcctGatherParams=OverMemoryKill
SelectType=select/cons_tres
SelectTypeParameters=CR_Core_Memory
SwitchType=switch/none
MpiDefault=none
ReturnToService=2
AccountingStorageType=accounting_storage/none
StateSaveLocation={folder}/state
SlurmdSpoolDir={folder}/spool
SlurmctldPidFile={folder}/slurmctld.pid
SlurmdPidFile={folder}/slurmd.pid
SlurmctldLogFile={folder}/slurmctld.log
SlurmdLogFile={folder}/slurmd.log
NodeName={host} NodeAddr=127.0.0.1 CPUs={cpus} RealMemory={megabytes}
PartitionName=all Nodes={host} Default=YES MaxTime=INFINITE State=UP
"""


def free_ports(n):
    sockets = [socket.socket() for _ in range(n)]
    for one in sockets:
        one.bind(("127.0.0.1", 0))
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports


def wait_until(what, why, seconds=60):
    """Polls until @what returns something true."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        value = what()
        if value:
            return value
        time.sleep(0.1)
    raise SystemExit(f"FAIL: waited {seconds} s for {why}")


class Slurm:
    """Starts the three; env has what its clients need."""

    def __init__(self, folder, cpus, megabytes):
        self.folder = folder
        self.running = []
        atexit.register(self.stop)
        for name in ("munge", "state", "spool"):
            os.makedirs(os.path.join(folder, name), mode=0o755)
        conf = os.path.join(folder, "slurm.conf")
        with open(conf, "w", encoding="utf-8") as f:
            f.write(CONF.format(folder=folder, cpus=cpus, megabytes=megabytes,
                                host=socket.gethostname().split(".")[0],
                                ports=free_ports(2)))
        self.env = {**os.environ, "SLURM_CONF": conf}
        self.start_munge(os.path.join(folder, "munge"))
        self.start("slurmctld", "-D", "-f", conf)
        wait_until(lambda: self.call("scontrol", "ping").returncode == 0,
                   "slurmctld")
        self.start("slurmd", "-D", "-f", conf)
        wait_until(self.is_idle, "an idle node")

    def is_idle(self):
        return "idle" in self.call("sinfo", "-h", "-o", "%T").stdout

    def start_munge(self, folder):
        """As its own user, which owns its folder."""
        key = os.path.join(folder, "key")
        with open(key, "wb") as f:
            f.write(os.urandom(128))
        os.chmod(key, 0o400)
        user = pwd.getpwnam("munge")
        for path in (folder, key):
            shutil.chown(path, user.pw_uid, user.pw_gid)
        self.start("munged", "--foreground", "--key-file", key, "--socket",
                   os.path.join(folder, "socket"), "--pid-file",
                   os.path.join(folder, "pid"), "--log-file",
                   os.path.join(folder, "log"), "--seed-file",
                   os.path.join(folder, "seed"), user=user.pw_uid,
                   group=user.pw_gid, extra_groups=[])
        wait_until(lambda: os.path.exists(os.path.join(folder, "socket")),
                   "munged")

    def start(self, program, *args, **options):
        path = shutil.which(program, path=os.environ["PATH"] + ":/usr/sbin")
        with open(os.path.join(self.folder, f"{program}.out"), "wb") as out:
            self.running.append(subprocess.Popen(
                [path, *args], env=self.env, stdin=subprocess.DEVNULL,
                stdout=out, stderr=subprocess.STDOUT, start_new_session=True,
                **options))

    def call(self, *args):
        return subprocess.run(args, env=self.env, capture_output=True,
                              text=True, timeout=60)

    def stop(self):
        """Ends what it started, by its own handles, the last first."""
        if self.running:
            self.call("scancel", "--user", "root")
        for process in reversed(self.running):
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self.running = []


class Watch:
    """Asks SLURM again and again what its jobs hold: by its own count, that of
    JobAcctGather, which also decides when a job is ended for its memory. peaks
    has for each job's number the most bytes that were seen."""

    def __init__(self, slurm):
        self.slurm = slurm
        self.peaks = {}
        self.ended = threading.Event()
        self.thread = threading.Thread(target=self.run, daemon=True)
        self.thread.start()

    def run(self):
        while not self.ended.wait(0.5):
            jobs = self.slurm.call("squeue", "-h", "-t", "R", "-o",
                                   "%A").stdout.split()
            if jobs:
                self.add(self.slurm.call(
                    "sstat", "-n", "-P", "-a", "-j", ",".join(jobs),
                    "--format=JobID,MaxRSS").stdout)

    def add(self, text):
        for line in text.split():
            job, _, held = line.partition("|")
            number = job.split(".")[0]
            if held:
                unit = {"K": 1024, "M": 1024 ** 2, "G": 1024 ** 3}.get(held[-1])
                size = float(held[:-1]) * unit if unit else float(held)
                self.peaks[number] = max(self.peaks.get(number, 0), size)

    def end(self):
        self.ended.set()
        self.thread.join()
        return self.peaks
