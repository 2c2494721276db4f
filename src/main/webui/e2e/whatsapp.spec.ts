import { expect, test, type APIRequestContext, type Page } from '@playwright/test';
import { live, screenshot, signIn } from './inbox';

const NUMBERS = '/sandbox/meta/control/numbers';

interface Credentials {
  phone_number_id: string;
  waba_id: string;
  app_id: string;
  app_secret: string;
  access_token: string;
}

/** Makes a number at the fake WhatsApp and connects it by the form, as an admin does. */
async function connect(page: Page, request: APIRequestContext): Promise<{ number: string; name: string }> {
  const made = (await (await request.post(NUMBERS, { data: { name: 'Acme Outdoor' } })).json()) as Credentials;
  const name = `WhatsApp ${made.phone_number_id}`;
  await signIn(page, '/settings/channels/new?type=WHATSAPP_CLOUD');
  await page.getByLabel('Name', { exact: true }).fill(name);
  await page.getByLabel('Phone number ID').fill(made.phone_number_id);
  await page.getByLabel('WhatsApp Business Account ID').fill(made.waba_id);
  await page.getByLabel('Access token').fill(made.access_token);
  await page.getByLabel('App ID').fill(made.app_id);
  await page.getByLabel('App secret', { exact: true }).fill(made.app_secret);
  await page.getByRole('button', { name: 'Connect', exact: true }).click();
  await expect(page.getByRole('heading', { name: `${name} is connected` })).toBeVisible();
  return { number: `${NUMBERS}/${made.phone_number_id}`, name };
}

test('a template is sent after the window closed', async ({ page, request }) => {
  const { number } = await connect(page, request);
  const customer = `Ada ${Date.now().toString(36)}`;
  await request.post(`${number}/messages`, { data: { name: customer, text: 'Where is my order?', hours_ago: 25 } });
  await page.goto('/inbox?view=all');
  await live(page);
  await page.getByRole('link', { name: new RegExp(customer) }).click();
  await expect(page.getByText('The time to reply on this channel is over.')).toBeVisible();
  await page.getByRole('button', { name: 'Send a template' }).first().click();
  await page.getByRole('button', { name: 'Read anew' }).click();
  await page.getByRole('button', { name: /^order_update/ }).click();
  await page.getByLabel('Value for body.1').fill('Ada');
  await page.getByLabel('Value for body.2').fill('4711');
  await expect(page.getByLabel('Preview')).toContainText('Hi Ada, your order 4711 is on its way.');
  await screenshot(page, 'template');
  await page.getByRole('dialog').getByRole('button', { name: 'Send', exact: true }).click();
  await expect(page.locator('article.message', { hasText: 'Hi Ada, your order 4711 is on its way.' })).toBeVisible();
});

test('an expired token is shown with its hint, and mended by a new one', async ({ page, request }) => {
  const { number, name } = await connect(page, request);
  await request.post(`${number}/expire`, { data: {} });
  await page.getByRole('link', { name: 'Open its settings' }).click();
  await page.getByRole('link', { name: 'Health' }).click();
  await page.getByRole('button', { name: 'Examine now' }).click();
  await expect(page.getByText('Update the access token in channel settings').first()).toBeVisible();
  await screenshot(page, 'health');

  const fresh = (await (await request.post(`${number}/renew`, { data: {} })).json()) as Credentials;
  await page.getByRole('navigation', { name }).getByRole('link', { name: 'Settings' }).click();
  await page.getByLabel('Access token').fill(fresh.access_token);
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByRole('link', { name: 'Health' }).click();
  await expect(page.getByText('The provider accepts the credentials')).toBeVisible();
});

test('a reaction, a place and a contact card leave', async ({ page, request }) => {
  const { number } = await connect(page, request);
  const customer = `Ben ${Date.now().toString(36)}`;
  await request.post(`${number}/messages`, { data: { name: customer, from: `4477${Date.now().toString().slice(-8)}`, text: 'Where is your shop?' } });
  await page.goto('/inbox?view=all');
  await live(page);
  await page.getByRole('link', { name: new RegExp(customer) }).click();

  const question = page.locator('article.message', { hasText: 'Where is your shop?' });
  await question.hover();
  await question.getByRole('button', { name: 'React' }).click();
  await page.getByRole('button', { name: '👍' }).click();
  await expect(question.getByRole('list', { name: 'Reactions' })).toContainText('👍');

  await page.getByRole('button', { name: 'Send a place' }).click();
  await page.getByLabel('Latitude, longitude').fill('52.5200, 13.4050');
  await page.getByLabel('Title').fill('Our shop');
  await page.getByRole('dialog').getByRole('button', { name: 'Send', exact: true }).click();
  await expect(page.locator('article.message.outbound', { hasText: 'Our shop' })).toBeVisible();

  await page.getByRole('button', { name: 'Send a contact card' }).click();
  await page.getByRole('dialog').getByLabel('Name').fill('Olga Berg');
  await page.getByRole('dialog').getByLabel('Phone').fill('+49301234567');
  await page.getByRole('dialog').getByRole('button', { name: 'Send', exact: true }).click();
  await expect(page.locator('article.message.outbound', { hasText: 'Olga Berg' })).toBeVisible();
  const kinds = async () => ((await (await request.get(`${number}/sent`)).json()) as { items: { type: string }[] }).items.map((one) => one.type);
  await expect.poll(kinds).toEqual(expect.arrayContaining(['reaction', 'location', 'contacts']));
});

test('two contacts of whom WhatsApp says that they are one lead to each other', async ({ page, request }) => {
  const { number } = await connect(page, request);
  const stamp = Date.now().toString();
  const [customer, handle, user_id] = [`Cleo ${stamp}`, `cleo.${stamp}`, `GB.1${stamp}`];
  const from = `4478${stamp.slice(-8)}`;
  await request.post(`${number}/messages`, { data: { name: customer, from, text: 'From my number' } });
  await request.post(`${number}/messages`, { data: { name: handle, user_id, hidden: true, text: 'From my username' } });
  await page.goto('/inbox?view=all');
  await live(page);
  await expect(page.getByRole('link', { name: new RegExp(handle) })).toBeVisible();
  await page.getByRole('link', { name: new RegExp(customer) }).click();
  await request.post(`${number}/messages`, { data: { name: customer, from, user_id, text: 'It is me' } });
  await expect(page.locator('article.message', { hasText: 'It is me' })).toBeVisible();

  await page.reload();
  const pane = page.getByRole('complementary', { name: 'Contact' });
  await expect(pane.getByText('Possibly the same as')).toBeVisible();
  await screenshot(page, 'possibly-same');
  await pane.getByRole('link', { name: handle }).click();
  await expect(page.locator('article.message', { hasText: 'From my username' })).toBeVisible();
  await expect(pane.getByRole('link', { name: customer })).toBeVisible();
});
