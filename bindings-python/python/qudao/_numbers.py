"""Exact numbers of a decision: text on the wire, ``Decimal`` (or ``Fraction``) here."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from fractions import Fraction
from typing import Any

_PLAIN = re.compile(r"-?[0-9]+(\.[0-9]+)?\Z")
_FRACTION = re.compile(r"-?[0-9]+/[0-9]+\Z")

# members that are numbers wherever they stand; ids, dates and paths never have these names
_MEMBERS = frozenset(
    "above accrued amount amount_off approved available balance by_value cap claimed contributed contribution demand difference each earned expired factor "
    "first floor from gap given in_slice left limit list measure minimum new_price of_expected off old_price ours paid_on payable points price "
    "prize purchases quantity rate rate_below reserved spent step steps theirs then times_value to total unit_cost until value".split()
)
_OPERATORS = frozenset("at_least more_than at_most less_than equals differs".split())


def number(text: Any) -> Any:
    """The number that a text states exactly; any other value as it is."""
    if isinstance(text, str):
        if _PLAIN.match(text):
            return Decimal(text)
        if _FRACTION.match(text):
            return Fraction(text)
    return text


def _numbers(value: Any) -> Any:
    if isinstance(value, list):
        return [_numbers(item) for item in value]
    if not isinstance(value, dict):
        return value
    # `tier` is compared by the order of the ladder: its operands are ids, even if an id looks like a number
    compares = value.get("operator") in _OPERATORS and value.get("operand") != "tier"
    result = {}
    for name, item in value.items():
        # of what is told one by one `value` is an id, even if it looks like a number
        is_id = name == "value" and "measure" in value
        is_number = (name in _MEMBERS and not is_id) or (compares and name in ("required", "actual"))
        # `each` is what a unit gives, or a list of what is told one by one
        result[name] = number(item) if is_number and not isinstance(item, list) else _numbers(item)
    return result


def decision(text: str) -> dict[str, Any]:
    """A decision with exact numbers in place of their texts."""
    wire = json.loads(text)
    metrics = {name: number(value) for name, value in wire["metrics"].items()}
    result: dict[str, Any] = _numbers({name: value for name, value in wire.items() if name != "metrics"})
    # in the order of the document
    return {name: metrics if name == "metrics" else result[name] for name in wire}


def price(text: str) -> Any:
    """A price decision with exact numbers in place of their texts."""
    return _numbers(json.loads(text))
