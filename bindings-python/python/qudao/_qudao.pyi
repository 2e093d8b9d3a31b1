from collections.abc import Callable, ItemsView, Iterator, KeysView, Mapping, Sequence, ValuesView
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, Literal, Protocol, TypeAlias, final

from qudao._source import Source

__all__ = [
    "Decision",
    "Engine",
    "Facts",
    "LedgerCore",
    "Partial",
    "Programme",
    "Programmes",
    "Review",
    "__version__",
    "check",
    "json_schema",
]

__version__: str

_Floats: TypeAlias = Literal["refuse", "shortest"]

class _ArrowStream(Protocol):
    def __arrow_c_stream__(self, requested_schema: Any = None, /) -> Any: ...

@final
class Programme:
    """A vendor's rules, valid and immutable."""

    @staticmethod
    def from_json(text: str, /) -> Programme:
        """Reads and checks a document; raises ProgrammeError with all findings."""
    def to_json(self) -> str:
        """The canonical text: members sorted, numbers in their shortest form. Its SHA-256 is the fingerprint."""
    @property
    def id(self) -> str:
        """The programme's id."""
    @property
    def revision(self) -> int:
        """Its revision."""
    @property
    def fingerprint(self) -> str:
        """SHA-256 of its canonical text, in hexadecimal."""
    @property
    def warnings(self) -> list[dict[str, Any]]:
        """Findings that do not refuse the document."""
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __reduce__(self) -> tuple[Callable[[str], Programme], tuple[str]]: ...

@final
class Facts:
    """What happened, checked against a programme."""

    def __new__(cls, programme: Programme, /) -> Facts:
        """Empty facts, to be filled with `add`. They are checked, all tables together, when they are first used, or by `check`."""
    @staticmethod
    def from_json(programme: Programme, text: str, *, stream: Sequence[str] = ...) -> Facts:
        """Reads and checks facts from JSON; raises FactsError with all findings.

        `stream` names tables that are not in the text because a review streams them."""
    @staticmethod
    def from_dict(programme: Programme, mapping: Mapping[str, Any], *, floats: _Floats = "refuse", stream: Sequence[str] = ...) -> Facts:
        """Reads and checks facts from a mapping: table names to lists of records, as in the JSON form."""
    def add(
        self,
        table: str,
        data: _ArrowStream | Sequence[Mapping[str, Any]],
        *,
        columns: Mapping[str, str | tuple[Literal["constant"], Any]] | None = None,
        floats: _Floats = "refuse",
    ) -> None:
        """Adds records to a table: any object with `__arrow_c_stream__` (pandas, polars, pyarrow, duckdb), or a list of dicts."""
    def give(self, partner: str, metric: str, value: str | int | Decimal | None) -> None:
        """Hands over the value of a metric for a partner; None says that it is missing."""
    def check(self, *, stream: Sequence[str] = ...) -> None:
        """Checks all tables together; raises FactsError with all findings. Nothing can be added afterwards."""

@final
class Programmes:
    """The revisions of one programme."""

    def __new__(cls, revisions: Sequence[Programme], /) -> Programmes:
        """Revisions in any order; raises SettlementError when they do not belong together."""
    @property
    def latest(self) -> Programme:
        """The highest revision; facts are read against it."""

@final
class LedgerCore:
    """A ledger with its programmes; `qudao.Ledger` gives its operations names."""

    def __new__(cls, programmes: Programmes, text: str | None = None, /) -> LedgerCore:
        """An empty ledger, or the one of a text."""
    def to_json(self) -> str:
        """The canonical text."""
    def step(self, operation: str, facts: Facts | None = None, /) -> str:
        """Does one operation that is written as JSON, and answers in JSON."""

@final
class Engine:
    """A compiled programme; one engine serves any number of threads."""

    def __new__(cls, programme: Programme, /) -> Engine: ...
    @property
    def programme(self) -> Programme:
        """The programme."""
    def review(
        self,
        facts: Facts,
        as_of: date | str,
        *,
        known_on: date | str | None = None,
        stream: dict[str, _ArrowStream | Source] | None = None,
        progress: Callable[[int], object] | None = None,
    ) -> Review:
        """Decides for all partners."""
    def measure(
        self,
        facts: Facts,
        as_of: date | str,
        *,
        known_on: date | str | None = None,
        stream: dict[str, _ArrowStream | Source] | None = None,
        progress: Callable[[int], object] | None = None,
    ) -> Partial:
        """Measures without deciding: aggregates that can be kept, sent and merged."""
    def decide(self, facts: Facts, partial: Partial, /) -> Review:
        """Decides from merged aggregates; raises EvaluationError `plan_mismatch` when they are another programme's."""
    def explain(self, facts: Facts, as_of: date | str, partner: str, *, known_on: date | str | None = None) -> Decision:
        """Decides for one partner by the second, plain pipeline, which must give the same decision as `review`."""
    def price(
        self, facts: Facts, as_of: date | str, partner: str, product: str, *, known_on: date | str | None = None
    ) -> dict[str, Any] | None:
        """What a partner pays for a product, with exact numbers and reasons; None when the programme makes no prices."""
    def __reduce__(self) -> tuple[type[Engine], tuple[Programme]]: ...

@final
class Partial:
    """Aggregates that were measured from a part of the records, and merge."""

    @staticmethod
    def from_json(engine: Engine, text: str, /) -> Partial:
        """Reads what `to_json` wrote; raises EvaluationError `bad_partial` or `plan_mismatch`."""
    def to_json(self) -> str:
        """Its text, to be kept or sent."""
    def merge(self, other: Partial, /) -> None:
        """Adds the aggregates of another part of the records; the order does not matter."""

@final
class Review:
    """All decisions for a date."""

    def to_json(self) -> str:
        """Canonical JSON, the same bytes in every host."""
    def to_dict(self) -> dict[str, Any]:
        """The canonical JSON as dicts and lists; exact numbers stay text."""
    def partner(self, partner: str, /) -> Decision:
        """The decision about a partner; raises EvaluationError `unknown_partner`."""
    def explain(self, partner: str, /, locale: str | None = None) -> str:
        """The decision about a partner in words."""
    @property
    def conflicts(self) -> list[dict[str, Any]]:
        """Every thing that was claimed, with its claims and who holds it."""
    @property
    def budgets(self) -> list[dict[str, Any]]:
        """What came of the budgets, by id: budget, amount, demand, given."""
    @property
    def pools(self) -> list[dict[str, Any]]:
        """What came of the pools, by id: pool, amount, given, sharing."""
    @property
    def contests(self) -> list[dict[str, Any]]:
        """What came of the contests, by id: contest, participants, places."""
    @property
    def cascades(self) -> list[dict[str, Any]]:
        """What targets for all come to, by id: cascade, target, from, until, amount, given, rows, reasons."""
    def targets(self, cascade: str, /) -> list[dict[str, str]] | None:
        """The records of the table `targets` that a cascade comes to; None when the programme has no such cascade."""
    @property
    def leaderboards(self) -> list[dict[str, Any]]:
        """All leaderboards with their names, by id: leaderboard, names, participants, entries, unknown."""
    def leaderboard(self, leaderboard: str, viewer: str, /) -> dict[str, Any] | None:
        """A leaderboard as one partner may see it; None when the programme has no such leaderboard."""
    @property
    def pay_checks(self) -> list[dict[str, Any]]:
        """Whether pay follows performance, by id: pay_check, paid, base, cost_ratio, rows, inversions, outliers, groups."""
    @property
    def cost_shares(self) -> list[dict[str, Any]]:
        """Who owes whom, by id: cost_share, total, rows, transfers, reasons."""
    @property
    def as_of(self) -> date:
        """The date of the review."""
    @property
    def locale(self) -> str:
        """The language of its texts and tables."""
    def in_locale(self, locale: str, /) -> Review:
        """The same review, shown in another language ("zh-CN" or "en")."""
    def __getitem__(self, partner: str, /) -> Decision: ...
    def __contains__(self, partner: object, /) -> bool: ...
    def __iter__(self) -> Iterator[str]: ...
    def __len__(self) -> int: ...
    def __arrow_c_stream__(self, requested_schema: Any = None) -> Any: ...
    def _repr_html_(self) -> str: ...

@final
class Decision:
    """Everything decided about one partner, with reasons."""

    @property
    def partner(self) -> str:
        """The partner's id."""
    @property
    def tier(self) -> str | None:
        """Id of its tier; None when the programme has no tiers."""
    @property
    def total(self) -> Decimal:
        """What is paid in all."""
    @property
    def metrics(self) -> dict[str, Decimal | Fraction | Literal["missing", "undefined"]]:
        """All metrics by name: a Decimal, a Fraction, or "missing" or "undefined"."""
    @property
    def awards(self) -> list[dict[str, Any]]:
        """One per incentive, in document order."""
    @property
    def scores(self) -> list[dict[str, Any]]:
        """One per scorecard, by id."""
    @property
    def classes(self) -> list[dict[str, Any]]:
        """One per classification, by id: classification, class, reasons."""
    @property
    def funds(self) -> list[dict[str, Any]]:
        """One per market development fund, by id: balances, requests, claims."""
    @property
    def inventory(self) -> dict[str, Any] | None:
        """Stock and claims: buckets, claims, matches, left_out; None when the programme says nothing of them."""
    def explain(self, locale: str | None = None) -> str:
        """The decision in words."""
    def to_json(self) -> str:
        """Canonical JSON, as it stands in the review."""
    def to_dict(self) -> dict[str, Any]:
        """A dict with exact numbers."""
    def keys(self) -> KeysView[str]:
        """Names of the members."""
    def values(self) -> ValuesView[Any]:
        """The members."""
    def items(self) -> ItemsView[str, Any]:
        """Names and members."""
    def get(self, name: str, default: Any = None, /) -> Any:
        """A member, or the default when it is absent."""
    def __getitem__(self, name: str, /) -> Any: ...
    def __contains__(self, name: object, /) -> bool: ...
    def __iter__(self) -> Iterator[str]: ...
    def __len__(self) -> int: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...
    def _repr_html_(self) -> str: ...

def check(text: str, /) -> list[dict[str, Any]]:
    """All findings about a programme document, warnings included; never raises for what the document says."""

def json_schema() -> str:
    """The JSON Schema of the programme document."""
