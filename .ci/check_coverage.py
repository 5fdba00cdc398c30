"""Says how much of each module the tests reach, and fails below the floor.

    check_coverage.py COUNTS.json [--missed]

COUNTS.json is what 'llvm-cov export' gives.
"""

import collections
import json
import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
FLOOR = 95
# By what data enter and leave: modules, and single files of others.
HELD = {
    "SeriesCore": ["Sources/SeriesCore/"],
    "Reports": ["Sources/Reports/"],
    "writers": [
        "Sources/SeriesCore/Output/", "Sources/SeriesCore/CSV/CSVWriter.swift",
        "Sources/Forecasting/BatchWriter.swift", "Sources/Reports/Formats/",
        "Sources/Reports/Table/", "Sources/CorridorCLI/Support/SpreadsheetCSV.swift",
        "Sources/CorridorCLI/Support/LateOutput.swift",
        "Sources/CorridorCLI/Support/OutputPlaces.swift",
    ],
}


def name(path):
    """The path from the top of the clone, wherever it was built."""
    place = path.find("/Sources/")
    return path[place + 1:] if place >= 0 else None


def regions(counts):
    """Whether each region of a file is reached: by either copy of it, in any instance."""
    reached = collections.defaultdict(dict)
    for function in counts["functions"]:
        for region in function["regions"]:
            *place, count, file, _, kind = region
            path = name(function["filenames"][file])
            if path and kind == 0:
                known = reached[path].get(tuple(place), False)
                reached[path][tuple(place)] = known or count > 0
    return reached


def main():
    counts = json.loads(pathlib.Path(sys.argv[1]).read_text(encoding="utf-8"))["data"][0]
    reached = regions(counts)
    low = []
    modules = sorted({path.split("/")[1] for path in reached})
    groups = {module: [f"Sources/{module}/"] for module in modules} | HELD
    print(f"{'module':<18}{'regions':>9}{'reached':>9}{'%':>7}")
    for group, prefixes in groups.items():
        files = [path for path in reached if path.startswith(tuple(prefixes))]
        values = [value for path in files for value in reached[path].values()]
        share = 100 * sum(values) / max(1, len(values))
        mark = ""
        if group in HELD and share < FLOOR:
            low.append(group)
            mark = f"  below {FLOOR}"
        print(f"{group:<18}{len(values):>9}{sum(values):>9}{share:>7.1f}{mark}")
    if "--missed" in sys.argv:
        held = tuple(prefix for prefixes in HELD.values() for prefix in prefixes)
        for path in sorted(path for path in reached if path.startswith(held)):
            for place, is_reached in sorted(reached[path].items()):
                if not is_reached:
                    print(f"{path}:{place[0]}:{place[1]}-{place[2]}:{place[3]}")
    return 1 if low else 0


if __name__ == "__main__":
    sys.exit(main())
