import { expect, test } from '@playwright/test';
import { newCustomer, open, signIn, writes } from './inbox';

test('a contact is edited where it stands, and keeps it', async ({ page, request }) => {
  const customer = await newCustomer(request, 'Edith');
  await writes(request, customer, { text: 'Hello' });
  await signIn(page);
  await open(page, customer);
  const pane = page.getByRole('complementary', { name: 'Contact' });

  await pane.getByRole('button', { name: /^Edit E-mail/ }).click();
  await pane.getByRole('textbox', { name: 'E-mail' }).fill('edith@example.org');
  await page.keyboard.press('Enter');
  await pane.getByRole('button', { name: 'Add attribute' }).click();
  await pane.getByRole('textbox', { name: 'Name of the attribute' }).fill('plan');
  await pane.getByRole('textbox', { name: 'Value' }).fill('gold');
  await pane.getByRole('button', { name: 'Save' }).click();
  await pane.getByRole('button', { name: 'Edit plan: gold' }).click();
  await pane.getByRole('textbox', { name: 'plan' }).fill('silver');
  await page.keyboard.press('Enter');
  await expect(pane.getByRole('button', { name: 'Edit plan: silver' })).toBeVisible();

  await page.reload();
  await expect(pane.getByRole('button', { name: 'Edit E-mail: edith@example.org' })).toBeVisible();
  await expect(pane.getByRole('button', { name: 'Edit plan: silver' })).toBeVisible();
});
