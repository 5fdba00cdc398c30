"""Validates every datapackage.json below some folders. Usage: check_packages.py FOLDER…

Prints a line a fault and exits with 1 if there is one, or a folder that has no descriptor.
"""

import sys
from pathlib import Path

from frictionless import FrictionlessException, Package

FAULTS_A_TABLE = 5


def faults_of(descriptor: Path) -> tuple[list[str], int]:
    """What is wrong with a package, and the number of its tables."""
    try:
        report = Package(str(descriptor)).validate(limit_errors=FAULTS_A_TABLE)
    except FrictionlessException as fault:
        return [error.message for error in [fault.error, *fault.reasons]], 0
    faults = [error.message for error in report.errors]
    for task in report.tasks:
        faults += [f"{task.place}: {error.message}" for error in task.errors]
        faults += [f"{task.place}: {warning}" for warning in task.warnings]
    return faults, sum(task.type == "table" for task in report.tasks)


def main(folders: list[str]) -> int:
    broken = packages = tables = 0
    for folder in folders:
        descriptors = sorted(Path(folder).glob("**/datapackage.json"))
        if not descriptors:
            print(f"check: {folder} has no descriptor", file=sys.stderr)
            broken += 1
        for descriptor in descriptors:
            faults, count = faults_of(descriptor)
            for fault in faults:
                print(f"check: {descriptor}: {fault}", file=sys.stderr)
            broken += bool(faults)
            packages += 1
            tables += count
    if broken:
        return 1
    print(f"check: {packages} descriptors are valid, and the rows of {tables} tables")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
