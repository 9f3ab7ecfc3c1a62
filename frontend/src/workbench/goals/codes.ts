/** The codes of the mapping, in the order in which they are shown; a test holds them to the service's. */

export const GOAL_LIKE = ['vision', 'goal', 'subgoal'] as const;
export const KINDS = [...GOAL_LIKE, 'strategy', 'measure', 'none'] as const;
export const AREAS = ['life', 'clim', 'biz', 'place', 'div', 'part', 'trust', 'eff', 'empl', 'self', 'sust'] as const;
export const THEMES = ['demo', 'welf', 'incl', 'green', 'safe'] as const;
export const SDGS = Array.from({ length: 17 }, (_, at) => at + 1);
export const STATES = ['proposed', 'accepted', 'corrected', 'rejected'] as const;
export const DECIDED = ['accepted', 'corrected'] as const;
export const TYPES = ['samfunnsdel', 'planstrategi', 'regional_planstrategi', 'okonomiplan', 'intensjonsavtale', 'arbeidsgiverstrategi', 'other'] as const;
export const FORMS = ['nb', 'nn', 'other'] as const;
export const SDG_USES = ['none', 'guide', 'select', 'link', 'report'] as const;
export const BY = ['size', 'centrality', 'region', 'county', 'merged', 'form', 'type', 'own'] as const;

const GOALS: readonly string[] = GOAL_LIKE;
const BY_A_PERSON: readonly string[] = DECIDED;

/** Whether a kind is a vision, a goal or a sub-goal. */
export const isGoal = (kind: string): boolean => GOALS.includes(kind);
/** Whether a person has accepted or corrected a sentence. */
export const isDecided = (state: string): boolean => BY_A_PERSON.includes(state);
