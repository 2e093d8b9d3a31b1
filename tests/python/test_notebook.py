"""The README's Python blocks in a real notebook: run by a kernel, with what its cells show."""

from __future__ import annotations

import html
import re
from pathlib import Path
from typing import Any

import nbformat
import pytest
from conftest import ROOT
from nbclient import NotebookClient
from test_docs import BLOCK, PRINTED
from test_html import parsed

# what a reader types below the README's own cells, to see
SHOWN = ["review", 'review["P-1"]', 'review.in_locale("en")']


@pytest.fixture(scope="module")
def cells(tmp_path_factory: pytest.TempPathFactory) -> list[Any]:
    """The executed cells: one for each block, then one for each thing shown."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    sources = [block.group(1) for block in BLOCK.finditer(text)] + SHOWN
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in sources])
    with pytest.MonkeyPatch.context() as patch:
        # no kernel, profile or start-up file of the user's own
        for name in ["JUPYTER_DATA_DIR", "JUPYTER_CONFIG_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR"]:
            patch.setenv(name, str(tmp_path_factory.mktemp(name.lower())))
        NotebookClient(notebook, timeout=120, kernel_name="python3", resources={"metadata": {"path": str(ROOT)}}).execute()
    nbformat.validate(notebook)
    return list(notebook.cells)


def displayed(cell: Any) -> Any:
    [output] = [output for output in cell.outputs if output.output_type == "execute_result"]
    return output.data


def test_every_cell_ran_without_an_error(cells: list[Any]) -> None:
    assert [cell.execution_count for cell in cells] == list(range(1, len(cells) + 1))
    assert not [output for cell in cells for output in cell.outputs if output.output_type == "error" or output.get("name") == "stderr"]


def test_the_first_cell_prints_what_the_readme_says(cells: list[Any]) -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    shown = PRINTED.search(text)
    printed = "".join(output.text for output in cells[0].outputs if output.get("name") == "stdout")
    assert shown and printed.startswith(shown.group(1))


@pytest.mark.parametrize(
    ("at", "words"),
    [
        (-3, ["east · 截至 2026-06-30 · 1 家伙伴", "伙伴", "销量返利", "合计 (CNY)", "P-1", "11000.02", "11000.02"]),
        (-1, ["east · as of 2026-06-30 · 1 partner", "Partner", "Volume rebate", "Total (CNY)", "P-1", "11000.02", "11000.02"]),
    ],
    ids=["zh-CN", "en"],
)
def test_a_review_shows_itself_as_a_table(cells: list[Any], at: int, words: list[str]) -> None:
    data = displayed(cells[at])
    assert parsed(data["text/html"]).rows == 2
    assert re.findall(r">([^<]+)<", data["text/html"]) == words
    # where no HTML is shown
    assert data["text/plain"]


def test_a_decision_shows_itself_in_words(cells: list[Any]) -> None:
    page = displayed(cells[-2])["text/html"]
    assert parsed(page).open == []
    lines = html.unescape(re.sub(r"<[^>]+>", "", page)).splitlines()
    assert "销量返利：兑付 11,000.02 元" in lines and "合计：11,000.02 元" in lines
