import { expect, test } from '@playwright/test';
import { live, newColleague, newCustomer, open, screenshot, signIn, thread, writes } from './inbox';

test('two agents see each other look, type and answer', async ({ page, request, browser }) => {
  const customer = await newCustomer(request, 'Marta');
  await writes(request, customer, { text: 'Can I change my address?' });
  const colleague = await newColleague(request, 'Lena');
  const theirs = await (await browser.newContext()).newPage();
  await signIn(page);
  await live(page);
  await signIn(theirs, '/inbox', colleague);
  await live(theirs);

  await open(page, customer);
  await open(theirs, customer);
  await expect(page.getByText('Lena is viewing this too')).toBeVisible();

  await theirs.getByRole('textbox', { name: 'Reply' }).pressSequentially('Yes, of course', { delay: 20 });
  await expect(page.getByText('Lena is typing…')).toBeVisible();

  await page.getByRole('textbox', { name: 'Reply' }).fill('I will look into');
  await theirs.keyboard.press('Enter');
  await expect(thread(page).getByText('Yes, of course')).toBeVisible();
  await expect(page.getByText('Lena has answered while you were writing.')).toBeVisible();
  await screenshot(page, 'colleague-replied');

  await theirs.close();
  await expect(page.getByText('Lena is viewing this too')).toBeHidden();
});
