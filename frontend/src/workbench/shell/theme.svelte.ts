/** Light, dark or as the device: chosen and remembered. */

export const THEMES = ['auto', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

const STORED = 'veivalg.theme';
const state = $state<{ theme: Theme; deviceDark: boolean }>({ theme: 'auto', deviceDark: false });

export function currentTheme(): Theme {
  return state.theme;
}

export function isDark(): boolean {
  return state.theme === 'dark' || (state.theme === 'auto' && state.deviceDark);
}

export function startTheme(): void {
  const device = matchMedia('(prefers-color-scheme: dark)');
  state.deviceDark = device.matches;
  device.addEventListener('change', () => (state.deviceDark = device.matches));
  apply(remembered());
}

export function chooseTheme(theme: Theme): void {
  apply(theme);
  try {
    localStorage.setItem(STORED, theme);
  } catch {
    // Private windows may refuse storage; the choice then lasts for this visit.
  }
}

function apply(theme: Theme): void {
  state.theme = theme;
  document.documentElement.dataset.colorScheme = theme;
}

function remembered(): Theme {
  try {
    const stored = localStorage.getItem(STORED) as Theme | null;
    return stored && THEMES.includes(stored) ? stored : 'auto';
  } catch {
    return 'auto';
  }
}
