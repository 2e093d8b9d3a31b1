"""qudao (渠道): the rules of a sales channel as one document, decided exactly and explained.

>>> import qudao
>>> programme = qudao.Programme.from_json('''{"schema": "qudao/programme/1", "id": "small", "revision": 1, "currency": "CNY",
...     "effective": {"from": "2026-01-01"}, "calendar": {"year_starts": "01-01"},
...     "rounding": {"scale": 2, "mode": "half_up"},
...     "metrics": {"net_sales": {"sum": "sales.amount", "window": {"period": "year", "part": "to_date"}, "date": "date",
...         "scope": "own", "basis": "sell_in", "returns": "include", "tax": "excluded"}},
...     "incentives": [{"id": "volume", "pays": [{"percent_of": "net_sales", "rate": "0.02", "when_negative": "nothing"}]}]}''')
>>> facts = qudao.Facts.from_dict(programme, {"partners": [{"id": "P-001"}],
...     "sales": [{"partner": "P-001", "date": "2026-03-01", "amount": "1234.50", "basis": "sell_in"}]})
>>> review = qudao.Engine(programme).review(facts, "2026-03-31")
>>> review["P-001"]["total"]
Decimal('24.69')
"""

from collections.abc import Mapping as _Mapping

from qudao._errors import EvaluationError, FactsError, LedgerError, ProgrammeError, QudaoError, SettlementError
from qudao._ledger import Ledger
from qudao._qudao import Decision, Engine, Facts, Partial, Programme, Programmes, Review, __version__, check, json_schema
from qudao._source import Source

_Mapping.register(Decision)

__all__ = [
    "Decision",
    "Engine",
    "EvaluationError",
    "Facts",
    "FactsError",
    "Ledger",
    "LedgerError",
    "Partial",
    "Programme",
    "ProgrammeError",
    "Programmes",
    "QudaoError",
    "Review",
    "SettlementError",
    "Source",
    "__version__",
    "check",
    "json_schema",
]
