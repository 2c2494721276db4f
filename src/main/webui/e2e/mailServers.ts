import { createServer, type Server, type Socket } from 'node:net';

/** Just enough of IMAP and SMTP for one mailbox: mails are put in, and what the service sends is kept. */
export class MailServers {
  readonly sent: string[] = [];
  private readonly mails: string[] = [];
  private readonly hidden = new Set<number>();
  /** How many mails each line knows of: what came before it began to wait is told when it begins. */
  private readonly told = new Map<Socket, number>();
  /** Mail to this address comes back into the mailbox. */
  own = '';
  private readonly servers: Server[] = [];
  /** Who waits for news (IDLE), with the tag of the command that does. */
  private readonly waiting = new Map<Socket, string>();

  constructor(
    readonly imapPort: number,
    readonly smtpPort: number,
  ) {}

  async start(): Promise<void> {
    await Promise.all([this.listen(this.imapPort, (socket) => this.imap(socket)), this.listen(this.smtpPort, (socket) => this.smtp(socket))]);
  }

  stop(): void {
    this.servers.forEach((server) => server.close());
  }

  deliver(mail: string): void {
    this.mails.push(mail.replaceAll(/\r?\n/g, '\r\n'));
    this.waiting.forEach((_, socket) => this.tell(socket));
  }

  private tell(socket: Socket): void {
    socket.write(`* ${this.mails.length} EXISTS\r\n`);
    this.told.set(socket, this.mails.length);
  }

  /** A mail that the mailbox has and does not tell of, as after a repair at the provider, until it does. */
  deliverHidden(mail: string): () => void {
    this.mails.push(mail.replaceAll(/\r?\n/g, '\r\n'));
    const uid = this.mails.length;
    this.hidden.add(uid);
    return () => this.hidden.delete(uid);
  }

  private listen(port: number, serve: (socket: Socket) => void): Promise<void> {
    const server = createServer((socket) => {
      socket.on('error', () => socket.destroy());
      serve(socket);
    });
    this.servers.push(server);
    return new Promise((resolve) => server.listen(port, '127.0.0.1', resolve));
  }

  private imap(socket: Socket): void {
    socket.write('* OK ready\r\n');
    socket.on('close', () => {
      this.waiting.delete(socket);
      this.told.delete(socket);
    });
    eachLine(socket, (line) => {
      if (line.toUpperCase() === 'DONE') {
        socket.write(`${this.waiting.get(socket) ?? ''} OK done\r\n`);
        this.waiting.delete(socket);
        return;
      }
      const [tag = '', ...words] = line.split(' ');
      const command = words.join(' ');
      const verb = (words[0] ?? '').toUpperCase();
      if (verb === 'IDLE') {
        this.waiting.set(socket, tag);
        socket.write('+ idling\r\n');
        if (this.told.get(socket) !== this.mails.length) this.tell(socket);
        return;
      }
      if (verb === 'CAPABILITY') socket.write('* CAPABILITY IMAP4rev1 AUTH=PLAIN SASL-IR IDLE\r\n');
      else if (verb === 'EXAMINE' || verb === 'SELECT') {
        this.tell(socket);
        socket.write(`* OK [UIDVALIDITY 7] ok\r\n* OK [UIDNEXT ${this.mails.length + 1}] ok\r\n* FLAGS ()\r\n`);
      } else if (verb === 'LIST') socket.write('* LIST () "/" INBOX\r\n');
      else if (/^UID SEARCH/i.test(command)) socket.write(`* SEARCH ${this.search(/MESSAGE-ID "(.*)"/.exec(command)?.[1] ?? '')}\r\n`);
      else if (/^UID STORE .*Deleted/i.test(command)) this.hidden.add(Number(words[2]));
      else if (/^UID FETCH/i.test(command)) this.fetch(socket, command);
      else if (verb === 'LOGOUT') socket.write('* BYE\r\n');
      socket.write(`${tag} OK done\r\n`);
    });
  }

  private search(id: string): string {
    return this.mails.flatMap((mail, index) => (mail.includes(id) && !this.hidden.has(index + 1) ? [index + 1] : [])).join(' ');
  }

  private fetch(socket: Socket, command: string): void {
    const set = words(command, 2);
    this.mails.forEach((mail, index) => {
      const uid = index + 1;
      if (!within(set, uid, this.mails.length) || this.hidden.has(uid)) return;
      const facts = `UID ${uid} RFC822.SIZE ${Buffer.byteLength(mail)} INTERNALDATE "20-Nov-2026 09:00:00 +0000"`;
      const body = command.includes('BODY.PEEK[]') ? ` BODY[] {${Buffer.byteLength(mail)}}\r\n${mail}` : '';
      const id = `${/^message-id:.*$/im.exec(mail)?.[0] ?? ''}\r\n\r\n`;
      const header = command.includes('HEADER.FIELDS') ? ` BODY[HEADER.FIELDS (MESSAGE-ID)] {${Buffer.byteLength(id)}}\r\n${id}` : '';
      socket.write(`* ${uid} FETCH (${facts}${body}${header})\r\n`);
    });
  }

  private smtp(socket: Socket): void {
    let data: string[] | null = null;
    let comesBack = false;
    socket.write('220 ready\r\n');
    eachLine(socket, (line) => {
      if (data !== null) {
        if (line !== '.') {
          data.push(line);
          return;
        }
        this.sent.push(data.join('\n'));
        if (comesBack) this.deliver(`${data.join('\n')}\n`);
        data = null;
        comesBack = false;
      }
      const verb = words(line, 0).toUpperCase();
      comesBack ||= verb === 'RCPT' && this.own !== '' && line.includes(`<${this.own}>`);
      if (verb === 'DATA') {
        data = [];
        socket.write('354 go on\r\n');
      } else if (verb === 'EHLO') socket.write('250-ready\r\n250 AUTH PLAIN LOGIN\r\n');
      else socket.write(verb === 'AUTH' ? '235 welcome\r\n' : verb === 'QUIT' ? '221 bye\r\n' : '250 OK\r\n');
    });
  }
}

const words = (line: string, at: number): string => line.split(' ')[at] ?? '';

function within(set: string, uid: number, last: number): boolean {
  return set.split(',').some((range) => {
    const [from = '0', to = from] = range.split(':');
    return uid >= Number(from) && uid <= (to === '*' ? Math.max(last, Number(from)) : Number(to));
  });
}

function eachLine(socket: Socket, take: (line: string) => void): void {
  let rest = '';
  socket.setEncoding('utf8');
  socket.on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\r\n');
    rest = lines.pop() ?? '';
    lines.forEach(take);
  });
}
