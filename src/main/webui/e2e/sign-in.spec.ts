import { expect, test } from '@playwright/test';
import { signIn } from './inbox';
import { owner } from './owner';

test('a wrong password is refused in words, the right one leads where the link pointed', async ({ page }) => {
  await page.goto('/settings/channels');
  await page.getByLabel('E-mail').fill(owner.email);
  await page.getByLabel('Password', { exact: true }).fill('not the password');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page.getByRole('alert')).toContainText('E-mail or password is wrong.');

  await page.getByLabel('Password', { exact: true }).fill(owner.password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Channels', level: 1 })).toBeVisible();
});

test('signing out forgets what was on the screen', async ({ page }) => {
  await signIn(page);
  await page.getByRole('button', { name: /Profile of/ }).click();
  await page.getByRole('menuitem', { name: 'Sign out', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  await page.reload();
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
});
