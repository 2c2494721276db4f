import { expect, test, type Page } from '@playwright/test';
import { expectAccessible, newCustomer, open, screenshot, signIn, writes } from './inbox';

async function prefer(page: Page, theme: 'light' | 'dark', language: 'en' | 'ar'): Promise<void> {
  await page.evaluate(([chosenTheme, chosenLanguage]) => {
    localStorage.setItem('tributary.theme', chosenTheme);
    localStorage.setItem('tributary.language', chosenLanguage);
  }, [theme, language] as const);
  await page.reload();
}

for (const theme of ['light', 'dark'] as const) {
  test(`every page can be used by everybody (${theme})`, async ({ page, request }) => {
    test.setTimeout(180_000);
    const customer = await newCustomer(request, 'Nadia');
    await writes(request, customer, { text: 'Hello, see https://example.com' });
    await writes(request, customer, { kind: 'photo' });
    await page.goto('/');
    await prefer(page, theme, 'en');
    await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
    await expectAccessible(page);
    await screenshot(page, `sign-in-${theme}`);

    await signIn(page);
    await expect(page.getByRole('list', { name: 'Conversations' })).toBeVisible();
    await expectAccessible(page);
    await screenshot(page, `inbox-${theme}`);
    await open(page, customer);
    await page.getByRole('button', { name: 'Private note' }).click();
    await page.getByRole('textbox', { name: 'Private note' }).fill('For us');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('article').filter({ hasText: 'For us' })).toBeVisible();
    await expectAccessible(page);
    await screenshot(page, `conversation-${theme}`);

    const id = (await (await page.request.get('/rest/v1/channel_accounts?type=TELEGRAM')).json()).items[0].id;
    for (const [name, path] of [
      ['channels', '/settings/channels'],
      ['wizard', '/settings/channels/new'],
      ['wizard-settings', '/settings/channels/new?type=TELEGRAM'],
      ['channel', `/settings/channels/${id}`],
      ['journal', `/settings/channels/${id}?tab=journal`],
      ['statistics', `/settings/channels/${id}?tab=statistics`],
    ] as const) {
      await page.goto(path);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      await expect(page.locator('.spinner')).toHaveCount(0);
      await expectAccessible(page);
      await screenshot(page, `${name}-${theme}`);
    }
  });
}

test('in Arabic everything runs from right to left', async ({ page, request }) => {
  const customer = await newCustomer(request, 'ليلى');
  await writes(request, customer, { text: 'مرحباً، أين طلبي؟' });
  await signIn(page);
  await open(page, customer);
  await prefer(page, 'light', 'ar');
  await expect(page.locator('html')).toHaveAttribute('dir', 'rtl');
  await expect(page.getByRole('navigation', { name: 'العروض' })).toBeVisible();
  const views = await page.getByRole('navigation').first().boundingBox();
  const composer = await page.getByRole('textbox', { name: 'رد' }).boundingBox();
  expect(views && composer && views.x > composer.x).toBe(true);
  await expectAccessible(page);
  await screenshot(page, 'conversation-rtl');
});

test('it fits a phone', async ({ page, request }) => {
  await page.setViewportSize({ width: 390, height: 800 });
  const customer = await newCustomer(request, 'Tom');
  await writes(request, customer, { text: 'From my phone' });
  await signIn(page);
  await screenshot(page, 'inbox-phone');
  await open(page, customer);
  await screenshot(page, 'conversation-phone');
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(width).toBeLessThanOrEqual(390);
  await page.getByRole('link', { name: 'Back to the list' }).click();
  await expect(page.getByRole('list', { name: 'Conversations' })).toBeVisible();
});
