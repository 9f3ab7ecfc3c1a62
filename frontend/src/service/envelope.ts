/** The service's binary envelope: a JSON header, then float32 arrays in the header's order. */

export interface LabelledArray {
  readonly name: string;
  readonly axes: readonly string[];
  readonly shape: readonly number[];
  readonly unit: string;
  readonly values: Float32Array;
}

export interface Envelope {
  readonly header: Readonly<Record<string, unknown>>;
  readonly labels: Readonly<Record<string, readonly (string | number)[]>>;
  readonly arrays: ReadonlyMap<string, LabelledArray>;
}

interface ArrayHeader {
  name: string;
  axes: string[];
  shape: number[];
  unit?: string;
}

export class BrokenEnvelope extends Error {}

/** Arrays and labels of one answer. Throws BrokenEnvelope when the bytes do not fit the header. */
export function openEnvelope(bytes: ArrayBuffer): Envelope {
  if (bytes.byteLength < 4) throw new BrokenEnvelope(`The answer has ${bytes.byteLength} bytes; a header needs 4.`);
  const length = new DataView(bytes).getUint32(0, true);
  if (4 + length > bytes.byteLength) throw new BrokenEnvelope(`The header says ${length} bytes; the answer is shorter.`);
  const header = JSON.parse(new TextDecoder().decode(new Uint8Array(bytes, 4, length))) as Record<string, unknown>;
  let offset = 4 + Math.ceil(length / 4) * 4;
  const arrays = new Map<string, LabelledArray>();
  for (const entry of header.arrays as ArrayHeader[]) {
    const count = entry.shape.reduce((product, size) => product * size, 1);
    if (offset + count * 4 > bytes.byteLength) {
      throw new BrokenEnvelope(`The array ${entry.name} should hold ${count} numbers; the answer ends before that.`);
    }
    arrays.set(entry.name, { ...entry, unit: entry.unit ?? '', values: new Float32Array(bytes, offset, count) });
    offset += count * 4;
  }
  return { header, labels: (header.labels ?? {}) as Envelope['labels'], arrays };
}

/** One array by name. Throws BrokenEnvelope when the answer lacks it. */
export function arrayOf(envelope: Envelope, name: string): LabelledArray {
  const found = envelope.arrays.get(name);
  if (!found) throw new BrokenEnvelope(`The answer has no array called ${name}.`);
  return found;
}

/** The row at the given leading indices, as a view over the last axes. */
export function row(array: LabelledArray, ...indices: number[]): Float32Array {
  let start = 0;
  let size = array.values.length;
  for (const [axis, index] of indices.entries()) {
    size /= array.shape[axis]!;
    start += index * size;
  }
  return array.values.subarray(start, start + size);
}
