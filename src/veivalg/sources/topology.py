"""Shapes that share borders, as TopoJSON: each border once, thinned so that neighbours fit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

GRID = 100_000
"""Steps of the grid across the map: about 15 metres of Norway."""
TOLERANCE_DEGREES = 0.0015
"""A border may be moved so far when it is thinned: about 150 metres (assumption: unseen)."""
NARROWING = 0.45
"""A degree of longitude against one of latitude at 63 degrees north: cos 63°."""

IntPairs = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Shape:
    """A place's polygons: rings of longitude and latitude, the outer ring first."""

    number: str
    name: str
    polygons: tuple[tuple[NDArray[np.float64], ...], ...]


@dataclass(slots=True)
class _Arcs:
    """Borders met so far, each once, by their points."""

    known: dict[bytes, int] = field(default_factory=dict)
    lines: list[IntPairs] = field(default_factory=list)

    def index(self, line: IntPairs) -> int:
        """Number of a border, complemented (~) when it runs the other way."""
        forward = line.tobytes()
        if forward in self.known:
            return self.known[forward]
        backward = line[::-1].tobytes()
        if backward in self.known:
            return ~self.known[backward]
        self.known[forward] = len(self.lines)
        self.lines.append(line)
        return self.known[forward]


def topojson(shapes: Sequence[Shape], object_name: str, number: str, name: str) -> dict[str, Any]:
    """Topology of shapes; each has the properties `number` and `name` by those names."""
    points = np.concatenate([ring for s in shapes for p in s.polygons for ring in p])
    low, high = points.min(axis=0), points.max(axis=0)
    scale = np.maximum((high - low) / (GRID - 1), 1e-12)
    rings = {
        (i, j, k): _on_grid(ring, low, scale)
        for i, s in enumerate(shapes)
        for j, p in enumerate(s.polygons)
        for k, ring in enumerate(p)
    }
    rings = {place: ring for place, ring in rings.items() if len(ring) >= 3}
    junctions = _junctions(list(rings.values()))
    arcs = _Arcs()
    cut = {
        place: [arcs.index(line) for line in _lines(ring, junctions)]
        for place, ring in rings.items()
    }
    lines = [_thinned(line, scale) for line in arcs.lines]
    return {
        "type": "Topology",
        "bbox": [*low.tolist(), *high.tolist()],
        "transform": {"scale": scale.tolist(), "translate": low.tolist()},
        "objects": {
            object_name: {
                "type": "GeometryCollection",
                "geometries": [
                    _geometry(i, shape, cut, number, name) for i, shape in enumerate(shapes)
                ],
            }
        },
        "arcs": [_differences(line) for line in lines],
    }


def _on_grid(
    ring: NDArray[np.float64], low: NDArray[np.float64], scale: NDArray[np.float64]
) -> IntPairs:
    """Ring in steps of the grid, without repeats and without its closing point."""
    steps = np.rint((ring - low) / scale).astype(np.int64)
    moved = np.any(steps != np.roll(steps, 1, axis=0), axis=1)
    return steps[moved]


def _key(points: IntPairs) -> NDArray[np.int64]:
    return points[:, 0] * (GRID * 2) + points[:, 1]


def _junctions(rings: Sequence[IntPairs]) -> NDArray[np.int64]:
    """Points where borders meet: not all rings that pass have the same two neighbours there."""
    keys = [_key(ring) for ring in rings]
    here = np.concatenate(keys)
    before = np.concatenate([np.roll(k, 1) for k in keys])
    after = np.concatenate([np.roll(k, -1) for k in keys])
    points, number = np.unique(here, return_inverse=True)
    found = np.zeros(len(points), dtype=bool)
    for side in (np.minimum(before, after), np.maximum(before, after)):
        least = np.full(len(points), np.iinfo(np.int64).max)
        most = np.full(len(points), np.iinfo(np.int64).min)
        np.minimum.at(least, number, side)
        np.maximum.at(most, number, side)
        found |= least != most
    return points[found]


def _lines(ring: IntPairs, junctions: NDArray[np.int64]) -> list[IntPairs]:
    """The ring cut at junctions; a ring without any begins at its smallest point."""
    keys = _key(ring)
    cuts = np.flatnonzero(np.isin(keys, junctions))
    if not cuts.size:
        return [_closed(ring, int(np.argmin(keys)))]
    turned = np.roll(ring, -int(cuts[0]), axis=0)
    whole = np.concatenate([turned, turned[:1]])
    ends = [*(cuts - cuts[0]).tolist(), len(ring)]
    return [np.ascontiguousarray(whole[start : end + 1]) for start, end in pairwise(ends)]


def _closed(ring: IntPairs, start: int) -> IntPairs:
    """A ring from its smallest point and round in the direction of the smaller neighbour."""
    turned = np.roll(ring, -start, axis=0)
    if tuple(turned[1]) > tuple(turned[-1]):
        turned = np.roll(turned[::-1], 1, axis=0)
    return np.ascontiguousarray(np.concatenate([turned, turned[:1]]))


def _thinned(line: IntPairs, scale: NDArray[np.float64]) -> IntPairs:
    """The line without points nearer than the tolerance to it (Douglas-Peucker); ends stay."""
    degrees = line * scale * np.array([NARROWING, 1.0])
    keep = np.zeros(len(line), dtype=bool)
    keep[[0, -1]] = True
    spans = [(0, len(line) - 1)]
    if np.array_equal(line[0], line[-1]):
        far = int(np.argmax(((degrees - degrees[0]) ** 2).sum(axis=1)))
        keep[far] = True
        spans = [(0, far), (far, len(line) - 1)]
    while spans:
        first, last = spans.pop()
        if last - first < 2:
            continue
        distance = _distances(degrees[first + 1 : last], degrees[first], degrees[last])
        far = int(np.argmax(distance))
        if distance[far] > TOLERANCE_DEGREES:
            middle = first + 1 + far
            keep[middle] = True
            spans += [(first, middle), (middle, last)]
    return line[_at_least_a_triangle(keep, line)]


def _distances(
    points: NDArray[np.float64], start: NDArray[np.float64], end: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Distance of points from the stretch between two others."""
    along = end - start
    length = float(along @ along)
    share = np.clip((points - start) @ along / length, 0, 1) if length else np.zeros(len(points))
    gap = points - start - share[:, None] * along
    return np.asarray(np.sqrt((gap**2).sum(axis=1)))


def _at_least_a_triangle(keep: NDArray[np.bool_], line: IntPairs) -> NDArray[np.bool_]:
    """A closed line keeps three corners, so that a small island stays an island."""
    if np.array_equal(line[0], line[-1]) and keep.sum() < 4:
        keep = keep.copy()
        keep[[len(line) // 3, (2 * len(line)) // 3]] = True
    return keep


def _geometry(
    index: int, shape: Shape, cut: dict[tuple[int, int, int], list[int]], number: str, name: str
) -> dict[str, Any]:
    polygons = [
        [cut[index, j, k] for k in range(len(polygon)) if (index, j, k) in cut]
        for j, polygon in enumerate(shape.polygons)
    ]
    return {
        "type": "MultiPolygon",
        "arcs": [polygon for polygon in polygons if polygon],
        "properties": {
            "id": shape.number,
            number: shape.number,
            "name": shape.name,
            name: shape.name,
        },
    }


def _differences(line: IntPairs) -> list[list[int]]:
    """First point, then steps from point to point."""
    steps = np.diff(line, axis=0, prepend=np.zeros((1, 2), dtype=np.int64))
    return [[int(x), int(y)] for x, y in steps]
