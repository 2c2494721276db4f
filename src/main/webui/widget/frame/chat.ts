import type { Locale } from '../shared/locale';
import type { Identity, PageVisit, ToHost } from '../shared/protocol';
import { ApiError } from './api';
import { Outbox, type Pending } from './outbox';
import { SessionKeeper, sessionStorageOf, type Entered } from './session';
import { Line } from './socket';
import { Sound } from './sound';
import { conversationOf, initialState, merge, resumable, unreadCount, upsert, type State } from './state';
import type { Conversation, Draft, Message, ServerFrame } from './types';

export interface Start {
  visitorToken: string | null;
  locale: Locale;
  page: PageVisit | null;
  identity: Identity | null;
  attributes: Record<string, unknown> | null;
  open: boolean;
}

const MUTED = 'tributary-muted';
/** A little less than the life of the links in messages. */
const LINKS_MILLIS = 8 * 60_000;
const TYPING_MILLIS = 3_000;
const TYPING_ENDS_MILLIS = 6_000;

/** All that the widget knows and does; the parts on the screen show `state` and call these methods. */
export class Chat {
  state: State;
  private readonly listeners = new Set<() => void>();
  private readonly keeper: SessionKeeper;
  private readonly outbox: Outbox;
  private readonly line: Line;
  private readonly sound = new Sound(() => this.state.muted || this.state.config?.features.sound !== true);
  private typingEnds: ReturnType<typeof setTimeout> | undefined;
  private typedAt = 0;

  constructor(
    private readonly channel: string,
    private readonly facts: Start,
    private readonly tellHost: (message: ToHost) => void,
  ) {
    this.state = { ...initialState(facts.locale, sessionStorageOf().getItem(MUTED) === 'yes'), open: facts.open };
    this.keeper = new SessionKeeper(channel, facts.visitorToken, () => this.facts, (visitorToken, days) =>
      tellHost({ t: 'token', visitorToken, days }),
    );
    this.outbox = new Outbox(channel, sessionStorageOf(), (item) => this.deliver(item), (pending) => this.set({ pending }));
    this.line = new Line(this.keeper.api, () => this.keeper.sessionToken, () => this.keeper.socketUrl, {
      frame: (frame) => this.take(frame),
      resync: () => void this.reload(),
      connected: (connected) => this.set({ connected }),
      sessionExpired: () => void this.enter(),
    });
    this.state.pending = this.outbox.list();
    setInterval(() => void this.renewLinks(), LINKS_MILLIS);
  }

  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  async start(): Promise<void> {
    try {
      this.set({ config: await this.keeper.api.config(this.channel, this.state.locale) });
    } catch {
      this.set({ screen: 'unavailable' });
      return this.tellHost({ t: 'unavailable' });
    }
    await this.enter();
    if (this.facts.attributes !== null) {
      void this.setAttributes(this.facts.attributes);
    }
    this.tellHost({ t: 'ready' });
  }

  async enter(): Promise<void> {
    try {
      this.entered(await this.keeper.enter());
      void this.outbox.work();
    } catch (error) {
      this.refuse(error);
    }
  }

  setOpen(open: boolean): void {
    this.set({ open });
  }

  show(conversation: string | null): void {
    this.set({ screen: 'chat', current: conversation, notice: null });
    if (conversation !== null && this.state.messages[conversation] === undefined) {
      void this.loadMessages(conversation, null);
    }
  }

  list(): void {
    this.set({ screen: 'list' });
  }

  async loadMessages(conversation: string, before: string | null): Promise<void> {
    try {
      const page = await this.keeper.with((api) => api.messages(conversation, before));
      this.putMessages(conversation, page.items);
      this.set({ older: { ...this.state.older, [conversation]: page.next_cursor } });
    } catch (error) {
      this.notice(error);
    }
  }

  /** Answers of the pre-chat form; they leave with the first message. */
  finishPrechat(prechat: Record<string, unknown>): void {
    sessionStorageOf().setItem(this.prechatKey, JSON.stringify(prechat));
    this.set({ prechatDone: true });
    this.outbox.answer(prechat);
  }

  send(draft: Omit<Draft, 'client_id'>): void {
    const current = conversationOf(this.state);
    const conversationId = current?.can_reply === true ? current.id : null;
    const waiting = this.state.pending.find((item) => item.startId !== null && item.conversationId === null);
    const startId = conversationId === null ? (waiting?.startId ?? crypto.randomUUID()) : null;
    this.outbox.add({
      draft: { ...draft, client_id: crypto.randomUUID() },
      conversationId,
      startId,
      prechat: startId === null ? null : this.prechatAnswers(),
    });
    if (current !== null && conversationId === null) {
      this.set({ current: null });
    }
    this.typing(false);
  }

  retry(clientId: string): void {
    this.outbox.retry(clientId);
  }

  discard(clientId: string): void {
    this.outbox.discard(clientId);
  }

  upload(file: File): Promise<string> {
    return this.keeper.with((api) => api.upload(file));
  }

  typing(on: boolean): void {
    const now = Date.now();
    if (this.state.current === null || (on ? now - this.typedAt < TYPING_MILLIS : this.typedAt === 0)) {
      return;
    }
    this.typedAt = on ? now : 0;
    this.line.tell({ t: 'typing', conversation_id: this.state.current, state: on ? 'on' : 'off' });
  }

  visit(page: PageVisit): void {
    this.facts.page = page;
    this.line.tell({ t: 'page', ...page });
  }

  /** The visitor sees the newest message: said once for each. */
  async markRead(): Promise<void> {
    const conversation = conversationOf(this.state);
    const newest = this.messagesOf(conversation?.id).findLast((message) => message.author.kind !== 'visitor');
    if (conversation === null || newest === undefined || (newest.read && conversation.unread_count === 0)) {
      return;
    }
    const messages = this.messagesOf(conversation.id).map((message) => ({ ...message, read: true }));
    this.set({
      messages: { ...this.state.messages, [conversation.id]: messages },
      conversations: this.state.conversations.map((one) => (one.id === conversation.id ? { ...one, unread_count: 0 } : one)),
    });
    await this.keeper.with((api) => api.read(conversation.id, newest.id)).catch(() => undefined);
  }

  /** Shown at once; asked again where the service did not take it. */
  async rate(conversation: Conversation, rating: number, comment: string): Promise<void> {
    const { survey } = conversation;
    if (survey === null) {
      return;
    }
    const answered = { ...conversation, survey: { ...survey, rating, comment: comment === '' ? null : comment } };
    this.set({ conversations: upsert(this.state.conversations, answered) });
    try {
      await this.keeper.with((api) => api.rate(conversation.id, survey.id, rating, comment));
    } catch (error) {
      this.set({ conversations: upsert(this.state.conversations, conversation) });
      this.notice(error);
    }
  }

  /** To the address that the visitor told; true once it was taken. */
  async mailTranscript(conversation: string): Promise<boolean> {
    try {
      await this.keeper.with((api) => api.transcript(conversation));
      return true;
    } catch (error) {
      this.notice(error);
      return false;
    }
  }

  async saveEmail(email: string): Promise<void> {
    const { contact } = await this.keeper.with((api) => api.describe({ email, consent: true }));
    this.set({ contact });
  }

  async setAttributes(attributes: Record<string, unknown>): Promise<void> {
    await this.keeper.with((api) => api.describe({ attributes })).catch((error: unknown) => this.notice(error));
  }

  async identify(identity: Identity): Promise<void> {
    this.facts.identity = identity;
    try {
      if (this.keeper.sessionToken === null) {
        this.entered(await this.keeper.enter());
      } else {
        const answer = await this.keeper.with((api) => api.identify(identity));
        if (answer.visitor_token !== null) {
          this.keeper.replaceVisitorToken(answer.visitor_token, answer.visitor_days);
        }
        this.entered(await this.keeper.with((api) => api.currentSession()).then((known) => ({ ...known, eventId: known.event_id })));
      }
      this.tellHost({ t: 'identified', verified: this.state.contact?.verified === true, error: null });
    } catch (error) {
      this.tellHost({ t: 'identified', verified: false, error: error instanceof ApiError ? error.code : 'failed' });
      this.refuse(error);
    } finally {
      this.facts.identity = null;
    }
  }

  async reset(): Promise<void> {
    this.line.stop();
    this.outbox.clear();
    sessionStorageOf().removeItem(this.prechatKey);
    await this.keeper.api.endSession().catch(() => undefined);
    this.keeper.forget();
    this.facts.identity = null;
    this.set({ ...initialState(this.state.locale, this.state.muted), config: this.state.config, open: this.state.open });
    this.tellHost({ t: 'forget' });
    if (this.state.open) {
      await this.enter();
    }
  }

  setMuted(muted: boolean): void {
    sessionStorageOf().setItem(MUTED, muted ? 'yes' : 'no');
    this.set({ muted });
  }

  private entered({ contact, conversations, eventId }: Entered): void {
    const current = resumable(conversations);
    this.set({
      screen: 'chat',
      contact,
      conversations,
      current,
      messages: {},
      prechatDone: contact.verified || this.prechatAnswers() !== null,
    });
    this.facts.identity = null;
    if (current !== null) {
      void this.loadMessages(current, null);
    }
    this.line.start(eventId);
  }

  /** Links to files end after ten minutes: those on the screen are replaced in time. */
  private async renewLinks(): Promise<void> {
    const shown = this.messagesOf(this.state.current ?? undefined);
    if (this.state.current !== null && shown.some((message) => message.attachments.length > 0)) {
      await this.loadMessages(this.state.current, null);
    }
  }

  private async reload(): Promise<void> {
    try {
      const page = await this.keeper.with((api) => api.conversations());
      this.set({ conversations: page.items });
      await Promise.all(Object.keys(this.state.messages).map((id) => this.loadMessages(id, null)));
    } catch (error) {
      this.notice(error);
    }
  }

  private async deliver(item: Pending): Promise<void> {
    if (item.conversationId !== null) {
      return this.deliverInto(item.conversationId, item.draft);
    }
    const answer = await this.keeper
      .with((api) => api.start(item.startId!, item.prechat, item.draft, this.facts.page))
      .catch((error: unknown) => this.askAgain(error));
    this.outbox.adopt(item.startId!, answer.conversation.id);
    this.set({ conversations: upsert(this.state.conversations, answer.conversation), current: this.state.current ?? answer.conversation.id });
    this.putMessages(answer.conversation.id, [answer.message]);
  }

  /** A form that was answered in another tab meanwhile is done: what was answered there is shown. */
  private async deliverInto(conversation: string, draft: Draft): Promise<void> {
    try {
      this.putMessages(conversation, [await this.keeper.with((api) => api.send(conversation, draft, this.facts.page))]);
    } catch (error) {
      if (!(error instanceof ApiError) || error.code !== 'form_answered') {
        throw error;
      }
      await this.loadMessages(conversation, null);
    }
  }

  /** The form's questions changed since they were answered: it is shown again, and the message waits for it. */
  private async askAgain(error: unknown): Promise<never> {
    if (error instanceof ApiError && error.code === 'prechat_invalid') {
      sessionStorageOf().removeItem(this.prechatKey);
      this.set({ prechatDone: false, config: await this.keeper.api.config(this.channel, this.state.locale) });
    }
    throw error;
  }

  private take(frame: ServerFrame): void {
    switch (frame.t) {
      case 'message':
        return this.receive(frame.message);
      case 'status':
        return this.set({ messages: { ...this.state.messages, [frame.conversation_id]: seen(this.messagesOf(frame.conversation_id)) } });
      case 'conversation':
        return this.set({ conversations: upsert(this.state.conversations, frame.conversation) });
      case 'typing':
        return this.showTyping(frame.conversation_id, frame.state === 'on' ? (frame.author.name ?? '') : null);
      case 'joined':
      case 'error':
      case 'pong':
        return;
    }
  }

  private receive(message: Message): void {
    const known = this.messagesOf(message.conversation_id).some((one) => one.id === message.id);
    if (this.state.messages[message.conversation_id] === undefined && this.state.current !== message.conversation_id) {
      if (resumable(this.state.conversations) === message.conversation_id) {
        void this.loadMessages(message.conversation_id, null);
      }
    }
    this.putMessages(message.conversation_id, [message]);
    if (message.author.kind === 'visitor' || known) {
      return;
    }
    this.showTyping(message.conversation_id, null);
    this.sound.play();
    this.tellHost({
      t: 'message',
      conversationId: message.conversation_id,
      author: message.author.name ?? '',
      text: message.text ?? message.form?.title ?? message.cards[0]?.title ?? '',
    });
  }

  private showTyping(conversationId: string, name: string | null): void {
    clearTimeout(this.typingEnds);
    this.set({ typing: name === null ? null : { conversationId, name } });
    if (name !== null) {
      this.typingEnds = setTimeout(() => this.set({ typing: null }), TYPING_ENDS_MILLIS);
    }
  }

  private putMessages(conversation: string, news: Message[]): void {
    this.set({ messages: { ...this.state.messages, [conversation]: merge(this.messagesOf(conversation), news) } });
  }

  private messagesOf(conversation: string | undefined): Message[] {
    return conversation === undefined ? [] : (this.state.messages[conversation] ?? []);
  }

  private get prechatKey(): string {
    return `tributary-prechat-${this.channel}`;
  }

  private prechatAnswers(): Record<string, unknown> | null {
    return JSON.parse(sessionStorageOf().getItem(this.prechatKey) ?? 'null') as Record<string, unknown> | null;
  }

  private refuse(error: unknown): void {
    const code = error instanceof ApiError ? error.code : 'failed';
    if (code === 'identity_required') {
      this.set({ screen: 'sign_in' });
    } else if (code === 'blocked') {
      this.set({ screen: 'blocked' });
    } else if (this.state.screen === 'loading') {
      this.set({ screen: 'unavailable', notice: code });
    } else {
      this.notice(error);
    }
  }

  private notice(error: unknown): void {
    this.set({ notice: error instanceof ApiError ? error.code : 'failed' });
  }

  private set(change: Partial<State>): void {
    const before = unreadCount(this.state);
    this.state = { ...this.state, ...change };
    const after = unreadCount(this.state);
    if (before !== after) {
      this.tellHost({ t: 'unread', count: after });
    }
    this.listeners.forEach((listener) => listener());
  }
}

/** An agent opened the conversation: that covers all the visitor wrote so far. */
function seen(messages: Message[]): Message[] {
  return messages.map((message) => (message.author.kind === 'visitor' ? { ...message, status: 'read' } : message));
}
