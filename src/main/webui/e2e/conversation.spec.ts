import { expect, test } from '@playwright/test';
import { blocksTheBot, live, newCustomer, open, rowOf, screenshot, signIn, thread, unblocksTheBot, writes } from './inbox';

test('a message arrives while the list is open', async ({ page, request }) => {
  const customer = await newCustomer(request, 'Amina');
  await signIn(page);
  await live(page);

  await writes(request, customer, { text: 'Where is my order?' });

  await expect(rowOf(page, customer)).toContainText('Where is my order?');
  await expect(page).toHaveTitle(/^\(\d+\) Tributary$/);
});

test('an agent answers and sees that it was sent', async ({ page, request }) => {
  const customer = await newCustomer(request, 'Jonas');
  await writes(request, customer, { text: 'Do you ship to Norway?' });
  await signIn(page);
  await live(page);
  await open(page, customer);
  await expect(thread(page).getByText('Do you ship to Norway?')).toBeVisible();

  await page.getByRole('textbox', { name: 'Reply' }).fill('We do, within three days.');
  await page.keyboard.press('Enter');

  const answer = thread(page).getByRole('article').filter({ hasText: 'We do, within three days.' });
  await expect(answer).toContainText('Sent');
  const received = await (await request.get(`${customer.chat}/messages`)).json();
  expect(received.items.map((message: { text?: string }) => message.text)).toContain('We do, within three days.');
});

test('a failed send shows its hint and is retried', async ({ page, request }) => {
  const customer = await newCustomer(request, 'Priya');
  await writes(request, customer, { text: 'Please call me back' });
  await signIn(page);
  await live(page);
  await open(page, customer);
  await blocksTheBot(request, customer);
  await expect(page.getByRole('complementary', { name: 'Contact' })).toContainText('Has blocked this channel');

  await page.getByRole('textbox', { name: 'Reply' }).fill('When does it suit you?');
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  const failure = thread(page).getByRole('group', { name: 'Failed' });
  await expect(failure).toContainText('unblock');
  await screenshot(page, 'failed-send');

  await unblocksTheBot(request, customer);
  await failure.getByRole('button', { name: 'Retry' }).click();
  await expect(thread(page).getByRole('article').filter({ hasText: 'When does it suit you?' })).toContainText('Sent');
  await expect(failure).toBeHidden();
});

test('a note stays inside, a draft survives a reload', async ({ page, request }) => {
  const customer = await newCustomer(request, 'Sofia');
  await writes(request, customer, { text: 'Is there a discount?' });
  await signIn(page);
  await open(page, customer);

  await page.getByRole('button', { name: 'Private note' }).click();
  await page.getByRole('textbox', { name: 'Private note' }).fill('She is a school, ten percent.');
  await page.getByRole('button', { name: 'Add note' }).click();
  await expect(thread(page).getByRole('article').filter({ hasText: 'ten percent' })).toContainText('Private note');

  await page.getByRole('button', { name: 'Reply', exact: true }).click();
  await page.getByRole('textbox', { name: 'Reply' }).fill('Half an answer');
  await page.reload();
  await expect(page.getByRole('textbox', { name: 'Reply' })).toHaveValue('Half an answer');

  const received = await (await request.get(`${customer.chat}/messages`)).json();
  expect(JSON.stringify(received)).not.toContain('ten percent');
});

test('status, priority and assignee change in place', async ({ page, request }) => {
  const customer = await newCustomer(request, 'Luca');
  await writes(request, customer, { text: 'My invoice is wrong' });
  await signIn(page);
  await live(page);
  await open(page, customer);

  await page.getByRole('button', { name: /^Priority:/ }).click();
  await page.getByRole('menuitemcheckbox', { name: 'Urgent' }).click();
  await expect(page.getByRole('button', { name: 'Priority: Urgent' })).toBeVisible();
  await page.getByRole('button', { name: /^Assignee:/ }).click();
  await page.getByRole('menuitemcheckbox', { name: /\(me\)/ }).click();
  await page.getByRole('navigation', { name: 'Views' }).getByRole('link', { name: /Mine/ }).click();
  await expect(rowOf(page, customer)).toContainText('Urgent');

  await open(page, customer);
  await page.getByRole('button', { name: 'Resolve' }).click();
  await expect(page.getByRole('button', { name: 'Reopen' })).toBeVisible();
  await expect(rowOf(page, customer)).toBeHidden();
});

test('what customers send is shown as what it is', async ({ page, request }) => {
  const customer = await newCustomer(request, 'Mei');
  for (const message of [{ text: 'Look at these' }, { kind: 'photo', caption: 'the box' }, { kind: 'venue' }, { kind: 'contact' }, { kind: 'document' }, { kind: 'voice' }, { kind: 'raw', content: { game: { title: 'Chess' } } }]) {
    await writes(request, customer, message);
  }
  await signIn(page);
  await open(page, customer);

  await expect(thread(page).getByRole('img', { name: /photo/ })).toBeVisible();
  await expect(thread(page).getByRole('link', { name: /Tour Eiffel/ })).toBeVisible();
  await expect(thread(page).getByRole('link', { name: /sample/ })).toBeVisible();
  await expect(thread(page).locator('audio')).toBeVisible();
  await expect(thread(page).getByText(/cannot be shown|unsupported/i)).toBeVisible();
  await screenshot(page, 'kinds');
});
