import { expect, test } from '@playwright/test';
import { IdentityProvider } from './identityProvider';
import { expectAccessible, live, screenshot, signIn } from './inbox';
import { MailServers } from './mailServers';
import { owner } from './owner';
import { mailPorts } from './service';

const servers = new MailServers(...mailPorts());
const address = `support-${Date.now().toString(36)}@shop.example`;

let accountId = '';
let reveal = (): void => undefined;

test.beforeAll(async ({ request }) => {
  await servers.start();
  reveal = servers.deliverHidden(`From: Lost <lost@customer.example>
To: ${address}
Subject: Lost and found
Message-ID: <lost-1@customer.example>

Here I am.
`);
  const account = await request.post('/rest/v1/channel_accounts', {
    headers: { Authorization: `Bearer ${owner.token}` },
    data: {
      name: 'Mail',
      type: 'EMAIL',
      settings: {
        address, imap_host: '127.0.0.1', imap_port: servers.imapPort, imap_tls: 'none', imap_password: 'secret', poll_seconds: 15,
        smtp_host: '127.0.0.1', smtp_port: servers.smtpPort, smtp_tls: 'none', import_since_days: 3000,
      },
    },
  });
  expect(account.status(), await account.text()).toBe(201);
  accountId = ((await account.json()) as { id: string }).id;
});

test.afterAll(() => servers.stop());

test('a mail is read without its quotes, and answered with formatting, copies and a subject', async ({ page }) => {
  // Given
  servers.deliver(`From: Maria Garcia <maria@customer.example>
To: ${address}
Cc: boss@customer.example
Subject: Broken zipper
Message-ID: <zip-1@customer.example>
MIME-Version: 1.0
Content-Type: text/html; charset=utf-8

<p>The <b>zipper</b> broke.</p><script>document.title = 'taken over'</script><img src="https://tracker.example/p.gif">
<div class="gmail_quote">On Monday somebody wrote:<blockquote>an older mail</blockquote></div>
`);
  await signIn(page);
  await live(page);
  const row = page.getByRole('list', { name: 'Conversations' }).getByRole('link').filter({ hasText: 'Maria Garcia' });
  await expect(row).toBeVisible({ timeout: 60_000 });
  await page.getByRole('button', { name: /^Profile of/ }).click();
  await page.getByRole('menuitem', { name: 'My signature' }).click();
  const signature = page.getByRole('dialog').getByRole('textbox', { name: 'Signature' });
  await signature.fill('Kind regards, {{agent.name}}');
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await row.click();

  // Then: what was written, and nothing that runs or tells
  const body = page.frameLocator('iframe[title="Broken zipper"]');
  await expect(row).not.toContainText('On Monday');
  await expect(body.getByText('zipper', { exact: true })).toBeVisible();
  await expect(body.getByText('an older mail')).toHaveCount(0);
  expect(await page.title()).not.toContain('taken over');
  await expect(page.getByRole('button', { name: 'Show pictures' })).toBeVisible();
  await page.getByRole('button', { name: 'Show quoted text' }).click();
  await expect(body.getByText('an older mail')).toBeVisible();
  await page.getByRole('button', { name: 'Details', exact: true }).click();
  await page.getByRole('button', { name: 'Show source' }).click();
  await expect(page.getByRole('textbox', { name: 'Show source' })).toHaveValue(/Message-ID: <zip-1@customer\.example>/);
  await expectAccessible(page);
  await screenshot(page, 'mail');

  // When
  await page.getByRole('button', { name: 'Reply all' }).click();
  await expect(page.getByLabel('Cc', { exact: true })).toHaveValue('boss@customer.example');
  await page.getByLabel('Subject', { exact: true }).fill('Re: Your zipper');
  const editor = page.getByRole('textbox', { name: 'Reply', exact: true });
  await editor.click();
  await page.getByRole('button', { name: 'Bold' }).click();
  await page.keyboard.type('We repair it.');
  await expect(page.frameLocator('.composer iframe[title="Signature"]').getByText(/^Kind regards, \S/)).toBeVisible();
  await page.getByRole('button', { name: 'Send', exact: true }).click();

  // Then
  await expect.poll(() => servers.sent.length, { timeout: 30_000 }).toBe(1);
  const sent = servers.sent[0] ?? '';
  expect(sent).toContain('Subject: Re: Your zipper');
  expect(sent).toContain('In-Reply-To: <zip-1@customer.example>');
  expect(sent).toContain('Cc: boss@customer.example');
  expect(sent).toMatch(/<b>We repair it\.<\/b>/);
  expect(sent).toMatch(/tributary-signature/);
  expect(sent.match(/Kind regards, [^{]/g)).toHaveLength(2);
  await expect(editor).toHaveText('');
});

test('a mail is passed on to somebody else', async ({ page }) => {
  servers.deliver(`From: Piet <piet@customer.example>
To: ${address}
Subject: For the carrier
Message-ID: <fwd-1@customer.example>

Please ask the carrier.
`);
  await signIn(page);
  await live(page);
  const row = page.getByRole('list', { name: 'Conversations' }).getByRole('link').filter({ hasText: 'Piet' });
  await expect(row).toBeVisible({ timeout: 60_000 });
  await row.click();
  const before = servers.sent.length;

  await page.getByRole('button', { name: 'Forward' }).click();
  await page.getByRole('textbox', { name: 'Reply', exact: true }).fill('Can you look?');
  await expect(page.getByRole('button', { name: 'Send', exact: true })).toBeDisabled();
  await page.getByLabel('To', { exact: true }).fill('carrier@post.example');
  await page.getByRole('button', { name: 'Send without signature' }).click();
  await page.getByRole('button', { name: 'Send', exact: true }).click();

  await expect.poll(() => servers.sent.length, { timeout: 30_000 }).toBe(before + 1);
  expect(servers.sent.at(-1)).toContain('To: carrier@post.example');
  expect(servers.sent.at(-1)).toContain('Please ask the carrier.');
  expect(servers.sent.at(-1)).not.toContain('Kind regards');
});

test('mails that are missing are fetched again for the days that a person names', async ({ page }) => {
  reveal();
  await signIn(page, `/settings/channels/${accountId}`);
  await page.getByLabel('From', { exact: true }).fill('2026-11-19');
  await page.getByLabel('To', { exact: true }).fill('2026-11-20');
  await page.getByRole('button', { name: 'Fetch again' }).click();

  await expect(page.getByText('Last time 2026-11-19 to 2026-11-20: 1 were missing.')).toBeVisible({ timeout: 30_000 });
  await page.goto('/inbox');
  await expect(page.getByRole('list', { name: 'Conversations' }).getByRole('link').filter({ hasText: 'Lost' })).toBeVisible({ timeout: 30_000 });
});

test('a mailbox is tried with a mail to itself, which is nobody\'s message', async ({ page }) => {
  servers.own = address;
  await signIn(page, `/settings/channels/${accountId}`);

  await page.getByRole('button', { name: 'Test with a mail' }).click();

  await expect(page.getByText(/A mail to .* arrived in the folder INBOX/)).toBeVisible({ timeout: 45_000 });
  await expect(page.getByText(/address with a plus does not arrive/)).toBeVisible();
  await expectAccessible(page);
  await screenshot(page, 'mail-round-trip');
  await page.getByRole('link', { name: 'Health' }).click();
  await expect(page.getByText(/A mail to .* arrived in the folder INBOX/)).toBeVisible();
  await page.goto('/inbox');
  await live(page);
  await expect(page.getByText('Test of this mailbox')).toHaveCount(0);
});

test('a late answer leads to the conversation that it continues', async ({ page, request }) => {
  // Given
  const api = { headers: { Authorization: `Bearer ${owner.token}` } };
  const list = page.getByRole('list', { name: 'Conversations' });
  servers.deliver(`From: Lena Late <lena@customer.example>
To: ${address}
Subject: Old matter
Message-ID: <late-1@customer.example>

First.
`);
  await signIn(page);
  await live(page);
  await expect(list.getByRole('link').filter({ hasText: 'Lena Late' })).toBeVisible({ timeout: 60_000 });
  await list.getByRole('link').filter({ hasText: 'Lena Late' }).click();
  const old = page.url().replace(/.*\/inbox\/([0-9a-f-]+).*/, '$1');
  expect((await request.patch(`/rest/v1/conversations/${old}`, { ...api, data: { status: 'closed' } })).ok()).toBe(true);

  // When
  servers.deliver(`From: Lena Late <lena@customer.example>
To: ${address}
Subject: Re: Old matter
Message-ID: <late-2@customer.example>
In-Reply-To: <late-1@customer.example>

Second.
`);
  await list.getByRole('link').filter({ hasText: 'Second.' }).click({ timeout: 60_000 });

  // Then
  const earlier = page.getByRole('link', { name: /^Continues #/ });
  await expect(earlier).toBeVisible();
  await screenshot(page, 'mail-continues');
  await earlier.click();
  await expect(page).toHaveURL(new RegExp(old));
});

test('a mailbox at Microsoft is connected by clicking through its consent', async ({ page }) => {
  const person = `ada-${Date.now().toString(36)}@contoso.example`;
  const microsoft = new IdentityProvider(servers.smtpPort + 1, person);
  await microsoft.start();
  await signIn(page, '/settings/channels/new?type=EMAIL');
  await page.getByLabel('Name', { exact: true }).fill('Contoso');
  await page.getByRole('button', { name: /^Connect with Google, Microsoft/ }).click();
  await page.getByLabel('OAuth client id').fill('client');
  await page.getByLabel('OAuth client secret').fill('secret');
  await page.getByRole('button', { name: 'Connect with Microsoft 365' }).click();

  await page.getByRole('link', { name: person }).click();

  await expect(page.getByRole('heading', { level: 1, name: 'Contoso' })).toBeVisible();
  await expect(page.getByLabel('E-mail address')).toHaveValue(person);
  await screenshot(page, 'mail-consent');
  microsoft.stop();
});
