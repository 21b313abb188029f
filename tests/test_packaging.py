"""What is shipped: everything needed is in the wheel and the sdist, and works from there."""

from __future__ import annotations

import subprocess
import sys
import tarfile
import tomllib
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest

import ivrsim
from ivrsim import grammars

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
GRAMMARS = sorted((ROOT / "grammars").glob("*.lark"))


@dataclass(frozen=True)
class Shipped:
    """The files that would be published, and the wheel unpacked as pip would."""

    sdist: Path
    wheel: Path
    unpacked: Path

    def in_sdist(self) -> set[str]:
        """The paths in the sdist below its one top folder."""
        with tarfile.open(self.sdist) as archive:
            return {name.partition("/")[2] for name in archive.getnames()}

    def in_wheel(self) -> set[str]:
        """The paths in the wheel."""
        with zipfile.ZipFile(self.wheel) as archive:
            return set(archive.namelist())


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Shipped:
    """An sdist of the tree and a wheel built from that sdist alone, as a publisher would."""
    out = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(out), str(ROOT)]
    run = subprocess.run(command, cwd=out, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
    (sdist,), (wheel,) = out.glob("*.tar.gz"), out.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(out / "unpacked")
    return Shipped(sdist, wheel, out / "unpacked")


def _package_files() -> set[str]:
    kept = (p for p in (ROOT / "ivrsim").rglob("*") if p.is_file() and "__pycache__" not in p.parts)
    return {path.relative_to(ROOT).as_posix() for path in kept}


def test_the_wheel_holds_every_file_of_the_package(shipped: Shipped) -> None:
    assert {"ivrsim/py.typed", "ivrsim/__init__.py"} <= _package_files()
    assert not _package_files() - shipped.in_wheel()


def test_the_wheel_holds_nothing_but_the_package(shipped: Shipped) -> None:
    tops = {name.partition("/")[0] for name in shipped.in_wheel()}
    assert tops == {"ivrsim", f"ivrsim-{ivrsim.__version__}.dist-info"}


def test_the_sdist_holds_what_building_and_testing_needs(shipped: Shipped) -> None:
    tests = {p.relative_to(ROOT).as_posix() for p in (ROOT / "tests").rglob("*.py")}
    loose = {"pyproject.toml", "hatch_build.py", "README.md", "LICENSE", "CHANGELOG.md", ".ci/run"}
    languages = {f"grammars/{path.name}" for path in GRAMMARS}
    assert not (tests | loose | languages | _package_files()) - shipped.in_sdist()


def test_the_version_is_the_one_of_the_package(shipped: Shipped) -> None:
    assert shipped.wheel.name.split("-")[1] == ivrsim.__version__


def test_the_grammars_are_found_in_a_checkout() -> None:
    assert GRAMMARS
    assert [Path(grammars.path(path.stem)) for path in GRAMMARS] == GRAMMARS


# With -I -S there is nothing on the path but the standard library.
READ_GRAMMARS = """
import sys
sys.path.append(sys.argv[1])
from ivrsim import grammars
for name in sys.argv[2:]:
    print(grammars.path(name))
"""


def test_the_grammars_are_found_in_an_installed_package(shipped: Shipped) -> None:
    names = [path.stem for path in GRAMMARS]
    command = [sys.executable, "-I", "-S", "-c", READ_GRAMMARS, str(shipped.unpacked), *names]
    run = subprocess.run(command, cwd=shipped.unpacked, capture_output=True, text=True, check=True)
    found = [Path(line) for line in run.stdout.splitlines()]
    assert {path.parent for path in found} == {shipped.unpacked / "ivrsim" / "_grammars"}
    assert [p.read_bytes() for p in found] == [p.read_bytes() for p in GRAMMARS]


def test_the_wheel_carries_parser_tables_built_beforehand(shipped: Shipped) -> None:
    tables = {f"ivrsim/_grammars/{path.stem}.tables" for path in GRAMMARS}
    assert tables <= shipped.in_wheel()


def test_every_entry_point_leads_to_a_module_and_the_pytest_plugin_has_one(
    shipped: Shipped,
) -> None:
    project = PROJECT["project"]
    plugins = project.get("entry-points", {}).get("pytest11", {})
    assert ("ivrsim/testing/plugin.py" in shipped.in_wheel()) == ("ivrsim" in plugins)
    for target in [*project["scripts"].values(), *plugins.values()]:
        module = target.partition(":")[0]
        assert (shipped.unpacked / module.replace(".", "/")).with_suffix(".py").is_file()
