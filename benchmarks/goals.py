"""How long plans take: 41 documents of 60 pages through the command line, one of them broken.

    python -m benchmarks.goals [--json benchmarks/results.json]

The documents are made from the self-written examples, a page a screenful, and no line comes
twice. Memory is the largest of the program's own and of its readers'. The ratio is to the smallest
command, in the same run.
"""

from __future__ import annotations

import argparse
import csv
import os
import resource
import subprocess
import sys
import tempfile
import time
from itertools import cycle
from pathlib import Path

import veivalg
from benchmarks.timing import Measured, printed, write_results
from tests.sources.pdf_written import Text, lines, pdf

DOCUMENTS, PAGES, LINES = 41, 60, 40
EXAMPLES = Path(veivalg.__file__).parent / "plans" / "examples" / "sentences.csv"


def made(folder: Path) -> None:
    """The documents; the last one is cut off in the middle."""
    with EXAMPLES.open(encoding="utf-8", newline="") as stream:
        said = cycle([row["text"] for row in csv.DictReader(stream)])
    for number in range(DOCUMENTS):
        pages = []
        for page in range(PAGES):
            heading = Text(f"{page + 1} Satsingsområde", size=16, bold=True, top=70)
            label = Text("Delmål", size=12, bold=True, top=92)
            texts = [f"• {next(said)} {number}-{page}-{line}" for line in range(LINES)]
            pages.append([heading, label, *lines(texts, top=112)])
        content = pdf(pages, title=f"Kommuneplanens samfunnsdel {number}")
        last = number == DOCUMENTS - 1
        (folder / f"plan{number:02}.pdf").write_bytes(
            content[: len(content) // 2] if last else content
        )


def timed(*words: str) -> float:
    begun = time.perf_counter()
    command = [sys.executable, "-m", "veivalg", *words]
    done = subprocess.run(command, capture_output=True, check=False, env=dict(os.environ))
    if done.returncode not in (0, 1):
        raise SystemExit(done.stderr.decode())
    return time.perf_counter() - begun


def measured() -> list[Measured]:
    with tempfile.TemporaryDirectory() as root:
        folder = Path(root)
        made(folder)
        small = timed("goals", "sample", "--size", "5")
        took = timed("goals", "read", str(folder), "--output", str(folder / "goals.csv"))
        with (folder / "goals.csv").open(encoding="utf-8", newline="") as stream:
            read = {row["document"] for row in csv.DictReader(stream)}
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1e6
    return [
        Measured("41 plans of 60 pages", took, "s", 60),
        Measured("over the smallest command", took / small, "times", 200),
        Measured("largest memory of a process", peak, "GB", 0.5),
        Measured("plans read beside a broken one", len(read), "", DOCUMENTS - 1, at_least=True),
    ]


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--json", type=Path, help="write the results there")
    asked = arguments.parse_args()
    found = measured()
    printed(found)
    if asked.json:
        write_results(asked.json, "goals", found)


if __name__ == "__main__":
    main()
