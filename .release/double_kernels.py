"""Leaves the single precision and complex kernels out of a static OpenBLAS.

    double_kernels.py SOURCE.a TARGET.a

OpenBLAS has a table of kernels for each family of processors, and chooses one when it starts. The tables name all
kernels, so that a program gets those of four types though it calls one: here double precision, of all processors,
so that every processor gives the bytes it would give else.

In the tables of TARGET each other kernel is a routine that says its name and aborts. Nothing else changes: a kernel
that something calls past the tables is linked as before.
"""

import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

# OpenBLAS is said to have about 20 families and 400 such kernels each. Far fewer would mean that its names changed.
FEWEST_TABLES = 10
FEWEST_KERNELS = 200
OTHER_TYPE = re.compile(r"i?[scz]")

HEAD = """\
#include <stdio.h>
#include <stdlib.h>
static _Noreturn void refuse(const char *kernel) {
  fprintf(stderr, "corridor: fault: this program has no OpenBLAS kernel %s\\n", kernel);
  abort();
}
"""
ROUTINE = 'void no_{kernel}(void) {{ refuse("{kernel}"); }}\n'


def run(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def fail(message):
    sys.exit(f"make release: {message}")


def main(source, target):
    source = pathlib.Path(source).resolve()
    members = run("ar", "t", source).split()
    tables = [name for name in members if re.fullmatch(r"setparam_\w+\.o", name)]
    if len(tables) < FEWEST_TABLES:
        fail(f"{source} has {len(tables)} tables of kernels")
    shutil.copyfile(source, target)
    absent = set()
    with tempfile.TemporaryDirectory() as stage:
        folder = pathlib.Path(stage)
        subprocess.run(["ar", "x", source, *tables], cwd=folder, check=True)
        for table in tables:
            core = table.removeprefix("setparam_").removesuffix(".o")
            names = run("nm", "-u", "--format=posix", folder / table).split()
            kernels = [
                name.removesuffix("_" + core)
                for name in names
                if name.endswith("_" + core) and OTHER_TYPE.match(name)
            ]
            if len(kernels) < FEWEST_KERNELS:
                fail(f"{table} names {len(kernels)} kernels of other types than double")
            absent.update(kernels)
            renamed = folder / "renamed"
            renamed.write_text("".join(f"{name}_{core} no_{name}\n" for name in kernels))
            run("objcopy", f"--redefine-syms={renamed}", folder / table)
        code = folder / "absent_kernels.c"
        routines = "".join(ROUTINE.format(kernel=name) for name in sorted(absent))
        code.write_text(HEAD + routines)
        run("gcc", "-O1", "-fPIC", "-c", code, "-o", folder / "absent_kernels.o")
        paths = [folder / name for name in [*tables, "absent_kernels.o"]]
        run("ar", "rD", target, *paths)


if __name__ == "__main__":
    main(*sys.argv[1:])
