"""Cases of the bench program: ours and the peers on the same data, answers compared, times in rows."""
import json
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from driver import growth, results
from driver.rows import Table, difference


@dataclass(frozen=True)
class Case:
    name: str
    sizes: tuple
    """One size, or three to five over two decades; peers take part at `peer_size`."""
    peer_size: int
    unit: str
    """What the size counts."""
    peers: tuple = ()
    """Scripts of bench/peers, in Python or R."""
    tolerance: float = 1e-8
    theory: float = 1.0
    memory_theory: float = 1.0
    quick_size: int = 0
    note: str = ""
    obstacle: str = ""
    """What stands in the way where less than half of a bound is reached."""
    prepare: object = None
    """Called with the folder and the size before anything runs."""
    answer: object = None
    """Reads the answer from the folder for an implementation, where the lines do not hold it."""
    measure: object = field(default=difference)


def lines_of(used):
    return [json.loads(line) for line in used.output.splitlines() if line.startswith("{")]


def finish(case, line, folder):
    if case.answer and not line["implementation"].startswith("bound"):
        line["answer"] = case.answer(folder, line["implementation"])
    return line


def run_area(context, area, cases, limits=None):
    """Runs all cases; `limits` is called with the table, the case, the size and our line for more bounds."""
    table = Table(context, area)
    for case in cases:
        grown = []
        peer_size = (case.quick_size or min(case.sizes)) if context.quick else case.peer_size
        sizes = {peer_size} if context.quick else {peer_size, *case.sizes}
        for size in sorted(sizes):
            with tempfile.TemporaryDirectory(prefix="corridor-bench-") as name:
                ours = run_size(context, table, case, size, Path(name), size == peer_size, limits)
            if ours and size in case.sizes:
                grown.append((size, min(ours["seconds"]), ours["peak_mb"]))
        if len(grown) >= 3:
            growth.rows(table, case.name, case.unit, grown, case.theory, case.memory_theory, case.note)
        context.save(table.rows)
    return table.rows


def run_size(context, table, case, size, folder, with_peers, limits):
    shown = f"{size} {case.unit}"
    if case.prepare:
        case.prepare(folder, size)
    used = context.run([context.speed_bench, case.name, size, context.repetitions, folder])
    if used.status:
        table.error(case.name, shown, "corridor", f"status {used.status}: {used.errors.strip()[-200:]}")
        return None
    found = [finish(case, line, folder) for line in lines_of(used)]
    ours = next(line for line in found if line["implementation"] == "corridor")
    ours["peak_mb"] = used.peak_mb
    table.timed(case.name, shown, "corridor", ours["seconds"], version=context.version, kernel=ours["kernel"])
    table.add(case.name, shown, "corridor", best=results.number(used.peak_mb), unit="peak_mb",
              version=context.version, note="the whole process, its data included")
    others = [line for line in found if line is not ours]
    if with_peers:
        for peer in case.peers:
            others += peer_lines(context, table, case, size, shown, folder, peer)
    for line in others:
        if line["implementation"].startswith("bound: "):
            # One bound a case is enough, at the size of the peers.
            if not with_peers:
                continue
            table.limit(case.name, shown, line["implementation"].removeprefix("bound: "), min(line["seconds"]),
                        min(ours["seconds"]), case.obstacle)
        else:
            line.setdefault("version", context.openblas_version)
            table.compared(case.name, shown, line, ours, case.tolerance, case.measure)
            if line.get("peak_mb"):
                table.add(case.name, shown, line["implementation"], version=line["version"],
                          best=results.number(line["peak_mb"]), unit="peak_mb",
                          note="the whole process, its data included")
    if limits and with_peers:
        limits(table, case, size, shown, ours)
    return ours


def peer_lines(context, table, case, size, shown, folder, peer):
    """What a peer's script prints; a row that says so where it is missing or fails."""
    missing = context.missing(peer)
    if missing:
        table.missing(case.name, shown, peer, missing)
        return []
    used = context.run(context.peer_command(peer) + [case.name, size, context.repetitions, folder])
    found = [finish(case, line, folder) for line in lines_of(used) if "missing" not in line]
    for line in lines_of(used):
        if "missing" in line:
            table.missing(case.name, shown, line["implementation"], line["missing"])
    if used.status:
        why = "given up after its time" if used.status < 0 else used.errors.strip().splitlines()[-1][:200]
        table.error(case.name, shown, peer, why)
    if len(found) == 1:
        found[0]["peak_mb"] = used.peak_mb
    return found
