import type { Identity } from '../shared/protocol';
import { currentPage } from './page';
import { launcherSettings } from './settings';
import { Widget, type EventName } from './widget';

type Command = [name: string, ...args: unknown[]];
interface PageApi {
  (...command: Command): void;
  q?: ArrayLike<unknown>[];
}

declare global {
  interface Window {
    __tributaryWidget?: boolean;
    Tributary?: PageApi;
  }
}

function run(widget: Widget, [name, first, second]: Command): void {
  switch (name) {
    case 'open':
    case 'close':
    case 'toggle':
    case 'reset':
    case 'consent':
      return widget[name]();
    case 'hide':
      return widget.setHidden(true);
    case 'show':
      return widget.setHidden(false);
    case 'identify':
      return widget.identify(first as Identity);
    case 'setAttributes':
      return widget.setAttributes(first as Record<string, unknown>);
    case 'setPage':
      return widget.visit({ ...currentPage(), ...(first as { url?: string; title?: string }) });
    case 'on':
      return widget.on(first as EventName, second as () => void);
    default:
      console.warn(`Tributary: there is no command ${name}`);
  }
}

/** Commands may be given before the widget is there: they are kept and run in order. */
function boot(script: HTMLScriptElement): void {
  const channel = script.dataset.channel;
  if (channel === undefined || channel === '') {
    console.error('Tributary: the script tag needs data-channel="wch_…"');
    return;
  }
  const earlier = [...(window.Tributary?.q ?? [])].map((command) => Array.from(command) as Command);
  let widget: Widget | null = null;
  window.Tributary = (...command: Command): void => {
    if (widget === null) {
      earlier.push(command);
    } else {
      run(widget, command);
    }
  };
  const origin = new URL(script.src).origin;
  const show = async (): Promise<void> => {
    const settings = await launcherSettings(origin, channel);
    if (settings === null) {
      return;
    }
    widget = new Widget(
      { origin, channel, locale: script.dataset.locale ?? null, consentRequired: script.dataset.consent === 'required' },
      settings,
    );
    const ready = widget;
    earlier.splice(0).forEach((command) => run(ready, command));
  };
  if (document.body === null) {
    addEventListener('DOMContentLoaded', () => void show());
  } else {
    void show();
  }
}

const script = (document.currentScript ?? document.querySelector('script[data-channel][src*="widget.js"]')) as HTMLScriptElement | null;
if (window.__tributaryWidget !== true && location.protocol !== 'file:' && script !== null) {
  window.__tributaryWidget = true;
  boot(script);
}
