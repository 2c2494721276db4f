import type { ClientFrame, ServerFrame } from './protocol';

/** `polling`: WebSockets seem to be blocked on the way, so the inbox asks instead of being told. */
export type LinkState = 'connecting' | 'live' | 'lost' | 'polling';

interface Listener {
  onFrame: (frame: ServerFrame) => void;
  onState: (state: LinkState) => void;
  onSignedOut: () => void;
  /** Called every few seconds while polling. */
  onPoll: () => void;
}

const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 15_000;
const PING_EVERY = 20_000;
const SILENCE_IS_DEAD = 45_000;
const POLL_EVERY = 5_000;
const POLL_AFTER_FAILURES = 4;
const SIGNED_OUT = 4401;

/**
 * The one socket of this tab. It joins with the last sequence number that it saw, so that the service sends what was missed;
 * it reconnects for ever, slower each time, at random moments so that a restarted service is not stormed.
 */
export class LiveSocket {
  private socket: WebSocket | null = null;
  private seq: number | null = null;
  private failures = 0;
  private heardAt = 0;
  private stopped = false;
  private viewing: string | null = null;
  private pause: number | undefined;
  private pings: number | undefined;
  private polls: number | undefined;

  constructor(private readonly listener: Listener) {}

  start(): void {
    window.addEventListener('online', this.hurry);
    document.addEventListener('visibilitychange', this.hurry);
    this.listener.onState('connecting');
    this.open();
  }

  stop(): void {
    this.stopped = true;
    window.removeEventListener('online', this.hurry);
    document.removeEventListener('visibilitychange', this.hurry);
    window.clearTimeout(this.pause);
    window.clearInterval(this.pings);
    window.clearInterval(this.polls);
    this.socket?.close();
  }

  /** False while there is no connection; typing and presence are not worth keeping for later. */
  send(frame: ClientFrame): boolean {
    if (frame.t === 'viewing') this.viewing = frame.conversation_id;
    if (this.socket?.readyState !== WebSocket.OPEN) return false;
    this.socket.send(JSON.stringify(frame));
    return true;
  }

  private open(): void {
    const scheme = window.location.protocol === 'https:' ? 'wss' : 'ws';
    const socket = new WebSocket(`${scheme}://${window.location.host}/ws`);
    this.socket = socket;
    socket.onopen = () => this.send({ t: 'join', after: this.seq });
    socket.onmessage = (event: MessageEvent<string>) => this.hear(JSON.parse(event.data) as ServerFrame);
    socket.onclose = (event) => this.closed(event.code);
  }

  private hear(frame: ServerFrame): void {
    this.heardAt = Date.now();
    if (frame.t === 'joined') this.joined(frame.seq);
    if (frame.t === 'change') this.seq = Math.max(this.seq ?? 0, frame.seq);
    this.listener.onFrame(frame);
  }

  private joined(seq: number): void {
    // What lies between our number and theirs follows as changes; each moves the number on.
    this.seq ??= seq;
    this.failures = 0;
    window.clearInterval(this.polls);
    this.polls = undefined;
    window.clearInterval(this.pings);
    this.pings = window.setInterval(() => this.beat(), PING_EVERY);
    this.listener.onState('live');
    if (this.viewing) this.send({ t: 'viewing', conversation_id: this.viewing });
  }

  /** The service says that our number is too old: everything is fetched anew, and we go on from its number. */
  restartFrom(seq: number): void {
    this.seq = seq;
  }

  private beat(): void {
    if (Date.now() - this.heardAt > SILENCE_IS_DEAD) this.socket?.close();
    else this.send({ t: 'ping' });
  }

  private closed(code: number): void {
    window.clearInterval(this.pings);
    if (this.stopped) return;
    if (code === SIGNED_OUT) {
      this.stop();
      this.listener.onSignedOut();
      return;
    }
    this.failures++;
    const polling = this.failures >= POLL_AFTER_FAILURES && navigator.onLine;
    this.listener.onState(polling ? 'polling' : 'lost');
    if (polling) this.polls ??= window.setInterval(this.listener.onPoll, POLL_EVERY);
    this.pause = window.setTimeout(() => this.open(), backOff(this.failures));
  }

  private readonly hurry = (): void => {
    const waiting = this.socket === null || this.socket.readyState === WebSocket.CLOSED;
    if (!waiting || document.visibilityState === 'hidden' || this.stopped) return;
    window.clearTimeout(this.pause);
    this.open();
  };
}

/** Doubles up to a limit; the half of it is random. */
export function backOff(failures: number, random: () => number = Math.random): number {
  const full = Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** (failures - 1));
  return full / 2 + (full / 2) * random();
}
