"""Times the W1 workload in qudao, DuckDB and Polars, interleaved, and prints the ratios in CPU time.

    python benches/w1/run.py 1e7 --rounds 3          records made here
    python benches/w1/run.py --data FOLDER           records from Parquet files with the columns of records.py

Every engine runs in a process of its own, with the tables in memory before the clock starts. CPU seconds are those of all
threads inside the timed region; the wall clock of a shared machine says little. All checksums must be equal.
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import engines
import records


def anonymous_mib() -> int:
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("RssAnon"):
            return int(line.split()[1]) // 1024
    return 0


def measure(engine: str, folder: str) -> None:
    tables = records.load(folder)
    prepare, columns = engines.ENGINES[engine]
    run = prepare(tables)
    before = anonymous_mib()
    wall, cpu = time.perf_counter(), time.process_time()
    result = run()
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    output = columns(result)
    line = dict(engine=engine, cpu=round(cpu, 3), wall=round(wall, 3), grown_mib=anonymous_mib() - before, peak_mib=peak, partners=len(output[0]), sha=engines.checksum(output))
    print(json.dumps(line))


def write(lines: int, folder: str) -> None:
    import pyarrow.parquet as parquet

    for name, table in records.make(lines).items():
        parquet.write_table(table, f"{folder}/{name}.parquet", row_group_size=1_000_000)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("lines", nargs="?", type=lambda text: int(float(text)), default=1_000_000)
    parser.add_argument("--data", help="folder of Parquet files instead of records made here")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--engines", default="qudao,duckdb,polars")
    parser.add_argument("--one", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.one:
        measure(arguments.one, arguments.data)
        return 0
    names = arguments.engines.split(",")
    with tempfile.TemporaryDirectory() as scratch:
        folder = arguments.data or scratch
        if not arguments.data:
            write(arguments.lines, folder)
        results: dict[str, list[dict]] = {name: [] for name in names}
        for _ in range(arguments.rounds):
            for name in names:
                done = subprocess.run([sys.executable, __file__, "--one", name, "--data", folder], capture_output=True, text=True)
                if done.returncode != 0:
                    print(done.stderr, file=sys.stderr)
                    return 1
                results[name].append(json.loads(done.stdout))
                print(done.stdout.strip(), flush=True)
    checksums = {result["sha"] for rounds in results.values() for result in rounds}
    if len(checksums) != 1:
        print(f"the engines disagree: {sorted(checksums)}", file=sys.stderr)
        return 1
    print(f"checksum {checksums.pop()}")
    medians = {name: statistics.median(result["cpu"] for result in rounds) for name, rounds in results.items()}
    for name, cpu in medians.items():
        ratio = "" if name == names[0] else f"  {cpu / medians[names[0]]:.2f} × {names[0]}"
        print(f"{name:8} {cpu:8.3f} CPU s (median of {arguments.rounds}){ratio}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
