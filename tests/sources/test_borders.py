from __future__ import annotations

import numpy as np

from tests.emulator.figures import _geojson
from veivalg.sources.topology import Shape, topojson


def square(number: str, west: float, south: float, size: float = 1.0) -> Shape:
    """A square whose sides have many points, so that thinning has something to do."""
    step = np.linspace(0, size, 50)[:-1]
    south_side = np.column_stack([west + step, np.full(49, south)])
    east_side = np.column_stack([np.full(49, west + size), south + step])
    north_side = np.column_stack([west + size - step, np.full(49, south + size)])
    west_side = np.column_stack([np.full(49, west), south + size - step])
    ring = np.concatenate([south_side, east_side, north_side, west_side])
    return Shape(number, f"Sted {number}", ((np.vstack([ring, ring[:1]]),),))


def area(ring: list[list[float]]) -> float:
    x, y = np.array(ring).T
    return abs(float(np.dot(x[:-1], y[1:]) - np.dot(x[1:], y[:-1]))) / 2


def test_neighbours_share_their_border_and_keep_their_area() -> None:
    shapes = [square("0301", 10, 60), square("3201", 11, 60), square("5634", 30, 70)]
    topology = topojson(shapes, "Kommuner", "kommunenummer", "kommunenavn")
    used = [
        abs(n if n >= 0 else ~n)
        for g in topology["objects"]["Kommuner"]["geometries"]
        for polygon in g["arcs"]
        for ring in polygon
        for n in ring
    ]
    assert len(used) == len(set(used)) + 1, "one border is used twice"
    features = _geojson(topology)["features"]
    for feature in features:
        ((ring,),) = feature["geometry"]["coordinates"]
        assert ring[0] == ring[-1]
        assert abs(area(ring) - 1) < 0.01
    assert features[0]["properties"] == {
        "id": "0301",
        "kommunenummer": "0301",
        "name": "Sted 0301",
        "kommunenavn": "Sted 0301",
    }
    assert sum(len(arc) for arc in topology["arcs"]) < 30, "straight lines are thinned"


def test_a_border_that_runs_the_other_way_is_the_same_border() -> None:
    left = square("0301", 10, 60)
    right = square("3201", 11, 60)
    turned = Shape("3201", "", ((right.polygons[0][0][::-1],),))
    for other in (right, turned):
        topology = topojson([left, other], "K", "kommunenummer", "kommunenavn")
        assert len(topology["arcs"]) == 3


def test_an_island_in_the_middle_of_another_fits() -> None:
    outer, hole = square("0301", 10, 60, 3), square("3201", 11, 61)
    shape = Shape("0301", "", ((outer.polygons[0][0], hole.polygons[0][0][::-1]),))
    topology = topojson([shape, hole], "K", "kommunenummer", "kommunenavn")
    assert len(topology["arcs"]) == 2


def test_a_tiny_island_stays_an_island() -> None:
    far = square("0301", 10, 60, 3)
    tiny = square("3201", 20, 62, 0.002)
    topology = topojson([far, tiny], "K", "kommunenummer", "kommunenavn")
    assert min(len(arc) for arc in topology["arcs"]) >= 4
