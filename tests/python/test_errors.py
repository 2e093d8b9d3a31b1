"""What is refused, where, and in which words."""

from __future__ import annotations

import datetime as dt
import json
import math
import pickle
from decimal import Decimal
from typing import Any

import pytest
from conftest import AS_OF, PARTNERS, PROGRAMME, SALES

import qudao


def refused(programme: qudao.Programme, **row: Any) -> qudao.FactsError:
    with pytest.raises(qudao.FactsError) as caught:
        qudao.Facts.from_dict(programme, {"partners": PARTNERS, "sales": [{**SALES[0], **row}], "registrations": []})
    return caught.value


def test_errors_carry_the_one_json_form() -> None:
    with pytest.raises(qudao.ProgrammeError) as caught:
        qudao.Programme.from_json(json.dumps({**PROGRAMME, "colour": 1, "currency": "XYY"}))
    error = caught.value
    wire = json.loads(error.to_json())
    assert list(wire) == ["kind", "code", "path", "message", "diagnostics"]
    assert (error.kind, error.code, error.path) == (wire["kind"], wire["code"], wire["path"])
    assert error.kind == "programme"
    assert error.diagnostics == wire["diagnostics"]
    assert {finding["code"] for finding in error.diagnostics} == {"unknown_member", "unknown_currency"}
    assert str(error) == wire["message"]
    again = pickle.loads(pickle.dumps(error))
    assert type(again) is qudao.ProgrammeError and again.to_json() == error.to_json()


def test_hierarchy_of_errors() -> None:
    for kind in (qudao.ProgrammeError, qudao.FactsError, qudao.EvaluationError):
        assert issubclass(kind, qudao.QudaoError)
    assert issubclass(qudao.QudaoError, Exception)


def test_an_evaluation_error_has_no_findings(engine: qudao.Engine, facts: qudao.Facts) -> None:
    with pytest.raises(qudao.EvaluationError) as caught:
        engine.review(facts, "2025-12-31")
    error = caught.value
    assert (error.kind, error.code, error.path, error.diagnostics) == ("evaluation", "not_in_effect", "/effective", [])


@pytest.mark.parametrize("value", [0.1, 5.0, 1e22, -1.5e-7])
def test_a_float_is_refused_with_its_place(programme: qudao.Programme, value: float) -> None:
    error = refused(programme, amount=value)
    assert (error.code, error.path) == ("amount_not_exact", "/sales/0/amount")
    document = json.dumps({"schema": "qudao/facts/1", "partners": PARTNERS, "sales": [{**SALES[0], "amount": value}], "registrations": []}, default=str)
    with pytest.raises(qudao.FactsError) as caught:
        qudao.Facts.from_json(programme, document)
    assert caught.value.to_json() == error.to_json()


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_what_is_no_number_is_refused(programme: qudao.Programme, value: float) -> None:
    error = refused(programme, amount=value)
    assert (error.code, error.path) == ("amount_not_exact", "/sales/0/amount")


def test_floats_are_read_as_their_shortest_text(programme: qudao.Programme, engine: qudao.Engine) -> None:
    def total(value: float) -> Any:
        facts = {"partners": PARTNERS, "sales": [{**SALES[0], "amount": value}], "registrations": []}
        return engine.review(qudao.Facts.from_dict(programme, facts, floats="shortest"), AS_OF)["P-001"].metrics["net_sales"]

    assert total(0.1) == Decimal("0.1")
    assert total(1e14) == Decimal(10**14)
    assert total(-0.0) == 0
    assert total(1e-6) == Decimal("0.000001")
    with pytest.raises(qudao.FactsError) as caught:
        total(0.1 + 0.2)
    assert caught.value.code == "too_precise"
    with pytest.raises(qudao.FactsError) as caught:
        total(math.inf)
    assert caught.value.code == "bad_amount"
    with pytest.raises(qudao.FactsError) as caught:
        total(math.nan)  # absent, as tables without a null write it
    assert caught.value.code == "missing_value"
    with pytest.raises(ValueError, match="neither `refuse` nor `shortest`"):
        qudao.Facts.from_dict(programme, {}, floats="round")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (Decimal("NaN"), "bad_amount"),
        (Decimal("Infinity"), "bad_amount"),
        (Decimal("1E+15"), "too_large_amount"),
        (Decimal("0.0000001"), "too_precise"),
        (10**15, "too_large_amount"),
        (2**70, "too_large_amount"),
        (True, "wrong_type"),
        (dt.date(2026, 1, 1), "bad_amount"),
        ("1,000", "bad_amount"),
        ({}, "wrong_type"),
        ([1], "wrong_type"),
        (b"1", "wrong_type"),
        (object(), "wrong_type"),
        (None, "missing_value"),
    ],
)
def test_amounts_that_are_refused(programme: qudao.Programme, value: object, code: str) -> None:
    error = refused(programme, amount=value)
    assert (error.code, error.path) == (code, "/sales/0/amount")


@pytest.mark.parametrize(
    ("value", "sum"),
    [
        (Decimal("1.50000000"), "1.5"),
        (Decimal("1E+5"), "100000"),
        (Decimal("-0.00"), "0"),
        (Decimal("100"), "100"),
        ("12.30", "12.3"),
        (7, "7"),
    ],
)
def test_amounts_that_are_read(programme: qudao.Programme, engine: qudao.Engine, value: object, sum: str) -> None:
    facts = qudao.Facts.from_dict(programme, {"partners": PARTNERS, "sales": [{**SALES[0], "amount": value}], "registrations": []})
    assert str(engine.review(facts, AS_OF)["P-001"].metrics["net_sales"]) == sum


@pytest.mark.parametrize("value", [dt.datetime(2026, 1, 5), "2026-01-05"])
def test_dates_that_are_read(programme: qudao.Programme, engine: qudao.Engine, value: object) -> None:
    facts = qudao.Facts.from_dict(programme, {"partners": PARTNERS, "sales": [{**SALES[0], "date": value}], "registrations": []})
    assert engine.review(facts, AS_OF)["P-001"].metrics["lines"] == 1


@pytest.mark.parametrize("value", [dt.datetime(2026, 1, 5, 1), dt.datetime(2026, 1, 5, tzinfo=dt.timezone.utc), "2026-02-30"])
def test_a_time_of_day_is_not_dropped(programme: qudao.Programme, value: object) -> None:
    error = refused(programme, date=value)
    assert (error.code, error.path) == ("bad_date", "/sales/0/date")


def test_moments_have_an_offset(programme: qudao.Programme, engine: qudao.Engine) -> None:
    def claim(at: object) -> str:
        claims = [{"id": "R", "partner": "P-001", "customer": "C", "registered_at": at}]
        facts = qudao.Facts.from_dict(programme, {"partners": PARTNERS, "sales": [], "registrations": claims})
        text: str = engine.review(facts, AS_OF).conflicts[0]["claims"][0]["at"]
        return text

    east = dt.timezone(dt.timedelta(hours=8))
    assert claim(dt.datetime(2026, 1, 5, 9, 30, tzinfo=east)) == "2026-01-05T09:30:00+08:00"
    for wrong in (dt.datetime(2026, 1, 5, 9, 30), dt.datetime(2026, 1, 5, 9, 30, 0, 5, tzinfo=east)):
        with pytest.raises(qudao.FactsError) as caught:
            claim(wrong)
        assert (caught.value.code, caught.value.path) == ("bad_instant", "/registrations/0/registered_at")


def test_all_findings_come_at_once(programme: qudao.Programme) -> None:
    with pytest.raises(qudao.FactsError) as caught:
        qudao.Facts.from_dict(
            programme,
            {"partners": PARTNERS, "sales": [{**SALES[0], "amount": "x"}, {**SALES[1], "partner": "nobody", "date": "x"}], "registrations": []},
        )
    assert [finding["path"] for finding in caught.value.diagnostics] == ["/sales/0/amount", "/sales/1/partner", "/sales/1/date"]


def test_refused_facts_stay_refused(base: qudao.Facts, engine: qudao.Engine) -> None:
    base.add("sales", [{**SALES[0], "amount": "x"}])
    texts = []
    for _ in range(2):
        with pytest.raises(qudao.FactsError) as caught:
            engine.review(base, AS_OF)
        texts.append(caught.value.to_json())
    assert texts[0] == texts[1]
    assert "refused" in repr(base)


def test_text_is_not_a_list_of_records(base: qudao.Facts) -> None:
    with pytest.raises(TypeError, match="from_json"):
        base.add("sales", "[]")  # type: ignore[arg-type]


def test_a_lone_surrogate_is_refused(programme: qudao.Programme) -> None:
    with pytest.raises(UnicodeEncodeError):
        qudao.Facts.from_dict(programme, {"partners": [{"id": "\ud800"}]})
