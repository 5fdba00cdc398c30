"""From repetitions and answers to rows: results are compared before times count."""
import statistics

from driver import results


def spread(values):
    """The distance of the quartiles over the median; nothing of fewer than three."""
    if len(values) < 3:
        return ""
    first, middle, third = statistics.quantiles(values, n=4, method="inclusive")
    return results.number((third - first) / middle) if middle else ""


def difference(ours, theirs):
    """The greatest distance of two answers, relative to the greatest number of both."""
    if len(ours) != len(theirs):
        return float("inf")
    scale = max([abs(value) for value in [*ours, *theirs]] + [1e-300])
    worst = max((abs(a - b) for a, b in zip(ours, theirs)), default=0.0)
    return worst / scale if worst == worst else float("inf")


class Table:
    """Rows of one area, all with the same machine."""

    def __init__(self, context, area):
        self.context, self.area, self.rows = context, area, []

    def add(self, case, size, implementation, **columns):
        row = {"area": self.area, "case": case, "size": str(size), "implementation": implementation,
               "threads": "1", "machine": self.context.machine, **columns}
        self.rows.append(row)
        shown = row.get("note") if not row.get("best") else f"{row['best']} {row.get('unit', '')}"
        ratio = f" ours ÷ theirs {row['ratio']}" if row.get("ratio") else ""
        self.context.say(f"{row['area']} {case} {size}: {implementation}: {shown}{ratio}")
        return row

    def timed(self, case, size, implementation, seconds, unit="cpu_s", ours=None, **columns):
        """A row of times; `ours` are the times that the ratio is of."""
        best = min(seconds)
        ratio = results.number(min(ours) / best) if ours and best else ""
        return self.add(
            case, size, implementation, best=results.number(best), median=results.number(statistics.median(seconds)),
            spread=spread(seconds), unit=unit, ratio=ratio, **columns)

    def missing(self, case, size, implementation, why):
        return self.add(case, size, implementation, note=f"missing: {why}")

    def error(self, case, size, implementation, why, **columns):
        return self.add(case, size, implementation, note=f"error: {why}", **columns)

    def compared(self, case, size, line, ours, tolerance, measure=difference, **columns):
        """The row of a peer: its time where its answer is ours, else an error without time."""
        name, version, kernel = line["implementation"], line.get("version", ""), line.get("kernel", "")
        gap = measure(ours["answer"], line["answer"])
        accuracy = results.joined({"difference": f"{gap:.1e}", "tolerance": f"{tolerance:g}"})
        if not gap <= tolerance:
            return self.error(
                case, size, name, f"its answer is {gap:.1e} away from ours, over {tolerance:g}",
                version=version, kernel=kernel, accuracy=accuracy)
        return self.timed(
            case, size, name, line["seconds"], ours=ours["seconds"], version=version, kernel=kernel,
            accuracy=accuracy, **columns)

    def limit(self, case, size, bound, bound_seconds, ours, obstacle=""):
        """A row of the bound: its time, and which share of our time that is."""
        share = bound_seconds / ours
        self.rows.append({
            "area": "limits", "case": f"{self.area}: {case}", "size": str(size), "implementation": bound,
            "threads": "1", "best": results.number(bound_seconds), "unit": "cpu_s",
            "ratio": results.number(share), "machine": self.context.machine,
            "note": obstacle if share < 0.5 else ""})
        self.context.say(f"limits {self.area} {case} {size}: {bound}: {share:.2f} of it reached")
