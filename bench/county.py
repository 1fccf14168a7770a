"""How import, report and figures grow with the ledgers: ×1, ×10, ×100.

    make bench                        # the demo county, repeated
    python -m bench.county LEDGERS    # another county's folder

Each size runs in processes of its own, on an empty database (DATABASE_URL or SQLite). Seconds are
wall clock of one run on this machine; read the ratios. Prints a table in Markdown.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SIZES = (1, 10, 100)
WUTONG = [sys.executable, "-m", "wutong"]
REPORT = [*WUTONG, "report", "quarterly", "2023Q1", "--format"]


def timed(command: list[str], data: str) -> tuple[float, bytes]:
    env = {**os.environ, "WUTONG_DATA_DIR": data}
    began = time.perf_counter()
    done = subprocess.run(command, env=env, capture_output=True, check=True)
    return time.perf_counter() - began, done.stdout


def measure(source: Path, times: int) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as data, tempfile.TemporaryDirectory() as folder:
        ledgers = source
        if times > 1:
            ledgers = Path(folder)
            timed([sys.executable, "-m", "bench.repeat", str(source), str(times), folder], data)
        empty, _ = timed([*WUTONG, "held"], data)  # migrates, so that the import's time is its own
        took, out = timed([*WUTONG, "import", str(ledgers), "--apply", "--json"], data)
        rows = sum(sheet["read"] for sheet in json.loads(out)["sheets"])
        found = {"rows": float(rows), "migrate": empty, "import": took, "rows_s": rows / took}
        for form in ("json", "docx", "pdf", "xlsx"):
            found[form], _ = timed([*REPORT, form], data)
        found["figures"], _ = timed([*WUTONG, "figures", "2023Q1", "--json"], data)
        return found


def main() -> None:
    source = Path(sys.argv[1] if len(sys.argv) > 1 else "demo/ledgers").resolve()
    sizes = [int(n) for n in os.environ.get("SIZES", "").split(",") if n] or SIZES
    print("| | 行 | 导入 s | 行/s | 报告 JSON s | Word s | PDF s | 附表 s | 全部指标 s |")
    print("|---|---|---|---|---|---|---|---|---|")
    for times in sizes:
        m = measure(source, times)
        cells = [f"{m[k]:.1f}" for k in ("import",)] + [f"{m['rows_s']:.0f}"]
        cells += [f"{m[k]:.2f}" for k in ("json", "docx", "pdf", "xlsx", "figures")]
        print(f"| ×{times} | {m['rows']:.0f} | " + " | ".join(cells) + " |", flush=True)


if __name__ == "__main__":
    main()
