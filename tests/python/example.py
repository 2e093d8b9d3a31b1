"""A program in the types of the package; `mypy --strict` reads it and a test runs it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pyarrow as pa

import qudao


def settle(programme_text: str, partners: list[Mapping[str, Any]], sales: pa.Table) -> dict[str, Decimal]:
    """Totals of all partners for the first quarter, or nothing when the facts are refused."""
    programme = qudao.Programme.from_json(programme_text)
    engine: qudao.Engine = qudao.Engine(programme)
    facts = qudao.Facts(programme)
    facts.add("partners", partners)
    facts.add("registrations", [])
    try:
        source = qudao.Source(sales, columns={name: name for name in sales.column_names})
        review = engine.review(facts, dt.date(2026, 3, 31), stream={"sales": source}, progress=lambda rows: None)
    except qudao.FactsError as error:
        places: list[str] = [finding["path"] for finding in error.diagnostics]
        print(error.code, places)
        return {}
    known: list[Decimal | Fraction] = [v for id in review for v in review[id].metrics.values() if not isinstance(v, str)]
    assert known
    return {partner: review[partner].total for partner in review}
