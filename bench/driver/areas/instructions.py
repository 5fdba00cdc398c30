"""Instructions of the commands of bench/instructions.py, where valgrind is installed."""
import shutil
import tempfile
from pathlib import Path

import instructions
from driver.rows import Table


def run(context):
    table = Table(context, "instructions")
    commands = dict(list(instructions.COMMANDS.items())[:2]) if context.quick else instructions.COMMANDS
    with tempfile.TemporaryDirectory(prefix="corridor-bench-") as folder:
        if not shutil.which("valgrind"):
            table.missing("all commands", "1 run", "corridor", "valgrind is not installed")
            return table.rows
        program = instructions.prepare(context.program, Path(folder))
        for command, line in commands.items():
            count = instructions.count(program, line, folder)
            table.add(command, "1 run", "corridor", version=context.version, kernel="HASWELL", unit="instructions",
                      instructions=count, note=f"{count} by callgrind")
    return table.rows
