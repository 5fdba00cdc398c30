"""The shipped scenarios, each in a process of its own and all in one call, with their reports and without pages."""
import tempfile

from driver import results
from driver.context import ROOT
from driver.rows import Table


def run(context):
    table = Table(context, "scenarios")
    scenarios = sorted((ROOT / "datasets" / "scenarios").glob("*.yaml"))
    if context.quick:
        scenarios = scenarios[:2]
    repetitions = 1 if context.quick else 3
    with tempfile.TemporaryDirectory(prefix="corridor-bench-") as folder:

        def used(chosen, jobs):
            return context.run([context.program, "run", *chosen, "--no-pages", "--jobs", jobs, "-o", folder], limit=900)

        total = 0.0
        for scenario in scenarios:
            runs = [used([scenario], 1) for _ in range(repetitions)]
            add(context, table, scenario.stem, "1 scenario", runs, "cpu_s", [one.cpu for one in runs])
            total += min(one.cpu for one in runs)
        table.add("all, each alone", f"{len(scenarios)} scenarios", "corridor", best=results.number(total), unit="cpu_s",
                  version=context.version, note="the sum of the rows above")
        runs = [used(scenarios, 2) for _ in range(repetitions)]
        shown = f"{len(scenarios)} scenarios"
        add(context, table, "all, one call, two workers", shown, runs, "cpu_s", [one.cpu for one in runs])
        if not runs[0].status:
            table.timed("all, one call, two workers", shown, "corridor", [one.wall for one in runs], "wall_s",
                        version=context.version)
    return table.rows


def add(context, table, case, size, runs, unit, seconds):
    failed = next((one for one in runs if one.status), None)
    if failed:
        table.error(case, size, "corridor", f"status {failed.status}: {failed.errors.strip()[-200:]}")
        return
    table.timed(case, size, "corridor", seconds, unit, version=context.version)
    table.add(case, size, "corridor", best=results.number(max(one.peak_mb for one in runs)), unit="peak_mb",
              version=context.version)
