"""Decides generated cases and writes one canonical line each: python agreement.py CASES OUT.

A case is {"programme": …, "facts": …, "as_of": …, "known_on": …}; the line is the review and, behind tabs, the targets of each cascade and
each leaderboard as the first partner of the facts may see it; or the error.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import qudao


def decide(case: dict[str, Any]) -> str:
    """The canonical output of a case."""
    try:
        # no spaces, no escapes: the text that every host hands to the core is the same
        programme = qudao.Programme.from_json(compact(case["programme"]))
        facts = qudao.Facts.from_json(programme, compact(case["facts"]))
        review = qudao.Engine(programme).review(facts, case["as_of"], known_on=case.get("known_on"))
        viewer = case["facts"]["partners"][0]["id"]
        answers = [review.to_json()]
        answers += [compact(review.targets(name)) for name in sorted(case["programme"].get("cascades", {}))]
        answers += [compact(review.leaderboard(name, viewer)) for name in sorted(case["programme"].get("leaderboards", {}))]
        return "\t".join(answers)
    except qudao.QudaoError as error:
        return error.to_json()


def decide_text(programme_text: str, facts_text: str, as_of: str, known_on: str | None) -> str:
    """The review, or the error, as JSON."""
    try:
        programme = qudao.Programme.from_json(programme_text)
        facts = qudao.Facts.from_json(programme, facts_text)
        return qudao.Engine(programme).review(facts, as_of, known_on=known_on).to_json()
    except qudao.QudaoError as error:
        return error.to_json()


def price_text(programme_text: str, facts_text: str, as_of: str, known_on: str | None, asked: dict[str, str]) -> str:
    """What a partner pays for a product, or the error, as JSON."""
    try:
        programme = qudao.Programme.from_json(programme_text)
        facts = qudao.Facts.from_json(programme, facts_text)
        price = qudao.Engine(programme).price(facts, as_of, asked["partner"], asked["product"], known_on=known_on)
        # exact numbers have the text of the answer
        return json.dumps(price, ensure_ascii=False, separators=(",", ":"), default=str)
    except qudao.QudaoError as error:
        return error.to_json()


def across_text(programme_text: str, facts_text: str, as_of: str, known_on: str | None, asked: dict[str, Any]) -> str:
    """A leaderboard as one partner may see it, or the targets of a cascade, or the error, as JSON."""
    try:
        programme = qudao.Programme.from_json(programme_text)
        facts = qudao.Facts.from_json(programme, facts_text)
        review = qudao.Engine(programme).review(facts, as_of, known_on=known_on)
        if "targets" in asked:
            return compact(review.targets(asked["targets"]))
        return compact(review.leaderboard(asked["leaderboard"]["id"], asked["leaderboard"]["viewer"]))
    except qudao.QudaoError as error:
        return error.to_json()


def ledger_text(programme_texts: list[str], facts_text: str, text: str | None, steps: list[dict[str, Any]]) -> str:
    """The answers to the steps of a vector and the ledger after them, or the error of a document, as JSON."""
    try:
        programmes = qudao.Programmes([qudao.Programme.from_json(programme) for programme in programme_texts])
        facts = qudao.Facts.from_json(programmes.latest, facts_text)
        ledger = qudao.Ledger(programmes, text)
        answers = []
        for step in steps:
            if "facts" in step:
                facts = qudao.Facts.from_json(programmes.latest, compact(step["facts"]))
                answers.append("{}")
                continue
            try:
                answers.append(ledger._core.step(compact(step), facts))
            except qudao.QudaoError as error:
                answers.append(f'{{"error":{error.to_json()}}}')
        return f'{{"answers":[{",".join(answers)}],"ledger":{ledger.to_json()}}}'
    except qudao.QudaoError as error:
        return error.to_json()


def compact(document: Any) -> str:
    """JSON without white space."""
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"))


def main(source: str, target: str) -> None:
    with Path(source).open(encoding="utf-8") as cases, Path(target).open("w", encoding="utf-8", newline="\n") as out:
        for line in cases:
            out.write(decide(json.loads(line)) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
