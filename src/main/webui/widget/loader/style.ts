import type { LauncherSettings } from './settings';

/**
 * A constructed sheet in the shadow root: the page's CSS does not reach it, and a CSP without 'unsafe-inline' does not stop it.
 * Everything is fixed, so the page's own layout never moves.
 */
export function style(settings: LauncherSettings): CSSStyleSheet {
  const side = settings.position;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
:host { all: initial; }
.launcher { position: fixed; ${side}: 20px; bottom: 20px; z-index: 2147483000; display: grid; place-items: center;
  width: 56px; height: 56px; padding: 0; border: 2px solid transparent; border-radius: 50%; cursor: pointer;
  background: ${settings.primary}; color: ${settings.onPrimary};
  box-shadow: 0 2px 6px rgb(0 0 0 / .18), 0 8px 24px rgb(0 0 0 / .16); transition: transform .16s ease; }
.launcher:hover { transform: scale(1.05); }
.launcher:focus-visible { outline: 3px solid ${settings.primary}; outline-offset: 3px; box-shadow: 0 0 0 3px #fff; }
.launcher svg { width: 28px; height: 28px; fill: none; stroke: currentColor; stroke-width: 2; stroke-linecap: round; stroke-linejoin: round; }
.badge { position: absolute; top: -4px; inset-inline-end: -4px; min-width: 22px; height: 22px; box-sizing: border-box; padding: 0 6px;
  border-radius: 11px; background: #c1121f; color: #fff; font: 600 13px/22px system-ui, sans-serif; text-align: center; }
.badge[hidden], .launcher[hidden], .panel[hidden] { display: none; }
.hint { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.panel { position: fixed; ${side}: 20px; bottom: 88px; z-index: 2147483000; width: 384px; max-width: calc(100vw - 40px);
  height: min(680px, calc(100vh - 108px)); height: min(680px, calc(100dvh - 108px)); border-radius: 16px; overflow: hidden; background: #fff;
  box-shadow: 0 4px 12px rgb(0 0 0 / .12), 0 16px 48px rgb(0 0 0 / .22); animation: rise .18s ease; }
.panel iframe { display: block; width: 100%; height: 100%; border: 0; color-scheme: normal; }
@keyframes rise { from { opacity: 0; transform: translateY(8px); } }
@media (max-width: 480px), (max-height: 420px) {
  .panel { inset: 0; width: 100vw; max-width: none; height: 100vh; height: 100dvh; border-radius: 0; }
  .launcher[aria-expanded=true] { display: none; }
}
@media (prefers-reduced-motion: reduce) { .launcher, .panel { transition: none; animation: none; } .launcher:hover { transform: none; } }
@media (forced-colors: active) { .launcher { border-color: ButtonText; forced-color-adjust: auto; } .panel { border: 1px solid CanvasText; } }
@media print { .launcher, .panel { display: none; } }
`);
  return sheet;
}
