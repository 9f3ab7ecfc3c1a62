"""Writes the tables of docs/model that print the model's own results, between marks.

    python -m tools.result_tables

A table stands between `<!-- table: tools/result_tables.py NAME -->` and `<!-- end of NAME -->`;
words around it stay as they are. Published figures beside ours stand here with their source. A
test compares the pages with the model, so that neither changes without the other.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import Path

from tools.result_numbers import Results, shipped_results

DOCS = Path(__file__).parents[1] / "docs"
PAGES = (
    "model/economy.md",
    "model/workforce.md",
    "model/society.md",
    "decisions/0025-what-the-state-pays-for.md",
)
MARKED = re.compile(
    r"<!-- table: tools/result_tables\.py ([\w-]+) -->\n(.*?)<!-- end of \1 -->", re.DOTALL
)
NORDRE_LAND = "3448"
OSLO = "0301"
YEARS = (2024, 2030, 2040, 2050)
NEITHER = "no healthy ageing, no observed fall"
USE = ("default", "no healthy ageing", NEITHER)
AGES = ((0, 5), (6, 15), (16, 18), (19, 66), (67, 79), (80, 89), (90, 105))
RESULT, UNCOVERED = "money.net_result_share", "money.net_result_share_uncovered"

ACCOUNTS = (
    ("free income", "free_income", "403.2", "KOSTRA 12134: 72,066 NOK × 5,594,340"),
    ("property tax", "property_tax", "17.5", "Statistics Norway, Eiendomsskatt"),
    (
        "gross operating revenue",
        "gross_revenue",
        "627 (616–638)",
        "property tax is 2.8 % of it",
    ),
    (
        "gross operating spending",
        "gross_spending",
        "623–630",
        "derived: revenue, result and finance of KOSTRA 12134, with depreciation",
    ),
    ("care, gross", "care", "174.9", "Statistics Norway, June 2025"),
    ("net operating result", "net_result", "−2.5", "KOSTRA 12134: −0.4 %"),
    ("long-term debt", "debt", "716", "KOSTRA 12134: 114.2 %"),
    ("reserve", "reserve", "69", "KOSTRA 12134: 11.0 %"),
    ("investment", "investment", "98", "KOSTRA 12134: 15.6 %"),
)
"""Name, indicator, published billion NOK of 2024, and where."""
STAFF = (
    ("care", ("institution", "home", "round_the_clock"), "157,076", "Statistics Norway"),
    ("doctors, with those in health centres", "doctor", "6,987", "Statistics Norway"),
    ("physiotherapists, with those in health centres", "physiotherapist", "5,322",
     "Statistics Norway"),
    ("health centres", ("health_centres",), "6,994", "Statistics Norway"),
    ("kindergarten", ("kindergarten",), "77,003",
     "77,450 of 2021 per child, times the children of 2023"),
    ("child welfare", ("child_welfare",), "6,430", "of 2021"),
    ("school and after-school", ("school", "after_school"), "90,545",
     "of 2008, adults' and preparatory classes counted in"),
)  # fmt: skip
"""Name, areas or an occupation, published person-years, and where."""
ALL_STAFF = (
    "about 425,000",
    (
        "386,400 in the KS area, 2024, and about 39,000 in private kindergartens; "
        "the KS area has counties and lacks Oslo's"
    ),
)


def economy_by_age(found: Results) -> str:
    rows = []
    for first, last in AGES:
        cost, need = found.by_age(first, last)
        label = f"{first} and over" if last == AGES[-1][1] else f"{first}–{last}"
        rows.append((label, f"{round(cost, -3):,.0f}", f"{round(need, -3):,.0f}"))
    return table(("age", "net cost (7)", "need by the cost key (13)"), rows)


def economy_base_year(found: Results) -> str:
    rows = []
    for label, name, published, source in ACCOUNTS:
        indicator = "money.spending_care" if name == "care" else f"money.{name}"
        shipped, nobodys = (
            found.of(indicator, 2024, parts=parts) / 1000
            for parts in (found.default, found.without_accounts)
        )
        rows.append((label, signed(shipped, 1), signed(nobodys, 1), published, source))
    head = ("", "model, accounts that ship", "model, nobody's accounts", "published", "source")
    return table(head, rows)


def economy_oslo(found: Results) -> str:
    row = [
        signed(found.of("money.gross_revenue", 2024, place=OSLO, parts=parts) / 1000, 1)
        for parts in (found.default, found.without_accounts)
    ]
    head = ("", "with its accounts", "without", "its accounts of 2024")
    return table(head, [("gross revenue of Oslo, billion NOK", *row, "86.6")])


def economy_ahead(found: Results) -> str:
    def row(label: str, value: Callable[[int], float]) -> tuple[str, ...]:
        return (label, *(percent(value(year)) for year in YEARS))

    rows = [
        row("the country, the state pays for ageing", lambda y: found.of(RESULT, y)),
        row("the country, it does not", lambda y: found.of(UNCOVERED, y)),
        row("the middle municipality, the state pays", lambda y: found.middle(RESULT, y)),
        row("the middle municipality, it does not", lambda y: found.middle(UNCOVERED, y)),
    ]
    return table(("", *map(str, YEARS)), rows)


def economy_use(found: Results) -> str:
    usual = found.of(RESULT, 2050)
    rows = []
    for name in USE:
        parts = found.variants[name]
        cells = [name]
        for place, digits in (("0", -2), (NORDRE_LAND, 0)):
            cells += [percent(found.of(RESULT, y, place=place, parts=parts)) for y in (2040, 2050)]
            lacking = found.of("staff.unfilled", 2040, place=place, parts=parts)
            cells.append(f"{round(lacking, digits):,.0f}")
        moved = 100 * (found.of(RESULT, 2050, parts=parts) - usual)
        rows.append((*cells, signed(moved, 1) if parts is not found.default else ""))
    kinds = ("result 2040", "result 2050", "unfilled 2040")
    head = [f"{place}: {kind}" for place in ("country", "Nordre Land") for kind in kinds]
    return table(("care", *head, "country 2050 against default, points"), rows)


def workforce_base_year(found: Results) -> str:
    rows = []
    for label, what, published, source in STAFF:
        if isinstance(what, str):
            ours = found.counted(what)
        else:
            ours = sum(found.sum(f"staff.counted.{area}") for area in what)
        rows.append((label, f"{ours:,.0f}", published, source))
    every = sum(found.sum(name) for name in found.default if name.startswith("staff.counted."))
    rows.append(("all", f"{round(every, -2):,.0f}", *ALL_STAFF))
    return table(("end of 2023, person-years", "model", "published", ""), rows)


def workforce_growth(found: Results) -> str:
    def ten_years(name: str, digits: int) -> str:
        spans = ((2024, 2034), (2026, 2036))
        grown = (100 * found.growth(name, *span) for span in spans)
        told = (f"{signed(g, digits, plus=True)} %" for g in grown)
        return ", ".join(f"{g} ({a}–{b % 100})" for g, (a, b) in zip(told, spans, strict=True))

    care = 100 * found.growth("staff.need_care", 2024, 2050)
    rows = [
        ("all, ten years", ten_years("staff.need", 1),
         "KS: +11.6 % (2021–31), municipalities and counties"),
        ("care, ten years", ten_years("staff.need_care", 0), ""),
        ("care to 2050", f"{signed(care, 0, plus=True)} %", ""),
    ]  # fmt: skip
    for label, name, others in (
        ("nurses lacking 2040", "nurse", "30,000"),
        ("skilled health workers lacking 2040", "skilled_health_worker", "24,000"),
    ):
        gap = found.of(f"staff.gap_{name}", 2040)
        theirs = f"Statistics Norway, from memory: {others} in all health services"
        rows.append((label, f"{round(gap, -2):,.0f} in municipalities", theirs))
    return table(("growth of need", "model", "others"), rows)


def workforce_moves(found: Results) -> str:
    rows = []
    for name, parts in found.variants.items():
        care = [found.growth("staff.need_care", 2024, y, parts=parts) for y in (2034, 2050)]
        lacking = [found.of("staff.unfilled", y, parts=parts) for y in (2040, 2050)]
        rows.append(
            (
                name,
                *(f"{signed(100 * grown, 0, plus=True)} %" for grown in care),
                *(f"{round(one, -2):,.0f}" for one in lacking),
            )
        )
    head = ("the country", "care 2024–34", "care 2024–50", "unfilled 2040", "unfilled 2050")
    return table(head, rows)


def society_base_year(found: Results) -> str:
    adults = found.adults(16)
    rows = [
        ("turnout", percent(found.of("society.turnout", 2024)), "62.4 %",
         "Statistics Norway, municipal election 2023"),
        ("outside, of ages 15–29", percent(found.of("society.outside_share", 2024)), "6.4 %",
         "Statistics Norway 09858, 2023"),
        ("children in lasting low income", thousands(found.sum("society.low_income_children")),
         "102,600", "Statistics Norway, 2020–2022"),
        ("person-years of unpaid care", thousands(found.sum("society.unpaid_care")), "136,000",
         "the government's strategy for carers, 2020"),
        ("volunteers, of 16 and over", percent(found.sum("society.volunteers") / adults), "51.6 %",
         "Statistics Norway, 2022"),
        ("tonnes of CO₂ equivalents from road traffic",
         f"{found.sum('land.road') / 1e6:.1f} million", "8.0 million", "Statistics Norway, 2023"),
    ]  # fmt: skip
    return table(("the country", "model, 2024", "published", "source"), rows)


def state_pays(found: Results) -> str:
    rows = [
        ("the state pays for ageing", percent(found.of(RESULT, 2050))),
        ("it does not", percent(found.of(UNCOVERED, 2050))),
    ]
    return table(("the country, net operating result, share of revenue", "2050"), rows)


TABLES: dict[str, Callable[[Results], str]] = {
    "economy-by-age": economy_by_age,
    "economy-base-year": economy_base_year,
    "economy-oslo": economy_oslo,
    "economy-ahead": economy_ahead,
    "economy-use": economy_use,
    "workforce-base-year": workforce_base_year,
    "workforce-growth": workforce_growth,
    "workforce-moves": workforce_moves,
    "society-base-year": society_base_year,
    "state-pays": state_pays,
}
"""By the name in the marks."""


def page(text: str, found: Results) -> str:
    """A page with the model's numbers in every marked table.

    Raises KeyError for a mark that names no table.
    """

    def written(mark: re.Match[str]) -> str:
        name = mark[1]
        inside = TABLES[name](found)
        return (
            f"<!-- table: tools/result_tables.py {name} -->\n\n{inside}\n\n<!-- end of {name} -->"
        )

    return MARKED.sub(written, text)


def names(text: str) -> list[str]:
    """Tables that a page has marks for, in its order."""
    return [mark[1] for mark in MARKED.finditer(text)]


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A table of markdown: words to the left."""
    columns = tuple(head)
    lines = [columns, ("---",) * len(columns), *map(tuple, rows)]
    return "\n".join(
        "|" + "|".join(f" {cell} " if cell else " " for cell in line) + "|" for line in lines
    )


def signed(value: float, digits: int, *, plus: bool = False) -> str:
    """With a real minus sign, a plus where it is asked for; never minus nought."""
    text = f"{value:{'+' if plus else ''},.{digits}f}"
    if not float(text.replace(",", "")):
        return text.lstrip("+-")
    return text.replace("-", "−")


def percent(share: float) -> str:
    return f"{signed(100 * share, 1)} %"


def thousands(value: float) -> str:
    return f"{value:,.0f}"


if __name__ == "__main__":
    results = shipped_results()
    for name in PAGES:
        path = DOCS / name
        text = path.read_text(encoding="utf-8")
        path.write_text(page(text, results), encoding="utf-8")
        print(f"{name}: {', '.join(names(text))}")
