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
