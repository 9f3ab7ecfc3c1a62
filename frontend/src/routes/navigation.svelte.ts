/** Where the reader is, kept in step with the address line. */

import { tick } from 'svelte';
import { routeOf, type Route } from './route';

const state = $state<{ route: Route }>({ route: routeOf(location.pathname) });

export function currentRoute(): Route {
  return state.route;
}

/** Go to an address inside the page; focus moves to the new heading so that it is read out. */
export async function go(address: string): Promise<void> {
  if (address !== location.pathname + location.search + location.hash) history.pushState(null, '', address);
  state.route = routeOf(location.pathname);
  scrollTo({ top: 0, behavior: 'instant' });
  await tick();
  document.getElementById('content')?.focus({ preventScroll: true });
}

/** Follow plain clicks on inner links without loading the page anew. */
export function followInnerLinks(): () => void {
  const followed = (event: MouseEvent) => {
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const link = (event.target as Element).closest?.('a[href]');
    if (!link || link.hasAttribute('download') || link.getAttribute('target')) return;
    const href = link.getAttribute('href')!;
    if (!href.startsWith('/') || /^\/(api|static)(\/|$)/.test(href)) return;
    const { pathname, hash } = new URL(href, location.origin);
    if (hash && pathname === location.pathname) return;
    event.preventDefault();
    void go(href);
  };
  const returned = () => (state.route = routeOf(location.pathname));
  document.addEventListener('click', followed);
  addEventListener('popstate', returned);
  return () => {
    document.removeEventListener('click', followed);
    removeEventListener('popstate', returned);
  };
}
