"""What qudao refuses, and why."""

from __future__ import annotations

import json
from typing import Any


class QudaoError(Exception):
    """Anything that qudao refuses.

    ``str(error)`` is a text for people. Programs should look at ``code``: it never changes.
    """

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self._text = text
        wire = json.loads(text)
        self.kind: str = wire["kind"]
        """``programme``, ``facts``, ``evaluation``, ``ledger``, ``step`` or ``settlement``."""
        self.code: str = wire["code"]
        """Code of the first finding, or of the error."""
        self.path: str = wire["path"]
        """Its place, as a JSON Pointer: ``/sales/17/amount``."""
        self.message: str = wire["message"]
        """All findings, one per line."""
        self.help: str | None = wire.get("help")
        """What to do about it, of a refused settlement."""
        self.diagnostics: list[dict[str, Any]] = wire["diagnostics"] or []
        """All findings: ``code``, ``severity``, ``path``, ``message`` and, where there is any, ``help``."""

    def __str__(self) -> str:
        return self.message

    def to_json(self) -> str:
        """The error as JSON, the same bytes as in Rust and JavaScript."""
        return self._text


class ProgrammeError(QudaoError):
    """The programme document has errors; ``diagnostics`` lists all of them."""


class FactsError(QudaoError):
    """The facts have errors; ``diagnostics`` lists all of them (up to 1,000)."""


class EvaluationError(QudaoError):
    """A review could not be made: ``not_in_effect``, ``overflow``, ``missing_table``, ``plan_mismatch``, ``bad_partial``,
    ``unknown_partner`` or ``bad_date``."""


class LedgerError(QudaoError):
    """The text of a ledger has errors; ``diagnostics`` lists all of them. An edited posting is ``broken_chain``."""


class SettlementError(QudaoError):
    """A ledger does not take an operation, and is as it was: ``already_redeemed``, ``document_in_use``, ``not_reversible``,
    ``lock_moved_back``, ``partner_missing`` and others; the guide of settlement lists them."""
