"""The W1 programme in three engines: qudao, DuckDB, Polars. Each gives nine whole numbers a partner, by partner id:
index, tier, R1, R2, R3, R4, choice, total (cents) and score. README.md states the rules; the tables come from records.py.

``prepare`` loads what the engine wants to have in memory and is not timed; ``run`` is.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

Tables = dict[str, pa.Table]
COLUMNS = ["partner_index", "tier", "r1", "r2", "r3", "r4", "choice", "total", "score"]
TIERS = {"registered": 0, "silver": 1, "gold": 2, "platinum": 3}


def checksum(columns: list[np.ndarray]) -> str:
    matrix = np.column_stack([np.asarray(column, dtype="<i8") for column in columns])
    return hashlib.sha256(np.ascontiguousarray(matrix).tobytes()).hexdigest()


# -- qudao ---------------------------------------------------------------------------------------------------------------------


def prepare_qudao(tables: Tables) -> Callable[[], Any]:
    import qudao

    programme = qudao.Programme.from_json((Path(__file__).parent / "programme.json").read_text())
    engine = qudao.Engine(programme)
    # one dictionary for all chunks, as a table read by one reader has it
    tables = {name: table.unify_dictionaries() for name, table in tables.items()}

    def run() -> Any:
        facts = qudao.Facts(programme)
        facts.add("partners", tables["partners"], columns={"id": "partner", "certs": "certs"})
        facts.add("products", tables["products"], columns={"id": "sku", "category": "category"})
        sales = {
            "partner": "partner",
            "product": "sku",
            "date": "date",
            "amount": "net_amount",
            "quantity": "quantity",
            "ship_to": "ship_region",
            "basis": ("constant", "sell_in"),
        }
        receivables = {"partner": "partner", "issued": "issue_date", "due": "due_date", "paid": "paid_date", "amount": "amount"}
        stream = {
            "sales": qudao.Source(tables["sales"], columns=sales),
            "receivables": qudao.Source(tables["invoices"], columns=receivables),
        }
        return engine.review(facts, "2025-12-31", stream=stream)

    return run


def columns_qudao(review: Any) -> list[np.ndarray]:
    table = pa.table(review)
    cents = lambda name: np.array([int(value.scaleb(2)) for value in table[name].to_pylist()], np.int64)  # noqa: E731
    r2, r3 = cents("r2.earned"), cents("r3.earned")
    points = np.array([int(value) for value in table["risk.points"].to_pylist()], np.int64)
    tier = np.array([TIERS[word] for word in table["tier"].to_pylist()], np.int64)
    choice = np.where(r3 > r2, 3, 2)
    return [np.arange(len(tier)), tier, cents("r1.earned"), r2, r3, cents("r4.earned"), choice, cents("total"), points]


# -- the same rules over sums, as text for both SQL dialects -------------------------------------------------------------------

IN_YEAR = "date >= DATE '2025-01-01' AND date < DATE '2026-01-01'"
QUARTERS = [("2025-01-01", "2025-04-01"), ("2025-04-01", "2025-07-01"), ("2025-07-01", "2025-10-01"), ("2025-10-01", "2026-01-01")]


def half_even(scaled: str) -> str:
    """Ten-thousandths of a cent to whole cents, ties to even; // rounds towards minus infinity in neither engine for us to
    rely on, and the awards are never negative."""
    return f"(({scaled}) // 10000 + CASE WHEN ({scaled}) % 10000 > 5000 OR (({scaled}) % 10000 = 5000 AND (({scaled}) // 10000) % 2 = 1) THEN 1 ELSE 0 END)"


def first_points(numerator: str, denominator: str, table: list[tuple[int, int]]) -> str:
    cases = " ".join(f"WHEN {numerator} * 100 >= {denominator} * {percent} THEN {points}" for percent, points in table)
    return f"CASE {cases} ELSE 0 END"


DECIDE = f"""
tiered AS (
  SELECT *, CASE WHEN t12m >= 1000000000 AND certs >= 5 THEN 3 WHEN t12m >= 200000000 AND certs >= 3 THEN 2
                 WHEN t12m >= 50000000 AND certs >= 1 THEN 1 ELSE 0 END AS tier,
            CASE WHEN cy >= 1000000000 THEN 200 WHEN cy >= 200000000 THEN 150 WHEN cy >= 50000000 THEN 100 ELSE 0 END AS bp
  FROM sums),
paid AS (
  SELECT *, {half_even("cy * CASE WHEN bp > 0 THEN bp + CASE tier WHEN 3 THEN 50 WHEN 2 THEN 25 WHEN 1 THEN 10 ELSE 0 END ELSE 0 END")} AS r1,
            {half_even(" + ".join(f"greatest(least(q{i}, 20000000) - 5000000, 0) * 200 + greatest(least(q{i}, 100000000) - 20000000, 0) * 300 + greatest(q{i} - 100000000, 0) * 400" for i in range(4)))} AS r2,
            {half_even("CASE WHEN py > 0 AND 10 * (cy - py) >= py THEN (cy - py) * 200 ELSE 0 END")} AS r3,
            500 * greatest(units, 0) AS r4
  FROM tiered)
SELECT row_number() OVER (ORDER BY partner) - 1 AS partner_index, tier, r1, r2, r3, r4,
  CASE WHEN r3 > r2 THEN 3 ELSE 2 END AS choice, least(r1 + greatest(r2, r3) + r4, 20000000) AS total,
  CASE WHEN o > 0 THEN {first_points("ov", "o", [(50, 30), (20, 20), (5, 10)])}
     + CASE WHEN s90 <= 0 THEN 25 ELSE {first_points("o * 90", "s90", [(9000, 25), (6000, 15), (3000, 5)])} END ELSE 0 END
  + CASE WHEN h1 <= 0 THEN 5 ELSE {first_points("(h1 - h2)", "h1", [(30, 20), (10, 10)])} END
  + CASE WHEN gross = 0 THEN CASE WHEN back > 0 THEN 15 ELSE 0 END ELSE {first_points("back", "gross", [(10, 15), (5, 10), (2, 5)])} END
  + CASE WHEN gross > 0 THEN {first_points("largest", "gross", [(80, 10), (60, 5)])} ELSE 0 END AS score
FROM paid ORDER BY partner"""


def prepare_duckdb(tables: Tables) -> Callable[[], Any]:
    """Own in-memory tables; the region split by a second GROUP BY, which measured faster than eight filtered sums."""
    import duckdb

    connection = duckdb.connect(config={"threads": 2})
    for name, table in tables.items():
        connection.register("source", table)
        connection.execute(f"CREATE TABLE {name} AS SELECT * FROM source")
        connection.unregister("source")
    total = lambda where, what="net_amount": f"sum({what}) FILTER ({where})"  # noqa: E731
    sums = {
        "t12m": total("date >= DATE '2024-10-01' AND date < DATE '2025-10-01'"),
        "py": total("date >= DATE '2024-01-01' AND date < DATE '2025-01-01'"),
        "h1": total("date >= DATE '2025-01-01' AND date < DATE '2025-07-01'"),
        "h2": total("date >= DATE '2025-07-01' AND date < DATE '2026-01-01'"),
        "gross": total(f"{IN_YEAR} AND net_amount > 0"),
        "back": "-" + total(f"{IN_YEAR} AND net_amount < 0"),
        "s90": total("date >= DATE '2025-10-03' AND date < DATE '2026-01-01'"),
        **{f"q{i}": total(f"category = 'A' AND date >= DATE '{a}' AND date < DATE '{b}'") for i, (a, b) in enumerate(QUARTERS)},
    }
    cents = lambda name: f"(coalesce({name}, 0) * 100)::BIGINT"  # noqa: E731
    text = f"""
WITH lines AS (SELECT partner, {", ".join(f"{what} AS {name}" for name, what in sums.items())}, {total(f"category = 'S' AND {IN_YEAR}", "quantity")} AS units
               FROM sales JOIN products USING (sku) GROUP BY partner),
regions AS (SELECT partner, max(g) AS largest FROM (SELECT partner, ship_region, sum(net_amount) AS g FROM sales WHERE {IN_YEAR} AND net_amount > 0 GROUP BY ALL) GROUP BY partner),
open AS (SELECT partner, sum(amount) AS o, sum(amount) FILTER (due_date < DATE '2025-12-31') AS ov FROM invoices
         WHERE paid_date IS NULL OR paid_date > DATE '2025-12-31' GROUP BY partner),
sums AS (SELECT p.partner, p.certs, {", ".join(f"{cents(name)} AS {name}" for name in [*sums, "largest", "o", "ov"])},
                {cents("h1")} + {cents("h2")} AS cy, coalesce(units, 0)::BIGINT AS units
         FROM partners p LEFT JOIN lines USING (partner) LEFT JOIN regions USING (partner) LEFT JOIN open USING (partner)),
{DECIDE}"""
    return lambda: connection.execute(text).fetchnumpy()


def columns_numpy(result: Any) -> list[np.ndarray]:
    return [np.asarray(result[name]) for name in COLUMNS]


def prepare_polars(tables: Tables) -> Callable[[], Any]:
    """Categorical and int64 columns in memory, lazy plan, default engine."""
    import polars as pl

    cents = lambda name: (pl.col(name) * 100).cast(pl.Int64).alias(name)  # noqa: E731
    frames = {name: pl.from_arrow(table) for name, table in tables.items()}
    sales = frames["sales"].with_columns(cents("net_amount"), pl.col("quantity").cast(pl.Int64))
    invoices = frames["invoices"].with_columns(cents("amount"))
    as_text = lambda frame: frame.with_columns(pl.col("partner").cast(pl.String))  # noqa: E731
    products = frames["products"].with_columns(pl.col("sku").cast(sales.schema["sku"]))
    day = lambda text: pl.lit(text).str.to_date()  # noqa: E731
    between = lambda a, b: (pl.col("date") >= day(a)) & (pl.col("date") < day(b))  # noqa: E731
    net, year = pl.col("net_amount"), between("2025-01-01", "2026-01-01")

    def run() -> Any:
        lines = (
            sales.lazy()
            .join(products.lazy(), on="sku")
            .group_by("partner")
            .agg(
                net.filter(between("2024-10-01", "2025-10-01")).sum().alias("t12m"),
                net.filter(between("2024-01-01", "2025-01-01")).sum().alias("py"),
                net.filter(between("2025-01-01", "2025-07-01")).sum().alias("h1"),
                net.filter(between("2025-07-01", "2026-01-01")).sum().alias("h2"),
                net.filter(year & (net > 0)).sum().alias("gross"),
                (-net.filter(year & (net < 0)).sum()).alias("back"),
                net.filter(between("2025-10-03", "2026-01-01")).sum().alias("s90"),
                *[net.filter((pl.col("category") == "A") & between(a, b)).sum().alias(f"q{i}") for i, (a, b) in enumerate(QUARTERS)],
                pl.col("quantity").filter((pl.col("category") == "S") & year).sum().alias("units"),
            )
        )
        regions = (
            sales.lazy().filter(year & (net > 0)).group_by("partner", "ship_region").agg(net.sum()).group_by("partner").agg(net.max().alias("largest"))
        )
        open_ = (
            invoices.lazy()
            .filter(pl.col("paid_date").is_null() | (pl.col("paid_date") > day("2025-12-31")))
            .group_by("partner")
            .agg(pl.col("amount").sum().alias("o"), pl.col("amount").filter(pl.col("due_date") < day("2025-12-31")).sum().alias("ov"))
        )
        sums = frames["partners"].lazy()
        for part in (lines, regions, open_):
            sums = sums.join(as_text(part), on="partner", how="left")
        sums = sums.with_columns(pl.col(pl.Int64).fill_null(0)).with_columns((pl.col("h1") + pl.col("h2")).alias("cy")).collect()
        return pl.SQLContext(sums=sums, eager=True).execute("WITH " + DECIDE.strip().replace(" // ", " // "))

    return run


ENGINES: dict[str, tuple[Callable[[Tables], Callable[[], Any]], Callable[[Any], list[np.ndarray]]]] = {
    "qudao": (prepare_qudao, columns_qudao),
    "duckdb": (prepare_duckdb, columns_numpy),
    "polars": (prepare_polars, columns_numpy),
}
