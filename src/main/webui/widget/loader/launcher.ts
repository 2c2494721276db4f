import { direction, type Locale } from '../shared/locale';
import type { LauncherSettings } from './settings';
import { style } from './style';
import { unreadText, WORDS } from './words';

const SVG = 'http://www.w3.org/2000/svg';
const BUBBLE = 'M21 12a8.5 8.5 0 0 1-12.3 7.6L3 21l1.4-5.2A8.5 8.5 0 1 1 21 12Z';
const CROSS = 'M6 6l12 12M18 6L6 18';

/** The round button and the panel that holds the frame, in a shadow root of their own. */
export class Launcher {
  readonly button = document.createElement('button');
  readonly panel = document.createElement('div');
  private readonly host = document.createElement('div');
  private readonly badge = document.createElement('span');
  private readonly hint = document.createElement('span');
  private readonly icon = document.createElementNS(SVG, 'path');
  private unread = 0;
  private open = false;
  private madeInert: Element[] = [];

  constructor(
    private readonly settings: LauncherSettings,
    private readonly locale: Locale,
    onToggle: () => void,
    onEscape: () => void,
  ) {
    this.host.dataset.tributary = '';
    this.host.lang = locale;
    this.host.dir = direction(locale);
    const root = this.host.attachShadow({ mode: 'open' });
    root.adoptedStyleSheets = [style(settings)];
    this.button.type = 'button';
    this.button.className = 'launcher';
    this.button.append(this.drawing(), this.badge, this.hint);
    this.badge.className = 'badge';
    this.badge.setAttribute('aria-hidden', 'true');
    this.hint.className = 'hint';
    this.hint.setAttribute('role', 'status');
    this.panel.className = 'panel';
    this.panel.hidden = true;
    this.panel.setAttribute('role', 'dialog');
    this.panel.setAttribute('aria-label', WORDS[locale].title);
    root.append(this.panel, this.button);
    this.button.addEventListener('click', onToggle);
    root.addEventListener('keydown', (event) => {
      if ((event as KeyboardEvent).key === 'Escape' && this.open) {
        onEscape();
      }
    });
    this.draw();
    document.body.append(this.host);
  }

  setHidden(hidden: boolean): void {
    this.button.hidden = hidden;
  }

  setUnread(count: number): void {
    this.unread = count;
    this.draw();
  }

  setOpen(open: boolean): void {
    this.open = open;
    this.panel.hidden = !open;
    const coversThePage = open && matchMedia('(max-width: 480px), (max-height: 420px)').matches;
    this.panel.toggleAttribute('aria-modal', false);
    if (coversThePage) {
      this.panel.setAttribute('aria-modal', 'true');
    }
    this.setPageInert(coversThePage);
    this.draw();
  }

  /** Behind a panel that fills the screen nothing else can be reached. */
  private setPageInert(inert: boolean): void {
    this.madeInert.forEach((element) => element.removeAttribute('inert'));
    this.madeInert = inert
      ? [...document.body.children].filter((element) => element !== this.host && !element.hasAttribute('inert'))
      : [];
    this.madeInert.forEach((element) => element.setAttribute('inert', ''));
  }

  private drawing(): SVGSVGElement {
    const svg = document.createElementNS(SVG, 'svg');
    svg.setAttribute('viewBox', '0 0 24 24');
    svg.setAttribute('aria-hidden', 'true');
    svg.append(this.icon);
    return svg;
  }

  private draw(): void {
    const words = WORDS[this.locale];
    const name = this.open ? words.close : (this.settings.label ?? words.open);
    const news = !this.open && this.unread > 0 ? unreadText(this.locale, this.unread) : '';
    this.button.setAttribute('aria-expanded', String(this.open));
    this.button.setAttribute('aria-label', news === '' ? name : `${name}, ${news}`);
    this.icon.setAttribute('d', this.open ? CROSS : BUBBLE);
    this.badge.hidden = news === '';
    this.badge.textContent = this.unread > 99 ? '99+' : String(this.unread);
    this.hint.textContent = news;
  }
}
