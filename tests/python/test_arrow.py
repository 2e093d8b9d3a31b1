"""Tables of pandas, polars, pyarrow and duckdb: whatever holds the records, the same bytes come out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from conftest import AS_OF, PARTNERS, REGISTRATIONS, SALES

import qudao

SCHEMA = pa.schema(
    [
        ("partner", pa.string()),
        ("date", pa.date32()),
        ("amount", pa.decimal128(18, 2)),
        ("basis", pa.string()),
        ("channel", pa.string()),
    ]
)
TABLE = pa.Table.from_pylist(SALES, schema=SCHEMA)

PRODUCERS: dict[str, Callable[[pa.Table], Any]] = {
    "pyarrow table": lambda table: table,
    "pyarrow batches": lambda table: table.to_reader(max_chunksize=1),
    "pyarrow record batch": lambda table: table.to_batches()[0],
    "polars": lambda table: pl.from_arrow(table),
    "pandas numpy": lambda table: table.to_pandas(),
    "pandas arrow": lambda table: table.to_pandas(types_mapper=pd.ArrowDtype),
    "duckdb": lambda table: duckdb.connect().from_arrow(table),
}


@pytest.mark.parametrize("producer", PRODUCERS)
def test_tables_of_every_producer_give_the_same_bytes(producer: str, engine: qudao.Engine, base: qudao.Facts, review: qudao.Review) -> None:
    base.add("sales", PRODUCERS[producer](TABLE))
    assert engine.review(base, AS_OF).to_json() == review.to_json()


@pytest.mark.parametrize("producer", PRODUCERS)
def test_streams_of_every_producer_give_the_same_bytes(producer: str, engine: qudao.Engine, base: qudao.Facts, review: qudao.Review) -> None:
    streamed = engine.review(base, AS_OF, stream={"sales": PRODUCERS[producer](TABLE)})
    assert streamed.to_json() == review.to_json()


def test_source_is_mapped_while_it_streams(engine: qudao.Engine, base: qudao.Facts, review: qudao.Review) -> None:
    table = TABLE.drop_columns(["basis"]).rename_columns(["dealer", "day", "net", "shop"])
    columns = {"partner": "dealer", "date": "day", "amount": "net", "channel": "shop", "basis": ("constant", "sell_in")}
    source = qudao.Source(table, columns=columns)
    assert engine.review(base, AS_OF, stream={"sales": source}).to_json() == review.to_json()
    with pytest.raises(qudao.FactsError) as refused:
        engine.review(base, AS_OF, stream={"sales": qudao.Source(table, columns={"amount": "amuont"})})
    assert (refused.value.code, refused.value.path) == ("missing_column", "/sales/amount")


def column(name: str, array: Any) -> pa.Table:
    return TABLE.set_column(TABLE.schema.get_field_index(name), name, pa.chunked_array([array]))


TEXT = TABLE["amount"].cast(pa.string()).combine_chunks()
PARTNER = TABLE["partner"].combine_chunks()
DAYS = TABLE["date"].combine_chunks()
ACCEPTED = {
    "large text": ("partner", PARTNER.cast(pa.large_string())),
    "text views": ("partner", PARTNER.cast(pa.string_view())),
    "dictionary": ("partner", PARTNER.dictionary_encode()),
    "dictionary of large text": ("partner", PARTNER.cast(pa.large_string()).dictionary_encode()),
    "dictionary with nulls": ("channel", TABLE["channel"].combine_chunks().dictionary_encode()),
    "dictionary with a null entry": (
        "channel",
        pa.DictionaryArray.from_arrays(pa.array([0, 1, 2, 0]), pa.array(["shop", None, "online"])),
    ),
    "amounts as text": ("amount", TEXT),
    "decimal256": ("amount", TABLE["amount"].cast(pa.decimal256(50, 2)).combine_chunks()),
    "decimal64": ("amount", TABLE["amount"].cast(pa.decimal64(18, 2)).combine_chunks()),
    "decimal32": ("amount", TABLE["amount"].cast(pa.decimal32(9, 2)).combine_chunks()),
    "decimal with eight digits": ("amount", TABLE["amount"].cast(pa.decimal128(30, 8)).combine_chunks()),
    "date64": ("date", DAYS.cast(pa.date64())),
    "seconds at midnight": ("date", DAYS.cast(pa.timestamp("s"))),
    "milliseconds at midnight": ("date", DAYS.cast(pa.timestamp("ms"))),
    "microseconds at midnight": ("date", DAYS.cast(pa.timestamp("us"))),
    "nanoseconds at midnight": ("date", DAYS.cast(pa.timestamp("ns"))),
    "dates as text": ("date", DAYS.cast(pa.string())),
}


@pytest.mark.parametrize("form", ACCEPTED)
def test_forms_of_a_column_that_are_read(form: str, engine: qudao.Engine, base: qudao.Facts, review: qudao.Review) -> None:
    table = column(*ACCEPTED[form])
    base.add("sales", table)
    assert engine.review(base, AS_OF).to_json() == review.to_json()
    assert engine.review(base, AS_OF).to_json() == review.to_json()


@pytest.mark.parametrize("kind", [pa.int8(), pa.int16(), pa.int32(), pa.int64(), pa.uint8(), pa.uint16(), pa.uint32(), pa.uint64(), pa.decimal128(5, 0)])
def test_whole_numbers_of_every_width(kind: pa.DataType, engine: qudao.Engine, base: qudao.Facts) -> None:
    base.add("sales", column("amount", pa.array([1, 2, 3, 4], type=kind)))
    assert engine.review(base, AS_OF)["P-001"].metrics["net_sales"] == 6


def test_decimals_of_negative_scale(engine: qudao.Engine, base: qudao.Facts) -> None:
    thousands = pa.array([Decimal("1E+3"), Decimal("2E+3"), Decimal("3E+3"), Decimal(0)], type=pa.decimal128(5, -3))
    base.add("sales", column("amount", thousands))
    assert engine.review(base, AS_OF)["P-001"].metrics["net_sales"] == 6000


REFUSED = {
    "floats": ("amount", pa.array([1.0, 2.0, 3.0, 4.0]), "amount_not_exact", "/sales/amount"),
    "a boolean for an amount": ("amount", pa.array([True] * 4), "wrong_type", "/sales/amount"),
    "a number for an id": ("partner", pa.array([1, 2, 3, 4]), "wrong_type", "/sales/partner"),
    "a date for a text": ("channel", DAYS, "wrong_type", "/sales/channel"),
    "a time of day": ("date", pa.array([dt.datetime(2026, 1, 1)] * 3 + [dt.datetime(2026, 1, 1, 1)]), "bad_date", "/sales/3/date"),
    "eight digits in use": (
        "amount",
        pa.array([Decimal("0.12345678")] * 4, type=pa.decimal128(20, 8)),
        "too_precise",
        "/sales/0/amount",
    ),
    "beyond fifteen digits": ("amount", pa.array([Decimal(10**15)] * 4, type=pa.decimal128(30, 2)), "too_large_amount", "/sales/0/amount"),
    "beyond 128 bits": ("amount", pa.array([Decimal(10**50)] * 4, type=pa.decimal256(60, 2)), "too_large_amount", "/sales/0/amount"),
    "a null amount": ("amount", pa.array([None] * 4, type=pa.decimal128(9, 2)), "missing_value", "/sales/0/amount"),
    "an empty column": ("amount", pa.nulls(4), "missing_value", "/sales/0/amount"),
}


@pytest.mark.parametrize("form", REFUSED)
@pytest.mark.parametrize("way", ["kept", "streamed"])
def test_forms_of_a_column_that_are_refused(form: str, way: str, engine: qudao.Engine, base: qudao.Facts) -> None:
    name, array, code, path = REFUSED[form]
    with pytest.raises(qudao.FactsError) as refused:
        if way == "kept":
            base.add("sales", column(name, array))
            base.check()
        else:
            engine.review(base, AS_OF, stream={"sales": column(name, array)})
    assert (refused.value.code, refused.value.path) == (code, path)


def test_unknown_columns_and_tables_are_findings(programme: qudao.Programme, engine: qudao.Engine, base: qudao.Facts) -> None:
    base.add("sales", TABLE.append_column("colour", pa.array(["red"] * 4)))
    with pytest.raises(qudao.FactsError) as refused:
        base.check()
    assert refused.value.code == "unknown_column"
    facts = qudao.Facts(programme)
    facts.add("orders", TABLE)
    with pytest.raises(qudao.FactsError) as refused:
        facts.check()
    assert "unknown_table" in [finding["code"] for finding in refused.value.diagnostics]


def test_floats_are_read_as_their_shortest_text(engine: qudao.Engine, base: qudao.Facts, review: qudao.Review) -> None:
    floats = column("amount", pa.array([1000.10, -0.05, 0.95, 250.0]))
    base.add("sales", floats, floats="shortest")
    assert engine.review(base, AS_OF).to_json() == review.to_json()


def test_streamed_floats_are_read_as_their_shortest_text(engine: qudao.Engine, base: qudao.Facts, review: qudao.Review) -> None:
    frame = pd.DataFrame({**TABLE.to_pandas(), "amount": [1000.10, -0.05, 0.95, 250.0]})
    source = qudao.Source(frame, floats="shortest")
    assert engine.review(base, AS_OF, stream={"sales": source}).to_json() == review.to_json()


@pytest.mark.parametrize(
    ("zone", "text"),
    [("UTC", "2026-01-05T01:30:00Z"), ("+08:00", "2026-01-05T09:30:00+08:00"), ("Asia/Shanghai", "2026-01-05T09:30:00+08:00"), ("America/New_York", "2026-01-04T20:30:00-05:00")],
)
@pytest.mark.parametrize("unit", ["s", "ms", "us", "ns"])
def test_moments_keep_their_zone(zone: str, text: str, unit: str, programme: qudao.Programme, engine: qudao.Engine) -> None:
    at = pa.array([dt.datetime(2026, 1, 5, 1, 30, tzinfo=dt.timezone.utc)], type=pa.timestamp(unit, tz=zone))
    claims = pa.table({"id": ["R"], "partner": ["P-001"], "customer": ["C"], "registered_at": at})
    facts = qudao.Facts(programme)
    facts.add("partners", PARTNERS)
    facts.add("sales", TABLE)
    facts.add("registrations", claims)
    assert engine.review(facts, AS_OF).conflicts[0]["claims"][0]["at"] == text


@pytest.mark.parametrize("at", [dt.datetime(2026, 1, 5), dt.datetime(2026, 1, 5, 0, 0, 0, 1, tzinfo=dt.timezone.utc)])
def test_moments_without_zone_or_with_fractions_are_refused(at: dt.datetime, base: qudao.Facts) -> None:
    claims = pa.table({"id": ["R"], "partner": ["P-001"], "customer": ["C"], "registered_at": pa.array([at])})
    with pytest.raises(qudao.FactsError) as refused:
        base.add("registrations", claims)
    assert refused.value.code == "bad_instant"


def test_booleans_and_integers_of_declared_columns(programme: qudao.Programme, engine: qudao.Engine, review: qudao.Review) -> None:
    facts = qudao.Facts(programme)
    facts.add("partners", pa.table({"id": ["P-001", "P-002"], "signed": [True, None], "staff": [4, None]}))
    facts.add("sales", TABLE, columns={name: name for name in TABLE.column_names})
    facts.add("registrations", REGISTRATIONS)
    assert engine.review(facts, AS_OF).to_json() == review.to_json()


def test_review_is_an_arrow_table(review: qudao.Review) -> None:
    table = pa.table(review)
    assert table.column_names == ["partner", "tier", "total", "volume.earned", "volume.amount", "risk.points", "risk.band"]
    assert table.schema.field("total").type == pa.decimal128(38, 2)
    assert table["total"].to_pylist() == [Decimal("20.02"), Decimal("5.00")]
    assert table["tier"].to_pylist() == ["silver", "registered"]
    assert table["risk.points"].to_pylist() == [0, Decimal("30.5")]
    assert table["risk.band"].to_pylist() == ["low", "high"]
    assert pl.DataFrame(review)["total"].to_list() == table["total"].to_pylist()
    assert pd.DataFrame.from_arrow(review)["partner"].tolist() == ["P-001", "P-002"]
    assert duckdb.sql("select sum(total) from review").fetchall() == [(Decimal("25.02"),)]


def many(rows: int) -> pa.Table:
    return pa.table(
        {
            "partner": pa.array(["P-001", "P-002"] * (rows // 2)),
            "date": pa.array([dt.date(2026, 1, 5)] * rows),
            "amount": pa.array([Decimal("0.01")] * rows, type=pa.decimal128(18, 2)),
            "basis": pa.array(["sell_in"] * rows),
        }
    )


def test_progress_counts_rows_part_by_part(engine: qudao.Engine, base: qudao.Facts) -> None:
    seen: list[int] = []
    review = engine.review(base, AS_OF, stream={"sales": many(200_000)}, progress=seen.append)
    assert review["P-001"].metrics["net_sales"] == 1000
    assert seen[-1] == 200_000 and len(seen) >= 4 and seen == sorted(seen)


def test_an_exception_in_progress_stops_the_work(engine: qudao.Engine, base: qudao.Facts) -> None:
    seen: list[int] = []

    def stop(done: int) -> None:
        seen.append(done)
        raise LookupError("enough")

    with pytest.raises(LookupError, match="enough"):
        engine.review(base, AS_OF, stream={"sales": many(200_000)}, progress=stop)
    assert len(seen) == 1


def endless(table: pa.Table) -> Iterator[pa.RecordBatch]:
    while True:
        yield from table.to_batches()


def test_ctrl_c_stops_an_endless_stream(engine: qudao.Engine, base: qudao.Facts) -> None:
    import signal

    table = many(2_000)
    reader = pa.RecordBatchReader.from_batches(table.schema, endless(table))
    seen: list[int] = []

    def interrupt(done: int) -> None:
        seen.append(done)
        if len(seen) == 3:
            signal.raise_signal(signal.SIGINT)

    # a shell starts what runs in the background with this signal ignored, and the stream would not end
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        with pytest.raises(KeyboardInterrupt):
            engine.measure(base, AS_OF, stream={"sales": reader}, progress=interrupt)
    finally:
        signal.signal(signal.SIGINT, before)
    assert 3 <= len(seen) <= 4


def test_an_error_of_the_producer_is_told(engine: qudao.Engine, base: qudao.Facts) -> None:
    def failing() -> Iterator[pa.RecordBatch]:
        yield from TABLE.to_batches()
        raise ValueError("the disk is gone")

    reader = pa.RecordBatchReader.from_batches(TABLE.schema, failing())
    with pytest.raises(RuntimeError, match="the disk is gone"):
        engine.review(base, AS_OF, stream={"sales": reader})


def test_what_is_no_table_is_refused(engine: qudao.Engine, base: qudao.Facts) -> None:
    with pytest.raises(TypeError, match="__arrow_c_stream__"):
        engine.review(base, AS_OF, stream={"sales": [1]})  # type: ignore[dict-item]


def test_a_stream_leaves_the_facts_as_they_are(engine: qudao.Engine, base: qudao.Facts, review: qudao.Review) -> None:
    table = TABLE.append_column("id", pa.array(["1", "2", "3", "4"]))
    for _ in range(2):  # the second time the ids are not seen as used twice
        assert engine.review(base, AS_OF, stream={"sales": table}).to_json() == review.to_json()
