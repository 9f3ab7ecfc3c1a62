"""What goes into the wheel and the source package: all that the program reads, pages included."""

from __future__ import annotations

import tarfile
import zipfile
from pathlib import Path

import pytest
from hatchling.builders.sdist import SdistBuilder
from hatchling.builders.wheel import WheelBuilder

from tests.house.tree import PACKAGE, ROOT, name_of, own_files


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    folder = str(tmp_path_factory.mktemp("wheel"))
    with zipfile.ZipFile(next(WheelBuilder(str(ROOT)).build(directory=folder))) as file:
        return set(file.namelist())


@pytest.fixture(scope="module")
def source_package(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    folder = str(tmp_path_factory.mktemp("source"))
    with tarfile.open(next(SdistBuilder(str(ROOT)).build(directory=folder))) as file:
        return {str(Path(*Path(name).parts[1:]).as_posix()) for name in file.getnames()}


def test_the_wheel_holds_every_file_of_the_package(wheel: set[str]):
    ours = {
        path.relative_to(ROOT / "src").as_posix() for path in own_files() if PACKAGE in path.parents
    }
    assert len(ours) > 50
    assert not ours - wheel


def test_the_wheel_holds_the_pages(wheel: set[str]):
    assert "veivalg/web/static/index.html" in wheel
    assert [name for name in wheel if name.endswith(".js")]


def test_the_wheel_holds_nothing_else(wheel: set[str]):
    assert {name.split("/")[0].split("-")[0] for name in wheel} == {"veivalg"}
    assert not [name for name in wheel if "__pycache__" in name or name.endswith((".nbi", ".nbc"))]


def test_the_source_package_can_be_built_and_tested(source_package: set[str]):
    needed = {"pyproject.toml", "hatch_build.py", "README.md", "LICENSE", "run.py", "conftest.py"}
    needed |= {name_of(p) for p in own_files() if p.name.startswith("requirements")}
    needed |= {name_of(p) for p in own_files() if (ROOT / "frontend") in p.parents}
    needed |= {name_of(p) for p in own_files() if PACKAGE in p.parents}
    assert not needed - source_package
    assert not [name for name in source_package if "node_modules" in name]
