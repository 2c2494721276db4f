import { ApiError, type Api } from './api';
import type { ServerFrame } from './types';

const PING_MILLIS = 25_000;
const DEAD_MILLIS = 60_000;
const MAX_PAUSE_MILLIS = 30_000;
const SOCKETS_BEFORE_POLLING = 2;

interface Listener {
  frame(frame: ServerFrame): void;
  /** Too much was missed, or for too long: read everything anew. */
  resync(): void;
  connected(yes: boolean): void;
  sessionExpired(): void;
}

/** The line to the service. It resumes from the last event, so nothing is missed or shown twice; behind a proxy without sockets it polls. */
export class Line {
  private socket: WebSocket | null = null;
  private last: string | null = null;
  private stopped = true;
  private fruitless = 0;
  private heard = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private run = 0;

  constructor(
    private readonly api: Api,
    private readonly token: () => string | null,
    private readonly url: () => string,
    private readonly listener: Listener,
  ) {}

  start(eventId: string): void {
    this.stop();
    this.stopped = false;
    this.last = eventId;
    this.fruitless = 0;
    this.open();
  }

  stop(): void {
    this.stopped = true;
    this.run++;
    clearTimeout(this.timer);
    this.socket?.close();
    this.socket = null;
  }

  /** Best effort: what is lost here (typing, the page) is worth nothing later. */
  tell(frame: object): boolean {
    if (this.socket?.readyState !== WebSocket.OPEN) {
      return false;
    }
    this.socket.send(JSON.stringify(frame));
    return true;
  }

  private open(): void {
    const run = ++this.run;
    const socket = new WebSocket(this.url());
    let joined = false;
    this.socket = socket;
    this.heard = Date.now();
    const beat = setInterval(() => {
      if (Date.now() - this.heard > DEAD_MILLIS) {
        socket.close();
      } else if (joined) {
        this.tell({ t: 'ping' });
      }
    }, PING_MILLIS);
    socket.onopen = () => socket.send(JSON.stringify({ t: 'join', token: this.token(), last_event_id: this.last }));
    socket.onmessage = (event: MessageEvent<string>) => {
      this.heard = Date.now();
      const frame = JSON.parse(event.data) as ServerFrame;
      if (frame.t === 'joined') {
        joined = true;
        this.fruitless = 0;
        this.listener.connected(true);
      }
      this.take(frame);
    };
    socket.onclose = () => {
      clearInterval(beat);
      if (run !== this.run || this.stopped) {
        return;
      }
      this.listener.connected(false);
      this.fruitless += joined ? 0 : 1;
      if (this.fruitless >= SOCKETS_BEFORE_POLLING) {
        void this.poll(run);
      } else {
        this.again(1_000);
      }
    };
  }

  private again(millis: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.open(), millis * (0.75 + Math.random() / 2));
  }

  private take(frame: ServerFrame): void {
    if (frame.t === 'joined') {
      this.last = frame.event_id;
      frame.missed.forEach((missed) => this.listener.frame(missed));
      this.acknowledge();
      if (frame.resync) {
        this.listener.resync();
      }
      return;
    }
    if (frame.t === 'error') {
      if (frame.code === 'session_expired') {
        this.stop();
        this.listener.sessionExpired();
      }
      return;
    }
    this.listener.frame(frame);
    if ('event_id' in frame) {
      this.last = frame.event_id;
      this.acknowledge();
    }
  }

  private acknowledge(): void {
    this.tell({ t: 'ack', event_id: this.last });
  }

  /** Each poll acknowledges what the one before brought. Every ten of them a socket is tried again. */
  private async poll(run: number): Promise<void> {
    let pause = 1_000;
    for (let polls = 0; run === this.run && polls < 10; polls++) {
      try {
        const answer = await this.api.events(this.last ?? 'ev_0');
        if (run !== this.run) {
          return;
        }
        this.listener.connected(true);
        answer.items.forEach((frame) => this.listener.frame(frame));
        this.last = answer.event_id;
        if (answer.resync) {
          this.listener.resync();
        }
        pause = 1_000;
      } catch (error) {
        if (error instanceof ApiError && error.code === 'session_expired') {
          this.stop();
          return this.listener.sessionExpired();
        }
        this.listener.connected(false);
        await new Promise((done) => setTimeout(done, pause));
        pause = Math.min(pause * 2, MAX_PAUSE_MILLIS);
      }
    }
    if (run === this.run) {
      this.again(0);
    }
  }
}
