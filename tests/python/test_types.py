"""The stub says what the compiled module has, and programs can be typed with it."""

from __future__ import annotations

import json
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import example
import pyarrow as pa
import pytest
from conftest import PARTNERS, PROGRAMME, SALES

HERE = Path(__file__).parent


def run(tmp_path: Path, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", *arguments], cwd=tmp_path, env={"MYPY_CACHE_DIR": str(tmp_path), "PATH": ""}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_stub_agrees_with_the_module(tmp_path: Path) -> None:
    run(tmp_path, "mypy.stubtest", "qudao", "--concise")


def test_programs_are_typed_strictly(tmp_path: Path) -> None:
    (tmp_path / "mypy.ini").write_text("[mypy]\nstrict = true\n[mypy-pyarrow.*]\nignore_missing_imports = true\n")
    run(tmp_path, "mypy", "--config-file", "mypy.ini", str(HERE / "example.py"))


def test_a_wrong_type_is_found(tmp_path: Path) -> None:
    (tmp_path / "wrong.py").write_text("import qudao\nqudao.Engine('text')\n")
    with pytest.raises(AssertionError, match="arg-type"):
        run(tmp_path, "mypy", "--strict", "wrong.py")


def test_example_runs() -> None:
    totals = example.settle(json.dumps(PROGRAMME), PARTNERS, pa.Table.from_pylist(SALES))
    assert totals == {"P-001": Decimal("20.02"), "P-002": Decimal("5.00")}
