/** Where the reader is, kept in step with the address line. */

import { tick } from 'svelte';
import { ownIn, routeOf, withOwn, type Route } from './route';

const state = $state<{ route: Route; own: string }>({ route: routeOf(location.pathname), own: ownIn(location.search) });

export function currentRoute(): Route {
  return state.route;
}

/** Own figures that the address carries; empty when there are none. */
export function currentOwn(): string {
  return state.own;
}

/** Put own figures into the address, or take them out with an empty text; the page stays where it is. */
export function keepOwn(own: string): void {
  if (own === state.own) return;
  history.pushState(null, '', withOwn(location.pathname, location.search, own) + location.hash);
  state.own = own;
}

/** Go to an address inside the page; focus moves to the new heading so that it is read out. */
export async function go(address: string): Promise<void> {
  if (address !== location.pathname + location.search + location.hash) history.pushState(null, '', address);
  arrived();
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
  document.addEventListener('click', followed);
  addEventListener('popstate', arrived);
  return () => {
    document.removeEventListener('click', followed);
    removeEventListener('popstate', arrived);
  };
}

function arrived(): void {
  state.route = routeOf(location.pathname);
  state.own = ownIn(location.search);
}
