"""Records of the W1 workload, made from a seed: sales lines of two years, invoices, partners and products.

The shape follows the workload's description (README.md): N lines over min(100 000, N / 100) partners whose sizes follow a
Zipf-like law with exponent 0.9, N / 10 invoices, 5 000 products in the categories A, B, C, D, S, eight ship-to regions, two to
three in a hundred lines are returns. Money is made as whole cents and never passes through binary floating point on its way
into the tables.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa

CHUNK = 1_000_000
PRODUCTS = 5_000
FIRST = int(np.datetime64("2024-01-01").astype("datetime64[D]").astype(int))
LAST = int(np.datetime64("2026-01-01").astype("datetime64[D]").astype(int))


def decimals(cents: np.ndarray) -> pa.Array:
    """Whole cents as decimal128(18, 2), without parsing."""
    words = np.empty((len(cents), 2), np.int64)
    words[:, 0] = cents
    words[:, 1] = cents >> 63
    return pa.Array.from_buffers(pa.decimal128(18, 2), len(cents), [None, pa.py_buffer(words)])


def dates(days: np.ndarray, absent: np.ndarray | None = None) -> pa.Array:
    return pa.array(days.astype(np.int32), mask=absent).cast(pa.date32())


def coded(codes: np.ndarray, words: pa.Array) -> pa.Array:
    return pa.DictionaryArray.from_arrays(pa.array(codes.astype(np.int32)), words)


class Records:
    """All tables of one size; ``sales()`` yields batches, so that 100 million lines need no more memory than one million."""

    def __init__(self, lines: int, seed: int = 41) -> None:
        self.lines, self.seed = lines, seed
        self.partner_count = max(10, min(100_000, lines // 100))
        random = np.random.default_rng([seed, 0])
        weights = 1.0 / (np.arange(self.partner_count) + 8.0) ** 0.9
        random.shuffle(weights)
        self._cumulated = np.cumsum(weights / weights.sum())
        self._drift = random.normal(1.05, 0.25, self.partner_count).clip(0.2)
        self._home = random.integers(0, 8, self.partner_count)
        self._certificates = np.minimum(8, random.poisson(2.5 + 2.0 * (weights / weights.max()) ** 0.25)).astype(np.int32)
        self._category = np.searchsorted([0.40, 0.65, 0.80, 0.90], random.random(PRODUCTS))
        self._price = np.maximum(500, np.exp(random.normal(np.log(150_000), 0.8, PRODUCTS))).astype(np.int64)
        self._ids = pa.array([f"P{row:07d}" for row in range(self.partner_count)])
        self._skus = pa.array([f"SKU{row:05d}" for row in range(PRODUCTS)])

    def partners(self) -> pa.Table:
        return pa.table({"partner": self._ids, "certs": pa.array(self._certificates)})

    def products(self) -> pa.Table:
        words = np.array(["A", "B", "C", "D", "S"])
        return pa.table({"sku": self._skus, "category": pa.array(words[self._category])})

    def _draw(self, random: np.random.Generator, count: int) -> np.ndarray:
        return np.minimum(np.searchsorted(self._cumulated, random.random(count), side="right"), self.partner_count - 1)

    def sales(self) -> pa.Table:
        return pa.Table.from_batches([batch for start in range(0, self.lines, CHUNK) for batch in self._sales(start).to_batches()])

    def _sales(self, start: int) -> pa.Table:
        count = min(CHUNK, self.lines - start)
        random = np.random.default_rng([self.seed, 1 + start // CHUNK])
        day = FIRST + (start + np.arange(count, dtype=np.int64)) * (LAST - FIRST) // self.lines
        partner = self._draw(random, count)
        sku = random.integers(0, PRODUCTS, count)
        quantity = np.minimum(50, random.geometric(0.15, count)).astype(np.int64)
        discount = random.integers(70, 101, count)
        trend = np.where(day >= FIRST + 366, self._drift[partner], 1.0)
        cents = np.maximum(1, (quantity * self._price[sku] * discount // 100 * trend).astype(np.int64))
        back = random.random(count) < 0.02 * (1 + partner % 5) / 3.0
        region = np.where(random.random(count) < 0.3 + (partner % 7) * 0.1, self._home[partner], random.integers(0, 8, count))
        regions = pa.array([f"R{code}" for code in range(8)])
        return pa.table(
            {
                "date": dates(day),
                "partner": coded(partner, self._ids),
                "sku": coded(sku, self._skus),
                "quantity": pa.array(np.where(back, -quantity, quantity).astype(np.int32)),
                "net_amount": decimals(np.where(back, -cents, cents)),
                "ship_region": coded(region, regions),
            }
        )

    def invoices(self) -> pa.Table:
        count = self.lines // 10
        random = np.random.default_rng([self.seed, 1_000_000])
        partner = self._draw(random, count)
        issued = FIRST + random.integers(0, LAST - FIRST, count)
        due = issued + np.array([30, 45, 60])[random.integers(0, 3, count)]
        late = (random.normal(0, 10, count) + (partner % 11) * 4 - 15).astype(np.int64)
        paid = np.maximum(issued + 1, due + late)
        unpaid = (paid >= LAST + 10) | (random.random(count) < 0.004 * (partner % 13))
        cents = np.maximum(1, np.exp(random.normal(np.log(6_000_000), 1.0, count))).astype(np.int64)
        return pa.table(
            {
                "partner": coded(partner, self._ids),
                "issue_date": dates(issued),
                "due_date": dates(due),
                "paid_date": dates(paid, unpaid),
                "amount": decimals(cents),
            }
        )


def load(folder: str) -> dict[str, pa.Table]:
    """The same tables from a folder of Parquet files with these column names."""
    import pyarrow.parquet as parquet

    wanted = {
        "sales": ["date", "partner", "sku", "quantity", "net_amount", "ship_region"],
        "invoices": ["partner", "issue_date", "due_date", "paid_date", "amount"],
        "partners": ["partner", "certs"],
        "products": ["sku", "category"],
    }
    return {name: parquet.read_table(f"{folder}/{name}.parquet", columns=columns) for name, columns in wanted.items()}


def make(lines: int) -> dict[str, pa.Table]:
    records = Records(lines)
    return {"sales": records.sales(), "invoices": records.invoices(), "partners": records.partners(), "products": records.products()}
