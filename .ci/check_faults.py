"""Harms the program's calls of the system and kills it, and looks at what is left.

    check_faults.py PROGRAM [--kills N] [--writers N]

Every output is the old one or the new one, whole; nothing is left beside it; a run that did not end
with 0 or 137 says why. Calls are harmed by a library that is loaded before C's
(Tests/CLITests/Faults/faults.c).
"""

import argparse
import collections
import concurrent.futures
import errno
import hashlib
import json
import os
import pathlib
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
CALLS = ["write", "fsync", "rename", "open", "mmap", "close", "mkdir", "link"]
# What each kind of call can come back with; the last two are no errors to a careful program.
KINDS = {
    "write": [errno.ENOSPC, errno.EIO, errno.EINTR, "short"],
    "fsync": [errno.EIO, errno.EINTR],
    "rename": [errno.EIO, errno.EINVAL],
    "open": [errno.EIO, errno.EMFILE, errno.EINTR],
    "mmap": [errno.ENOMEM],
    "close": [errno.EIO, errno.EINTR],
    "mkdir": [errno.ENOSPC, errno.EINTR],
    "link": [errno.EPERM],
}
HARMLESS = {errno.EINTR, "short"}
# Before these the program is killed: between them nothing changes on the disk.
DEADLY = ["write", "fsync", "rename", "mkdir", "link"]

SCENARIO = """\
series: [{id: x, file: x.csv}]
models: [naive]
paths: 200
targets: [{name: t, series: x, level: LEVEL, by: [2024]}]
"""
OBSERVATIONS = "ds,y\n" + "".join(f"{2000 + i},{100 + 3 * i + i % 3}\n" for i in range(20))


def tree(folder):
    """Path to content of all files below, hidden ones too; links by where they lead."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def package_fault(files, others=()):
    """Why files are no whole folder of a run; None where they are."""
    try:
        descriptor = json.loads(files["datapackage.json"])
    except (KeyError, ValueError):
        return "no descriptor"
    listed = descriptor["resources"] + descriptor["corridor"].get("copies", [])
    for file in listed:
        content = files.get(file["path"])
        if content is None:
            return f"{file['path']} is missing"
        if file["hash"] != "sha256:" + hashlib.sha256(content).hexdigest():
            return f"{file['path']} is of another run"
    extra = set(files) - {file["path"] for file in listed} - {"datapackage.json"} - set(others)
    return f"{sorted(extra)} are of no run" if extra else None


class Case:
    """A command whose outputs were there before. `make` prepares a folder in which it is called."""

    def __init__(self, name, arguments, inputs, outputs, whole=None, is_ledger=False, calls=CALLS):
        self.name, self.arguments = name, arguments
        # SQLite takes an interrupted fsync for a failed one, and undoes the change.
        self.harmless = lambda call, kind: kind in HARMLESS and not (is_ledger and call == "fsync")
        self.inputs, self.outputs, self.whole, self.calls = inputs, outputs, whole, calls

    def prepare(self, folder):
        shutil.copytree(self.inputs, folder, symlinks=True)

    def state(self, folder):
        """Each group of outputs that appears together."""
        return [group(folder) for group in self.outputs]


def content(*names):
    def read(folder):
        return {n: (folder / n).read_bytes() if (folder / n).exists() else None for n in names}

    return read


def rows(folder):
    """What a ledger holds; raises where it is damaged."""
    if not (folder / "l.db").exists():
        return None
    # A copy, so that looking changes nothing; a journal belongs to the file.
    with tempfile.TemporaryDirectory() as copy:
        for name in ["l.db", "l.db-journal"]:
            if (folder / name).exists():
                shutil.copy(folder / name, copy)
        ledger = sqlite3.connect(f"{copy}/l.db")
        assert ledger.execute("PRAGMA integrity_check").fetchone() == ("ok",), "damaged"
        kept = ledger.execute("SELECT file, sha256 FROM entry ORDER BY id").fetchall()
        count = ledger.execute("SELECT COUNT(*) FROM forecast").fetchall()
        ledger.close()
        return kept, count


def mended(found, after):
    """Whether all is there that a whole run writes. A run that was killed while it put its pages above
    the scenarios' folders has no descriptor there: what it would have taken away is of others then."""
    if isinstance(after, dict):
        return all(found.get(name) == content for name, content in after.items())
    if isinstance(after, (list, tuple)):
        return len(found) == len(after) and all(map(mended, found, after))
    return found == after


class Checker:
    def __init__(self, program, scratch):
        self.program, self.scratch = str(program), scratch
        self.library = scratch / "faults.so"
        source = ROOT / "Tests/CLITests/Faults/faults.c"
        subprocess.run(
            ["cc", "-shared", "-fPIC", "-o", self.library, source, "-ldl"], check=True
        )
        self.faults = []
        self.number = 0

    def run(self, arguments, folder, **harm):
        environment = dict(os.environ)
        environment["OPENBLAS_NUM_THREADS"] = "1"
        if harm:
            environment |= {"LD_PRELOAD": str(self.library)}
            environment |= {"FAULT_" + key.upper(): str(value) for key, value in harm.items()}
        return subprocess.run(
            [self.program, *arguments], cwd=folder, env=environment, text=True,
            stdin=subprocess.DEVNULL, capture_output=True, timeout=120,
        )

    def folder(self):
        self.number += 1
        return self.scratch / f"case-{self.number}"

    def complain(self, what):
        self.faults.append(what)
        print("check:", what, file=sys.stderr)

    def count(self, case, call):
        folder = self.folder()
        case.prepare(folder)
        told = self.scratch / "count"
        done = self.run(case.arguments, folder, call=call, number=0, kind=0, count=told)
        assert done.returncode == 0, done.stderr
        shutil.rmtree(folder)
        return int(told.read_text())

    def before_and_after(self, case):
        folder = self.folder()
        case.prepare(folder)
        before, listed = case.state(folder), names(folder)
        done = self.run(case.arguments, folder)
        assert done.returncode == 0, done.stderr
        after, listed_after = case.state(folder), names(folder)
        shutil.rmtree(folder)
        assert before != after, f"{case.name}: nothing changes"
        return before, after, listed, listed_after

    def harm(self, case, known, folder, call, number, kind):
        before, after, listed, listed_after = known
        case.prepare(folder)
        done = self.run(case.arguments, folder, call=call, number=number, kind=kind)
        where = f"{case.name}: {call} {number} with {kind}: status {done.returncode}"
        killed = kind == "kill"
        try:
            found = case.state(folder)
        except Exception as error:  # noqa: BLE001 a damaged ledger
            return [f"{where}: {error}"]
        complaints = []
        states = []
        for i, (was, now, old) in enumerate(zip(found, after, before)):
            if was not in (now, old) and not (killed and case.whole and case.whole(i, was)):
                complaints.append(f"{where}: output {i} is neither old nor new")
            states.append("new" if was == now else "old")
        if case.harmless(call, kind) and (done.returncode != 0 or "old" in states):
            complaints.append(f"{where}: was no error: {done.stderr[-200:]}")
        if not killed:
            if done.returncode == 0 and "old" in states:
                complaints.append(f"{where}: nothing was written")
            if done.returncode not in (0, 1, 64, 65, 66, 73):
                complaints.append(f"{where}: {done.stderr[-300:]}")
            if done.returncode != 0 and "corridor: " not in done.stderr:
                complaints.append(f"{where}: no message")
            here, may, must = set(names(folder)), set(listed + listed_after), set(listed)
            stray = (here - may) | (must & set(listed_after)) - here
            if stray:
                complaints.append(f"{where}: stray or missing {sorted(stray)[:4]}")
        else:
            again = self.run(case.arguments, folder)
            if again.returncode != 0:
                complaints.append(f"{where}: and then {again.stderr[-200:]}")
            elif not mended(case.state(folder), after) or set(listed_after) - set(names(folder)):
                complaints.append(f"{where}: the next run does not mend it")
            elif set(names(folder)) - set(listed) - set(listed_after):
                complaints.append(f"{where}: the next run leaves what is of no run")
        shutil.rmtree(folder)
        return complaints

    def harm_each(self, case):
        known = self.before_and_after(case)
        jobs = []
        for call in case.calls:
            count = self.count(case, call)
            kinds = KINDS[call] + (["kill"] if call in DEADLY else [])
            jobs += [(call, k + 1, kind) for k in range(count) for kind in kinds]
        began = time.monotonic()
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
            futures = [
                pool.submit(self.harm, case, known, self.folder(), *job) for job in jobs
            ]
            for future in futures:
                for complaint in future.result():
                    self.complain(complaint)
        print(f"{case.name}: {len(jobs)} calls harmed in {time.monotonic() - began:.0f} s")

    def kill_at_random(self, case, count):
        """SIGKILL at moments spread over the run; what is left is whole."""
        known = self.before_and_after(case)
        before, after, _, _ = known
        generator = random.Random(17)
        folder = self.folder()
        case.prepare(folder)
        began = time.monotonic()
        self.run(case.arguments, folder)
        lasts = time.monotonic() - began
        shutil.rmtree(folder)
        tally = collections.Counter()

        def kill(delay, folder):
            case.prepare(folder)
            process = subprocess.Popen(
                [self.program, *case.arguments], cwd=folder, stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL, start_new_session=True,
            )
            time.sleep(delay)
            process.send_signal(signal.SIGKILL)
            process.wait()
            found = case.state(folder)
            shutil.rmtree(folder)
            return found

        delays = [generator.uniform(0.2, 1.6) * lasts for _ in range(count)]
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
            for state in pool.map(kill, delays, [self.folder() for _ in delays]):
                for i, (was, now, old) in enumerate(zip(state, after, before)):
                    kind = "new" if was == now else "old" if was == old else "between"
                    tally[kind] += 1
                    if kind == "between" and not case.whole(i, was):
                        self.complain(f"{case.name}: killed at random: output {i} is not whole")
        print(f"{case.name}: {count} random kills: {dict(tally)}")

    def write_together(self, count):
        folder = self.folder()
        folder.mkdir()
        for i in range(count):
            (folder / f"f{i}.csv").write_text(
                f"unique_id,ds,model,median,lo-80,hi-80\ns{i},2030,drift,{i},0,999\n"
            )
        processes = [
            subprocess.Popen(
                [self.program, "ledger", "add", f"f{i}.csv", "--ledger", "l.db"], cwd=folder,
                stderr=subprocess.PIPE,
            )
            for i in range(count)
        ]
        for process in processes:
            _, message = process.communicate()
            if process.returncode != 0:
                self.complain(f"a writer of {count} ended with {process.returncode}: {message}")
        kept, _ = rows(folder)
        if sorted(name for name, _ in kept) != sorted(f"f{i}.csv" for i in range(count)):
            self.complain(f"{len(kept)} of {count} additions are kept")
        if len(names(folder)) != count + 1:
            self.complain(f"writers left {len(names(folder)) - count - 1} files")
        print(f"{count} writers on one ledger: {len(kept)} additions kept")


def names(folder):
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


def cases(checker, scratch):
    """The commands, each over outputs of an earlier run."""
    inputs = scratch / "inputs"
    inputs.mkdir()
    (inputs / "x.csv").write_text(OBSERVATIONS)
    (inputs / "s.yaml").write_text(SCENARIO.replace("LEVEL", "150"))

    def prepared(name):
        folder = scratch / name
        shutil.copytree(inputs, folder)
        return folder

    def call(folder, *arguments):
        done = checker.run(arguments, folder)
        assert done.returncode == 0, done.stderr

    run = prepared("run")
    call(run, "run", "s.yaml", "-o", "out", "--seed", "2", "--excel")
    (run / "out/s/note.txt").write_text("mine")
    (run / "out/s/charts/own").mkdir()
    (run / "out/s/charts/own/sketch.txt").write_text("mine too")
    others = ["note.txt", "charts/own/sketch.txt"]

    def reports(folder):
        return tree(folder / "out/s")

    def above(folder):
        return {p.name: p.read_bytes() for p in (folder / "out").iterdir() if p.is_file()}

    def whole(index, files):
        """After a kill: the folder is whole, and so is what stands above it, or has no descriptor."""
        if index == 0:
            return package_fault(files, others) is None
        return "datapackage.json" not in files or package_fault(files) is None

    yield Case("run", ["run", "s.yaml", "-o", "out"], run, [reports, above], whole)

    fresh = prepared("fresh")

    def absent(index, files):
        return not files or whole(index, files)

    yield Case("run into nothing", ["run", "s.yaml", "-o", "out"], fresh, [
        lambda folder: reports(folder) if (folder / "out/s").exists() else {},
        lambda folder: above(folder) if (folder / "out").exists() else {},
    ], absent, calls=DEADLY)

    forecast = prepared("forecast")
    (forecast / "o.csv").write_text("old\n")
    (forecast / "d.csv").write_text("old\n")
    arguments = ["forecast", "x.csv", "--horizon", "3", "--model", "naive", "--jobs", "1"]
    yield Case(
        "forecast", arguments + ["-o", "o.csv", "--details", "d.csv"], forecast,
        [content("o.csv", "d.csv")], lambda _, files: all(v is not None for v in files.values()),
    )

    ledger = prepared("ledger")
    call(ledger, *arguments, "-o", "a.csv")
    call(ledger, *arguments, "--model", "drift", "-o", "b.csv")
    call(ledger, "ledger", "add", "a.csv", "--ledger", "l.db", "--made", "2026-01-01")
    yield Case(
        "ledger add", ["ledger", "add", "b.csv", "--ledger", "l.db", "--made", "2026-01-02"],
        ledger, [rows], is_ledger=True,
    )

    both = prepared("both")
    call(both, "run", "s.yaml", "-o", "out", "--seed", "2", "--ledger", "l.db")
    yield Case(
        "run --ledger",
        ["run", "s.yaml", "-o", "out", "--ledger", "l.db", "--no-pages"], both,
        [lambda folder: (reports(folder), rows(folder))],
        # A kill between the two: the reports are there, and the next run keeps them.
        lambda _, found: package_fault(found[0]) is None, is_ledger=True, calls=DEADLY,
    )


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program", type=pathlib.Path)
    parser.add_argument("--kills", type=int, default=500)
    parser.add_argument("--writers", type=int, default=200)
    parser.add_argument("--only", default="")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="corridor-faults-") as scratch:
        checker = Checker(arguments.program.resolve(), pathlib.Path(scratch))
        for case in cases(checker, pathlib.Path(scratch)):
            if arguments.only not in case.name:
                continue
            checker.harm_each(case)
            if case.name == "run":
                checker.kill_at_random(case, arguments.kills)
        checker.write_together(arguments.writers)
    if checker.faults:
        sys.exit(f"check: {len(checker.faults)} faults")


if __name__ == "__main__":
    main()
