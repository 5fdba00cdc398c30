"""Runs all notebooks of a folder in a copy of it: Python ones always, R ones where R is installed."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import nbformat
from jupyter_client import KernelManager
from nbclient import NotebookClient

SECONDS_A_CELL = 120


def python_fault(path):
    """What is wrong with a Jupyter notebook; None when it runs and draws."""
    notebook = nbformat.read(path, 4)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    if any(cell.outputs or cell.execution_count for cell in code):
        return f"{path.name} is stored with outputs"
    # By sockets in the copy's folder and not by ports, which others on the machine could reach.
    manager = KernelManager(
        kernel_name="python3", transport="ipc", ip=str(path.with_suffix(".socket")))
    try:
        nbformat.validate(notebook)
        NotebookClient(
            notebook, km=manager, timeout=SECONDS_A_CELL,
            resources={"metadata": {"path": str(path.parent)}},
        ).execute()
    except Exception as fault:
        text = re.sub(r"\x1b\[[0-9;]*m", "", str(fault))  # without colours
        return f"{path.name}: {text[-600:]}"
    finally:
        if manager.has_kernel:
            manager.shutdown_kernel(now=True)
    outputs = [output for cell in code for output in cell.outputs]
    if not any("image/png" in output.get("data", {}) for output in outputs):
        return f"{path.name} draws nothing"
    spoken = [output.text for output in outputs if output.get("name") == "stderr"]
    return f"{path.name} complains: {spoken[0][:600]}" if spoken else None


def r_fault(path):
    """What is wrong with the R chunks of a Quarto document; None when they run and draw."""
    chunks = re.findall(r"^```\{r\}\n(.*?)^```$", path.read_text(encoding="utf-8"), re.M | re.S)
    code = path.with_suffix(".R")
    code.write_text("\n".join(chunks), encoding="utf-8")
    pictures = path.stem + "-%02d.pdf"
    run = subprocess.run(
        ["Rscript", "--vanilla", "-e", f"pdf({pictures!r}, onefile = FALSE)", "-e",
         f"source({code.name!r}, print.eval = TRUE, encoding = 'UTF-8')"],
        cwd=path.parent, capture_output=True, text=True, timeout=300)
    if run.returncode:
        return f"{path.name}: {run.stderr[-600:]}"
    return None if list(path.parent.glob(path.stem + "-*.pdf")) else f"{path.name} draws nothing"


def has_r():
    """Whether R is here with the package that reads descriptors."""
    probe = ["Rscript", "--vanilla", "-e", "quit(status = !requireNamespace('jsonlite', quietly = TRUE))"]
    return shutil.which("Rscript") is not None and subprocess.run(probe, capture_output=True).returncode == 0


def main(export):
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "notebooks"
        shutil.copytree(export, copy)
        jupyter, quarto = sorted(copy.glob("*.ipynb")), sorted(copy.glob("*.qmd"))
        if not jupyter or len(jupyter) != len(quarto):
            sys.exit(f"check: {export} has {len(jupyter)} .ipynb and {len(quarto)} .qmd")
        with_r = has_r()
        with ProcessPoolExecutor(os.cpu_count()) as pool:
            found = [*pool.map(python_fault, jupyter), *(pool.map(r_fault, quarto) if with_r else [])]
        faults = [fault for fault in found if fault]
        for fault in faults:
            print("check:", fault, file=sys.stderr)
        if faults:
            sys.exit(1)
        of_r = f"those in R too ({len(quarto)})" if with_r else "R with jsonlite is not here: .qmd not run"
        print(f"check: {len(jupyter)} notebooks run and draw; {of_r}")


if __name__ == "__main__":
    main(sys.argv[1])
