"""How cost grows with the size: an exponent fitted on all sizes, beside that of the theory."""
import math

from driver import results


RESOLVED_MB = 1.0


def exponent(sizes, values):
    """The slope of log value on log size."""
    x, y = [math.log(size) for size in sizes], [math.log(value) for value in values]
    mean_x, mean_y = sum(x) / len(x), sum(y) / len(y)
    squares = sum((a - mean_x) ** 2 for a in x)
    return sum((a - mean_x) * (b - mean_y) for a, b in zip(x, y)) / squares


def rows(table, case, unit_of_size, measured, theory, memory_theory, note=""):
    """Adds rows to the table from triples of size, seconds and peak megabytes of each run."""
    measured = sorted(measured)
    if len(measured) < 3:
        return
    add(table, case, unit_of_size, "time exponent", [(size, seconds) for size, seconds, _ in measured], theory,
        "seconds", note)
    if memory_theory:
        # What a process that does nothing holds is no part of the growth, and less than RESOLVED is noise.
        over = [(size, peak - table.context.idle_mb) for size, _, peak in measured]
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
