"""Fertility, mortality and migration as one value: all that a projection needs besides people.

The model is local in space and national in time: a national path by year, times a local
level or pattern. Cohorts are named by the age they reach on 31 December (`axes.COHORTS`),
so that newborns are cohort 0 and cohort c was aged c - 1 on 1 January.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from veivalg.axes import (
    COHORTS,
    SEXES,
    Axes,
    FloatArray,
    IntArray,
    check_shape,
    make_read_only,
    require_counts,
    require_share,
)
from veivalg.provenance import Source, content_hash


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Assumptions:
    """One future for births, deaths and moves, by municipality (M), flow year (Y), sex (S),
    cohort (C, 107) and destination class (K).

    municipalities   codes, M of them
    years            calendar years of the flows, Y consecutive ones
    birth_rate       (year, cohort)                births per woman-year, by cohort of the mother
    birth_level      (municipality)                local fertility over the national
    girls            share of girls among newborns
    death_probability (year, sex, cohort)          share dying within the year
    death_level      (municipality, sex)           local over national mortality
    out_probability  (municipality, sex, cohort)   share moving to another municipality in a year
    mobility         (year)                        national path of moving, 1 = as estimated
    class_of_cohort  (cohort)                      destination class of each cohort, 0…K-1
    destination      (class, origin, destination)  share of movers by destination; zero diagonal;
                                                   one matrix for all may be a broadcast view
    attraction       (year, class, municipality)   factor on a destination's share, 1 = as estimated
    emigration_probability (municipality, sex, cohort)  share leaving the country in a year
    emigration       (year)                        national path of emigration, 1 = as estimated
    immigrants       (year)                        persons coming to the country
    immigrant_share  (municipality, sex, cohort)   share of them, sums to 1
    """

    municipalities: tuple[str, ...]
    years: tuple[int, ...]
    birth_rate: FloatArray
    birth_level: FloatArray
    girls: float
    death_probability: FloatArray
    death_level: FloatArray
    out_probability: FloatArray
    mobility: FloatArray
    class_of_cohort: IntArray
    destination: FloatArray
    attraction: FloatArray
    emigration_probability: FloatArray
    emigration: FloatArray
    immigrants: FloatArray
    immigrant_share: FloatArray
    sources: tuple[Source, ...] = ()

    def __post_init__(self) -> None:
        municipality, year = self.municipalities, self.years
        classes = range(self.destination.shape[0])
        counts = {
            "birth_rate": Axes.of(year=year, cohort=COHORTS),
            "birth_level": Axes.of(municipality=municipality),
            "death_level": Axes.of(municipality=municipality, sex=SEXES),
            "mobility": Axes.of(year=year),
            "attraction": Axes.of(year=year, destination_class=classes, municipality=municipality),
            "emigration": Axes.of(year=year),
            "immigrants": Axes.of(year=year),
        }
        local = Axes.of(municipality=municipality, sex=SEXES, cohort=COHORTS)
        shares = {
            "death_probability": Axes.of(year=year, sex=SEXES, cohort=COHORTS),
            "out_probability": local,
            "emigration_probability": local,
            "immigrant_share": local,
            "destination": Axes.of(
                destination_class=classes, origin=municipality, destination=municipality
            ),
        }
        for name, axes in counts.items():
            require_counts(getattr(self, name), axes, name=name)
        for name, axes in shares.items():
            require_share(getattr(self, name), axes, name=name)
        check_shape(self.class_of_cohort, Axes.of(cohort=COHORTS), name="class_of_cohort")
        make_read_only(
            *(v for f in fields(self) if isinstance(v := getattr(self, f.name), np.ndarray))
        )

    @property
    def identity(self) -> str:
        """Hash of every number; equal identities give equal projections."""
        return content_hash(getattr(self, f.name) for f in fields(self) if f.name != "sources")
