"""Where the library is found: the package is a copy outside of the clone, as in site-packages."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import corridor

PACKAGE = Path(corridor.__file__).parent
NAME = "libcorridor.so"


@pytest.fixture
def built() -> Path:
    """The library that the other tests call."""
    clone = PACKAGE.parents[1] / ".build" / "release" / NAME
    path = Path(os.environ.get("CORRIDOR_LIBRARY") or clone)
    assert path.exists(), f"{path} is missing: build it first"
    return path


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A folder of packages with this one."""
    folder = tmp_path / "lib" / "site-packages"
    shutil.copytree(PACKAGE, folder / "corridor", ignore=shutil.ignore_patterns("__pycache__"))
    return folder


def found(site: Path, **variables: str) -> str:
    """The version that the copy says, or its error."""
    own = {"PYTHONPATH": str(site), "PYTHONDONTWRITEBYTECODE": "1"}
    work = "import corridor, sys; assert corridor.__file__.startswith(sys.argv[1]);"
    work += "print(corridor.version())"
    done = subprocess.run(
        [sys.executable, "-c", work, str(site)], env={"PATH": os.defpath, **own, **variables},
        cwd=site, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode == 0:
        return done.stdout.strip()
    assert "corridor.errors.LibraryMissing: " in done.stderr, done.stderr
    return done.stderr.partition("LibraryMissing: ")[2].strip()


def test_it_is_said_where_it_was_looked_for(site: Path, tmp_path: Path) -> None:
    program = tmp_path / "prefix" / "bin" / "corridor"
    program.parent.mkdir(parents=True)
    program.touch(mode=0o755)
    said = found(site, PATH=str(program.parent))
    assert "CORRIDOR_LIBRARY" in said and "make library" in said
    tried = said.splitlines()[1:]
    assert len(tried) == 3
    assert tried[0] == f"{site / 'corridor' / NAME} (beside the package): not there"
    assert tried[1] == f"{tmp_path / 'prefix' / 'lib' / NAME} (of the installed program): not there"
    assert tried[2].startswith(f"{NAME} (as the system finds libraries): ")


def test_as_it_is_stated(site: Path, built: Path) -> None:
    assert found(site, CORRIDOR_LIBRARY=str(built)) == corridor.version()


def test_what_is_stated_is_the_only_place(site: Path, built: Path) -> None:
    (site / "corridor" / NAME).symlink_to(built)
    said = found(site, CORRIDOR_LIBRARY="/nowhere/libcorridor.so")
    assert said.splitlines()[1:] == ["/nowhere/libcorridor.so (CORRIDOR_LIBRARY): not there"]


def test_beside_the_package(site: Path, built: Path) -> None:
    (site / "corridor" / NAME).symlink_to(built)
    assert found(site) == corridor.version()


def test_in_the_build_of_a_clone(tmp_path: Path, built: Path) -> None:
    clone = tmp_path / "clone"
    shutil.copytree(
        PACKAGE, clone / "python" / "corridor", ignore=shutil.ignore_patterns("__pycache__")
    )
    release = clone / ".build" / "release"
    release.mkdir(parents=True)
    (release / NAME).symlink_to(built)
    assert f"\n{release / NAME}" not in found(clone / "python"), "no clone, and yet its build"
    (clone / "Package.swift").touch()
    assert found(clone / "python") == corridor.version()


@pytest.mark.parametrize("linked", [False, True])
def test_of_the_installed_program(site: Path, built: Path, tmp_path: Path, linked: bool) -> None:
    program = tmp_path / "prefix" / "bin" / "corridor"
    (tmp_path / "prefix" / "lib").mkdir(parents=True)
    program.parent.mkdir()
    program.touch(mode=0o755)
    (tmp_path / "prefix" / "lib" / NAME).symlink_to(built)
    called = program
    if linked:
        called = tmp_path / "links" / "corridor"
        called.parent.mkdir()
        called.symlink_to(program)
    assert found(site, PATH=str(called.parent)) == corridor.version()


def test_as_the_system_finds_libraries(site: Path, built: Path) -> None:
    assert found(site, LD_LIBRARY_PATH=str(built.parent)) == corridor.version()


def test_what_does_not_load_is_said_and_the_next_taken(site: Path, built: Path) -> None:
    (site / "corridor" / NAME).write_text("no library" * 500)
    assert "(beside the package): " in found(site) and "invalid ELF header" in found(site)
    assert found(site, LD_LIBRARY_PATH=str(built.parent)) == corridor.version()
