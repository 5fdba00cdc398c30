"""From the shell to the first line of output and the end."""
from driver import results
from driver.rows import Table

OURS = "--version"


def run(context):
    table = Table(context, "start-up")
    repetitions = 10 if context.quick else 50

    def seconds(arguments, times):
        used = [context.run(arguments, limit=None) for _ in range(times)]
        failed = next((u for u in used if u.status), None)
        return used, failed and failed.errors.strip().splitlines()[-1]

    used, _ = seconds([context.program, OURS], repetitions)
    ours = [u.wall for u in used]
    table.timed("to the version", "1 process", "corridor", ours, "wall_s", version=context.version,
                kernel=context.kernel)
    table.add("to the version", "1 process", "corridor", best=results.number(used[0].peak_mb), unit="peak_mb",
              version=context.version)
    bound, _ = seconds(["/bin/true"], repetitions)
    table.limit("to the version", "1 process", "a process that does nothing", min(u.wall for u in bound), min(ours),
                "OpenBLAS and Foundation are found, bound and set up")
    for name, peer, arguments in (
            ("python", "-", ["-c", "pass"]), ("python statsforecast", "-", ["-c", "import statsforecast"]),
            ("python pandas", "-", ["-c", "import pandas"]),
            ("R forecast", "R", ["--vanilla", "-e", "suppressMessages(library(forecast))"])):
        missing = context.missing("start_up" + (".R" if peer == "R" else ".py"))
        if missing:
            table.missing("to the version", "1 process", name, missing)
            continue
        command = ["Rscript" if peer == "R" else context.python, *arguments]
        used, failed = seconds(command, max(3, repetitions // 10))
        if failed:
            table.missing("to the version", "1 process", name, failed)
            continue
        table.timed("to the version", "1 process", name, [u.wall for u in used], "wall_s", ours=ours)
        table.add("to the version", "1 process", name, best=results.number(used[0].peak_mb), unit="peak_mb")
    return table.rows
