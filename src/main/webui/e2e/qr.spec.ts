import { expect, test } from '@playwright/test';
import { live, screenshot, signIn } from './inbox';

const GATEWAYS = '/sandbox/gateway/control/gateways';

interface Gateway {
  gateway_id: string;
  base_url: string;
  api_key: string;
}

test('a phone is linked by the code that it scans, is lost, and is linked again', async ({ page, request }) => {
  const made = (await (await request.post(GATEWAYS, { data: {} })).json()) as Gateway;
  const gateway = `${GATEWAYS}/${made.gateway_id}`;
  const number = `1555${Date.now().toString().slice(-7)}`;
  const name = `Shop phone ${made.gateway_id}`;
  await signIn(page, '/settings/channels/new?type=WHATSAPP_LITE');
  await page.getByLabel('Name', { exact: true }).fill(name);
  await page.getByLabel('Gateway address').fill(made.base_url);
  await page.getByLabel('API key').fill(made.api_key);
  await page.getByLabel('I know the risk').check();
  await page.getByRole('button', { name: 'Connect', exact: true }).click();

  const code = page.getByRole('img', { name: 'QR code that links a phone' });
  await expect(code).toBeVisible();
  const first = await code.getAttribute('src');
  await expect(code).not.toHaveAttribute('src', first ?? '');
  await screenshot(page, 'qr');
  await request.post(`${gateway}/scan`, { data: { number } });
  await expect(page.getByText(`+${number} is linked`)).toBeVisible();

  await page.getByRole('link', { name: 'Open its settings' }).click();
  await expect(page.getByText('Connected', { exact: true })).toBeVisible();
  await request.post(`${gateway}/unlink`, { data: {} });
  await expect(page.getByText('Unlinked on the phone: scan a new QR code')).toBeVisible();
  await page.getByRole('button', { name: 'Show the QR code' }).click();
  await expect(code).toBeVisible();
  await request.post(`${gateway}/scan`, { data: { number } });
  await expect(page.getByText(`+${number} is linked`)).toBeVisible();

  const customer = `Maria ${Date.now().toString(36)}`;
  await request.post(`${gateway}/messages`, { data: { name: customer, from: `4917${Date.now().toString().slice(-8)}`, text: 'Do you open today?' } });
  await page.goto('/inbox?view=all');
  await live(page);
  await page.getByRole('link', { name: new RegExp(customer) }).click();
  await page.getByRole('textbox', { name: 'Reply' }).fill('Until six.');
  await page.keyboard.press('Enter');
  await expect(page.locator('article.message', { hasText: 'Until six.' })).toBeVisible();
});
