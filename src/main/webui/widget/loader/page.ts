import type { PageVisit } from '../shared/protocol';

export function currentPage(): PageVisit {
  return { url: location.href, title: document.title, referrer: document.referrer };
}

/** Calls back after every navigation inside a single-page application. */
export function onNavigation(callback: () => void): void {
  let last = location.href;
  const check = (): void => {
    if (location.href !== last) {
      last = location.href;
      callback();
    }
  };
  // the title usually follows the address a moment later
  const soon = (): void => void setTimeout(check, 300);
  for (const name of ['pushState', 'replaceState'] as const) {
    const original = history[name].bind(history);
    history[name] = (...args: Parameters<History['pushState']>): void => {
      original(...args);
      soon();
    };
  }
  addEventListener('popstate', soon);
  addEventListener('hashchange', soon);
}
