"""How cost grows with the size: an exponent fitted on all sizes, beside that of the theory."""
import math

from driver import results


# Less than this over a process that does nothing is noise.
RESOLVED_SECONDS, RESOLVED_MB = 0.005, 1.0


def exponent(sizes, values):
    """The slope of log value on log size."""
    x, y = [math.log(size) for size in sizes], [math.log(value) for value in values]
    mean_x, mean_y = sum(x) / len(x), sum(y) / len(y)
    squares = sum((a - mean_x) ** 2 for a in x)
    return sum((a - mean_x) * (b - mean_y) for a, b in zip(x, y)) / squares


def rows(table, case, unit_of_size, measured, theory, memory_theory, note="", idle=None):
    """Adds rows to the table from triples of size, seconds and peak megabytes of each run.

    `idle` has the seconds and megabytes of a process that starts and does nothing, which are no part of the growth; where
    it is left out the seconds hold no start.
    """
    measured = sorted(measured)
    if len(measured) < 3:
        return
    seconds = [(size, value) for size, value, _ in measured]
    if idle:
        seconds = [(size, value - idle[0]) for size, value in seconds if value - idle[0] >= RESOLVED_SECONDS]
    if len(seconds) >= 2:
        add(table, case, unit_of_size, "time exponent", seconds, theory, "seconds over the start" if idle else "seconds",
            note)
    if memory_theory:
        least = idle[1] if idle else table.context.idle_mb
        over = [(size, peak - least) for size, _, peak in measured]
        points, what = [(size, value) for size, value in over if value >= RESOLVED_MB], "MB over an idle process"
    else:
        points, what = [(size, peak) for size, _, peak in measured], "MB"
    if len(points) >= 2:
        add(table, case, unit_of_size, "memory exponent", points, memory_theory, what, note)


def add(table, case, unit_of_size, unit, points, theory, what, note):
    found = exponent([size for size, _ in points], [value for _, value in points])
    steps = ", ".join(results.number(value) for _, value in points)
    table.rows.append({
        "area": "growth", "case": f"{table.area}: {case}", "size": f"{points[0][0]} to {points[-1][0]} {unit_of_size}",
        "implementation": "corridor", "version": table.context.version, "threads": "1", "best": results.number(found),
        "unit": unit, "machine": table.context.machine, "accuracy": results.joined({"theory": f"{theory:g}"}),
        "note": "; ".join(filter(None, [f"{what} {steps}", note]))})
    table.context.say(f"growth {table.area} {case}: {unit} {found:.2f}, by theory {theory:g}")
