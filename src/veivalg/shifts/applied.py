"""From dials to the model: what differs for people, and what differs for everything else."""

from __future__ import annotations

from veivalg.consequences.standard import Standard
from veivalg.population.cases import Changes
from veivalg.shifts import money, people, services, society, staff
from veivalg.shifts.as_today import AsToday
from veivalg.shifts.contribution import Totals
from veivalg.shifts.factors import Gathered


def changes_of(totals: Totals, base: AsToday) -> Changes:
    """How the population run differs in every case; nothing when no dial of people moves."""
    return people.changes(totals, base)


def standard_of(totals: Totals, base: AsToday, *, presence: float) -> Standard:
    """How services, staff, money, society and land differ in every case."""
    into = Gathered()
    services.gather(totals, base, into)
    staff.gather(totals, base, into, presence=presence)
    money.gather(totals, base, into)
    society.gather(totals, base, into)
    return into.standard()
