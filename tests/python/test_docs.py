"""What the documents show is run: Python blocks of the README in one namespace each file, and the package's docstrings."""

from __future__ import annotations

import doctest
import json
import re
from pathlib import Path

import pytest
from conftest import ROOT

import qudao

BLOCK = re.compile(r"^```python[^\n]*\n(.*?)^```", re.MULTILINE | re.DOTALL)
PRINTED = re.compile(r"^All three print:\n\n```text\n(.*?)^```", re.MULTILINE | re.DOTALL)
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


def test_readme_shows_one_task(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """The three hosts' examples have the same programme, and what is said to be printed is printed."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    programmes = re.findall(r'\{\s+"schema": "qudao/programme/1".*?\n\s*\}(?=["`])', text, re.DOTALL)
    assert len(programmes) == 3
    first, *others = map(json.loads, programmes)
    assert all(other == first for other in others)
    monkeypatch.chdir(ROOT)
    block = BLOCK.search(text)
    shown = PRINTED.search(text)
    assert block and shown
    exec(compile(block.group(1), "README.md", "exec"), {"__name__": "__main__"})
    assert capsys.readouterr().out.startswith(shown.group(1))


def test_readme_shows_what_check_says(capsys: pytest.CaptureFixture[str]) -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    namespace: dict[str, object] = {"__name__": "__main__"}
    shown = []
    for block in BLOCK.finditer(text):
        exec(compile(block.group(1), "README.md", "exec"), namespace)
        shown += re.findall(r"^# (error \|.*)$", block.group(1), re.MULTILINE)
    printed = [line.rstrip() for line in capsys.readouterr().out.splitlines() if line.startswith("error |")]
    assert shown and printed == [line.rstrip() for line in shown]


def test_documents_link_to_what_exists() -> None:
    for document in [ROOT / "README.md", ROOT / "benches" / "README.md"]:
        for target in re.findall(r"\]\(([^)#]+)\)", document.read_text(encoding="utf-8")):
            assert (document.parent / target).exists(), target


def test_docstrings_run() -> None:
    outcome = doctest.testmod(qudao)
    assert outcome.attempted > 0 and outcome.failed == 0
