"""Which parts of a future go together: by hand, by brute force, and from links."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from veivalg.axes import FloatArray, IntArray
from veivalg.errors import LabelMismatch, OutOfRange
from veivalg.futures.balance import (
    Descriptor,
    LinkedParts,
    Matrix,
    consistency,
    consistent_scenarios,
    impact_sums,
    inconsistency,
    linked_parts,
    succession,
    two_state_matrix,
)
from veivalg.randomness import Draws

DRAWS = Draws(1)


def village() -> Matrix:
    """Small, made up, and worked out by hand below.

    Each column is what is said of a state; rows speak. An employer keeps the young, the young keep
    the school, the school keeps the young a little, and a bad road drives the employer away.
    """
    return Matrix(
        (
            Descriptor("employer", ("stays", "goes")),
            Descriptor("young", ("come", "even", "leave")),
            Descriptor("school", ("open", "shut")),
        ),
        np.array(
            [
                # stays goes come even leave open shut
                [0, 0, 2, 0, -2, 0, 0],  # employer stays
                [0, 0, -2, 0, 2, -1, 1],  # employer goes
                [1, -1, 0, 0, 0, 2, -2],  # young come
                [0, 0, 0, 0, 0, 0, 0],  # young even
                [-2, 2, 0, 0, 0, -2, 2],  # young leave
                [0, 0, 1, 0, -1, 0, 0],  # school open
                [0, 0, -1, 1, 0, 0, 0],  # school shut
            ],
            dtype=float,
        ),
    )


def test_sums_and_inconsistency_by_hand():
    """Employer stays, the young leave, the school is open: the young should come (3 against -3)."""
    chosen = np.array([0, 2, 0])
    np.testing.assert_array_equal(impact_sums(village(), chosen), [-2, 2, 3, 0, -3, -2, 2])
    np.testing.assert_array_equal(inconsistency(village(), chosen), [4, 6, 4])


def test_the_village_has_three_ways_to_be():
    """By hand, all well, all ill, and one that is kept up by equal sums.

    stays, come, open    employer 1 > -1; young come 3 > 0 > -3; school 2 > -2      consistent
    stays, even, shut    employer 0 = 0; young come 1 = even 1 > -2; school 0 = 0    consistent
    goes, leave, shut    employer 2 > -2; young leave 2 > even 1 > -3; school 3 > -3 consistent
    stays, even, open    young come 3 > even 0                                       not
    goes, even, shut     young leave 2 > even 1                                      not
    """
    found = consistent_scenarios(village(), draws=DRAWS)
    assert found.complete
    assert found.unsettled == 0
    assert found.named() == (
        {"employer": "stays", "young": "come", "school": "open"},
        {"employer": "stays", "young": "even", "school": "shut"},
        {"employer": "goes", "young": "leave", "school": "shut"},
    )


def random_matrix(seed: int, sizes: tuple[int, ...], *, whole: bool = True) -> Matrix:
    stream = np.random.default_rng(seed)
    owner = np.repeat(np.arange(len(sizes)), sizes)
    judgements = stream.integers(-3, 4, (len(owner), len(owner))).astype(float)
    if not whole:
        judgements = judgements / 10 + 0.1
    judgements[owner[:, None] == owner] = 0
    descriptors = tuple(
        Descriptor(f"d{number}", tuple(f"s{state}" for state in range(size)))
        for number, size in enumerate(sizes)
    )
    return Matrix(descriptors, judgements)


def slow_inconsistency(matrix: Matrix, chosen: tuple[int, ...]) -> list[float]:
    """The definition, one judgement after the other."""
    at = [0]
    for one in matrix.descriptors:
        at.append(at[-1] + len(one.states))
    found = []
    for descriptor in range(len(chosen)):
        sums = [
            sum(matrix.judgements[at[d] + state, to] for d, state in enumerate(chosen))
            for to in range(at[descriptor], at[descriptor + 1])
        ]
        found.append(max(sums) - sums[chosen[descriptor]])
    return found


matrices = st.tuples(
    st.integers(0, 10**6), st.lists(st.integers(2, 4), min_size=1, max_size=4).map(tuple)
)


@given(matrices)
@settings(deadline=None, max_examples=60)
def test_they_agree_with_trying_everything_slowly(asked):
    seed, sizes = asked
    matrix = random_matrix(seed, sizes)
    every = list(product(*map(range, sizes)))
    slow = np.array([slow_inconsistency(matrix, one) for one in every])
    np.testing.assert_allclose(inconsistency(matrix, np.array(every)), slow, atol=1e-12)
    expected = [one for one, apart in zip(every, slow, strict=True) if (apart == 0).all()]
    found = consistent_scenarios(matrix, draws=DRAWS)
    assert [tuple(one) for one in found.chosen.tolist()] == expected
    loose = consistent_scenarios(matrix, draws=DRAWS, allowed=2)
    assert len(loose.chosen) == (slow <= 2).all(axis=1).sum()


@given(matrices)
@settings(deadline=None, max_examples=60)
def test_what_is_found_from_drawn_starts_is_consistent(asked):
    seed, sizes = asked
    matrix = random_matrix(seed, sizes)
    every = {tuple(one) for one in consistent_scenarios(matrix, draws=DRAWS).chosen.tolist()}
    found = consistent_scenarios(matrix, draws=DRAWS, most_enumerated=1, starts=300)
    assert not found.complete
    assert {tuple(one) for one in found.chosen.tolist()} <= every
    assert (found.unsettled < 1) == bool(len(found.chosen))


@given(matrices)
@settings(deadline=None, max_examples=60)
def test_a_start_is_led_on_one_descriptor_at_a_time(asked):
    seed, sizes = asked
    matrix = random_matrix(seed, sizes)
    start = [int(s) for s in np.random.default_rng(seed).integers(0, sizes)]
    led = list(start)
    for _ in range(20 * len(sizes)):
        apart = slow_inconsistency(matrix, tuple(led))
        if max(apart) == 0:
            break
        worst = apart.index(max(apart))
        others = [
            slow_inconsistency(matrix, (*led[:worst], state, *led[worst + 1 :]))[worst]
            for state in range(sizes[worst])
        ]
        led[worst] = others.index(min(others))
    assert succession(matrix, np.array([start])).tolist() == [led]


def test_drawn_starts_find_nearly_all_when_they_are_many():
    """Every consistent scenario leads to itself, so 3,000 starts among 216 miss few."""
    for seed in range(20):
        matrix = random_matrix(seed, (3, 3, 3, 2, 2, 2))
        every = consistent_scenarios(matrix, draws=DRAWS)
        found = consistent_scenarios(matrix, draws=DRAWS, most_enumerated=1, starts=3000)
        np.testing.assert_array_equal(found.chosen, every.chosen)


def test_a_consistent_scenario_leads_to_itself_and_a_circle_ends():
    matrix = village()
    chosen = consistent_scenarios(matrix, draws=DRAWS).chosen
    np.testing.assert_array_equal(succession(matrix, chosen), chosen)
    pursuit = Matrix(
        (Descriptor("fox", ("here", "there")), Descriptor("hare", ("here", "there"))),
        np.array([[0, 0, -1, 1], [0, 0, 1, -1], [1, -1, 0, 0], [-1, 1, 0, 0]], dtype=float),
    )
    assert len(consistent_scenarios(pursuit, draws=DRAWS).chosen) == 0
    lost = consistent_scenarios(pursuit, draws=DRAWS, most_enumerated=1)
    assert len(lost.chosen) == 0
    assert lost.unsettled == 1


@given(matrices, st.integers(-3, 3), st.data())
@settings(deadline=None, max_examples=40)
def test_the_same_said_of_every_state_of_a_descriptor_changes_nothing(asked, more, data):
    """What Weimer-Jehle calls invariance: only differences within a judgement group count."""
    seed, sizes = asked
    matrix = random_matrix(seed, (*sizes, 2))
    row = data.draw(st.integers(0, len(matrix.owner) - 1))
    column = data.draw(st.integers(0, len(sizes)))
    judgements = matrix.judgements.copy()
    judgements[row, (matrix.owner == column) & (matrix.owner[row] != column)] += more
    other = Matrix(matrix.descriptors, judgements)
    one = consistent_scenarios(matrix, draws=DRAWS).chosen
    np.testing.assert_array_equal(consistent_scenarios(other, draws=DRAWS).chosen, one)


def test_rounding_does_not_decide_between_equals():
    tenths = random_matrix(5, (2, 2, 2, 2), whole=False)
    wholes = Matrix(tenths.descriptors, np.round(tenths.judgements * 10))
    np.testing.assert_array_equal(
        consistent_scenarios(tenths, draws=DRAWS).chosen,
        consistent_scenarios(wholes, draws=DRAWS).chosen,
    )


def test_what_cannot_be_judged_is_refused():
    two = (Descriptor("a", ("x", "y")), Descriptor("b", ("x", "y")))
    with pytest.raises(OutOfRange, match="a has 1 states"):
        Descriptor("a", ("x",))
    with pytest.raises(LabelMismatch, match="'x' is listed twice"):
        Descriptor("a", ("x", "x"))
    with pytest.raises(LabelMismatch, match=r"4 states .* have \(3, 3\)"):
        Matrix(two, np.zeros((3, 3)))
    with pytest.raises(OutOfRange, match="a judges its own states"):
        Matrix(two, np.ones((4, 4)))
    with pytest.raises(OutOfRange, match="missing"):
        Matrix(two, np.full((4, 4), np.nan))
    with pytest.raises(OutOfRange, match="b has states 0 to 1"):
        inconsistency(Matrix(two, np.zeros((4, 4))), np.array([0, 2]))
    with pytest.raises(LabelMismatch, match="2 descriptors"):
        inconsistency(Matrix(two, np.zeros((4, 4))), np.array([0]))


PARTS = {"new road": "road", "no road": "road", "mine": "industry", "park": "nature"}
LINKS = {
    ("new road", "mine"): 2,
    ("no road", "mine"): -2,
    ("mine", "park"): -3,
    ("park", "mine"): -1,
    ("new road", "park"): -1,
}


def mask(parts: LinkedParts, *names: str) -> np.ndarray:
    return np.array([name in names for name in parts.names])


def test_a_future_by_hand():
    """Mine and park without a road: no road speaks against the mine, and so on."""
    parts = linked_parts(PARTS, LINKS)
    found = consistency(parts, mask(parts, "no road", "mine", "park"))
    # mine: absent new road -½·2, no road -2, park -1; park: absent new road +½·1, mine -3
    np.testing.assert_array_equal(found.balance, [0, 0, -4, -2.5])
    assert found.against == ("mine", "park")
    assert found.excluded == ()
    good = consistency(parts, mask(parts, "new road", "mine"))
    np.testing.assert_array_equal(good.balance, [0, 0, 2 + 1 + 0.5, -3 - 1])
    assert good.against == (), "the park is absent, and that is as it should be"
    np.testing.assert_array_equal(good.says.sum(axis=0), good.balance)


def test_parts_about_the_same_exclude_each_other():
    parts = linked_parts(PARTS, LINKS)
    found = consistency(parts, mask(parts, "new road", "no road"))
    assert found.excluded == (("new road", "no road"),)


@given(st.integers(0, 10**6), st.lists(st.integers(1, 3), min_size=1, max_size=5))
@settings(deadline=None, max_examples=60)
def test_the_two_state_system_says_the_same(seed, members):
    stream = np.random.default_rng(seed)
    about = [f"d{number}" for number, count in enumerate(members) for _ in range(count)]
    descriptors = {f"p{number}": one for number, one in enumerate(about)}
    links = {
        (one, other): float(stream.integers(-3, 4))
        for one, other in product(descriptors, repeat=2)
        if descriptors[one] != descriptors[other]
    }
    parts = linked_parts(descriptors, links)
    matrix = two_state_matrix(parts)
    chosen = stream.integers(0, matrix.sizes)
    present, states = spread(matrix, parts, chosen)
    found = consistency(parts, present)
    sums = impact_sums(matrix, chosen)
    for state, name in enumerate(states):
        expected = 0.0 if name == "absent" else found.balance[parts.names.index(name)]
        assert sums[state] == pytest.approx(expected)
    if not inconsistency(matrix, chosen).any():
        assert found.against == ()


def spread(matrix: Matrix, parts: LinkedParts, chosen: IntArray) -> tuple[FloatArray, list[str]]:
    """Which parts are present in a scenario, and the names of all states in a row."""
    picked = {d.states[s] for d, s in zip(matrix.descriptors, chosen.tolist(), strict=True)}
    states = [state for d in matrix.descriptors for state in d.states]
    return np.array([name in picked for name in parts.names]), states


def test_futures_that_go_together_by_hand():
    """A mine with a road and no park; or no road, no mine and a park.

    Without a mine the park is spoken for by ½·3; a park speaks against the mine, and an absent new
    road too. Nobody says anything of the road, so each way of having it is consistent in itself.
    """
    found = consistent_scenarios(two_state_matrix(linked_parts(PARTS, LINKS)), draws=DRAWS)
    named = [(one["road"], one["industry"], one["nature"]) for one in found.named()]
    assert named == [
        ("new road", "mine", "absent"),
        ("no road", "absent", "park"),
        ("absent", "mine", "absent"),
        ("absent", "absent", "park"),
    ]


def test_links_that_cannot_be_are_refused():
    with pytest.raises(OutOfRange, match="mine → park has score 4; use -3 to 3"):
        linked_parts(PARTS, {("mine", "park"): 4})
    with pytest.raises(OutOfRange, match="new road and no road exclude each other"):
        linked_parts(PARTS, {("new road", "no road"): -3})
    with pytest.raises(LabelMismatch, match="part 'sea' is not among"):
        linked_parts(PARTS, {("sea", "mine"): 1})
    with pytest.raises(LabelMismatch, match="4 parts"):
        consistency(linked_parts(PARTS, LINKS), np.ones(3, dtype=bool))
