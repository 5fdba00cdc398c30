"""How cost grows with the size: an exponent fitted on all sizes, beside that of the theory."""
import math

from driver import results


def exponent(sizes, values):
    """The slope of log value on log size."""
    x, y = [math.log(size) for size in sizes], [math.log(value) for value in values]
    mean_x, mean_y = sum(x) / len(x), sum(y) / len(y)
    squares = sum((a - mean_x) ** 2 for a in x)
    return sum((a - mean_x) * (b - mean_y) for a, b in zip(x, y)) / squares


def rows(table, case, unit_of_size, measured, theory, memory_theory, note=""):
    """Adds two rows to the table from triples of size, seconds and peak megabytes of each run.

    Memory is what the process holds over one that does nothing.
    """
    measured = sorted(measured)
    sizes = [size for size, _, _ in measured]
    if len(sizes) < 3:
        return
    for unit, values, expected in (
            ("time exponent", [seconds for _, seconds, _ in measured], theory),
            ("memory exponent", [max(peak - table.context.idle_mb, 0.1) for _, _, peak in measured],
             memory_theory)):
        found = exponent(sizes, values)
        steps = ", ".join(results.number(value) for value in values)
        table.rows.append({
            "area": "growth", "case": f"{table.area}: {case}",
            "size": f"{sizes[0]} to {sizes[-1]} {unit_of_size}",
            "implementation": "corridor", "version": table.context.version, "threads": "1",
            "best": results.number(found), "unit": unit, "machine": table.context.machine,
            "accuracy": results.joined({"theory": f"{expected:g}"}),
            "note": "; ".join(filter(None, [
                f"{'seconds' if unit.startswith('time') else 'MB over an idle process'} {steps}", note]))})
        table.context.say(f"growth {table.area} {case}: {unit} {found:.2f}, by theory {expected:g}")
