import { chooseLocale } from '../shared/locale';
import { envelope, opened, type Identity, type PageVisit, type ToFrame, type ToHost } from '../shared/protocol';
import { Launcher } from './launcher';
import { currentPage, onNavigation } from './page';
import type { LauncherSettings } from './settings';
import { TokenStore } from './token';
import { WORDS } from './words';

export type EventName = 'ready' | 'unread' | 'message' | 'open' | 'close' | 'identified';
type Listener = (detail?: unknown) => void;

export interface Options {
  origin: string;
  channel: string;
  locale: string | null;
  consentRequired: boolean;
}

/** The widget on one host page: owns the launcher, the frame and the visitor's token; the chat itself lives in the frame. */
export class Widget {
  private readonly tokens: TokenStore;
  private readonly launcher: Launcher;
  private readonly locale;
  private readonly listeners = new Map<EventName, Set<Listener>>();
  private readonly waiting: ToFrame[] = [];
  private frame: HTMLIFrameElement | null = null;
  private started = false;
  private isOpen = false;
  private consented: boolean;
  private identity: Identity | null = null;
  private attributes: Record<string, unknown> | null = null;
  private page: PageVisit | null = null;

  constructor(
    private readonly options: Options,
    settings: LauncherSettings,
  ) {
    this.consented = !options.consentRequired;
    this.locale = chooseLocale(options.locale, document.documentElement.lang, settings.locale, navigator.language);
    this.tokens = new TokenStore(options.channel, this.consented);
    this.launcher = new Launcher(settings, this.locale, () => this.toggle(), () => this.close());
    this.launcher.setHidden(settings.hidden);
    addEventListener('message', (event) => this.receive(event));
    onNavigation(() => this.visit(currentPage()));
    if (this.consented && (this.tokens.get() !== null || !settings.lazyCookie)) {
      // somebody who was here before: what they missed should show without a click
      whenIdle(() => this.load());
    }
  }

  open(): void {
    this.isOpen = true;
    this.load();
    this.launcher.setOpen(true);
    this.frame?.focus();
    this.post({ t: 'open' });
    this.emit('open');
  }

  close(): void {
    if (!this.isOpen) {
      return;
    }
    this.isOpen = false;
    this.launcher.setOpen(false);
    this.post({ t: 'close' });
    this.launcher.button.focus();
    this.emit('close');
  }

  toggle(): void {
    if (this.isOpen) {
      this.close();
    } else {
      this.open();
    }
  }

  setHidden(hidden: boolean): void {
    if (hidden) {
      this.close();
    }
    this.launcher.setHidden(hidden);
  }

  identify(identity: Identity): void {
    this.identity = identity;
    this.load();
    this.post({ t: 'identify', identity });
  }

  setAttributes(attributes: Record<string, unknown>): void {
    this.attributes = { ...this.attributes, ...attributes };
    this.post({ t: 'attributes', attributes });
  }

  visit(page: PageVisit): void {
    this.page = page;
    if (this.consented) {
      this.post({ t: 'page', page });
    }
  }

  consent(): void {
    if (this.consented) {
      return;
    }
    this.consented = true;
    this.tokens.allow();
    this.visit(this.page ?? currentPage());
    if (this.tokens.get() !== null) {
      this.load();
    }
  }

  /** Logout: nothing of this visitor stays in the page, in storage or in the frame. */
  reset(): void {
    this.identity = null;
    this.attributes = null;
    this.tokens.forget();
    this.launcher.setUnread(0);
    this.post({ t: 'reset' });
  }

  on(name: EventName, listener: Listener): void {
    const known = this.listeners.get(name) ?? new Set();
    this.listeners.set(name, known.add(listener));
    if (name === 'ready' && this.started) {
      listener();
    }
  }

  private load(): void {
    if (this.frame !== null) {
      return;
    }
    const frame = document.createElement('iframe');
    frame.title = WORDS[this.locale].title;
    frame.allow = 'autoplay; clipboard-write';
    // the frame learns our origin from its referrer, whatever policy this page has
    frame.referrerPolicy = 'origin';
    frame.src = `${this.options.origin}/widget/frame?channel=${encodeURIComponent(this.options.channel)}`;
    this.frame = frame;
    this.launcher.panel.append(frame);
  }

  private post(message: ToFrame): void {
    if (this.started) {
      this.send(message);
    } else if (this.frame !== null && message.t !== 'identify' && message.t !== 'attributes' && message.t !== 'page') {
      this.waiting.push(message);
    }
  }

  private send(message: ToFrame): void {
    this.frame?.contentWindow?.postMessage(envelope(message), this.options.origin);
  }

  private receive(event: MessageEvent): void {
    const message = opened<ToHost>(event, this.frame?.contentWindow ?? null, this.options.origin);
    if (message === null) {
      return;
    }
    switch (message.t) {
      case 'hello':
        this.start();
        break;
      case 'ready':
        this.emit('ready');
        break;
      case 'token':
        this.tokens.set(message.visitorToken, message.days);
        break;
      case 'forget':
        this.tokens.forget();
        break;
      case 'unread':
        this.launcher.setUnread(message.count);
        this.emit('unread', { count: message.count });
        break;
      case 'message':
        this.emit('message', { conversationId: message.conversationId, author: message.author, text: message.text });
        break;
      case 'identified':
        this.emit('identified', { verified: message.verified, error: message.error });
        break;
      case 'close':
        this.close();
        break;
      case 'unavailable':
        this.setHidden(true);
        break;
    }
  }

  private start(): void {
    this.started = true;
    this.send({
      t: 'start',
      visitorToken: this.tokens.get(),
      locale: this.locale,
      // before consent the service learns the site, which it must check, and not the page
      page: this.consented ? (this.page ?? currentPage()) : { url: `${location.origin}/`, title: '', referrer: '' },
      identity: this.identity,
      attributes: this.attributes,
      open: this.isOpen,
    });
    this.waiting.splice(0).forEach((message) => this.send(message));
  }

  private emit(name: EventName, detail?: unknown): void {
    this.listeners.get(name)?.forEach((listener) => {
      try {
        listener(detail);
      } catch (error) {
        console.error('Tributary: a listener of the page failed', error);
      }
    });
  }
}

function whenIdle(task: () => void): void {
  if ('requestIdleCallback' in window) {
    requestIdleCallback(task, { timeout: 3_000 });
  } else {
    setTimeout(task, 500);
  }
}
