/** The method page's chapters in order, and the equations told in each. Anchors are used by charts. */

export const EQUATIONS: readonly { id: string; formulas: readonly string[] }[] = [
  { id: 'innbyggere', formulas: ['identity'] },
  { id: 'fodsler', formulas: ['births'] },
  { id: 'dodsfall', formulas: ['deaths'] },
  { id: 'flytting', formulas: ['moved_out', 'moved_in'] },
  { id: 'utland', formulas: ['abroad'] },
  { id: 'aldring', formulas: ['ageing'] },
  { id: 'baereevne', formulas: ['carriers'] },
  { id: 'konsekvenser', formulas: ['services', 'staff', 'result'] },
  { id: 'usikkerhet', formulas: ['interval'] },
  { id: 'alternativer', formulas: [] },
  { id: 'hvorfor', formulas: ['why'] },
  { id: 'sammenligning', formulas: ['index'] },
  { id: 'medfulgte', formulas: [] },
  { id: 'kart', formulas: [] },
];

export const CHAPTERS: readonly string[] = [...EQUATIONS.map(({ id }) => id), 'treff', 'maal', 'kilder', 'vetikke', 'tilgjengelighet', 'personvern'];
