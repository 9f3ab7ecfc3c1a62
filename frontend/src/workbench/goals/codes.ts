/** The codes of the mapping, in the order in which they are shown. */

export const KINDS = ['vision', 'goal', 'subgoal', 'strategy', 'measure', 'none'] as const;
export const AREAS = ['life', 'clim', 'biz', 'place', 'div', 'part', 'trust', 'eff', 'empl', 'self', 'sust'] as const;
export const THEMES = ['demo', 'welf', 'incl', 'green', 'safe'] as const;
export const SDGS = Array.from({ length: 17 }, (_, at) => at + 1);
export const STATES = ['proposed', 'accepted', 'corrected', 'rejected'] as const;
