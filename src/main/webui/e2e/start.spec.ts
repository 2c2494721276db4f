import { expect, test } from '@playwright/test';
import { owner } from './owner';

test('a fresh installation lets its first owner in', async ({ page }) => {
  await page.goto('/');
  await page.getByLabel('E-mail').fill(owner.email);
  await page.getByLabel('Password', { exact: true }).fill(owner.password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();

  await expect(page.getByRole('button', { name: 'Sign in', exact: true })).toBeHidden();
  const session = await page.request.get('/rest/v1/session');
  expect((await session.json()).user.email).toBe(owner.email);
});

test('an address of the inbox is the page, an unknown one of the API is a problem', async ({ request }) => {
  const page = await request.get('/settings/channels');
  expect(page.headers()['content-type']).toContain('text/html');

  const unknown = await request.get('/rest/v1/nothing_here');
  expect(unknown.status()).toBe(404);
  expect(unknown.headers()['content-type']).toContain('application/problem+json');
});
