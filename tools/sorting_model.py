"""Trains what sorts sentences of plans: `python -m tools.sorting_model [MORE.csv …]`.

Reads the examples that ship, the sector's papers in our own words (whose chapter is a weak label),
and further examples if given, such as corrections exported from the page. Writes the weights and
what they were made from. The same examples give the same weights.
"""

from __future__ import annotations

import csv
import hashlib
import json
import sys
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import sklearn
from scipy.sparse import csr_matrix, hstack
from sklearn.linear_model import LogisticRegression

from veivalg.plans.codes import AREAS, SDGS, THEMES
from veivalg.plans.features import BUCKETS, RULE_SCALE, below_headings, rule_scores, word_rows
from veivalg.plans.weights import AREA, COLUMNS, SDG, THEME, WORD_SCALE, Weights

PACKAGE = Path(__file__).resolve().parents[1] / "src" / "veivalg"
EXAMPLES = PACKAGE / "plans" / "examples"
WEIGHTS = PACKAGE / "plans" / "weights"
PAPERS = PACKAGE / "choices" / "papers"
AREA_OF_SECTION = {
    "2": "sust", "3.1": "life", "3.2": "clim", "3.3": "biz", "3.4": "place", "3.5": "div",
    "3.6": "part", "4.1": "trust", "4.2": "eff", "4.3": "empl", "4.4": "self",
}  # fmt: skip
THEME_OF_CHAPTER = {"2": "demo", "3": "welf", "4": "incl", "5": "green", "6": "safe"}
WEAK = 0.2
"""What a sentence counts whose label is only the chapter that it stands in."""
WEAK_GOAL = 0.4
STRENGTH = {"area": 2.0, "theme": 2.0, "sdg": 1.0}
"""Inverse of the penalty on large weights."""
FEWEST = 2
"""Examples of a UN goal from which it is learned; below, the rules alone decide."""
MOST_ROUNDS = 3_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A coded sentence; "" and None are labels that it does not tell."""

    text: str
    heading: str = ""
    area: str = ""
    theme: str = ""
    sdg: tuple[int, ...] | None = None
    counts: float = 1.0


def examples_in(path: Path) -> list[Example]:
    """Coded units of a file that are goals, strategies or measures."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return [example_of(row) for row in csv.DictReader(stream) if row["kind"] != "none"]


def example_of(row: Mapping[str, str]) -> Example:
    """A row of a file of coded units."""
    return Example(
        text=row["text"],
        heading=row.get("heading", "").replace(" > ", " "),
        area=row["area"],
        theme=row["theme"],
        sdg=tuple(int(one) for one in row["sdg"].split(";") if one),
    )


def weak_examples() -> list[Example]:
    """Entries of the sector's papers, in both forms of Norwegian."""
    found = []
    for path in sorted(PAPERS.glob("*.toml")):
        held = tomllib.loads(path.read_text("utf-8"))
        of_2020 = "2020" in path.name
        for entry in held.get("entry", held.get("goal", [])):
            told = entry.get("text", entry)
            found += [
                Example(
                    text=told[form],
                    area=AREA_OF_SECTION.get(entry["section"], "") if of_2020 else "",
                    theme="" if of_2020 else THEME_OF_CHAPTER[entry["section"][0]],
                    counts=WEAK_GOAL if "goal" in held else WEAK,
                )
                for form in ("nb", "nn")
            ]
    return found


def trained(examples: Sequence[Example]) -> Weights:
    """Weights that tell the labels of the examples from their words."""
    texts = [one.text for one in examples]
    rows, buckets, shares = word_rows(texts)
    words = csr_matrix((shares, (rows, buckets)), shape=(len(texts), BUCKETS))
    headings = [one.heading for one in examples]
    rules = below_headings(rule_scores(texts), rule_scores(headings))
    seen = hstack([words * WORD_SCALE, rules * RULE_SCALE]).tocsr()
    columns = np.zeros((seen.shape[1] + 1, len(COLUMNS)))
    counts = np.array([one.counts for one in examples])
    for name, labels, part in (("area", AREAS, AREA), ("theme", THEMES, THEME)):
        told = np.array([getattr(one, name) for one in examples])
        columns[:, part] = _one_of(seen, told, labels, counts, STRENGTH[name])
    columns[:, SDG] = _any_of(seen, examples)
    return Weights(words=columns[:BUCKETS], rules=columns[BUCKETS:-1], bias=columns[-1])


def _one_of(seen, told, labels, counts, strength):  # type: ignore[no-untyped-def]
    """(feature and bias, label) of labels of which each unit has one."""
    known = told != ""
    model = LogisticRegression(C=strength, max_iter=MOST_ROUNDS)
    model.fit(seen[known], told[known], sample_weight=counts[known])
    found = np.full((seen.shape[1] + 1, len(labels)), 0.0)
    found[-1] = -20.0
    for at, label in enumerate(model.classes_):
        found[:-1, labels.index(label)] = model.coef_[at]
        found[-1, labels.index(label)] = model.intercept_[at]
    return found


def _any_of(seen, examples):  # type: ignore[no-untyped-def]
    """(feature and bias, UN goal), of which each unit may have several."""
    known = np.array([one.sdg is not None for one in examples])
    found = np.zeros((seen.shape[1] + 1, len(SDGS)))
    first_rule = BUCKETS + len(AREAS) + len(THEMES)
    for at, goal in enumerate(SDGS):
        told = np.array([goal in (one.sdg or ()) for one in examples])[known]
        if told.sum() < FEWEST:
            found[first_rule + at, at] = 1.0 / RULE_SCALE
            found[-1, at] = -2.0
            continue
        model = LogisticRegression(C=STRENGTH["sdg"], max_iter=MOST_ROUNDS)
        model.fit(seen[known], told)
        found[:-1, at], found[-1, at] = model.coef_[0], model.intercept_[0]
    return found


def content_hash(paths: Sequence[Path]) -> str:
    """Of everything that the weights follow from."""
    held = hashlib.sha256()
    for path in sorted(paths, key=lambda one: one.name):
        held.update(path.name.encode() + b"\0" + path.read_bytes().replace(b"\r\n", b"\n"))
    return held.hexdigest()


def made_of() -> list[Path]:
    """The files that the shipped weights follow from."""
    plans = PACKAGE / "plans"
    terms = [plans / "terms" / f"{name}.toml" for name in ("areas", "themes", "sdg")]
    return [*EXAMPLES.glob("*.csv"), *PAPERS.glob("*.toml"), *terms, plans / "sisters.toml"]


def main(more: Sequence[str]) -> None:
    """Train and write."""
    shipped = [one for path in sorted(EXAMPLES.glob("*.csv")) for one in examples_in(path)]
    further = [one for path in more for one in examples_in(Path(path))]
    held = trained([*shipped, *further, *weak_examples()])
    np.savez_compressed(
        WEIGHTS / "words.npz",
        words=held.words.astype(np.float16),
        rules=held.rules.astype(np.float32),
        bias=held.bias.astype(np.float32),
    )
    told = {
        "examples": len(shipped),
        "further_examples": len(further),
        "weak_examples": len(weak_examples()),
        "made_of": content_hash(made_of()),
        "columns": list(COLUMNS),
        "scikit_learn": sklearn.__version__,
    }
    (WEIGHTS / "manifest.json").write_text(json.dumps(told, indent=1) + "\n", "utf-8")
    print(f"Trained on {len(shipped)} examples, {len(further)} further, and the papers.")


if __name__ == "__main__":
    main(sys.argv[1:])
