/**
 * The visitor's token in the host page: a first-party cookie on the widest domain the browser accepts, so that sub-domains share
 * the conversation, or localStorage where cookies are refused. Until `allow()` nothing is stored at all; the token then lives
 * as long as the page.
 */
export class TokenStore {
  private inMemory: string | null = null;
  private days = 0;
  private allowed: boolean;

  constructor(
    private readonly channel: string,
    allowed: boolean,
  ) {
    this.allowed = allowed;
  }

  private get name(): string {
    return `tw_${this.channel}`;
  }

  get(): string | null {
    return this.inMemory ?? this.stored();
  }

  set(token: string, days: number): void {
    this.inMemory = token;
    this.days = days;
    if (this.allowed) {
      this.store(token);
    }
  }

  /** Storing is fine from now on; a token that was kept in memory is written. */
  allow(): void {
    this.allowed = true;
    if (this.inMemory !== null) {
      this.store(this.inMemory);
    }
  }

  forget(): void {
    this.inMemory = null;
    for (const domain of domains(location.hostname)) {
      this.write('', 0, domain);
    }
    try {
      localStorage.removeItem(this.name);
    } catch {
      // storage may be forbidden on this page: then nothing is in it
    }
  }

  private stored(): string | null {
    return cookie(this.name) ?? fromLocalStorage(this.name);
  }

  private store(token: string): void {
    for (const domain of domains(location.hostname)) {
      this.write(token, this.days * 86_400, domain);
      if (cookie(this.name) === token) {
        return;
      }
    }
    try {
      localStorage.setItem(this.name, token);
    } catch {
      // neither cookies nor storage: the conversation lasts as long as this page
    }
  }

  private write(value: string, seconds: number, domain: string | null): void {
    const secure = location.protocol === 'https:' ? '; Secure' : '';
    const scope = domain === null ? '' : `; Domain=${domain}`;
    document.cookie = `${this.name}=${value}; Path=/; Max-Age=${seconds}; SameSite=Lax${scope}${secure}`;
  }
}

/** From the widest to the host alone; browsers refuse the ones that are public suffixes. */
export function domains(host: string): (string | null)[] {
  const labels = host.split('.');
  if (labels.length < 2 || /^[\d.]+$/.test(host) || host.includes(':')) {
    return [null];
  }
  const wider: (string | null)[] = [];
  for (let from = labels.length - 2; from >= 0; from--) {
    wider.push(labels.slice(from).join('.'));
  }
  return [...wider, null];
}

function cookie(name: string): string | null {
  for (const pair of document.cookie.split('; ')) {
    if (pair.startsWith(`${name}=`)) {
      return pair.slice(name.length + 1) || null;
    }
  }
  return null;
}

function fromLocalStorage(name: string): string | null {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}
