"""Ledgers: what was posted, and everything that is done with it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from qudao._qudao import Facts, LedgerCore, Programmes

_Day = date | str
_Number = Decimal | int | str
_Answer = dict[str, Any]


def _plain(value: object) -> str:
    if isinstance(value, (date, Decimal)):
        return str(value)
    raise TypeError(f"an object of type `{type(value).__name__}` has no place in an operation")


class Ledger:
    """What has been posted to the partners of one programme: a value that the host stores as text.

    Every operation answers with a dict as the guide of settlement says; one that is refused raises ``SettlementError`` and leaves the
    ledger as it was.
    """

    def __init__(self, programmes: Programmes, text: str | None = None) -> None:
        """An empty ledger, or the one of a text; raises LedgerError with all findings."""
        self._core = LedgerCore(programmes, text)

    def to_json(self) -> str:
        """The canonical text."""
        return self._core.to_json()

    def step(self, operation: str, facts: Facts | None = None, /, **members: Any) -> _Answer:
        """Does an operation by its name; members that are None are left out."""
        there = {name: value for name, value in members.items() if value is not None}
        text = json.dumps({operation: there}, ensure_ascii=False, default=_plain)
        answer: _Answer = json.loads(self._core.step(text, facts))
        return answer

    def settle(self, facts: Facts, as_of: _Day, on: _Day, *, since: _Day | None = None) -> _Answer:
        """Posts what is owed up to a day and was not posted, with the causes."""
        return self.step("settle", facts, as_of=as_of, on=on, since=since)

    def confirm(self, partner: str, on: _Day, *, note: str | None = None) -> _Answer:
        """The partner has agreed: what is to confirm becomes rebate documents."""
        return self.step("confirm", partner=partner, on=on, note=note)

    def pay(self, partner: str, on: _Day, *, note: str | None = None) -> _Answer:
        """Pays what is available and payable; `not_paid` says why nothing is."""
        return self.step("pay", partner=partner, on=on, note=note)

    def claw_back(self, partner: str, on: _Day, *, note: str | None = None) -> _Answer:
        """The partner pays back what its documents lack."""
        return self.step("claw_back", partner=partner, on=on, note=note)

    def redeem(
        self, facts: Facts, partner: str, order: str, on: _Day, *, most: _Number | None = None, note: str | None = None
    ) -> _Answer:
        """Uses documents against an order in the facts."""
        return self.step("redeem", facts, partner=partner, order=order, on=on, most=most, note=note)

    def use(self, partner: str, unit: Literal["points", "pieces", "places"], amount: _Number, on: _Day, *, note: str | None = None) -> _Answer:
        """Burns points, hands out pieces or takes places, all of it or nothing; `not_used` says why nothing is."""
        return self.step("use", partner=partner, unit=unit, amount=amount, on=on, note=note)

    def deduct(
        self,
        partner: str,
        amount: _Number,
        on: _Day,
        *,
        invoice: str | None = None,
        note: str | None = None,
        facts: Facts | None = None,
    ) -> _Answer:
        """The partner has deducted an amount itself; `facts` must know it where the ledger does not."""
        return self.step("deduct", facts, partner=partner, amount=amount, on=on, invoice=invoice, note=note)

    def deposit(self, partner: str, amount: _Number, on: _Day, *, note: str | None = None, facts: Facts | None = None) -> _Answer:
        """The partner pays into its deposit; `facts` must know it where the ledger does not."""
        return self.step("deposit", facts, partner=partner, amount=amount, on=on, note=note)

    def forfeit(self, partner: str, amount: _Number, on: _Day, note: str) -> _Answer:
        """A violation, which the note names, takes something from the deposit."""
        return self.step("forfeit", partner=partner, amount=amount, on=on, note=note)

    def refund(self, partner: str, amount: _Number, on: _Day, *, note: str | None = None) -> _Answer:
        """Something of the deposit is given back."""
        return self.step("refund", partner=partner, amount=amount, on=on, note=note)

    def expire(self, on: _Day, *, note: str | None = None) -> _Answer:
        """What is left of documents whose validity has ended is lost."""
        return self.step("expire", on=on, note=note)

    def reverse(self, number: int, on: _Day, *, note: str | None = None) -> _Answer:
        """Undoes a posting that was made by hand."""
        return self.step("reverse", number=number, on=on, note=note)

    def lock(self, until: _Day) -> _Answer:
        """Closes the accounting of all days before this one."""
        return self.step("lock", until=until)

    def balances(self, partner: str | None = None) -> list[dict[str, Any]]:
        """What partners were accrued, granted and paid."""
        partners: list[dict[str, Any]] = self.step("balances", partner=partner)["partners"]
        return partners

    def statement(
        self, partner: str, since: _Day, until: _Day, *, facts: Facts | None = None, reasons: bool | None = None
    ) -> _Answer:
        """A partner's account over `[since, until)`.

        With facts it knows what a metric says of the deposit; with `reasons`, too, it tells what is behind each movement."""
        return self.step("statement", facts, partner=partner, **{"from": since}, until=until, reasons=reasons)

    def statement_text(
        self,
        partner: str,
        since: _Day,
        until: _Day,
        locale: Literal["zh-CN", "en"],
        *,
        facts: Facts | None = None,
        reasons: bool | None = None,
    ) -> str:
        """The same in words."""
        return self._shown_statement("text", partner, since, until, locale, facts, reasons)

    def statement_html(
        self,
        partner: str,
        since: _Day,
        until: _Day,
        locale: Literal["zh-CN", "en"],
        *,
        facts: Facts | None = None,
        reasons: bool | None = None,
    ) -> str:
        """The same as a page that needs no network and prints on A4."""
        return self._shown_statement("html", partner, since, until, locale, facts, reasons)

    def _shown_statement(
        self, form: str, partner: str, since: _Day, until: _Day, locale: str, facts: Facts | None, reasons: bool | None
    ) -> str:
        of: dict[str, Any] = {"partner": partner, "from": since, "until": until, "reasons": reasons}
        shown: str = self.step("statement", facts, **of, format=form, locale=locale)[form]
        return shown

    def provision(self, facts: Facts, as_of: _Day, on: _Day) -> _Answer:
        """What awards would be at the level that is expected, against what was accrued; posts nothing."""
        return self.step("provision", facts, as_of=as_of, on=on)

    def recompute(self, facts: Facts, line: Mapping[str, Any]) -> list[dict[str, Any]]:
        """Decides a line again under the basis of each of its postings."""
        postings: list[dict[str, Any]] = self.step("recompute", facts, **line)["postings"]
        return postings

    def explain(self, facts: Facts, number: int) -> _Answer:
        """The award or claim behind a posting, with its reasons."""
        return self.step("explain", facts, number=number)

    def compare(self, lines: Iterable[Mapping[str, Any]], *, partner: str | None = None) -> list[dict[str, Any]]:
        """The other side's figures against what was accrued."""
        theirs: Sequence[dict[str, Any]] = [dict(line) for line in lines]
        compared: list[dict[str, Any]] = self.step("compare", lines=theirs, partner=partner)["lines"]
        return compared

    def audits(self, on: _Day, *, audited_until: _Day | None = None) -> list[dict[str, Any]]:
        """The periods that are to be audited, until when, and what a sample of each is drawn from."""
        audits: list[dict[str, Any]] = self.step("audits", on=on, audited_until=audited_until)["audits"]
        return audits

    def sample(self, interval: _Number, start: _Number, *, since: _Day | None = None, until: _Day | None = None) -> _Answer:
        """Monetary-unit sampling for an auditor, of what is booked in `[since, until)`."""
        return self.step("sample", interval=interval, start=start, **{"from": since}, until=until)

    def verify(self) -> _Answer:
        """Raises SettlementError `broken_chain` when a posting does not follow from those before it."""
        return self.step("verify")

    def __repr__(self) -> str:
        return f"<qudao.Ledger {self.verify()['postings']} postings>"
