import { expect, test, type APIRequestContext, type Page } from '@playwright/test';
import { expectAccessible, newCustomer, open, screenshot, signIn, thread, writes } from './inbox';
import { owner } from './owner';

const headers = { Authorization: `Bearer ${owner.token}` };
const stamp = Date.now().toString(36);

/** A channel that nobody writes on: enough for a rule to name it. */
async function channel(request: APIRequestContext, name: string): Promise<string> {
  const answer = await request.post('/rest/v1/channel_accounts', { headers, data: { name, type: 'API', settings: {}, is_active: false } });
  expect(answer.status(), await answer.text()).toBe(201);
  return (await answer.json()).id as string;
}

async function removeRules(request: APIRequestContext): Promise<void> {
  const { items } = (await (await request.get('/rest/v1/automation_rules', { headers })).json()) as { items: { id: string }[] };
  for (const rule of items) await request.delete(`/rest/v1/automation_rules/${rule.id}`, { headers });
}

async function newRule(page: Page, name: string): Promise<void> {
  await page.getByRole('link', { name: 'New rule' }).click();
  await page.getByLabel('Name', { exact: true }).fill(name);
}

test.afterEach(async ({ request }) => removeRules(request));

test('the sales rule: a channel’s messages go to a team and are tagged', async ({ page, request }) => {
  const sales = `Sales number ${stamp}`;
  const team = `Sales ${stamp}`;
  await channel(request, sales);
  await signIn(page, '/settings/teams');
  await page.getByRole('button', { name: 'New team' }).click();
  await page.getByLabel('Name', { exact: true }).fill(team);
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('heading', { name: team })).toBeVisible();

  await page.getByRole('link', { name: 'Automation' }).click();
  await newRule(page, 'Leads');
  await page.getByLabel('Field').selectOption('channel_account');
  await page.getByLabel('Value').selectOption({ label: sales });
  await page.getByLabel('Action', { exact: true }).selectOption('assign_team');
  await page.getByLabel('Team', { exact: true }).selectOption({ label: team });
  await page.getByRole('button', { name: 'Add action' }).click();
  await page.getByLabel('Tags', { exact: true }).fill('whatsapp-lead');
  await screenshot(page, 'rule-builder');
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Save' }).click();

  await expect(page.getByRole('list', { name: 'Automation rules' })).toContainText('Leads');
  const rules = await (await request.get('/rest/v1/automation_rules', { headers })).json();
  expect(rules.items[0].actions.map((action: { type: string }) => action.type)).toEqual(['assign_team', 'add_tags']);
  expect(rules.items[0].actions[1].tags).toEqual(['whatsapp-lead']);
});

test('the support rule: mail with a word in its subject becomes a ticket and is pending', async ({ page, request }) => {
  await signIn(page, '/settings/automation');
  await newRule(page, 'Support mail');
  await page.getByLabel('Field').selectOption('subject');
  await page.getByLabel('Comparison').selectOption('contains');
  await page.getByLabel('Value').fill('support');
  await page.getByLabel('Action', { exact: true }).selectOption('create_ticket');
  await page.getByRole('button', { name: 'Add action' }).click();
  await page.getByLabel('Action', { exact: true }).nth(1).selectOption('set_status');
  await expect(page.getByText('must be given')).toBeVisible();
  await page.getByLabel('Status', { exact: true }).selectOption('pending');
  await expect(page.getByText('must be given')).toBeHidden();
  await page.getByRole('button', { name: 'Save' }).click();

  await expect(page.getByRole('list', { name: 'Automation rules' })).toContainText('Open a ticket, Set status');
  const rules = await (await request.get('/rest/v1/automation_rules', { headers })).json();
  expect(rules.items[0].conditions).toEqual({ all: [{ field: 'subject', operator: 'contains', value: 'support' }] });
});

test('a rule is tried on past messages, saved, acts, and explains itself in the thread', async ({ page, request }) => {
  const customer = await newCustomer(request, 'Dana');
  const word = `refund${stamp}`;
  await writes(request, customer, { text: `I want a ${word}` });
  await signIn(page, '/settings/automation');
  await newRule(page, 'Refunds');
  await page.getByLabel('Field').selectOption('text');
  await page.getByLabel('Comparison').selectOption('contains');
  await page.getByLabel('Value').fill(word);
  await page.getByLabel('Action', { exact: true }).selectOption('set_priority');
  await page.getByLabel('Priority', { exact: true }).selectOption('urgent');
  await page.getByRole('button', { name: 'Try on past messages' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'Matches 1 of' })).toBeVisible();
  await expect(page.locator('.dry-run-line.matched')).toContainText(customer.name);
  await screenshot(page, 'rule-dry-run');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('list', { name: 'Automation rules' })).toContainText('Refunds');

  await writes(request, customer, { text: `Where is my ${word}?` });
  await page.goto('/inbox');
  await open(page, customer);
  await expect(page.getByRole('button', { name: 'Priority: Urgent' })).toBeVisible();
  const message = thread(page).getByRole('article').filter({ hasText: `Where is my ${word}?` });
  await message.hover();
  await message.getByRole('button', { name: 'What rules did' }).click();
  const trace = page.getByRole('dialog');
  await expect(trace).toContainText('Refunds');
  await expect(trace).toContainText('Matched');
  await expect(trace).toContainText(`Where is my ${word}?`);
  await expect(trace).toContainText('Set priority');
  await screenshot(page, 'rule-trace');
  await expectAccessible(page);
});

test('rules are ordered with the keyboard', async ({ page, request }) => {
  for (const name of ['One', 'Two']) {
    await request.post('/rest/v1/automation_rules', { headers, data: { name, event: 'message.received', is_active: false, conditions: { always: true }, actions: [{ type: 'set_status', status: 'open' }] } });
  }
  await signIn(page, '/settings/automation');
  const list = page.getByRole('list', { name: 'Automation rules' });
  await expect(list.getByRole('heading').first()).toHaveText('One');
  await page.getByRole('button', { name: 'Move One, now number 1' }).press('ArrowDown');
  await expect(list.getByRole('heading').first()).toHaveText('Two');
  await page.reload();
  await expect(list.getByRole('heading').first()).toHaveText('Two');
  await expectAccessible(page);
});

test('a canned response is written, and inserted by its slash', async ({ page, request }) => {
  const code = `hours-${stamp}`;
  const customer = await newCustomer(request, 'Mina');
  await writes(request, customer, { text: 'When do you open?' });
  await signIn(page, '/settings/canned-responses');
  await page.getByRole('button', { name: 'New response' }).click();
  await page.getByLabel('Short code').fill(code);
  await page.getByLabel('Text', { exact: true }).fill('Hello {{contact.first_name}}, we open at nine.');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('heading', { name: `/${code}` })).toBeVisible();
  await expectAccessible(page);

  await page.goto('/inbox');
  await open(page, customer);
  await page.getByRole('textbox', { name: 'Reply' }).fill(`/${code.slice(0, 7)}`);
  await expect(page.getByRole('listbox', { name: 'Canned responses' })).toContainText(code);
  await page.getByRole('textbox', { name: 'Reply' }).press('Enter');
  await expect(page.getByRole('textbox', { name: 'Reply' })).toHaveValue('Hello Mina, we open at nine.');
});

test('tickets and business hours', async ({ page }) => {
  await signIn(page, '/settings/tickets');
  await page.getByRole('button', { name: 'New ticket' }).click();
  await page.getByLabel('Subject').fill(`Broken lamp ${stamp}`);
  await page.getByRole('button', { name: 'Save' }).click();
  const ticket = page.getByRole('listitem').filter({ hasText: `Broken lamp ${stamp}` });
  await expect(ticket).toBeVisible();
  await expectAccessible(page);
  await ticket.getByLabel(/^Status of/).selectOption('resolved');
  await expect(ticket).toBeHidden();

  await page.getByRole('link', { name: 'Business hours' }).click();
  await page.getByLabel('Time zone').selectOption('Europe/Berlin');
  await page.getByLabel('Open on Monday').check();
  await page.getByLabel('Monday, from').fill('08:00');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Saved')).toBeVisible();
  await expectAccessible(page);
  await page.reload();
  await expect(page.getByLabel('Monday, from')).toHaveValue('08:00');
  await page.getByLabel('Open on Monday').uncheck();
  await page.getByRole('button', { name: 'Save' }).click();
});
