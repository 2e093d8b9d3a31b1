"""The package as a program uses it."""

from __future__ import annotations

import datetime as dt
import json
import pickle
import threading
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

import pyarrow as pa
import pytest
from conftest import AS_OF, PARTNERS, PROGRAMME, REGISTRATIONS, SALES

import qudao


def test_programme_tells_who_it_is(programme: qudao.Programme) -> None:
    assert (programme.id, programme.revision) == ("cn", 3)
    assert len(programme.fingerprint) == 64
    again = qudao.Programme.from_json(programme.to_json())
    assert again == programme and hash(again) == hash(programme)
    assert again.fingerprint == programme.fingerprint
    assert isinstance(programme.warnings, list)
    assert "cn" in repr(programme)


def test_programme_and_engine_are_pickled(programme: qudao.Programme, engine: qudao.Engine) -> None:
    assert pickle.loads(pickle.dumps(programme)) == programme
    assert pickle.loads(pickle.dumps(engine)).programme == programme


def test_check_lists_findings_without_raising() -> None:
    codes = {finding["code"] for finding in qudao.check("{}")}
    assert codes == {"missing_member"}
    assert qudao.check(json.dumps(PROGRAMME)) == qudao.Programme.from_json(json.dumps(PROGRAMME)).warnings


def test_json_schema_is_json() -> None:
    assert isinstance(json.loads(qudao.json_schema()), dict)


def test_version_is_text() -> None:
    assert qudao.__version__.count(".") == 2


def test_decision_is_a_mapping_with_exact_numbers(review: qudao.Review) -> None:
    decision = review["P-001"]
    assert isinstance(decision, Mapping)
    assert decision.partner == decision["partner"] == "P-001"
    assert decision.tier == "silver"
    assert decision.total == decision["total"] == Decimal("20.02")
    assert str(decision.total) == "20.02"
    assert decision.metrics["net_sales"] == Decimal("1001")
    assert decision.metrics["per_line"] == Fraction(1001, 3)
    assert decision.awards[0]["earned"] == Decimal("20.02")
    assert sum(reason["contribution"] for reason in decision.awards[0]["reasons"]) == decision.awards[0]["amount"]
    leaf = decision["standing"]["reasons"][0]["leaves"][0]
    assert (leaf["required"], leaf["actual"]) == (Decimal(1000), Decimal(1001))
    assert decision.scores[0]["points"] == 0
    assert review["P-002"].scores[0]["points"] == Decimal("30.5")
    assert list(decision) == list(decision.keys()) == list(json.loads(decision.to_json()))
    assert len(decision) == len(list(decision.values())) == len(list(decision.items()))
    assert "total" in decision and "nope" not in decision and decision.get("nope", 1) == 1
    assert decision == review.partner("P-001") and decision != review["P-002"]
    assert "silver" in repr(decision) and "20.02" in repr(decision)


def test_what_is_told_one_by_one_has_exact_numbers() -> None:
    incentive = {
        "id": "i",
        "pays": [{"for_each": "sales.product", "percent_of": "net_sales", "rate": "0.1", "rounded": "total", "when_negative": "deduct"}],
    }
    net_sales = {"sum": "sales.amount", "tax": "excluded", "returns": "include", "basis": "all", "date": "date", "window": "all_time"}
    document = {
        **{name: PROGRAMME[name] for name in ("schema", "id", "revision", "currency", "effective", "calendar", "rounding")},
        "metrics": {"net_sales": {**net_sales, "scope": "own"}},
        "incentives": [incentive],
    }
    programme = qudao.Programme.from_json(json.dumps(document))
    sale = {"partner": "P", "date": "2026-02-01", "amount": "30", "basis": "sell_in", "product": "7"}
    text = json.dumps({"schema": "qudao/facts/1", "partners": [{"id": "P"}], "sales": [sale]})
    review = qudao.Engine(programme).review(qudao.Facts.from_json(programme, text), AS_OF)
    (one,) = review["P"].awards[0]["reasons"][0]["each"]
    # the product is an id, even if it looks like a number
    assert (one["value"], one["measure"], one["contribution"]) == ("7", Decimal(30), Decimal(3))


def test_changing_a_copy_leaves_the_decision_as_it_is(review: qudao.Review) -> None:
    decision = review["P-001"]
    decision.to_dict()["awards"].clear()
    assert len(decision.awards) == 1


def test_review_is_iterated_by_partner(review: qudao.Review) -> None:
    assert list(review) == ["P-001", "P-002"] and len(review) == 2
    assert "P-001" in review and "nobody" not in review and 7 not in review
    assert review.as_of == AS_OF
    with pytest.raises(KeyError):
        review["nobody"]
    with pytest.raises(qudao.EvaluationError) as refused:
        review.partner("nobody")
    assert refused.value.code == "unknown_partner"
    assert review.to_dict() == json.loads(review.to_json())
    assert "2 partners" in repr(review)


def test_conflicts_name_the_holder(review: qudao.Review) -> None:
    [conflict] = review.conflicts
    assert (conflict["policy"], conflict["key"], conflict["holder"]) == ("deals", ["C-1"], "R-1")
    assert [claim["outcome"] for claim in conflict["claims"]] == ["credited", "blocked"]


def test_explanations_speak_both_languages(review: qudao.Review) -> None:
    chinese, english = review.explain("P-001"), review.explain("P-001", locale="en")
    assert chinese != english
    assert review.explain("P-001", locale="zh-CN") == chinese == review["P-001"].explain()
    assert review.in_locale("en").explain("P-001") == english
    assert (review.locale, review.in_locale("en").locale) == ("zh-CN", "en")
    with pytest.raises(ValueError, match="neither `zh-CN` nor `en`"):
        review.explain("P-001", locale="fr")


def test_second_pipeline_gives_the_same_decision(engine: qudao.Engine, facts: qudao.Facts, review: qudao.Review) -> None:
    for partner in review:
        assert engine.explain(facts, AS_OF, partner).to_json() == review[partner].to_json()


def test_date_is_a_date_or_its_text(engine: qudao.Engine, facts: qudao.Facts, review: qudao.Review) -> None:
    assert engine.review(facts, "2026-03-31").to_json() == review.to_json()
    with pytest.raises(TypeError):
        engine.review(facts, dt.datetime(2026, 3, 31, 12, 0))  # its time would be dropped
    with pytest.raises(qudao.EvaluationError) as refused:
        engine.review(facts, "31.03.2026")
    assert refused.value.code == "bad_date"
    assert engine.review(facts, AS_OF, known_on="2026-04-05").to_dict()["known_on"] == "2026-04-05"


def test_json_and_dicts_give_the_same_bytes(programme: qudao.Programme, engine: qudao.Engine, review: qudao.Review) -> None:
    document = {"schema": "qudao/facts/1", "partners": PARTNERS, "sales": SALES, "registrations": REGISTRATIONS}
    facts = qudao.Facts.from_json(programme, json.dumps(document, default=str))
    assert engine.review(facts, AS_OF).to_json() == review.to_json()


def test_facts_are_filled_table_by_table(engine: qudao.Engine, base: qudao.Facts, review: qudao.Review) -> None:
    assert "not checked yet" in repr(base)
    base.add("sales", SALES[:2])
    base.add("sales", SALES[2:])
    base.check()
    assert "2 partners" in repr(base)
    assert engine.review(base, AS_OF).to_json() == review.to_json()
    with pytest.raises(RuntimeError, match="checked already"):
        base.add("sales", SALES)


def test_dicts_are_mapped_to_columns(engine: qudao.Engine, base: qudao.Facts, review: qudao.Review) -> None:
    rows = [{"dealer": row["partner"], "day": row["date"], "net": row["amount"], "shop": row["channel"]} for row in SALES]
    columns = {"partner": "dealer", "date": "day", "amount": "net", "channel": "shop", "basis": ("constant", "sell_in")}
    base.add("sales", rows, columns=columns)
    assert engine.review(base, AS_OF).to_json() == review.to_json()


def test_a_source_column_that_no_record_has_is_a_finding(base: qudao.Facts) -> None:
    with pytest.raises(qudao.FactsError) as refused:
        base.add("sales", SALES, columns={"amount": "amuont"})
    assert (refused.value.code, refused.value.path) == ("missing_column", "/sales/amount")
    with pytest.raises(TypeError, match="constant"):
        base.add("sales", SALES, columns={"amount": 5})  # type: ignore[dict-item]


def test_values_are_handed_over(programme: qudao.Programme, engine: qudao.Engine) -> None:
    facts = qudao.Facts(programme)
    facts.add("partners", PARTNERS)
    facts.add("sales", [])
    facts.add("registrations", [])
    facts.give("P-001", "net_sales", Decimal("500.5"))
    facts.give("P-002", "net_sales", 7)
    facts.give("P-002", "lines", None)
    review = engine.review(facts, AS_OF)
    assert review["P-001"].metrics["net_sales"] == Decimal("500.5")
    assert review["P-002"].metrics == {"lines": "missing", "net_sales": Decimal(7), "per_line": "missing"}


def test_partials_merge_to_the_same_bytes(programme: qudao.Programme, engine: qudao.Engine, review: qudao.Review) -> None:
    def part(sales: list[dict[str, object]]) -> qudao.Partial:
        facts = qudao.Facts.from_dict(programme, {"partners": PARTNERS, "sales": sales, "registrations": REGISTRATIONS})
        return engine.measure(facts, AS_OF)

    whole = part(SALES[:1])
    whole.merge(qudao.Partial.from_json(engine, part(SALES[1:]).to_json()))
    facts = qudao.Facts.from_dict(programme, {"partners": PARTNERS, "registrations": REGISTRATIONS}, stream=["sales"])
    assert engine.decide(facts, whole).to_json() == review.to_json()
    with pytest.raises(qudao.EvaluationError) as refused:
        qudao.Partial.from_json(engine, "{}")
    assert refused.value.code == "bad_partial"
    other = qudao.Engine(qudao.Programme.from_json(json.dumps({**PROGRAMME, "revision": 4})))
    with pytest.raises(qudao.EvaluationError) as refused:
        other.decide(facts, whole)
    assert refused.value.code == "plan_mismatch"


def test_a_partial_merges_with_itself(engine: qudao.Engine, facts: qudao.Facts) -> None:
    partial = engine.measure(facts, AS_OF)
    partial.merge(partial)
    assert engine.decide(facts, partial)["P-002"].metrics["net_sales"] == Decimal(500)


def test_threads_share_an_engine(engine: qudao.Engine, facts: qudao.Facts, review: qudao.Review) -> None:
    outputs: list[str] = []
    threads = [threading.Thread(target=lambda: outputs.append(engine.review(facts, AS_OF).to_json())) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert outputs == [review.to_json()] * 4


def test_objects_are_immutable(programme: qudao.Programme, engine: qudao.Engine, facts: qudao.Facts, review: qudao.Review) -> None:
    for thing in (programme, engine, facts, review, review["P-001"], engine.measure(facts, AS_OF)):
        with pytest.raises(AttributeError):
            thing.surprise = 1  # type: ignore[union-attr]
    for name in ("id", "revision", "fingerprint"):
        with pytest.raises(AttributeError):
            setattr(programme, name, 1)


def test_partners_side_by_side() -> None:
    """Targets become records again, and of a leaderboard each sees only its own name."""
    document = {
        **PROGRAMME,
        "cascades": {
            "plan": {
                "target": "annual",
                "amount": "100.00",
                "period": {"from": "2027-01-01", "until": "2028-01-01"},
                "shared_by": "net_sales",
                "along": "partners",
                "when_no_weight": "nothing",
            }
        },
        "leaderboards": {"sales": {"rank_by": "net_sales", "first": "highest", "names": "masked"}},
        "pay_checks": {"parity": {"of": ["volume"], "achievement": "net_sales", "base": "net_sales"}},
        "cost_shares": {"fair": {"paid": "net_sales", "shared_by": "lines"}},
        "classes": {"size": {"rules": [{"class": "large", "when": {"net_sales": {"at_least": "1000"}}}], "otherwise": "small"}},
    }
    programme = qudao.Programme.from_json(json.dumps(document))
    facts = qudao.Facts.from_dict(programme, {"partners": PARTNERS, "sales": SALES, "registrations": REGISTRATIONS})
    review = qudao.Engine(programme).review(facts, AS_OF)
    assert [entry["partner"] for entry in review.leaderboards[0]["entries"]] == ["P-001", "P-002"]
    seen = review.leaderboard("sales", "P-002")
    assert seen is not None
    assert [entry.get("partner") for entry in seen["entries"]] == [None, "P-002"]
    assert review.leaderboard("other", "P-002") is None
    with pytest.raises(qudao.EvaluationError) as refused:
        review.leaderboard("sales", "P-9")
    assert refused.value.code == "unknown_partner"
    assert review.cascades[0]["given"] == "100.00"
    targets = review.targets("plan")
    assert targets is not None
    assert [target["amount"] for target in targets] == ["80.02", "19.98"]
    assert review.targets("other") is None
    again = qudao.Facts(programme)
    again.add("partners", PARTNERS)
    again.add("targets", targets)
    again.check(stream=["sales", "registrations"])
    # 2 % of 1,001.00 and of 250; 1,251.00 by 3 : 1 lines are 938.25 and 312.75
    assert review.pay_checks[0]["cost_ratio"] == "0.02"
    assert review.cost_shares[0]["transfers"] == [{"from": "P-002", "to": "P-001", "amount": "62.75"}]
    assert [decision["class"] for decision in review["P-001"].classes] == ["large"]
    table = pa.table(review)
    assert table["size.class"].to_pylist() == ["large", "small"]
