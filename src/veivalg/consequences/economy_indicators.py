"""The figures that the money chapter shows."""

from __future__ import annotations

from veivalg.consequences.indicator import Better, Evidence, Indicator, Why
from veivalg.consequences.revenue import FREE_INCOME

MILLION = 1e-6
REVENUE = (
    "money.free_income",
    "money.property_tax",
    "money.fees",
    "money.other_transfers",
    "money.changed_revenue",
)
SPENDING: dict[str, tuple[str, ...]] = {
    "kindergarten": ("money.spending_kindergarten",),
    "school": ("money.spending_school",),
    "health": ("money.spending_health",),
    "care": ("money.spending_institution", "money.spending_home_care"),
    "child_welfare": ("money.spending_child_welfare",),
    "social": ("money.spending_social",),
    "administration": ("money.spending_administration",),
    "culture": ("money.spending_culture",),
    "technical": ("money.spending_technical",),
    "other": ("money.spending_other",),
    "measures": ("money.spending_measures",),
}
ALL_SPENDING = tuple(name for names in SPENDING.values() for name in names)
RESULT = (
    *REVENUE,
    "-money.gross_spending",
    "money.depreciation",
    "-money.interest",
    "-money.instalments",
)
UNCOVERED = ("money.net_result", "-money.ageing_grant")
GRANT = FREE_INCOME[1:]


def _named(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"money.{name}" for name in names)


def _kroner(
    name: str,
    of: tuple[str, ...],
    *rests_on: str,
    parts: tuple[str, ...] = (),
    better: Better = "neither",
    evidence: Evidence = "some",
    why: Why = "parts",
) -> Indicator:
    """A sum of money, in million NOK."""
    return Indicator(
        name=f"money.{name}",
        unit="million NOK",
        of=of,
        scale=MILLION,
        decimals=1,
        better=better,
        evidence=evidence,
        why=why if why != "parts" or parts else "none",
        parts=parts,
        rests_on=_named(rests_on),
    )


def _over(
    name: str,
    of: tuple[str, ...],
    per: tuple[str, ...],
    *rests_on: str,
    parts: tuple[str, ...] = (),
    unit: str = "share",
    better: Better = "neither",
    evidence: Evidence = "some",
) -> Indicator:
    """One sum of money over another, or over residents."""
    return Indicator(
        name=f"money.{name}",
        unit=unit,
        of=of,
        per=per,
        decimals=3 if unit == "share" else 0,
        better=better,
        evidence=evidence,
        why="parts" if parts else "none",
        parts=parts,
        rests_on=_named(rests_on),
    )


_REVENUE = ("free_income", "gross_revenue", "state_cover_share")
_ACCOUNTS = (
    "net_result_share",
    "net_spending",
    "real_wage_growth",
    "state_cover_share",
    "interest_rate",
    "depreciation_share",
)
_DEBT = ("debt_share", "renewal_share", "cost_of_a_place", "instalment_share", "price_growth")
_PER_REVENUE = ("money.gross_revenue",)
_PER_RESIDENT = ("services.residents",)
_NEED = ("sector_weights", "need_criteria_care")

INDICATORS: tuple[Indicator, ...] = (
    _kroner("gross_revenue", _PER_REVENUE, *_REVENUE, parts=REVENUE),
    _kroner("free_income", ("money.free_income",), *_REVENUE, parts=FREE_INCOME),
    _kroner("tax", ("money.tax",), "tax", "tax_by_age", evidence="weak", why="ages"),
    _kroner("tax_equalisation", ("money.tax_equalisation",), "tax_symmetric", evidence="weak"),
    _kroner("need_equalisation", ("money.need_equalisation",), *_NEED, evidence="weak"),
    _kroner("grant", GRANT, "free_income", "tax", parts=GRANT),
    _kroner("ageing_grant", ("money.ageing_grant",), "state_cover_share", evidence="assumption"),
    _kroner("fees", ("money.fees",), "fees", evidence="weak"),
    _kroner("property_tax", ("money.property_tax",), "property_tax"),
    _kroner("other_transfers", ("money.other_transfers",), "refunds", evidence="weak"),
    _kroner("gross_spending", ("money.gross_spending",), *_ACCOUNTS[:3], parts=ALL_SPENDING),
    *(
        _kroner(f"spending_{name}", of, "net_spending", "fees", "refunds")
        for name, of in SPENDING.items()
    ),
    _kroner("pensions", ("money.pensions",), "wage_share", "pension_share_of_pay", evidence="weak"),
    _kroner("net_result", ("money.net_result",), *_ACCOUNTS, parts=RESULT, better="more"),
    _over(
        "net_result_share",
        ("money.net_result",),
        _PER_REVENUE,
        *_ACCOUNTS,
        "recommended_net_result_share",
        parts=RESULT,
        better="more",
    ),
    _kroner("net_result_uncovered", UNCOVERED, *_ACCOUNTS, parts=UNCOVERED, better="more"),
    _over(
        "net_result_share_uncovered",
        UNCOVERED,
        ("money.gross_revenue", "-money.ageing_grant"),
        *_ACCOUNTS,
        "recommended_net_result_share",
        parts=UNCOVERED,
        better="more",
    ),
    _kroner(
        "investment",
        ("money.investment",),
        "renewal_share",
        "cost_of_a_place",
        evidence="assumption",
    ),
    _kroner("new_places", ("money.new_places",), "cost_of_a_place", evidence="assumption"),
    _kroner(
        "interest_and_instalments",
        ("money.interest", "money.instalments"),
        "interest_rate",
        "instalment_share",
        parts=("money.interest", "money.instalments"),
        better="less",
        evidence="weak",
    ),
    _kroner("debt", ("money.debt",), *_DEBT, better="less", evidence="weak"),
    _over(
        "debt_share",
        ("money.debt",),
        _PER_REVENUE,
        *_DEBT,
        "recommended_debt_share",
        better="less",
        evidence="weak",
    ),
    _kroner("reserve", ("money.reserve",), "reserve_share", *_ACCOUNTS, better="more"),
    _over(
        "reserve_share",
        ("money.reserve",),
        _PER_REVENUE,
        *_ACCOUNTS,
        "recommended_reserve_share",
        better="more",
        evidence="weak",
    ),
    _kroner("demographic_cost", ("money.demographic_cost",), "net_spending", why="ages"),
    _kroner(
        "demographic_cost_of_year", ("money.demographic_cost_of_year",), "net_spending", why="ages"
    ),
    _over(
        "free_income_per_resident",
        ("money.free_income",),
        _PER_RESIDENT,
        *_REVENUE,
        unit="NOK per resident",
        parts=FREE_INCOME,
        better="more",
    ),
    _over(
        "spending_per_resident",
        ("money.gross_spending",),
        _PER_RESIDENT,
        *_ACCOUNTS[:3],
        unit="NOK per resident",
        parts=ALL_SPENDING,
    ),
)
