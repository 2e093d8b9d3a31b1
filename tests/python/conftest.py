"""One programme and one set of facts that the tests share."""

from __future__ import annotations

import datetime as dt
import json
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import qudao

sys.path.insert(0, str(Path(__file__).parent))

ROOT = Path(__file__).resolve().parents[2]

PROGRAMME: dict[str, Any] = {
    "schema": "qudao/programme/1",
    "id": "cn",
    "revision": 3,
    "title": {"en": "Channel <2026>", "zh-CN": "渠道政策 & 2026"},
    "currency": "CNY",
    "effective": {"from": "2026-01-01", "until": "2027-01-01"},
    "calendar": {"year_starts": "01-01"},
    "rounding": {"scale": 2, "mode": "half_up"},
    "records": {"partners": {"columns": {"signed": "boolean", "staff": "integer"}, "optional": ["signed", "staff"]}},
    "metrics": {
        "net_sales": {
            "sum": "sales.amount",
            "window": {"period": "year", "part": "to_date"},
            "date": "date",
            "scope": "own",
            "basis": "sell_in",
            "returns": "include",
            "tax": "excluded",
        },
        "lines": {
            "count": "sales",
            "window": {"period": "year", "part": "to_date"},
            "date": "date",
            "scope": "own",
            "basis": "sell_in",
            "returns": "include",
        },
        "per_line": {"ratio": ["net_sales", "lines"], "when_zero": "undefined"},
    },
    "tiers": {
        "base": {"id": "registered", "title": {"zh-CN": "注册"}},
        "qualify": "highest_met",
        "ladder": [{"id": "silver", "title": {"zh-CN": "银牌", "en": "Silver"}, "requires": {"net_sales": {"at_least": "1000"}}}],
    },
    "incentives": [
        {
            "id": "volume",
            "title": {"zh-CN": "销量返利", "en": "Volume"},
            "pays": [{"percent_of": "net_sales", "rate": "0.02", "when_negative": "nothing"}],
        }
    ],
    "scorecards": {
        "risk": {
            "initial": "0",
            "direction": "high_is_bad",
            "characteristics": [
                {"id": "small", "baseline": "0", "attributes": [{"when": {"lines": {"at_most": "1"}}, "points": "30.5"}], "otherwise": "0"}
            ],
            "bands": [{"id": "low", "from": "0"}, {"id": "high", "from": "30"}],
        }
    },
    "conflicts": {
        "deals": {
            "claims": "registrations",
            "match": ["customer"],
            "order_by": "registered_at",
            "protection": {"days": 90, "first_day": "counted"},
            "tie": "lowest_id",
        }
    },
}

PARTNERS: list[dict[str, Any]] = [{"id": "P-001", "signed": True, "staff": 4}, {"id": "P-002", "staff": None}]
SALES: list[dict[str, Any]] = [
    {"partner": "P-001", "date": dt.date(2026, 1, 5), "amount": Decimal("1000.10"), "basis": "sell_in", "channel": "shop"},
    {"partner": "P-001", "date": dt.date(2026, 2, 6), "amount": Decimal("-0.05"), "basis": "sell_in", "channel": None},
    {"partner": "P-001", "date": dt.date(2026, 3, 7), "amount": Decimal("0.95"), "basis": "sell_in", "channel": "online"},
    {"partner": "P-002", "date": dt.date(2026, 3, 8), "amount": Decimal("250"), "basis": "sell_in", "channel": "shop"},
]
REGISTRATIONS: list[dict[str, Any]] = [
    {"id": "R-1", "partner": "P-001", "customer": "C-1", "registered_at": "2026-01-03T09:00:00+08:00"},
    {"id": "R-2", "partner": "P-002", "customer": "C-1", "registered_at": "2026-01-04T09:00:00+08:00"},
]
AS_OF = dt.date(2026, 3, 31)


@pytest.fixture(scope="session")
def programme() -> qudao.Programme:
    return qudao.Programme.from_json(json.dumps(PROGRAMME))


@pytest.fixture(scope="session")
def engine(programme: qudao.Programme) -> qudao.Engine:
    return qudao.Engine(programme)


@pytest.fixture
def facts(programme: qudao.Programme) -> qudao.Facts:
    return qudao.Facts.from_dict(programme, {"partners": PARTNERS, "sales": SALES, "registrations": REGISTRATIONS})


@pytest.fixture
def review(engine: qudao.Engine, facts: qudao.Facts) -> qudao.Review:
    return engine.review(facts, AS_OF)


@pytest.fixture
def base(programme: qudao.Programme) -> qudao.Facts:
    """Facts without sales, open for more."""
    facts = qudao.Facts(programme)
    facts.add("partners", PARTNERS)
    facts.add("registrations", REGISTRATIONS)
    return facts
