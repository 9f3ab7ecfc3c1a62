/** Real borders as shapes of the map: topojson read, projected as the tiles are (transverse Mercator, 15° E), thinned. */

import { feature, mesh } from 'topojson-client';
import type { GeometryCollection, GeometryObject, Topology } from 'topojson-specification';

export interface Shape {
  readonly code: string;
  readonly path: string;
  /** A point inside or near, where a callout's line may end. */
  readonly x: number;
  readonly y: number;
}

export interface Outline {
  readonly shapes: readonly Shape[];
  readonly countyLines: string;
  readonly width: number;
  readonly height: number;
  /** Points along the coast and borders, for finding free sea. */
  readonly points: readonly (readonly [number, number])[];
}

type Ring = readonly (readonly [number, number])[];
type Project = (point: readonly [number, number]) => [number, number];

const RADIANS = Math.PI / 180;
const CENTRAL_MERIDIAN = 15;
const LEAST_STEP = 0.9;

/** Transverse Mercator on a sphere, in radians east and north. */
export function transverseMercator([lon, lat]: readonly [number, number]): [number, number] {
  const east = (lon - CENTRAL_MERIDIAN) * RADIANS;
  const north = lat * RADIANS;
  return [Math.atanh(Math.cos(north) * Math.sin(east)), Math.atan2(Math.tan(north), Math.cos(east))];
}

/** Municipality shapes fitted to a width. */
export function outlineOf(topology: Topology, width: number): Outline {
  const collection = Object.values(topology.objects)[0] as GeometryCollection;
  const { features } = feature(topology, collection);
  const places = features.map((place) => ({
    code: codeOf(place.properties),
    polygons: polygonsOf(place.geometry as GeoJSON.Polygon | GeoJSON.MultiPolygon),
  }));
  const project = fitted(places.flatMap((place) => place.polygons.flat(2)), width);
  const points: [number, number][] = [];
  const shapes = places.map(({ code, polygons }) => {
    const rings = polygons.flat().map((ring) => ring.map(project.at));
    for (const ring of rings) points.push(...ring);
    const largest = rings.reduce((one, other) => (extent(other) > extent(one) ? other : one));
    const [x, y] = middle(largest);
    return { code, path: rings.map((ring) => ringPath(ring)).join(''), x, y };
  });
  const between = mesh(topology, collection as GeometryObject, (one, other) => one !== other && countyOf(one) !== countyOf(other));
  const countyLines = (between.coordinates as [number, number][][]).map((part) => linePathOf(part.map(project.at))).join('');
  return { shapes, countyLines, width, height: project.height, points };
}

function codeOf(properties: unknown): string {
  const { kommunenummer, id } = (properties ?? {}) as { kommunenummer?: string; id?: string };
  return String(kommunenummer ?? id ?? '');
}

const countyOf = (geometry: GeometryObject): string => codeOf(geometry.properties).slice(0, 2);

function polygonsOf(geometry: GeoJSON.Polygon | GeoJSON.MultiPolygon): Ring[][] {
  return (geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates) as unknown as Ring[][];
}

function fitted(points: readonly (readonly [number, number])[], width: number): { at: Project; height: number } {
  let [west, east, south, north] = [Infinity, -Infinity, Infinity, -Infinity];
  for (const point of points) {
    const [x, y] = transverseMercator(point);
    [west, east, south, north] = [Math.min(west, x), Math.max(east, x), Math.min(south, y), Math.max(north, y)];
  }
  const scale = width / (east - west);
  return {
    height: (north - south) * scale,
    at: (point) => {
      const [x, y] = transverseMercator(point);
      return [(x - west) * scale, (north - y) * scale];
    },
  };
}

function thinned(points: Ring): Ring {
  const kept: [number, number][] = [];
  for (const [x, y] of points) {
    const last = kept.at(-1);
    if (!last || Math.hypot(x - last[0], y - last[1]) >= LEAST_STEP) kept.push([x, y]);
  }
  return kept;
}

function ringPath(ring: Ring): string {
  const kept = thinned(ring);
  if (kept.length < 3) {
    const [x, y] = ring[0]!;
    return `M${x.toFixed(1)} ${y.toFixed(1)}h1v1h-1z`;
  }
  return `${linePathOf(kept)}z`;
}

function linePathOf(points: Ring): string {
  const kept = thinned(points);
  return kept.length < 2 ? '' : 'M' + kept.map(([x, y]) => `${x.toFixed(1)} ${y.toFixed(1)}`).join('L');
}

function extent(ring: Ring): number {
  return Math.abs(ring.reduce((sum, [x, y], index) => {
    const [nextX, nextY] = ring[(index + 1) % ring.length]!;
    return sum + x * nextY - nextX * y;
  }, 0));
}

function middle(ring: Ring): [number, number] {
  const sum = ring.reduce(([sx, sy], [x, y]) => [sx + x, sy + y] as [number, number], [0, 0] as [number, number]);
  return [sum[0] / ring.length, sum[1] / ring.length];
}
