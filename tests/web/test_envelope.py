from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fakes.envelopes import opened
from veivalg.errors import LabelMismatch
from veivalg.web.envelope import Named, envelope


@given(st.integers(0, 5), st.integers(1, 4), st.text(max_size=40))
def test_what_is_put_in_comes_out(years: int, ages: int, said: str):
    values = np.random.default_rng(years).uniform(-10, 10, (years, ages))
    labels = {"year": list(range(years)), "age": list(range(ages))}
    content = envelope(
        [Named("a", ("year", "age"), values, "persons"), Named("b", ("age",), values.sum(axis=0))],
        labels,
        said=said,
    )
    header, arrays = opened(content)
    assert header["labels"] == labels
    assert header["said"] == said
    assert header["arrays"][0] == {
        "name": "a",
        "axes": ["year", "age"],
        "shape": [years, ages],
        "unit": "persons",
    }
    assert (arrays["a"] == values.astype(np.float32)).all()
    assert arrays["b"].shape == (ages,)


def test_numbers_begin_at_a_multiple_of_four():
    for letters in range(8):
        content = envelope([Named("a", (), np.array(7.0))], {}, said="x" * letters)
        assert len(content) % 4 == 0
        assert np.frombuffer(content[-4:], "<f4")[0] == 7.0


def test_labels_that_do_not_fit_are_an_error():
    with pytest.raises(LabelMismatch, match="a has shape"):
        envelope([Named("a", ("year",), np.zeros(3))], {"year": [2024]})


def test_a_missing_number_in_the_header_is_refused_for_browsers_cannot_read_it():
    with pytest.raises(ValueError, match="JSON"):
        envelope([], {}, value=float("nan"))
    assert json.loads(json.dumps({"a": None})) == {"a": None}
