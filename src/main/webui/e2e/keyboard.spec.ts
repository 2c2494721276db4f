import { expect, test } from '@playwright/test';
import { live, newCustomer, signIn, thread, writes } from './inbox';

test('a working day without a mouse', async ({ page, request }) => {
  const customer = await newCustomer(request, 'Grace');
  await writes(request, customer, { text: 'Can somebody help?' });
  await signIn(page);
  await live(page);
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();

  await page.keyboard.press('/');
  await page.keyboard.type(customer.name);
  await expect(page.getByRole('list', { name: 'Conversations' }).getByRole('link')).toHaveCount(1);
  await page.keyboard.press('Escape');
  await page.keyboard.press('j');
  await expect(page.getByRole('heading', { level: 1, name: customer.name })).toBeVisible();

  await page.keyboard.press('a');
  await expect(page.getByRole('menu', { name: 'Assign' })).toBeVisible();
  await expect(async () => {
    await page.keyboard.press('ArrowDown');
    await expect(page.getByRole('menuitemcheckbox', { name: /\(me\)/ })).toBeFocused({ timeout: 300 });
  }).toPass();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: /^Assignee: (?!Nobody)/ })).toBeVisible();

  await page.getByRole('menu').waitFor({ state: 'hidden' });
  await page.keyboard.press('r');
  await expect(page.getByRole('textbox', { name: 'Reply' })).toBeFocused();
  await page.keyboard.type('Of course.');
  await page.keyboard.press('Enter');
  await expect(thread(page).getByRole('article').filter({ hasText: 'Of course.' })).toContainText('Sent');

  await page.keyboard.press('Escape');
  await page.keyboard.press('e');
  await expect(page.getByRole('button', { name: 'Reopen' })).toBeVisible();
});
