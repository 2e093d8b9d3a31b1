"""Golden vectors: what the guide says, checked here as in the other hosts."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import pytest
from agreement import across_text, compact, decide_text, ledger_text, price_text
from conftest import ROOT

VECTORS = ROOT / "tests" / "vectors"
INDEX: list[str] = json.loads((VECTORS / "index.json").read_text(encoding="utf-8"))
GOLDEN: dict[str, str] = json.loads((VECTORS / "golden.json").read_text(encoding="utf-8"))
MEMBERS = frozenset(
    "name clause working programme programme_text programmes facts facts_text ledger ledger_text steps"
    " as_of known_on price leaderboard targets expect stage expect_findings expect_error".split()
)


def text_of(vector: dict[str, Any], name: str) -> str:
    if f"{name}_text" in vector:
        text: str = vector[f"{name}_text"]
        return text
    return compact(vector.get(name))


def answer_of(vector: dict[str, Any]) -> str:
    facts = text_of(vector, "facts")
    if "steps" in vector:
        programmes = [compact(one) for one in vector["programmes"]] if "programmes" in vector else [text_of(vector, "programme")]
        ledger = text_of(vector, "ledger") if "ledger" in vector or "ledger_text" in vector else None
        return ledger_text(programmes, facts, ledger, vector["steps"])
    as_of, known_on = vector.get("as_of", "2026-01-01"), vector.get("known_on")
    if "price" in vector:
        return price_text(text_of(vector, "programme"), facts, as_of, known_on, vector["price"])
    if "leaderboard" in vector or "targets" in vector:
        return across_text(text_of(vector, "programme"), facts, as_of, known_on, vector)
    return decide_text(text_of(vector, "programme"), facts, as_of, known_on)


def at(document: Any, pointer: str) -> Any:
    """The value at a JSON Pointer, or the text `<absent>`."""
    for token in pointer.split("/")[1:]:
        token = token.replace("~1", "/").replace("~0", "~")
        try:
            document = document[int(token)] if isinstance(document, list) else document[token]
        except (KeyError, IndexError, ValueError, TypeError):
            return "<absent>"
    return document


@pytest.mark.parametrize("name", INDEX)
def test_vector(name: str) -> None:
    vector: dict[str, Any] = json.loads((VECTORS / name).read_text(encoding="utf-8"))
    assert set(vector) <= MEMBERS
    output = answer_of(vector)
    answer = json.loads(output)
    if "expect" in vector:
        # what is expected of a refusal stands beside its kind
        assert answer is None or "kind" not in answer or "/code" in vector["expect"], output
        found = {pointer: at(answer, pointer) for pointer in vector["expect"]}
        assert found == vector["expect"]
    elif "expect_findings" in vector:
        assert answer.get("kind") == vector["stage"], output
        errors = [finding for finding in answer["diagnostics"] if finding["severity"] == "error"]
        assert [{"code": finding["code"], "path": finding["path"]} for finding in errors] == vector["expect_findings"]
    else:
        assert answer.get("kind") == "evaluation", output
        assert {name: answer[name] for name in vector["expect_error"]} == vector["expect_error"]
    assert hashlib.sha256(output.encode()).hexdigest() == GOLDEN[name]


def test_index_and_golden_list_every_file() -> None:
    files = sorted(path.relative_to(VECTORS).as_posix() for path in VECTORS.glob("*/*.json"))
    assert sorted(INDEX) == files
    assert sorted(GOLDEN) == files
