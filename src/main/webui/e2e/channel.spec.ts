import { expect, test } from '@playwright/test';
import { newCustomer, screenshot, signIn, writes } from './inbox';

const CONTROL = '/sandbox/telegram/control/bots';

test('a channel is added by the wizard, tested before it is saved', async ({ page, request }) => {
  const bot = await (await request.post(CONTROL, { data: { name: 'Second bot' } })).json();
  const name = `Second shop ${bot.id}`;
  await signIn(page, '/settings/channels');
  await page.getByRole('link', { name: 'Add channel' }).click();
  await screenshot(page, 'channel-types');
  await page.getByRole('link', { name: /^Telegram/ }).click();
  await page.getByLabel('Name', { exact: true }).fill(name);

  await page.getByLabel('Bot token').fill('123456:of-a-bot-that-does-not-exist-anywhere-at-all');
  await page.getByRole('button', { name: 'Test', exact: true }).click();
  await expect(page.getByRole('alert')).toBeVisible();
  await screenshot(page, 'channel-refused');

  await page.getByLabel('Bot token').fill(bot.token);
  await page.getByRole('button', { name: 'Test', exact: true }).click();
  await expect(page.getByText('The connection works.')).toBeVisible();
  await page.getByRole('button', { name: 'Connect', exact: true }).click();
  await expect(page.getByRole('heading', { name: `${name} is connected` })).toBeVisible();
  await screenshot(page, 'channel-added');

  await page.getByRole('link', { name: 'To the channels' }).click();
  await expect(page.getByRole('article').filter({ hasText: name })).toContainText('Connected');
});

test('the journal shows each delivery with its payload', async ({ page, request }) => {
  const customer = await newCustomer(request, 'Omar');
  await writes(request, customer, { text: 'Words for the journal' });
  await signIn(page, '/settings/channels');
  await page.getByRole('link', { name: 'Telegram (simulator)' }).click();
  await page.getByRole('link', { name: 'Journal' }).click();
  const newest = page.locator('.journal-entry').first();
  await expect(newest).toContainText('Applied');
  await newest.getByRole('button').first().click();
  await expect(newest).toContainText('Words for the journal');

  await page.getByLabel('Outcome').selectOption('Failed');
  await expect(page).toHaveURL(/outcome=failed/);
});

test('a channel is switched off and on, archived, and purged by name', async ({ page, request }) => {
  const bot = await (await request.post(CONTROL, { data: { name: 'Short-lived bot' } })).json();
  const name = `Short-lived ${bot.id}`;
  await signIn(page, '/settings/channels/new?type=TELEGRAM');
  await page.getByLabel('Name', { exact: true }).fill(name);
  await page.getByLabel('Bot token').fill(bot.token);
  await page.getByRole('button', { name: 'Connect', exact: true }).click();
  await page.getByRole('link', { name: 'Open its settings' }).click();

  await page.getByRole('button', { name: 'Switch off' }).click();
  await expect(page.getByText('Switched off')).toBeVisible();
  await page.getByRole('button', { name: 'Switch on' }).click();
  await expect(page.getByText('Connected', { exact: true })).toBeVisible();

  await page.getByRole('button', { name: 'Archive' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Archive' }).click();
  await page.getByRole('button', { name: 'Archived' }).click();
  await page.getByRole('link', { name }).click();
  await page.getByRole('button', { name: 'Delete for good' }).click();
  const purge = page.getByRole('dialog').getByRole('button', { name: 'Delete for good' });
  await expect(purge).toBeDisabled();
  await page.getByLabel(/to confirm/).fill(name);
  await purge.click();
  await expect(page.getByRole('heading', { name: 'Channels', level: 1 })).toBeVisible();
});
