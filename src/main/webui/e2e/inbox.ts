import AxeBuilder from '@axe-core/playwright';
import { expect, type APIRequestContext, type Page } from '@playwright/test';
import { fileURLToPath } from 'node:url';
import { owner } from './owner';

const CONTROL = '/sandbox/telegram/control/bots';
const SCREENSHOTS = fileURLToPath(new URL('../../../../target/screenshots', import.meta.url));

/** Somebody who writes to the simulator's Telegram bot. */
export interface Customer {
  name: string;
  chat: string;
}

/** Who signs in. */
export interface Account {
  email: string;
  password: string;
}

export async function signIn(page: Page, path = '/inbox', account: Account = owner): Promise<void> {
  await page.goto(path);
  await page.getByLabel('E-mail').fill(account.email);
  await page.getByLabel('Password', { exact: true }).fill(account.password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page.getByRole('navigation', { name: 'Views' })).toBeVisible();
}

/** Until the socket stands: from then on the page is told of everything. */
export async function live(page: Page): Promise<void> {
  await expect(page.locator('[data-link="live"]')).toBeAttached();
}

interface Bot {
  id: number;
  username: string;
  webhook: { is_set: boolean };
}

/** A fresh installation makes its demo channel shortly after it began to answer. */
async function demoBot(request: APIRequestContext): Promise<Bot> {
  let demo: Bot | undefined;
  await expect(async () => {
    const bots = (await (await request.get(CONTROL)).json()) as { items: Bot[] };
    demo = bots.items.find((bot) => bot.username === 'tributary_demo_bot' && bot.webhook.is_set);
    expect(demo).toBeDefined();
  }).toPass({ timeout: 30_000 });
  if (!demo) throw new Error('the simulator has no demo bot');
  return demo;
}

let colleagues = 0;

/** Another agent of the workspace. */
export async function newColleague(request: APIRequestContext, name: string): Promise<Account> {
  const account = { email: `${name.toLowerCase()}-${Date.now().toString(36)}${++colleagues}@example.org`, password: 'a password for browser tests' };
  const answer = await request.post('/rest/v1/users', { headers: { Authorization: `Bearer ${owner.token}` }, data: { name, email: account.email, role: 'agent', password: account.password } });
  expect(answer.status(), await answer.text()).toBe(201);
  return account;
}

let customers = 0;

export async function newCustomer(request: APIRequestContext, firstName: string): Promise<Customer> {
  const demo = await demoBot(request);
  const lastName = `Test ${Date.now().toString(36)}${++customers}`;
  const path = `${CONTROL}/${demo.id}/chats`;
  const chat = await (await request.post(path, { data: { first_name: firstName, last_name: lastName } })).json();
  return { name: `${firstName} ${lastName}`, chat: `${path}/${chat.id}` };
}

export async function writes(request: APIRequestContext, customer: Customer, message: object): Promise<void> {
  const answer = await request.post(`${customer.chat}/messages`, { data: message });
  expect(answer.status(), await answer.text()).toBe(201);
}

export async function blocksTheBot(request: APIRequestContext, customer: Customer): Promise<void> {
  expect((await request.post(`${customer.chat}/block`, { data: {} })).ok()).toBe(true);
}

export async function unblocksTheBot(request: APIRequestContext, customer: Customer): Promise<void> {
  expect((await request.post(`${customer.chat}/unblock`, { data: {} })).ok()).toBe(true);
}

export const rowOf = (page: Page, customer: Customer) => page.getByRole('list', { name: 'Conversations' }).getByRole('link').filter({ hasText: customer.name });

export const thread = (page: Page) => page.getByRole('log', { name: 'Messages' });

export async function open(page: Page, customer: Customer): Promise<void> {
  await rowOf(page, customer).click();
  await expect(page.getByRole('heading', { level: 1, name: customer.name })).toBeVisible();
  await expect(thread(page)).toBeVisible();
}

export async function screenshot(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: `${SCREENSHOTS}/${name}.png`, animations: 'disabled' });
}

/** Nothing that keeps somebody from using the page. */
export async function expectAccessible(page: Page): Promise<void> {
  // What stands in a mail's frame is the customer's, and nothing runs there: axe would wait for its answer for 40 seconds.
  const { violations } = await new AxeBuilder({ page }).exclude('.mail-frame').withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']).analyze();
  const serious = violations.filter((violation) => violation.impact === 'serious' || violation.impact === 'critical');
  expect(serious.map((violation) => `${violation.id}: ${violation.nodes.map((node) => node.html).join(' | ')}`)).toEqual([]);
}
