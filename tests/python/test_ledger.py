"""Ledgers: the names of the operations, and what is refused."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
import qudao

PROGRAMME = """{"schema": "qudao/programme/1", "id": "small", "revision": 1, "currency": "CNY", "document": "C-1",
    "effective": {"from": "2026-01-01"}, "calendar": {"year_starts": "01-01"}, "rounding": {"scale": 2, "mode": "half_up"},
    "metrics": {"net_sales": {"sum": "sales.amount", "tax": "excluded", "returns": "include", "basis": "sell_in",
        "date": "date", "window": {"period": "month", "part": "to_date"}, "scope": "own"}},
    "incentives": [{"id": "volume", "period": "month",
        "pays": [{"percent_of": "net_sales", "rate": "0.02", "when_negative": "nothing"}]}],
    "settlement": {"confirmation": "required", "valid": {"months": 12}, "redemption": [{"id": "all", "share": "0.5"}]}}"""


def test_a_ledger_from_settling_to_paying() -> None:
    programme = qudao.Programme.from_json(PROGRAMME)
    programmes = qudao.Programmes([programme])
    sales = [{"partner": "P-1", "order": "O-1", "date": "2026-01-09", "amount": "1000", "basis": "sell_in"}]
    facts = qudao.Facts.from_dict(programmes.latest, {"partners": [{"id": "P-1"}], "sales": sales})
    ledger = qudao.Ledger(programmes)
    settled = ledger.settle(facts, date(2026, 1, 31), "2026-02-01")
    assert [posting["amount"] for posting in settled["postings"]] == ["20.00"]
    ledger.confirm("P-1", "2026-02-02")
    redeemed = ledger.redeem(facts, "P-1", "O-1", "2026-02-03", most=Decimal("7.50"))
    assert redeemed["redeemed"] == "7.50"
    with pytest.raises(qudao.SettlementError) as refused:
        ledger.redeem(facts, "P-1", "O-1", "2026-02-03")
    assert (refused.value.code, refused.value.path) == ("already_redeemed", "/postings/2")
    assert refused.value.help
    assert ledger.pay("P-1", "2026-02-04", note="bank")["postings"][0]["amount"] == "-12.50"
    assert ledger.balances("P-1")[0]["units"][0]["balance"] == "0.00"
    again = qudao.Ledger(programmes, ledger.to_json())
    assert again.verify() == ledger.verify()
    assert "P-1" in again.statement_text("P-1", "2026-01-01", "2026-03-01", "zh-CN")


def test_deductions_and_the_deposit() -> None:
    programmes = qudao.Programmes([qudao.Programme.from_json(PROGRAMME)])
    facts = qudao.Facts.from_dict(programmes.latest, {"partners": [{"id": "P-1"}], "sales": []})
    ledger = qudao.Ledger(programmes)
    deducted = ledger.deduct("P-1", Decimal("12.5"), "2026-02-01", invoice="F-1", facts=facts)["postings"][0]
    assert (deducted["kind"], deducted["amount"], deducted["invoice"]) == ("deduct", "-12.50", "F-1")
    ledger.deposit("P-1", 500, date(2026, 2, 2), note="bank")
    ledger.forfeit("P-1", "100", "2026-02-03", "sold outside its area")
    ledger.refund("P-1", "50.00", "2026-02-04")
    with pytest.raises(qudao.SettlementError) as refused:
        ledger.refund("P-1", "350.01", "2026-02-04")
    assert refused.value.code == "exceeds_deposit"
    assert ledger.balances("P-1")[0]["deposit"] == {"paid_in": "500.00", "forfeited": "-100.00", "refunded": "-50.00", "held": "350.00"}
    assert ledger.use("P-1", "points", 1, "2026-02-05") == {"postings": [], "not_used": "nothing_available"}
    assert ledger.provision(facts, "2026-02-05", "2026-02-05")["lines"] == []
    assert "350.00" in ledger.statement_text("P-1", "2026-02-01", "2026-03-01", "zh-CN")


def test_an_edited_ledger_is_refused() -> None:
    programmes = qudao.Programmes([qudao.Programme.from_json(PROGRAMME)])
    facts = qudao.Facts.from_dict(
        programmes.latest,
        {"partners": [{"id": "P-1"}], "sales": [{"partner": "P-1", "date": "2026-01-09", "amount": "1000", "basis": "sell_in"}]},
    )
    ledger = qudao.Ledger(programmes)
    ledger.settle(facts, "2026-01-31", "2026-02-01")
    with pytest.raises(qudao.LedgerError) as refused:
        qudao.Ledger(programmes, ledger.to_json().replace("2026-02-01", "2026-02-02"))
    assert refused.value.code == "broken_chain"


def _settled() -> tuple[qudao.Programmes, qudao.Facts, qudao.Ledger]:
    programmes = qudao.Programmes([qudao.Programme.from_json(PROGRAMME)])
    sales = [{"partner": "P-1", "date": "2026-01-09", "amount": "1000", "basis": "sell_in"}]
    facts = qudao.Facts.from_dict(programmes.latest, {"partners": [{"id": "P-1"}, {"id": "P-2"}], "sales": sales})
    ledger = qudao.Ledger(programmes)
    ledger.settle(facts, "2026-01-31", "2026-02-01")
    return programmes, facts, ledger


def test_a_truncated_ledger_is_refused() -> None:
    programmes, _, ledger = _settled()
    with pytest.raises(qudao.LedgerError) as refused:
        qudao.Ledger(programmes, ledger.to_json()[:-20])
    assert refused.value.code == "syntax"


def test_a_ledger_in_another_currency_is_refused_by_what_is_done_with_it() -> None:
    programmes, facts, ledger = _settled()
    other = qudao.Ledger(programmes, ledger.to_json().replace('"CNY"', '"USD"'))
    with pytest.raises(qudao.SettlementError) as refused:
        other.settle(facts, "2026-02-28", "2026-03-01")
    assert (refused.value.code, refused.value.path) == ("other_currency", "/currency")
    assert refused.value.help and "USD" in str(refused.value)


def test_a_stranger_is_refused_and_a_partner_of_the_facts_is_not() -> None:
    _, facts, ledger = _settled()
    assert ledger.step("confirm", facts, partner="P-2", on="2026-02-02") == {"postings": []}
    for facts_at_hand in (None, facts):
        with pytest.raises(qudao.SettlementError) as refused:
            ledger.step("confirm", facts_at_hand, partner="P-9", on="2026-02-02")
        assert (refused.value.code, refused.value.path) == ("unknown_partner", "/partner")
        assert refused.value.help and "P-9" in str(refused.value)
