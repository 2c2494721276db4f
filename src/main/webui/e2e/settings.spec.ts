import { expect, test } from '@playwright/test';
import { createServer } from 'node:http';
import { newColleague, screenshot, signIn } from './inbox';
import { owner } from './owner';
import { mailPorts } from './service';

const headers = { Authorization: `Bearer ${owner.token}` };

test('what was ignored while a channel was off is replayed from the journal', async ({ page, request }) => {
  const made = await (await request.post('/rest/v1/channel_accounts', { headers, data: { name: `Partner ${Date.now()}`, type: 'API', settings: {} } })).json();
  await request.patch(`/rest/v1/channel_accounts/${made.id}`, { headers, data: { is_active: false } });
  const message = { type: 'message.created', data: { external_message_id: 'x-1', contact: { external_id: 'cust-1', name: 'Olga' }, content: { type: 'text', text: 'Too early' } } };
  const token = { Authorization: `Bearer ${made.credentials.inbound_token}` };
  expect((await request.post(`/api/v1/channels/${made.settings.channel_id}/inbound`, { headers: token, data: message })).status()).toBe(403);
  await request.patch(`/rest/v1/channel_accounts/${made.id}`, { headers, data: { is_active: true } });

  await signIn(page, `/settings/channels/${made.id}?tab=journal`);
  await page.getByRole('button', { name: 'Replay' }).click();

  await expect(page.locator('.journal-entry').first()).toContainText('Applied');
  const found = await (await request.get(`/rest/v1/conversations?channel_account_id=${made.id}`, { headers })).json();
  expect(found.items[0].last_message.preview).toBe('Too early');
});

test('a key is replaced and shown once, and the old one is refused', async ({ page, request }) => {
  const made = await (await request.post('/rest/v1/channel_accounts', { headers, data: { name: `Keys ${Date.now()}`, type: 'API', settings: {} } })).json();
  const ping = (token: string) => request.get(`/api/v1/channels/${made.settings.channel_id}/ping`, { headers: { Authorization: `Bearer ${token}` } });
  expect((await ping(made.credentials.inbound_token)).status()).toBe(200);

  await signIn(page, `/settings/channels/${made.id}`);
  const keys = page.getByRole('region', { name: 'Keys' });
  await keys.getByRole('group', { name: 'Inbound token' }).getByRole('button', { name: 'Replace' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Replace' }).click();
  const shown = await keys.getByRole('textbox', { name: 'Inbound token' }).inputValue();
  await screenshot(page, 'key-replaced');

  expect(shown).toMatch(/^tok_/);
  expect((await ping(shown)).status()).toBe(200);
  expect((await ping(made.credentials.inbound_token)).status()).toBe(401);
});

test('what could not be posted to a receiver is seen with the reason', async ({ page, request }) => {
  const name = `Receiver ${Date.now()}`;
  const made = await (await request.post('/rest/v1/channel_accounts', { headers, data: { name, type: 'API', settings: { outbound_url: 'https://10.0.0.1/hook', events: ['conversation.created'] } } })).json();
  const message = { type: 'message.created', data: { external_message_id: 'x-1', contact: { external_id: 'cust-1', name: 'Olga' }, content: { type: 'text', text: 'Hello' } } };
  const token = { Authorization: `Bearer ${made.credentials.inbound_token}` };
  expect((await request.post(`/api/v1/channels/${made.settings.channel_id}/inbound`, { headers: token, data: message })).status()).toBe(202);

  await signIn(page, `/settings/channels/${made.id}?tab=deliveries`);
  const entry = page.locator('.journal-entry').filter({ hasText: 'conversation.created' });
  await expect(async () => {
    await page.getByRole('button', { name: 'Refresh' }).click();
    await expect(entry).toContainText('address_refused', { timeout: 1_000 });
  }).toPass();
  await entry.getByRole('button').first().click();
  await expect(entry.getByLabel('Payload')).toContainText('conversation.created');
});

test('a receiver that was gone is enabled again, and what it missed is posted once more', async ({ page, request }) => {
  const received: string[] = [];
  let status = 200;
  const [port] = mailPorts();
  const receiver = createServer((post, answer) => {
    let body = '';
    post.on('data', (part: Buffer) => (body += part.toString()));
    post.on('end', () => {
      received.push(body);
      answer.writeHead(status).end();
    });
  }).listen(port, '127.0.0.1');
  try {
    const settings = { outbound_url: `http://127.0.0.1:${port}/hook`, events: ['conversation.created'] };
    const made = await (await request.post('/rest/v1/channel_accounts', { headers, data: { name: `Gone ${Date.now()}`, type: 'API', settings } })).json();
    const message = { type: 'message.created', data: { external_message_id: 'x-1', contact: { external_id: 'cust-1', name: 'Olga' }, content: { type: 'text', text: 'Hello' } } };
    const token = { Authorization: `Bearer ${made.credentials.inbound_token}` };
    received.length = 0;
    status = 410;
    expect((await request.post(`/api/v1/channels/${made.settings.channel_id}/inbound`, { headers: token, data: message })).status()).toBe(202);
    await signIn(page, `/settings/channels/${made.id}?tab=deliveries`);
    await expect(async () => {
      await page.reload();
      await expect(page.getByRole('alert')).toContainText('gone', { timeout: 1_000 });
    }).toPass();
    await expect(page.getByText('no mail server')).toBeVisible();
    const entry = page.locator('.journal-entry').filter({ hasText: 'conversation.created' }).first();
    await expect(entry).toContainText('Failed');
    await expect(entry.getByRole('button', { name: 'Replay' })).toBeHidden();
    const missed = received.at(-1);

    status = 200;
    await page.getByRole('button', { name: 'Enable' }).click();
    await expect(page.getByRole('button', { name: 'Enable' })).toBeHidden();
    await entry.getByRole('button', { name: 'Replay' }).click();

    await expect(async () => {
      await page.getByRole('button', { name: 'Refresh' }).click();
      await expect(entry).toContainText('Delivered', { timeout: 1_000 });
    }).toPass();
    expect(received.at(-1)).toBe(missed);
  } finally {
    receiver.close();
  }
});

test('a slip in a JSON setting is told at its field and nothing is sent', async ({ page }) => {
  await signIn(page, '/settings/channels/new?type=WEB_WIDGET');
  await page.getByLabel('Name', { exact: true }).fill('Shop');
  await page.getByLabel(/^Colours/).fill('{"primary": }');
  await expect(page.getByText(/This is not JSON/)).toBeVisible();

  await page.getByRole('button', { name: 'Connect', exact: true }).click();
  await expect(page.getByRole('heading', { name: /is connected/ })).toBeHidden();
  await expect(page.getByLabel(/^Colours/)).toBeFocused();
});

test('a widget shows the line for a website, and which websites loaded it', async ({ page, request }) => {
  const made = await (await request.post('/rest/v1/channel_accounts', { headers, data: { name: `Shop ${Date.now()}`, type: 'WEB_WIDGET', settings: { allowed_domains: ['shop.example'] } } })).json();
  const launcher = `/api/widget/v1/channels/${made.settings.channel_key}/launcher`;
  await request.get(launcher, { headers: { Origin: 'https://shop.example' } });
  await request.get(launcher, { headers: { Origin: 'https://copy.example' } });

  await signIn(page, `/settings/channels/${made.id}`);
  await expect(page.getByLabel('Line for your website')).toHaveValue(new RegExp(`^<script src="http.*/widget\\.js" data-channel="${made.settings.channel_key}" async></script>$`));
  const websites = page.getByRole('region', { name: 'Websites' });
  await expect(websites.getByRole('listitem').filter({ hasText: 'https://shop.example' })).toContainText('Allowed');
  await expect(websites.getByRole('listitem').filter({ hasText: 'https://copy.example' })).toContainText('Refused');
});

test('an agent changes their password, and the old one no longer works', async ({ page, request, browser }) => {
  const agent = await newColleague(request, 'Petra');
  await signIn(page, '/inbox', agent);
  await page.getByRole('button', { name: 'Profile of Petra' }).click();
  await page.getByRole('menuitem', { name: 'Change password' }).click();
  await page.getByLabel('Current password').fill(agent.password);
  await page.getByLabel('New password').fill('another password for browser tests');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('dialog')).toBeHidden();

  const elsewhere = await (await browser.newContext()).newPage();
  await elsewhere.goto('/inbox');
  await elsewhere.getByLabel('E-mail').fill(agent.email);
  await elsewhere.getByLabel('Password', { exact: true }).fill(agent.password);
  await elsewhere.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(elsewhere.getByText('E-mail or password is wrong.')).toBeVisible();
  await elsewhere.getByLabel('Password', { exact: true }).fill('another password for browser tests');
  await elsewhere.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(elsewhere.getByRole('navigation', { name: 'Views' })).toBeVisible();
  await elsewhere.close();
});
