import { expect, test, type Locator, type Page } from '@playwright/test';
import { live, newCustomer, open, signIn, thread, writes } from './inbox';

const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

/** What the browser makes of a file that is dragged onto an element, or pasted into it. */
async function give(page: Page, to: Locator, how: 'drop' | 'paste', name: string): Promise<void> {
  const data = await page.evaluateHandle(
    ([base64, fileName]) => {
      const bytes = Uint8Array.from(atob(base64 ?? ''), (letter) => letter.charCodeAt(0));
      const transfer = new DataTransfer();
      transfer.items.add(new File([bytes], fileName ?? '', { type: 'image/png' }));
      return transfer;
    },
    [PNG, name],
  );
  if (how === 'drop') await to.dispatchEvent('drop', { dataTransfer: data });
  else await to.evaluate((element, clipboardData) => element.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true })), data);
}

test('files are dropped, pasted and taken back, and their upload is seen', async ({ page, request }) => {
  const customer = await newCustomer(request, 'Iris');
  await writes(request, customer, { text: 'Do you have a picture of it?' });
  await signIn(page);
  await live(page);
  await open(page, customer);
  const files = page.getByRole('list', { name: 'Attached files' });
  let letGo: () => void = () => undefined;
  const held = new Promise<void>((resolve) => (letGo = resolve));
  await page.route('**/rest/v1/attachments', async (route) => {
    await held;
    await route.continue();
  });

  await give(page, page.getByRole('region', { name: 'Write' }), 'drop', 'dropped.png');
  await expect(files.getByRole('progressbar', { name: 'Uploading dropped.png' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Send', exact: true })).toBeDisabled();
  letGo();
  await expect(files.getByRole('progressbar')).toHaveCount(0);
  await give(page, page.getByRole('textbox', { name: 'Reply' }), 'paste', 'pasted.png');
  await expect(files.getByText('pasted.png')).toBeVisible();
  await page.getByRole('button', { name: 'Remove dropped.png' }).click();
  await page.getByRole('textbox', { name: 'Reply' }).fill('Here it is.');
  await page.getByRole('button', { name: 'Send', exact: true }).click();

  const answer = thread(page).getByRole('article').filter({ hasText: 'Here it is.' });
  await expect(answer).toContainText('Sent');
  await expect(answer.getByRole('img', { name: 'pasted.png' })).toBeVisible();
  const received = await (await request.get(`${customer.chat}/messages`)).json();
  expect(received.items.at(-1).photo).toBeTruthy();
});

test('buttons go out below an answer, and what is pressed comes back', async ({ page, request }) => {
  const customer = await newCustomer(request, 'Ravi');
  await writes(request, customer, { text: 'Which one was it?' });
  await signIn(page);
  await live(page);
  await open(page, customer);

  await page.getByRole('button', { name: 'Buttons' }).click();
  await page.getByRole('textbox', { name: 'Button 1' }).fill('The blue one');
  await page.getByRole('button', { name: 'Add button' }).click();
  await page.getByRole('textbox', { name: 'Button 2' }).fill('The red one');
  await page.getByRole('textbox', { name: 'Reply' }).fill('Which colour?');
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await expect(thread(page).getByRole('article').filter({ hasText: 'Which colour?' })).toContainText('Sent');

  const received = await (await request.get(`${customer.chat}/messages`)).json();
  const asked = received.items.at(-1);
  const keyboard = asked.reply_markup.inline_keyboard as { text: string; callback_data: string }[][];
  expect(keyboard.flat().map((key) => key.text)).toEqual(['The blue one', 'The red one']);
  await request.post(`${customer.chat}/presses`, { data: { message_id: asked.message_id, callback_data: keyboard[1]?.[0]?.callback_data } });
  await expect(thread(page).getByRole('article').filter({ hasText: 'The red one' }).last()).toBeVisible();
});

test('a long conversation is read back to its beginning', async ({ page, request }) => {
  test.setTimeout(120_000);
  const customer = await newCustomer(request, 'Noor');
  for (let number = 1; number <= 70; number++) await writes(request, customer, { text: `Message number ${number}.` });
  await signIn(page);
  const older = page.waitForRequest((asked) => /\/messages\?.*cursor=/.test(asked.url()), { timeout: 100_000 });
  await open(page, customer);
  await expect(thread(page).getByText('Message number 70.')).toBeVisible();

  await expect(async () => {
    await thread(page).evaluate((log) => log.scrollTo(0, 0));
    await expect(thread(page).getByText('Message number 1.', { exact: true })).toBeVisible({ timeout: 500 });
  }).toPass();
  await older;
});
