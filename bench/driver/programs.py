"""Cases of the whole program: from file to file, beside peers as whole processes on the same files."""
import csv
import tempfile
from dataclasses import dataclass
from pathlib import Path

from driver import results
from driver.cases import lines_of
from driver.rows import Table


@dataclass(frozen=True)
class ProgramCase:
    name: str
    size: int
    unit: str
    """What the size counts."""
    quick_size: int
    arguments: tuple
    """Of the program; words that end in .csv are files of the folder."""
    peer: str
    """A script of bench/peers."""
    tolerance: float
    answer: object
    """Reads our answer from the folder."""
    prepare: object
    """Called with the folder and the size: writes the files, the same for the same size."""


def column(path, name):
    with open(path, newline="", encoding="utf-8") as file:
        return [float(row[name]) for row in csv.DictReader(file)]


def run_programs(context, area, cases):
    table = Table(context, area)
    for case in cases:
        with tempfile.TemporaryDirectory(prefix="corridor-bench-") as folder:
            run_case(context, table, case, Path(folder))
        context.save(table.rows)
    return table.rows


def run_case(context, table, case, folder):
    size = case.quick_size if context.quick else case.size
    shown = f"{size} {case.unit}"
    case.prepare(folder, size)
    call = [context.program, *(folder / word if word.endswith(".csv") else word for word in case.arguments)]
    used = [context.run(call) for _ in range(context.repetitions)]
    failed = next((u for u in used if u.status), None)
    if failed:
        table.error(case.name, shown, "corridor", f"status {failed.status}: {failed.errors.strip()[-200:]}")
        return
    ours = {"answer": case.answer(folder), "seconds": [u.cpu for u in used]}
    table.timed(case.name, shown, "corridor", ours["seconds"], version=context.version, kernel=context.kernel,
                note="the whole program, files read and written")
    table.add(case.name, shown, "corridor", best=results.number(used[0].peak_mb), unit="peak_mb",
              version=context.version)
    missing = context.missing(case.peer)
    if missing:
        table.missing(case.name, shown, case.peer, missing)
        return
    theirs = [context.run([*context.peer_command(case.peer), case.name, size, 1, folder])
              for _ in range(min(3, context.repetitions))]
    lines = [line for u in theirs for line in lines_of(u)]
    if any(u.status for u in theirs) or not lines:
        table.error(case.name, shown, case.peer, theirs[0].errors.strip()[-200:] or "no answer")
    elif "missing" in lines[0]:
        table.missing(case.name, shown, lines[0]["implementation"], lines[0]["missing"])
    else:
        table.compared(case.name, shown, {**lines[0], "seconds": [u.cpu for u in theirs]}, ours, case.tolerance,
                       note="the whole process, packages loaded")
