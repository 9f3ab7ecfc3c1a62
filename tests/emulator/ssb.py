"""Tables of the emulated statistics bank, with the code lists and oddities of the real ones."""

from __future__ import annotations

import numpy as np

from tests.emulator.figures import AGES, Figures
from tests.emulator.kostra import kostra_tables
from tests.emulator.projections import projections
from tests.emulator.shared_dimensions import contents, sex, time
from tests.emulator.tables import Dimension, Listed, Table


def statistics_bank(figures: Figures) -> list[Table]:
    """All tables; what is not in the figures is made by rule."""
    return [
        _07459(figures),
        _07902(figures),
        _08556(figures),
        _04232(figures),
        _fertility(figures),
        _04231(figures),
        _05839(figures),
        _06913(figures),
        _09588(figures),
        _01222(figures),
        _13864(figures),
        _03321(figures),
        *projections(figures),
        *kostra_tables(figures),
    ]


def _summed(figures: Figures, name: str, prefix: str, extra: int) -> Listed:
    """Present municipalities with the old codes behind each, and the leftover groups.

    extra   position of Rest in the figures
    """
    codes = [f"{prefix}{c}" for c in figures.codes]
    return Listed(
        name,
        "Kommuner 2024, sammenslåtte tidsserier",
        "Aggregation",
        [*codes, f"{prefix}21-22", f"{prefix}Rest"],
        [*figures.names, "Svalbard og Jan Mayen", "Delte kommuner og uoppgitt"],
        [*([i] for i in range(len(codes))), [extra + 1], [extra]],
        [*(figures.members[c] for c in figures.codes), ["2100", "2111"], ["1850", "9999"]],
    )


def _region(figures: Figures, *lists: Listed) -> Dimension:
    """Present codes and the country, which is the sum of all; code lists give the rest."""
    count = len(figures.codes)
    every = list(range(count + 2))
    country = Listed(
        "vs_Landet", "Hele landet", "Valueset", ["0"], ["Hele landet"], [every], [["0"]]
    )
    return Dimension(
        "Region",
        "region",
        ["0", *figures.codes],
        ["Hele landet", *figures.names],
        role="geo",
        rows=[every, *([i] for i in range(count))],
        lists=[*lists, country],
    )


def _with_leftovers(places: np.ndarray, rest: np.ndarray | None = None) -> np.ndarray:
    """Figures of municipalities, then of Rest, then of Svalbard (nobody)."""
    if rest is None:
        rest = np.zeros(places.shape[1:])
    return np.concatenate([places, rest[None], np.zeros_like(rest)[None]])


def _07459(figures: Figures) -> Table:
    codes = [f"{a:03d}" for a in range(AGES - 1)] + ["105+"]
    ages = Dimension(
        "Alder",
        "alder",
        codes,
        [f"{c} år" for c in codes],
        elimination=True,
        lists=[
            Listed(
                "vs_AlleAldre00B",
                "Alder, ett-årig",
                "Valueset",
                codes,
                codes,
                [[i] for i in range(AGES)],
                [[c] for c in codes],
            )
        ],
    )
    values = _with_leftovers(np.nan_to_num(figures.population), figures.rest)
    for place in range(len(figures.codes)):  # keep the missing missing
        values[place][np.isnan(figures.population[place])] = np.nan
    count = len(figures.codes)
    region = _region(figures, _summed(figures, "agg_KommSummer", "K-", count))
    table = Table(
        "07459",
        "Alders- og kjønnsfordeling i kommuner, fylker og hele landets befolkning (K) 1986-2026",
        [
            region,
            sex(elimination=True),
            ages,
            contents(("Personer1", "Personer")),
            time(figures.years),
        ],
        values[:, :, :, None, :],
        mark=".",
        notes=["Tallene gjelder per 1. januar.", "En merknad som ikke må vises."],
    )
    table.figures = _country_apart(table.figures)
    region.rows[0] = [count + 2]
    region.lists[-1].rows = [[count + 2]]
    return table


def _country_apart(values: np.ndarray) -> np.ndarray:
    """The country as a row of its own, so that a missing municipality does not hide it."""
    return np.concatenate([values, np.nansum(values, axis=0)[None]])


def _07902(figures: Figures) -> Table:
    codes = [f"{a:03d}" for a in range(AGES + 1)]
    values = np.stack([figures.chance * 3, figures.chance], axis=2)
    return Table(
        "07902",
        "Dødelighetstabeller, etter kjønn og alder 1966-2025",
        [
            sex(),
            Dimension("AlderX", "alder", codes, codes),
            contents(
                ("Dode", "Døde i alder x til x+1"),
                ("Dodssannsynlighet", "Dødssannsynlighet (promille)"),
                unit="promille",
            ),
            time(figures.life_years),
        ],
        values,
    )


def _08556(figures: Figures) -> Table:
    return Table(
        "08556",
        "Samlet fruktbarhetstall, etter region 1968-2025",
        [
            _region(figures),
            contents(("SamletFrukt", "Samlet fruktbarhetstall")),
            time(figures.life_years),
        ],
        np.full((len(figures.codes) + 2, 1, len(figures.life_years)), 1.4),
    )


def _04232(figures: Figures) -> Table:
    return Table(
        "04232",
        "Samlet fruktbarhetstall, kvinner (F) 1968-2025",
        [
            contents(("FruktKvinner", "Samlet fruktbarhetstall, kvinner")),
            time(figures.life_years),
        ],
        np.full((1, len(figures.life_years)), 1.4),
    )


def _fertility(figures: Figures) -> Table:
    """A table we do not know by number: found by its title (the number is invented)."""
    codes = [str(a) for a in range(15, 50)]
    return Table(
        "90001",
        "Fruktbarhetsrater, etter mors alder 2000-2024",
        [
            Dimension("AlderMor", "mors alder", codes, [f"{c} år" for c in codes]),
            contents(("Rate", "Fruktbarhetsrate, levendefødte per 1 000 kvinner")),
            time(figures.life_years),
        ],
        figures.fertility[:, None, :],
    )


def _04231(figures: Figures) -> Table:
    share = np.ones(len(figures.codes) + 2) / (len(figures.codes) + 2)
    region = _region(figures)
    region.elimination = True
    return Table(
        "04231",
        "Levendefødte, etter kjønn og region 1946-2025",
        [
            region,
            sex(elimination=True),
            contents(("Levendefodte", "Levendefødte")),
            time(figures.life_years),
        ],
        (share[:, None, None] * figures.births)[:, :, None, :],
    )


def _05839(figures: Figures) -> Table:
    halves = np.stack([figures.deaths * 0.25, figures.deaths * 0.75], axis=1)
    return Table(
        "05839",
        "Døde, etter kjønn og alder 1966-2025",
        [
            sex(elimination=True),
            Dimension("Alder", "alder", ["0-66", "67+"], ["0-66 år", "67 år +"], elimination=True),
            contents(("Dode", "Døde")),
            time(figures.life_years),
        ],
        halves[:, :, None, :],
        values_as_object=True,
    )


def _totals(figures: Figures) -> np.ndarray:
    return np.nansum(figures.population, axis=(1, 2))


def _06913(figures: Figures) -> Table:
    size = _totals(figures)
    flows = [size, size * 0.010, size * 0.009, size * 0.001, size * 0.05, size * 0.048]
    values = np.rint(_with_leftovers(np.stack(flows, axis=1)))
    values[:, 1:, -1] = np.nan  # the year is not over
    listed = _summed(figures, "agg_KommSummerHist", "K_", len(figures.codes))
    return Table(
        "06913",
        "Folkemengde 1. januar og endringer i løpet av året, etter region (K) 1951-2026",
        [
            _region(figures, listed),
            contents(
                ("Folkemengde", "Folkemengde 1. januar"),
                ("Levende", "Levendefødte"),
                ("Dode", "Døde"),
                ("Fodselsoverskudd", "Fødselsoverskudd"),
                ("Innflyttinger", "Innflyttinger"),
                ("Utflyttinger", "Utflyttinger"),
            ),
            time(figures.years),
        ],
        values,
    )


def _09588(figures: Figures) -> Table:
    size = _totals(figures)
    flows = [size * 0.008, size * 0.005, size * 0.003, size * 0.042, size * 0.043]
    years = figures.years[:-1]
    values = np.rint(_with_leftovers(np.stack(flows, axis=1)[..., :-1]))
    listed = _summed(figures, "agg_KommSummer", "K-", len(figures.codes))
    return Table(
        "09588",
        "Innenlandsk flytting og inn- og utvandring, etter region (K) 2002-2025",
        [
            _region(figures, listed),
            contents(
                ("Innvandring", "Innvandring"),
                ("Utvandring", "Utvandring"),
                ("Nettoinnvandring", "Nettoinnvandring"),
                ("InnInnland", "Innflytting, innenlandsk"),
                ("UtInnland", "Utflytting, innenlandsk"),
            ),
            time(years),
        ],
        values,
    )


def _01222(figures: Figures) -> Table:
    """By quarter; the contents are those of the recorded answer. The last year has three."""
    size = _totals(figures)
    flows = np.stack([size * x for x in (0.010, 0.009, 0.008, 0.005, 0.042, 0.043)], axis=1)
    values = np.rint(_with_leftovers(np.repeat(flows, 4, axis=-1) / 4))[..., :-1]
    quarters = [f"{year}K{q}" for year in figures.years for q in range(1, 5)][:-1]
    listed = _summed(figures, "agg_KommSummer", "K-", len(figures.codes))
    return Table(
        "01222",
        "Endringer i befolkningen i løpet av kvartalet, etter region (K) 1997K4-2026K2",
        [
            _region(figures, listed),
            contents(
                ("Fodte2", "Fødde"),
                ("Dode3", "Døde"),
                ("Innvandring5", "Innvandring"),
                ("Utvandring6", "Utvandring"),
                ("Tilflytting7", "Innflytting, innalandsk"),
                ("Fraflytting8", "Utflytting, innalandsk"),
            ),
            Dimension("Tid", "kvartal", quarters, quarters, role="time"),
        ],
        values,
    )


def _present(figures: Figures, name: str, label: str) -> Dimension:
    codes = [f"K-{c}" for c in figures.codes]
    rows = [[i] for i in range(len(codes))]
    listed = Listed(
        "agg_KommGjeldende",
        "Gjeldende kommuner",
        "Aggregation",
        codes,
        figures.names,
        rows,
        [[c] for c in figures.codes],
    )
    return Dimension(name, label, figures.codes, figures.names, lists=[listed])


def _13864(figures: Figures) -> Table:
    moves = np.floor(figures.commuters / 20)
    values = np.stack([moves, moves + (moves > 0)], axis=-1)[:, :, None, :]
    return Table(
        "13864",
        "Flytting mellom kommuner, etter fraflyttings- og tilflyttingsregion 2024-2025",
        [
            _present(figures, "Fraflyttingsregion", "fraflyttingsregion"),
            _present(figures, "TilflyttRegion", "tilflyttingsregion"),
            contents(("Flyttinger", "Flyttinger")),
            time([2024, 2025]),
        ],
        values,
    )


def _03321(figures: Figures) -> Table:
    values = np.stack([figures.commuters * 0.98, figures.commuters], axis=-1)[:, :, None, :]
    return Table(
        "03321",
        "Sysselsatte, etter bosted- og arbeidsstedskommune 2024-2025",
        [
            _present(figures, "ArbstedKomm", "arbeidsstedskommune"),
            _present(figures, "Bokommuen", "bostedskommune"),
            contents(("Sysselsatte", "Sysselsatte personer")),
            time([2024, 2025]),
        ],
        np.swapaxes(values, 0, 1),
        mark=":",
    )
