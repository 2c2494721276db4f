import { expect, test, type APIRequestContext, type Page } from '@playwright/test';
import { expectAccessible, live, newCustomer, open, screenshot, signIn, thread, writes } from './inbox';
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

test('rules are ordered by dragging them', async ({ page, request }) => {
  for (const name of ['One', 'Two', 'Three']) {
    await request.post('/rest/v1/automation_rules', { headers, data: { name, event: 'message.received', is_active: false, conditions: { always: true }, actions: [{ type: 'set_status', status: 'open' }] } });
  }
  await signIn(page, '/settings/automation');
  const list = page.getByRole('list', { name: 'Automation rules' });
  await expect(list.getByRole('heading')).toHaveText(['One', 'Two', 'Three']);

  const grip = await page.getByRole('button', { name: 'Move One, now number 1' }).boundingBox();
  const target = await list.getByRole('listitem').nth(2).boundingBox();
  if (!grip || !target) throw new Error('nothing to drag');
  await page.mouse.move(grip.x + grip.width / 2, grip.y + grip.height / 2);
  await page.mouse.down();
  await page.mouse.move(target.x + 80, target.y + target.height / 2, { steps: 8 });
  await expect(list.getByRole('listitem').nth(2)).toHaveClass(/over/);
  await page.mouse.up();

  await expect(list.getByRole('heading')).toHaveText(['Two', 'Three', 'One']);
  await page.reload();
  await expect(list.getByRole('heading')).toHaveText(['Two', 'Three', 'One']);
});

test('a rule by the clock is built, saved and opened again', async ({ page, request }) => {
  await signIn(page, '/settings/automation');
  await newRule(page, 'Morning look');
  await page.getByLabel('When this happens').selectOption({ label: 'at times of the clock' });
  await page.getByLabel('Time 1', { exact: true }).fill('08:30');
  await page.getByRole('button', { name: 'Add time' }).click();
  await page.getByLabel('Time 2', { exact: true }).fill('16:00');
  await page.getByLabel('Sun', { exact: true }).uncheck();
  await page.getByLabel('Time zone').selectOption('Europe/Berlin');
  await page.getByLabel('Field').selectOption('status');
  await page.getByLabel('Value').selectOption('pending');
  await page.getByLabel('Action', { exact: true }).selectOption('set_priority');
  await page.getByLabel('Priority', { exact: true }).selectOption('high');
  await page.getByRole('button', { name: 'Add action' }).click();
  await page.getByLabel('Action', { exact: true }).last().selectOption('send_form');
  await page.getByLabel('Title').fill('How was it?');
  await page.getByLabel('What is asked for').fill('Your rating');
  await page.getByLabel('Kind of answer').selectOption('select');
  await page.getByRole('textbox', { name: /^Answers/ }).fill('Good\nBad\n');
  await screenshot(page, 'rule-schedule');
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Save' }).click();

  await expect(page.getByRole('list', { name: 'Automation rules' })).toContainText('at times of the clock');
  const rules = await (await request.get('/rest/v1/automation_rules', { headers })).json();
  expect(rules.items[0].schedule).toEqual({ at: ['08:30', '16:00'], days: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'], time_zone: 'Europe/Berlin' });
  await page.getByRole('link', { name: 'Morning look' }).click();
  await expect(page.getByLabel('Time 2', { exact: true })).toHaveValue('16:00');
  await expect(page.getByRole('textbox', { name: /^Answers/ })).toHaveValue('Good\nBad');
  expect(rules.items[0].actions[1].form.fields).toEqual([{ key: 'your_rating', type: 'select', label: 'Your rating', required: true, options: ['Good', 'Bad'] }]);
  await page.getByLabel('It looks').selectOption('every');
  await page.getByLabel('Minutes, counted from midnight').fill('2');
  await expect(page.getByText('must be a whole number of 5 to 1440')).toBeVisible();
  await page.getByLabel('When this happens').selectOption({ label: 'a message comes in' });
  await expect(page.getByLabel('It looks')).toBeHidden();
});

test('an agent sees at once what a rule tells them, and reads it', async ({ page, request }) => {
  const customer = await newCustomer(request, 'Noor');
  const me = await (await request.get('/rest/v1/session', { headers })).json();
  await request.post('/rest/v1/automation_rules', {
    headers,
    data: { name: 'Tell me', event: 'message.received', is_active: true, conditions: { all: [{ field: 'text', operator: 'contains', value: stamp }] }, actions: [{ type: 'notify', user_ids: [me.user.id], text: '{{contact.name}} asks for you.' }] },
  });
  await signIn(page);
  await live(page);
  const unread = await (await page.request.get('/rest/v1/notifications/unread')).json();

  await writes(request, customer, { text: `Is anybody there? ${stamp}` });

  const bell = page.getByRole('button', { name: `Notifications, ${unread.count + 1} unread` });
  await expect(bell).toBeVisible();
  await bell.focus();
  await page.keyboard.press('Enter');
  const list = page.getByRole('dialog', { name: 'Notifications' });
  await expect(list).toContainText(`${customer.name} asks for you.`);
  await screenshot(page, 'notifications');
  await expectAccessible(page);
  await list.getByRole('button').filter({ hasText: `${customer.name} asks for you.` }).click();
  await expect(page).toHaveURL(/\/inbox\/[0-9a-f-]{36}/);
  await expect(thread(page)).toContainText(`Is anybody there? ${stamp}`);
  await expect(page.getByRole('button', { name: unread.count === 0 ? 'Notifications' : `Notifications, ${unread.count} unread`, exact: true })).toBeVisible();
});

test('an edit is compared with the saved rule, and the trace is told in Arabic', async ({ page, request }) => {
  const customer = await newCustomer(request, 'Rana');
  const word = `lamp${stamp}`;
  const saved = await (await request.post('/rest/v1/automation_rules', {
    headers,
    data: { name: 'Lamps', event: 'message.received', is_active: true, conditions: { all: [{ field: 'text', operator: 'contains', value: word }] }, actions: [{ type: 'set_status', status: 'pending' }] },
  })).json();
  await writes(request, customer, { text: `My ${word} is broken` });
  await signIn(page, `/settings/automation/${saved.id}`);
  await page.getByRole('button', { name: 'Add action' }).click();
  await page.getByLabel('Tags', { exact: true }).fill('broken');
  await expect(async () => {
    await page.getByRole('button', { name: 'Try on past messages' }).click();
    await expect(page.locator('.dry-run-line.matched')).toContainText(customer.name, { timeout: 2_000 });
  }).toPass();
  const line = page.locator('.dry-run-line.matched').filter({ hasText: customer.name });
  await expect(line).toContainText('would do otherwise');
  await expect(line).toContainText('Add tags: broken');
  await expect(line).toContainText('The saved rule would:');
  await screenshot(page, 'rule-dry-run-difference');

  const conversation = await line.getByRole('link').getAttribute('href');
  await page.evaluate(() => localStorage.setItem('tributary.language', 'ar'));
  await page.goto(conversation ?? '/inbox');
  await expect(page.locator('html')).toHaveAttribute('dir', 'rtl');
  const message = page.getByRole('article').filter({ hasText: word });
  await message.hover();
  await message.getByRole('button', { name: 'ما فعلته القواعد' }).click();
  await expect(page.getByRole('dialog')).toContainText('الحالة:');
  await screenshot(page, 'rule-trace-arabic');
  await expectAccessible(page);
});

test('rules that set each other off are shown to the admin', async ({ page, request }) => {
  const customer = await newCustomer(request, 'Loop');
  const rule = (name: string, event: string, all: object[], priority: string) => request.post('/rest/v1/automation_rules', { headers, data: { name, event, is_active: true, conditions: { all }, actions: [{ type: 'set_priority', priority }] } });
  await rule('Start', 'message.received', [{ field: 'text', operator: 'contains', value: `loop${stamp}` }], 'high');
  const changed = { field: 'changed', operator: 'has', value: 'priority' };
  await rule('Ping', 'conversation.updated', [changed, { field: 'priority', operator: 'equals', value: 'high' }], 'low');
  await rule('Pong', 'conversation.updated', [changed, { field: 'priority', operator: 'equals', value: 'low' }], 'high');
  await writes(request, customer, { text: `loop${stamp}` });
  await signIn(page, '/settings/automation');
  await expect(async () => {
    await page.reload();
    await expect(page.getByText('Rules set each other off in a circle and were held back: Ping')).toBeVisible({ timeout: 2_000 });
  }).toPass();
  await screenshot(page, 'rule-list-recursion');
  await page.getByRole('link', { name: /Last in this conversation/ }).click();
  await expect(thread(page)).toContainText(`loop${stamp}`);
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

test('a ticket is opened from the conversation that it is about', async ({ page, request }) => {
  const customer = await newCustomer(request, 'Tia');
  await writes(request, customer, { text: 'My lamp is broken' });
  await signIn(page);
  await open(page, customer);
  const pane = page.getByRole('complementary', { name: 'Contact' });

  await pane.getByRole('button', { name: 'New ticket' }).click();
  await page.getByLabel('Subject').fill(`Dark lamp ${stamp}`);
  await page.getByLabel('Description').fill('It came broken.');
  await page.getByRole('dialog').getByLabel('Priority').selectOption('high');
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Save' }).click();

  await expect(pane.getByRole('list', { name: 'Tickets' })).toContainText(`Dark lamp ${stamp}`);
  await expect(thread(page)).toContainText('opened ticket #');
  await screenshot(page, 'conversation-ticket');
});

test('tickets and business hours', async ({ page }) => {
  await signIn(page, '/settings/tickets');
  await page.getByRole('button', { name: 'New ticket' }).click();
  await page.getByLabel('Subject').fill(`Broken lamp ${stamp}`);
  await page.getByRole('button', { name: 'Save' }).click();
  const ticket = page.getByRole('listitem').filter({ hasText: `Broken lamp ${stamp}` });
  await expect(ticket).toBeVisible();
  await screenshot(page, 'tickets');
  await expectAccessible(page);
  await ticket.getByLabel(/^Status of/).selectOption('resolved');
  await expect(ticket).toBeHidden();

  await page.getByRole('link', { name: 'Business hours' }).click();
  await page.getByLabel('Time zone').selectOption('Europe/Berlin');
  await page.getByLabel('Open on Monday').check();
  await page.getByLabel('Monday, from', { exact: true }).fill('08:00');
  await page.getByLabel('Monday, to', { exact: true }).fill('12:00');
  await page.getByRole('button', { name: 'Add hours on Monday' }).click();
  await page.getByLabel('Monday, from (2)').fill('13:00');
  await page.getByLabel('Monday, to (2)').fill('17:30');
  await page.getByRole('button', { name: 'Add holiday' }).click();
  await page.getByLabel('Date').fill('2027-01-01');
  await page.getByLabel('Name', { exact: true }).fill('New Year');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Saved')).toBeVisible();
  await screenshot(page, 'business-hours');
  await expectAccessible(page);
  await page.reload();
  await expect(page.getByLabel('Monday, from', { exact: true })).toHaveValue('08:00');
  await expect(page.getByLabel('Monday, to (2)')).toHaveValue('17:30');
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue('New Year');
  await page.getByRole('button', { name: 'Remove holiday' }).click();
  await page.getByLabel('Open on Monday').uncheck();
  await page.getByRole('button', { name: 'Save' }).click();
});
