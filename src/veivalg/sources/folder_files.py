"""Files an office without a network may import, and the datasets they become.

Names are those of the reference folder; years in a name may be others (`_2005_2024` or
`_2005_2026`). Every file may be .csv or .parquet. Columns are described in docs/sources.md.
"""

from __future__ import annotations

from dataclasses import dataclass

from veivalg.sources.columns import Column

SSB = "Statistisk sentralbyrå"
HMD = "Human Mortality Database og Human Fertility Database"


@dataclass(frozen=True, slots=True, kw_only=True)
class FileKind:
    """A kind of file: which names it has, what its columns hold, which dataset it becomes.

    pattern    name without years and ending
    dataset    "" when the dataset has the file's own name
    key        columns that together occur once
    block      columns of a block that must be whole, with its number of rows and their meaning
    moment     "start" when figures are counted on 1 January of `year`, else "end" of the year
    """

    pattern: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    dataset: str = ""
    block: tuple[str, ...] = ()
    block_rows: int = 0
    block_meaning: str = ""
    table: str = ""
    publisher: str = SSB
    moment: str = "end"
    note: str = ""
    fixed: tuple[tuple[str, str], ...] = ()


def _columns(*described: str) -> tuple[Column, ...]:
    """Columns from "name kind", "name>dataset_name kind", a trailing ? allowing empty cells."""
    return tuple(_column(text) for text in described)


def _column(text: str) -> Column:
    names, kind = text.split()
    name, _, new = names.partition(">")
    return Column(name, new or name, kind.rstrip("?"), empty=kind.endswith("?"))


_KOMMUNE = "kommune>municipality present_number"
_ANY_KOMMUNE = "kommune>municipality any_number"
_PERSONS = "population>persons count"

FILE_KINDS: tuple[FileKind, ...] = (
    FileKind(
        pattern="population_municipality_age_sex",
        dataset="population",
        table="07459",
        columns=_columns(_KOMMUNE, "year year", "sex sex", "age age", _PERSONS, "quality text"),
        key=("municipality", "year", "sex", "age"),
        block=("municipality", "year"),
        block_rows=212,
        block_meaning="2 sexes of 106 ages",
        moment="start",
        note="Residents on 1 January on the borders of 2024; see quality for split series.",
    ),
    FileKind(
        pattern="population_municipality_age_codes_of_the_year",
        table="07459",
        columns=_columns(_ANY_KOMMUNE, "year year", "age age", _PERSONS),
        key=("municipality", "year", "age"),
        block=("municipality", "year"),
        block_rows=106,
        block_meaning="106 ages",
        moment="start",
        note="On the municipality numbers of each year.",
    ),
    FileKind(
        pattern="population_municipality_age_sex_codes_of_the_year",
        table="07459",
        columns=_columns(_ANY_KOMMUNE, "year year", "sex sex", "age age", _PERSONS),
        key=("municipality", "year", "sex", "age"),
        block=("municipality", "year"),
        block_rows=212,
        block_meaning="2 sexes of 106 ages",
        moment="start",
        note="On the municipality numbers of each year.",
    ),
    FileKind(
        pattern="population_municipality_totals",
        table="06913",
        columns=_columns(_KOMMUNE, "year year", _PERSONS),
        key=("municipality", "year"),
        moment="start",
    ),
    FileKind(
        pattern="population_norway_age_sex",
        table="07459",
        columns=_columns("year year", "sex sex", "age age", _PERSONS),
        key=("year", "sex", "age"),
        moment="start",
    ),
    FileKind(
        pattern="population_norway_age",
        table="10211",
        columns=_columns("year year", "age age", _PERSONS),
        key=("year", "age"),
        moment="start",
    ),
    FileKind(
        pattern="projection_mmmm_municipality_totals",
        dataset="official_projection",
        columns=_columns(
            "vintage year",
            "alternative text",
            "table text",
            "kommune>code any_number",
            "year year",
            _PERSONS,
        ),
        key=("vintage", "alternative", "code", "year"),
        fixed=(("level", "municipality"),),
    ),
    FileKind(
        pattern="projection_mmmm_norway_totals",
        dataset="official_projection",
        columns=_columns("vintage year", "alternative text", "table text", "year year", _PERSONS),
        key=("vintage", "alternative", "year"),
        fixed=(("level", "country"), ("code", "0")),
    ),
    FileKind(
        pattern="projection_county_totals_3_alternatives",
        dataset="official_projection",
        columns=_columns(
            "vintage year",
            "alternative text",
            "table text",
            "fylke>code text",
            "year year",
            _PERSONS,
        ),
        key=("vintage", "alternative", "code", "year"),
        fixed=(("level", "county"),),
    ),
    FileKind(
        pattern="projection_vintages_telemark_and_norway_agegroups",
        columns=_columns(
            "vintage year",
            "table text",
            "alternative text",
            "region>code text",
            "name text",
            "year year",
            "age_group text",
            _PERSONS,
        ),
        key=("vintage", "alternative", "code", "year", "age_group"),
    ),
    FileKind(
        pattern="projection_mmm_norway_age",
        table="13599",
        columns=_columns(
            "vintage year",
            "alternative text",
            "table text",
            "year year",
            "age life_table_age",
            _PERSONS,
        ),
        key=("vintage", "alternative", "year", "age"),
    ),
    FileKind(
        pattern="lifetable_norway",
        dataset="life_table",
        table="07902",
        columns=_columns(
            "year year", "sex sex", "age life_table_age", "qx>death_probability share"
        ),
        key=("year", "sex", "age"),
    ),
    FileKind(
        pattern="fertility_norway_asfr",
        dataset="fertility",
        publisher=HMD,
        table="asfrRR",
        columns=_columns("year year", "age mother_age", "asfr>rate share"),
        key=("year", "age"),
        note="Births per woman by age reached in the year.",
    ),
    FileKind(
        pattern="births_deaths_norway",
        dataset="births_deaths",
        publisher=HMD,
        table="Births",
        columns=_columns(
            "year year",
            "births_female count",
            "births_male count",
            "deaths_female count",
            "deaths_male count",
        ),
        key=("year",),
        note="Whole country.",
    ),
    FileKind(
        pattern="components_quarterly",
        dataset="components",
        table="01222",
        columns=_columns(
            "quarter text",
            _ANY_KOMMUNE,
            "name text",
            "population_start count",
            "births count",
            "deaths count",
            "immigration count",
            "emigration count",
            "domestic_in>moved_in count",
            "domestic_out>moved_out count",
            "growth amount",
            "population_end count?",
        ),
        key=("municipality", "quarter"),
        note="On the municipality numbers of the quarter.",
    ),
    FileKind(
        pattern="migration_by_age_telemark",
        dataset="migration_by_age",
        columns=_columns(
            _ANY_KOMMUNE,
            "year year",
            "age age",
            "in_migration>moved_in count?",
            "out_migration>moved_out count?",
        ),
        key=("municipality", "year", "age"),
        note="Abroad included; an empty cell is no moves.",
    ),
    FileKind(
        pattern="migration_by_age_vestfold",
        dataset="migration_by_age",
        columns=_columns(
            _ANY_KOMMUNE,
            "year year",
            "age age",
            "in_migration>moved_in count?",
            "out_migration>moved_out count?",
        ),
        key=("municipality", "year", "age"),
        note="Abroad included; an empty cell is no moves.",
    ),
    FileKind(
        pattern="migration_flows_telemark",
        dataset="moves",
        table="13864",
        columns=_columns(
            "year year",
            "from_kommune text",
            "from_fylke text",
            "to_kommune text",
            "to_fylke text",
            "moves>persons count",
        ),
        key=("year", "from_kommune", "from_fylke", "to_kommune", "to_fylke"),
    ),
    FileKind(
        pattern="commuting",
        dataset="commuting",
        table="03321",
        columns=_columns("residence any_number", "workplace any_number", "commuters>persons count"),
        key=("residence", "workplace"),
        note="On the borders of 2024; without those who work where they live.",
    ),
    FileKind(
        pattern="employment_by_age",
        table="06445",
        columns=_columns("year year", "age_group text", "telemark_pct amount", "norway_pct amount"),
        key=("year", "age_group"),
        note="Per cent.",
    ),
    FileKind(
        pattern="labour_market_status_telemark_latest",
        table="13563",
        columns=_columns(
            "region text",
            "employed amount",
            "unemployed amount",
            "pension amount",
            "disability_or_aap amount",
            "education amount",
            "labour_market_measures amount",
            "other amount",
        ),
        key=("region",),
        note="Per cent.",
    ),
    FileKind(
        pattern="kostra_key_figures",
        table="KOSTRA",
        columns=_columns(
            "sector text",
            "table text",
            "indicator text",
            "unit text",
            "region text",
            "year year",
            "value amount?",
        ),
        key=("table", "indicator", "region", "year"),
    ),
    FileKind(
        pattern="care_users_sample",
        table="12003",
        columns=_columns(
            "kommune>municipality any_number",
            "year year",
            "home_care_hours_per_week count?",
            "home_care_users count?",
            "home_care_users_0_66 count?",
            "home_care_users_67_79 count?",
            "home_care_users_80p count?",
            "users_24h_housing count?",
            "institution_long_term_users count?",
            "institution_0_66 count?",
            "institution_67_79 count?",
            "institution_80p count?",
            "nurse_fte count?",
        ),
        key=("municipality", "year"),
        note="Empty: not published (fewer than five, or no series).",
    ),
    FileKind(
        pattern="institution_beds",
        table="11875",
        columns=_columns(
            "kommune>municipality text", "name text", "year year", "institution_beds count?"
        ),
        key=("municipality", "year"),
        note="On the municipality numbers of the year.",
    ),
    FileKind(
        pattern="kindergarten_coverage_telemark",
        table="12272",
        columns=_columns("kommune>code text", "name text", "year year", "coverage_1_5 amount"),
        key=("code", "year"),
    ),
    FileKind(
        pattern="expenditure_need_index",
        publisher="Kommunal- og distriktsdepartementet",
        table="Grønt hefte A-k",
        columns=_columns(_KOMMUNE, "year year", "expenditure_need_index amount"),
        key=("municipality", "year"),
    ),
    FileKind(
        pattern="municipalities",
        table="KLASS 131",
        columns=_columns(
            _KOMMUNE,
            "name text",
            "fylke>county text",
            "fylke_name>county_name text",
            "landsdel>region_of_country text",
            "ba_region>region text",
            "ba_region_name>region_name text",
            "ba_travel_minutes count?",
            "ba_out_commuting_pct amount?",
            "ba_in_commuting_pct amount?",
            "ba_inclusion_basis text?",
            "centrality_class text",
            "kostra_group text",
        ),
        key=("municipality",),
        moment="start",
    ),
    FileKind(
        pattern="municipality_changes",
        table="KLASS 131",
        columns=_columns(
            "year_start year",
            "year_end year?",
            "code text",
            "name text",
            "successor_code text?",
            "weighting amount?",
            "county_code text",
            "county_name text",
        ),
        key=("code", "year_start", "successor_code", "year_end"),
    ),
    FileKind(
        pattern="municipality_code_groups",
        table="KLASS 131",
        columns=_columns(
            "old_code text",
            "old_name text",
            "valid text?",
            "kommune_2024>municipality present_number?",
            "group text",
            "group_name text",
        ),
        key=("old_code",),
    ),
    FileKind(
        pattern="municipality_mean_coordinates",
        publisher="Kartverket",
        table="Kommuner",
        columns=_columns(_KOMMUNE, "lon amount", "lat amount"),
        key=("municipality",),
    ),
)

BORDER_FILES = {
    "geometry_kommuner": ("borders_municipality", "kommunenummer"),
    "geometry_fylker": ("borders_county", "fylkesnummer"),
}
"""TopoJSON files: pattern -> dataset and the property that carries the number."""
