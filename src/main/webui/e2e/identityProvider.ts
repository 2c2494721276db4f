import { createServer, type Server } from 'node:http';

/** Just enough of Microsoft's sign-in: a page with one person, who consents, and the tokens for it. */
export class IdentityProvider {
  private server: Server | undefined;

  constructor(
    private readonly port: number,
    private readonly person: string,
  ) {}

  async start(): Promise<void> {
    this.server = createServer((request, response) => {
      const url = new URL(request.url ?? '/', `http://127.0.0.1:${this.port}`);
      if (url.pathname.endsWith('/token')) {
        const claims = Buffer.from(JSON.stringify({ email: this.person })).toString('base64url');
        const scope = 'https://outlook.office.com/IMAP.AccessAsUser.All https://outlook.office.com/SMTP.Send';
        response.setHeader('Content-Type', 'application/json');
        response.end(JSON.stringify({ access_token: 'access', refresh_token: 'refresh', expires_in: 3600, token_type: 'Bearer', scope, id_token: `e30.${claims}.c2ln` }));
        return;
      }
      const back = new URL(url.searchParams.get('redirect_uri') ?? 'about:blank');
      back.searchParams.set('code', 'code');
      back.searchParams.set('state', url.searchParams.get('state') ?? '');
      response.setHeader('Content-Type', 'text/html');
      response.end(`<h1>Pick an account</h1><a href="${back.toString().replaceAll('&', '&amp;')}">${this.person}</a>`);
    });
    await new Promise<void>((resolve) => this.server?.listen(this.port, '127.0.0.1', resolve));
  }

  stop(): void {
    this.server?.close();
  }
}
