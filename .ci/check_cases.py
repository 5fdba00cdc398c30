"""Runs every case of Tests/CLITests/Cases with two programs and compares all that they write.

    check_cases.py REFERENCE PROGRAM

Both must give the same status, output, messages and files, byte for byte: on one machine two builds of one
source differ in nothing. What a case expects is the tests' affair and is not looked at here.
"""

import concurrent.futures
import os
import pathlib
import re
import subprocess
import sys
import tempfile

TOP = pathlib.Path(__file__).resolve().parent.parent
CASES = TOP / "Tests/CLITests/Cases"
# What takes the time of day into a file differs from run to run.
TIMED = "forecast/timing.case"
ESCAPE = re.compile(rb"\\(x[0-9A-Fa-f]{2}|.)")
SHORT = {b"\\": b"\\", b"n": b"\n", b"r": b"\r", b"t": b"\t"}


def sections(text):
    """Heads as words, each with the bytes below it, with the marks of inputs applied."""
    found = []
    for line in text.splitlines(keepends=True):
        if line.startswith(b"--- "):
            found.append((line[4:].decode().split(), []))
        elif found:
            found[-1][1].append(line)
    for words, lines in found:
        body = b"".join(lines)
        if "unended" in words:
            body = body.removesuffix(b"\n")
        if "escaped" in words:
            body = ESCAPE.sub(lambda m: SHORT.get(m[1]) or bytes([int(m[1][1:], 16)]), body)
        yield words, body


def outcome(case, program, folder, environment):
    """Status, both outputs and every file that is there afterwards."""
    commands = given = b""
    for words, body in sections(case.read_bytes()):
        if words[0] in ("file", "copy"):
            if words[0] == "copy":
                body = (TOP / words[1]).read_bytes()
            name = words[1] if words[0] == "file" else (words + [pathlib.Path(words[1]).name])[2]
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(body)
        elif words[0] == "input":
            given = body
        elif words[0] == "run":
            commands = body
    # An environment like that of the tests, and no other.
    run = subprocess.run(
        ["bash", "-e", "-o", "pipefail", "-c", commands],
        cwd=folder,
        input=given,
        capture_output=True,
        env={
            "PATH": f"{program.parent}:/usr/bin:/bin",
            "LC_ALL": "C",
            "TZ": "UTC",
            "COLUMNS": "80",
            "CORRIDOR": str(program),
            **environment,
        },
    )
    files = {
        str(path.relative_to(folder)): path.read_bytes() if path.is_file() else None
        for path in sorted(folder.rglob("*"))
    }
    return run.returncode, run.stdout, run.stderr, files


def difference(case, programs, environment):
    """What differs, in words; None where all is equal."""
    results = []
    with tempfile.TemporaryDirectory() as stage:
        for program in programs:
            # One name for both, since messages may name it.
            folder = pathlib.Path(stage) / "case"
            folder.mkdir()
            results.append(outcome(case, program, folder, environment))
            folder.rename(pathlib.Path(stage) / f"done{len(results)}")
    left, right = results
    for part, name in enumerate(("status", "stdout", "stderr")):
        if left[part] != right[part]:
            return f"{name} is {right[part][-400:] if part else right[part]!r}"
    for name in left[3].keys() | right[3].keys():
        if left[3].get(name) != right[3].get(name) or name not in left[3] or name not in right[3]:
            return f"the file {name} differs"
    return None


def main(reference, program):
    cases = sorted(case for case in CASES.rglob("*.case") if case != CASES / TIMED)
    if len(cases) < 100:
        sys.exit(f"check: only {len(cases)} cases were found")
    differing = 0
    with tempfile.TemporaryDirectory() as stage:
        # The cases call `corridor`, so each program gets a folder where it is found by that name.
        programs = []
        for number, path in enumerate((reference, program)):
            folder = pathlib.Path(stage) / str(number)
            folder.mkdir()
            (folder / "corridor").symlink_to(pathlib.Path(path).resolve())
            programs.append(folder / "corridor")
        kept = {name: value for name, value in os.environ.items() if name.startswith("OPENBLAS_")}
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
            found = pool.map(lambda case: difference(case, programs, kept), cases)
            for case, text in zip(cases, found):
                if text:
                    differing += 1
                    print(f"check: {case.relative_to(CASES)}: {text}", file=sys.stderr)
    if differing:
        sys.exit(f"check: {differing} of {len(cases)} cases differ by program")
    print(f"check: the programs give the same bytes in {len(cases)} cases")


if __name__ == "__main__":
    main(*sys.argv[1:])
