import AxeBuilder from '@axe-core/playwright';
import { expect, test, type FrameLocator, type Page } from '@playwright/test';
import { signIn, thread } from './inbox';
import { owner } from './owner';

const headers = { Authorization: `Bearer ${owner.token}` };

function frameOf(page: Page): FrameLocator {
  return page.frameLocator('[data-tributary] iframe');
}

async function open(page: Page, address = '/demo'): Promise<FrameLocator> {
  await page.goto(address);
  await page.locator('[data-tributary] button.launcher').click();
  const frame = frameOf(page);
  await expect(frame.locator('textarea')).toBeVisible();
  return frame;
}

async function write(frame: FrameLocator, text: string): Promise<void> {
  await frame.locator('textarea').fill(text);
  await frame.locator('textarea').press('Enter');
  await expect(frame.locator('.message.mine', { hasText: text }).getByText(/Sent|Seen/)).toBeVisible();
}

/** An agent finds the conversation by what was written last, and answers. */
async function answer(page: Page, written: string, text: string): Promise<string> {
  const list = await page.request.get('/rest/v1/conversations', { headers });
  const items = (await list.json()).items as { id: string; last_message: { preview: string } }[];
  const conversation = items.find((item) => item.last_message.preview.includes(written));
  expect(conversation, `a conversation with ${written}`).toBeTruthy();
  const sent = await page.request.post(`/rest/v1/conversations/${conversation?.id}/messages`, { headers, data: { text } });
  expect(sent.status()).toBe(201);
  return conversation?.id ?? '';
}

test('a visitor writes on the demo page, an agent answers, and both are there after a reload', async ({ page }) => {
  const question = `Is the blue jacket in stock? ${Date.now()}`;
  const frame = await open(page);
  await write(frame, question);

  const conversation = await answer(page, question, 'Yes, in size L.');
  await expect(frame.getByText('Yes, in size L.')).toBeVisible();
  await page.request.post(`/rest/v1/conversations/${conversation}/read`, { headers });
  await expect(async () => {
    const messages = await (await page.request.get(`/rest/v1/conversations/${conversation}/messages`, { headers })).json();
    expect(messages.items[0].delivery_status).toBe('read');
  }).toPass();

  await page.reload();
  await page.locator('[data-tributary] button.launcher').click();
  await expect(frameOf(page).getByText(question)).toBeVisible();
  await expect(frameOf(page).getByText('Yes, in size L.')).toBeVisible();
});

test('nothing is stored before the visitor opens the chat, and the page does not move', async ({ page }) => {
  await page.goto('/demo');
  const launcher = page.locator('[data-tributary] button.launcher');
  await expect(launcher).toBeVisible();
  expect(await page.evaluate(() => document.cookie + localStorage.length)).toBe('0');
  await expect(page.locator('[data-tributary] iframe')).toHaveCount(0);
  const before = await page.locator('main').boundingBox();

  await launcher.click();
  await expect(frameOf(page).locator('textarea')).toBeVisible();
  await expect.poll(() => page.evaluate(() => document.cookie)).toContain('tw_wch_');
  expect(await page.locator('main').boundingBox()).toEqual(before);
});

test('an answer that comes while the chat is closed shows as a badge with words', async ({ page }) => {
  const question = `Are you there? ${Date.now()}`;
  const frame = await open(page);
  await write(frame, question);
  await frame.getByRole('button', { name: 'Close chat' }).click();

  await answer(page, question, 'Here we are.');

  await expect(page.locator('[data-tributary] button.launcher')).toHaveAccessibleName(/1 unread message/);
});

test('a visitor rates a resolved conversation and says why', async ({ page }) => {
  const channels = await (await page.request.get('/rest/v1/channel_accounts?type=WEB_WIDGET', { headers })).json();
  const channel = channels.items[0];
  await page.request.patch(`/rest/v1/channel_accounts/${channel.id}`, { headers, data: { settings: { ...channel.settings, features: { ...channel.settings.features, csat: true } } } });
  const question = `Was that all? ${Date.now()}`;
  const frame = await open(page);
  await write(frame, question);
  const conversation = await answer(page, question, 'That was all.');
  await page.request.patch(`/rest/v1/conversations/${conversation}`, { headers, data: { status: 'resolved' } });

  const survey = frame.getByRole('region', { name: 'How did we do?' });
  await survey.getByRole('button', { name: '4 of 5' }).click();
  await survey.getByLabel('What should we know?').fill('Quick and kind.');
  await survey.getByRole('button', { name: 'Save' }).click();
  await expect(survey.getByText('Thank you.')).toBeVisible();
  await page.screenshot({ path: 'test-results/pages/widget-survey.png' });

  await expect(async () => {
    const messages = await (await page.request.get(`/rest/v1/conversations/${conversation}/messages`, { headers })).json();
    expect(messages.items[0].text).toContain('rated this conversation 4 of 5: Quick and kind.');
  }).toPass();
});

test('an agent sends cards and a form; the visitor presses, fills in by keyboard, and the agent reads a table', async ({ page, browser }) => {
  test.setTimeout(120_000);
  const question = `Can I return it? ${Date.now()}`;
  const frame = await open(page);
  await write(frame, question);
  const conversation = await answer(page, question, 'Of course.');
  const inbox = await (await browser.newContext()).newPage();
  await signIn(inbox, `/inbox/${conversation}`);

  await inbox.getByRole('button', { name: 'Send cards side by side' }).click();
  const card = inbox.getByRole('group', { name: 'Card 1' });
  await card.getByLabel('Title').fill('By mail');
  await card.getByLabel('Button', { exact: true }).fill('Send it back');
  await inbox.getByRole('group', { name: 'Card 2' }).getByLabel('Title').fill('In a shop');
  await inbox.getByRole('dialog').getByRole('button', { name: 'Send', exact: true }).click();
  await expect(frame.getByRole('region', { name: 'In a shop' })).toBeVisible();
  await frame.getByRole('region', { name: 'By mail' }).getByRole('button', { name: 'Send it back' }).click();
  await expect(thread(inbox).getByRole('article').filter({ hasText: 'Send it back' }).last()).toBeVisible();

  await inbox.getByRole('button', { name: 'Send a form' }).click();
  const editor = inbox.getByRole('dialog');
  await editor.getByLabel('Title').fill('Your return');
  await editor.getByLabel('What is asked for').fill('Order number');
  await editor.getByRole('button', { name: 'Another question' }).click();
  await editor.getByLabel('What is asked for').last().fill('It was a gift');
  await editor.getByLabel('Kind of answer').last().selectOption('checkbox');
  await editor.getByLabel('Has to be answered').last().uncheck();
  await editor.getByRole('button', { name: 'Send', exact: true }).click();

  const form = frame.getByRole('region', { name: 'Your return' });
  await form.getByRole('button', { name: 'Send' }).click();
  await expect(form.getByRole('alert')).toHaveText('Please fill in this field.');
  await expect(form.getByLabel('Order number')).toBeFocused();
  await page.keyboard.type('4711');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Space');
  const found = (await new AxeBuilder({ page }).analyze()).violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  expect(found.map(({ id, nodes }) => ({ id, where: nodes.map(({ target }) => target.join(' ')) }))).toEqual([]);
  await page.screenshot({ path: 'test-results/pages/widget-form.png' });
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(form.getByRole('status')).toBeFocused();
  await expect(frame.locator('.message.mine', { hasText: 'Order number: 4711' })).toBeVisible();

  const table = thread(inbox).getByRole('table');
  await expect(table.getByRole('row', { name: 'Order number 4711' })).toBeVisible();
  await expect(table.getByRole('row', { name: 'It was a gift yes' })).toBeVisible();
  await inbox.screenshot({ path: 'test-results/pages/inbox-form.png' });
  await inbox.context().close();
});

test('where sockets are blocked on the way, answers come all the same', async ({ page }) => {
  await page.routeWebSocket(/\/api\/widget\/v1\/ws/, (socket) => socket.close());
  const question = `Through a proxy? ${Date.now()}`;
  const frame = await open(page);
  const polled = page.waitForRequest(/\/api\/widget\/v1\/events\?/, { timeout: 30_000 });
  await write(frame, question);
  await polled;

  await answer(page, question, 'Yes, by long poll.');

  await expect(frame.getByText('Yes, by long poll.')).toBeVisible();
});

test('a visitor sends a picture', async ({ page }) => {
  const frame = await open(page);
  const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');
  await frame.locator('input[type=file]').setInputFiles({ name: 'photo.png', mimeType: 'image/png', buffer: png });
  await expect(frame.getByText('photo.png')).toBeVisible();
  await expect(frame.locator('.uploads [aria-busy=true]')).toHaveCount(0);
  await frame.getByRole('button', { name: 'Send' }).click();

  const picture = frame.getByRole('img', { name: 'Image: photo.png' });
  await expect(picture).toBeVisible();
  await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(1);
});

test('everything works with the keyboard alone', async ({ page }) => {
  await page.goto('/demo');
  const launcher = page.locator('[data-tributary] button.launcher');
  await expect(launcher).toBeVisible();
  for (let step = 0; step < 10 && !(await launcher.evaluate((button) => button.matches(':focus'))); step++) {
    await page.keyboard.press('Tab');
  }
  await expect(launcher).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(launcher).toHaveAttribute('aria-expanded', 'true');
  const frame = frameOf(page);
  await expect(frame.locator('textarea')).toBeFocused();

  const text = `By keyboard ${Date.now()}`;
  await page.keyboard.type(text);
  await page.keyboard.press('Enter');
  await expect(frame.locator('.message.mine', { hasText: text })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(launcher).toHaveAttribute('aria-expanded', 'false');
  await expect(launcher).toBeFocused();
});

for (const locale of ['en', 'ar']) {
  test(`axe finds nothing serious in the open widget (${locale})`, async ({ page }) => {
    const frame = await open(page, `/demo?locale=${locale}`);
    await frame.locator('textarea').fill('مرحبا Hello');
    await frame.locator('textarea').press('Enter');
    await expect(frame.locator('.message.mine')).not.toHaveCount(0);
    await expect(frame.locator('html')).toHaveAttribute('dir', locale === 'ar' ? 'rtl' : 'ltr');

    const found = (await new AxeBuilder({ page }).analyze()).violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');

    expect(found.map(({ id, nodes }) => ({ id, where: nodes.map(({ target }) => target.join(' ')) }))).toEqual([]);
    await page.screenshot({ path: `test-results/pages/widget-${locale}.png` });
  });
}

test('on a phone the chat fills the screen', async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 640 });
  const frame = await open(page);
  await expect.poll(() => page.locator('[data-tributary] .panel').boundingBox()).toEqual({ x: 0, y: 0, width: 320, height: 640 });
  expect(await frame.locator('html').evaluate((html) => html.scrollWidth)).toBeLessThanOrEqual(320);
  await page.screenshot({ path: 'test-results/pages/widget-phone.png' });
});
