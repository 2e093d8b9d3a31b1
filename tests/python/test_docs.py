"""What the documents show is run: Python blocks of the README in one namespace each file, and the package's docstrings."""

from __future__ import annotations

import doctest
import re
from pathlib import Path

import pytest
from conftest import ROOT

import qudao

BLOCK = re.compile(r"^```python[^\n]*\n(.*?)^```", re.MULTILINE | re.DOTALL)
DOCUMENTS = [ROOT / "README.md", ROOT / "bindings-python" / "README.md"]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_python_blocks_run(document: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = document.read_text(encoding="utf-8")
    blocks = list(BLOCK.finditer(text))
    assert blocks, "no Python block"
    monkeypatch.chdir(ROOT)
    namespace: dict[str, object] = {"__name__": "__main__"}
    for block in blocks:
        # the line numbers of a failure are those of the document
        lines = text.count("\n", 0, block.start(1))
        exec(compile("\n" * lines + block.group(1), document.name, "exec"), namespace)


def test_docstrings_run() -> None:
    outcome = doctest.testmod(qudao)
    assert outcome.attempted > 0 and outcome.failed == 0
