"""Writes the table of docs/model/dials.md: every dial, from the file and from what it moves.

    python -m tools.dial_table

What a dial moves is not written by hand: each is moved alone at Nordre Land, and the components
that get a factor or an amount are listed. A test compares the page with the code.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import numpy as np

from veivalg.analysis.consequences import chain
from veivalg.analysis.simulation import expected, simulation_of
from veivalg.data.figures import shipped_figures
from veivalg.data.geography import geography
from veivalg.pathways.site import Ground, Site, site_of
from veivalg.shifts.applied import changes_of, standard_of
from veivalg.shifts.contribution import Totals
from veivalg.shifts.dial import IN_THE_MODEL, Dial, dials

PAGE = Path(__file__).parents[1] / "docs" / "model" / "dials.md"
START, END = "<!-- table: tools/dial_table.py -->", "<!-- end of table -->"
PLACE = "3448"
UNITS = {
    "percent": "%",
    "points": "percentage points",
    "points_a_year": "percentage points a year",
    "children_per_woman": "children per woman",
    "years": "years",
    "per_100_young": "a year per 100 aged 20–39",
    "per_100": "a year per 100 residents",
    "per_1000": "a year per 1,000 residents",
    "per_10000_a_year": "a year per 10,000 residents",
    "persons_country": "persons a year, the whole country",
    "nok_per_resident": "NOK 2024 per resident",
    "days": "days",
    "number": "number",
    "judged": "points, −2 to 2",
}
EQUATIONS: Mapping[int, tuple[str, ...]] = {
    1: ("births_tfr",),
    2: ("life_expectancy",),
    3: ("moves_inside",),
    4: ("net_immigration",),
    5: ("refugees_settled", "stay_share_refugees"),
    6: ("net_inmove_20_39", "net_inmove_all", "spread_of_local_moves"),
    7: ("service_users", "private_share"),
    8: ("care_need_80plus",),
    9: ("institution_share_80plus", "staffed_housing_80plus"),
    10: ("social_assistance", "child_welfare", "gp_contacts", "school_load"),
    11: ("home_hours", "care_need", "travel_hours", "practical_help"),
    12: ("care_hours_inside", "care_need", "night_hours"),
    13: ("direct_time", "office_hours", "admin_positions", "extra_load", "extra_care_load"),
    14: ("teachers_per_pupil", "kindergarten_children_per_staff"),
    15: ("nurse_share",),
    17: ("sick_leave",),
    18: ("position_care",),
    19: ("hours_per_year", "supply_care", "scarce_hours"),
    20: ("exit_care",),
    21: ("employment_62_69", "employment_25_61"),
    22: ("entrants_nurses", "entrants_skilled"),
    23: ("entrants_nurses_country",),
    24: ("assistants", "gp_vacancy"),
    25: ("fillable_share",),
    26: ("cost_all", "cost_admin", "cost_school", "cost_kindergarten", "cost_culture",
         "cost_needs", "cost_preparedness", "cost_guards", "productivity"),
    27: ("cost_shared", "cost_purchases", "cost_buildings", "energy", "cost_training",
         "hours_per_year"),
    28: ("cost_admin",),
    29: ("free_income", "gross_revenue"),
    30: ("tax_base",),
    32: ("once_cost", "state_cover"),
    33: ("cost_investment",),
    34: ("debt_ratio",),
    35: ("outside_15_29", "low_income", "turnout"),
    36: ("volunteer_hours", "relatives_hours"),
    37: ("transport_emissions", "emissions"),
    38: ("car_km",),
    39: ("emissions",),
    40: ("land_per_dwelling",),
    42: ("lever_delay",),
    45: ("lever_gain", "lever_law"),
}  # fmt: skip
"""Number of each equation, and the dials in it; (16) and (31) have none of their own."""
MOST_NAMES = 3
HEADS = ("dial", "what", "unit", "several", "better", "moves", "equation")


def site() -> Site:
    """Nordre Land on shipped figures."""
    simulation = simulation_of(shipped_figures(), geography())
    run = expected(simulation)
    made = chain(simulation, run)
    ground = Ground(
        ledger=run.ledger,
        assumptions=run.assumptions,
        prepared=made.prepared,
        geography=geography(),
        identity=made.identity,
    )
    return site_of(ground, geography().place("municipality", PLACE))


def table(place: Site) -> str:
    """Every dial, in the order of the file."""
    rows = [_line(HEADS), _line(["---"] * len(HEADS))]
    return "\n".join([*rows, *(_line(_cells(one, place)) for one in dials().values())])


def moved(one: Dial, place: Site) -> tuple[str, ...]:
    """Components and flows that the dial moves when it is moved alone."""
    years = np.minimum(np.arange(len(place.years)), 1.0)
    by = np.tile(years * 5.0, (1, len(place.codes), 1))
    totals = Totals({one.key: by} if one.key != "state_cover" else {one.key: by, "once_cost": by})
    standard = standard_of(totals, place.base, presence=place.presence)
    people = (f"people.{name}" for name in changes_of(totals, place.base).held)
    return (*people, *standard.factors, *(n for n in standard.added if n not in standard.factors))


def short(names: Iterable[str]) -> str:
    """Names by chapter and kind; many of one kind as `staff.available.*` (21)."""
    kinds: dict[str, list[str]] = {}
    for name in names:
        parts = name.split(".")
        kind = ".".join(parts[:-1])
        if "_" in parts[-1] and parts[0] == "money":
            kind = f"{kind}.{parts[-1].split('_')[0]}"
        kinds.setdefault(kind, []).append(name)
    told: list[str] = []
    for kind, held in kinds.items():
        if len(held) <= MOST_NAMES:
            told.extend(f"`{name}`" for name in held)
        else:
            told.append(f"`{kind}{'_' if kind.startswith('money.') else '.'}*` ({len(held)})")
    return ", ".join(told)


def _cells(one: Dial, place: Site) -> list[str]:
    if one.works in IN_THE_MODEL:
        moves = short(moved(one, place))
    elif one.works == "choices":
        moves = "what choices give"
    else:
        moves = "nothing: judged" if one.works == "judged" else "nothing: shown beside"
    numbers = [str(number) for number, held in EQUATIONS.items() if one.key in held]
    several = "multiply" if one.kind == "percent" else "add"
    better = "" if one.better == "neither" else one.better
    equation = ", ".join(f"({number})" for number in numbers)
    return [f"`{one.key}`", one.name["en"], UNITS[one.unit], several, better, moves, equation]


def _line(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def with_table(page: str, made: str) -> str:
    """The page with the table between its marks."""
    before, _, rest = page.partition(START)
    return f"{before}{START}\n\n{made}\n\n{END}{rest.partition(END)[2]}"


if __name__ == "__main__":
    text = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(with_table(text, table(site())), encoding="utf-8")
    print(f"{PAGE.name}: {len(dials())} dials")
