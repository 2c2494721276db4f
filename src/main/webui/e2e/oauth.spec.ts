import { expect, test, type APIRequestContext, type Page } from '@playwright/test';
import { expectAccessible, screenshot, signIn } from './inbox';

const APPS = '/sandbox/meta/control/apps';

interface App {
  app_id: string;
  app_secret: string;
  pages: { id: string; name: string; instagram_id: string }[];
}

/** Makes an app at the fake Facebook, with an admin who manages three Pages. */
async function newApp(request: APIRequestContext): Promise<App> {
  return (await (await request.post(APPS, { data: { name: 'Acme Outdoor' } })).json()) as App;
}

/** Fills in the wizard up to the button that leaves for Facebook. */
async function begin(page: Page, app: App, name: string): Promise<void> {
  await signIn(page, '/settings/channels/new?type=MESSENGER');
  await page.getByLabel('Name', { exact: true }).fill(name);
  await page.getByLabel('App ID').fill(app.app_id);
  await page.getByLabel('App secret', { exact: true }).fill(app.app_secret);
  await page.getByRole('button', { name: 'Connect with Facebook' }).click();
  await expect(page.getByRole('heading', { name: 'Log in with Facebook' })).toBeVisible();
}

async function connect(page: Page, app: App, name: string): Promise<void> {
  await begin(page, app, name);
  await page.getByRole('link', { name: 'Continue as Ada Admin' }).click();
  await page.getByRole('radio', { name: /^Acme Outdoor Sporting/ }).check();
  await page.getByRole('button', { name: 'Connect', exact: true }).click();
  await expect(page.getByText('The channel is connected.')).toBeVisible();
}

test('Messenger is connected by Facebook with the choice of a Page', async ({ page, request }) => {
  const app = await newApp(request);
  const name = `Messenger ${app.app_id}`;
  await begin(page, app, name);
  await page.getByRole('link', { name: 'Continue as Ada Admin' }).click();

  await expect(page.getByRole('heading', { name: 'Which one is to be connected?' })).toBeVisible();
  await expect(page.getByRole('radio', { name: /friend/ })).toBeDisabled();
  await expectAccessible(page);
  await screenshot(page, 'oauth-choice');
  await page.getByRole('radio', { name: /^Acme Outdoor Outlet/ }).check();
  await page.getByRole('button', { name: 'Connect', exact: true }).click();

  await expect(page.getByText('The channel is connected.')).toBeVisible();
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
  await expect(page.getByText('Connected', { exact: true })).toBeVisible();
  await page.getByRole('link', { name: 'Health' }).click();
  await expect(page.getByRole('heading', { name: 'Authorisations' })).toBeVisible();
});

test('a consent that is refused says so, and can be given after all', async ({ page, request }) => {
  const app = await newApp(request);
  await begin(page, app, `Messenger ${app.app_id}`);
  await page.getByRole('link', { name: 'Cancel' }).click();
  await expect(page.getByRole('alert').getByText('The consent was refused at the provider.')).toBeVisible();

  await page.getByRole('button', { name: 'Connect with Facebook' }).click();
  await page.getByRole('link', { name: 'Continue without messages' }).click();
  await expect(page.getByRole('alert').getByText(/pages_messaging/)).toBeVisible();

  await page.getByRole('button', { name: 'Connect with Facebook' }).click();
  await page.getByRole('link', { name: 'Continue as Rita Rival' }).click();
  await expect(page.getByText('The channel is connected.')).toBeVisible();
});

test('an expired token is shown with its hint, told to the admin once, and mended by authorising again', async ({ page, request }) => {
  const app = await newApp(request);
  const name = `Messenger ${app.app_id}`;
  await connect(page, app, name);
  await request.post(`${APPS}/${app.app_id}/revoke`, { data: {} });
  await page.getByRole('button', { name: 'Test', exact: true }).click();
  await expect(page.getByText(/Reconnect this account/).first()).toBeVisible();
  await screenshot(page, 'oauth-expired');
  await page.goto('/inbox');
  await page.getByRole('button', { name: /^Notifications, \d+ unread/ }).click();
  await expect(page.getByRole('button', { name: new RegExp(`${name}.*Reconnect this account`) })).toHaveCount(1);
  await screenshot(page, 'channel-alert');
  await page.getByRole('button', { name: new RegExp(`${name}.*Reconnect this account`) }).click();
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();

  await page.getByRole('button', { name: 'Authorise again with Facebook' }).click();
  await page.getByRole('link', { name: 'Continue as Rita Rival' }).click();
  await expect(page.getByRole('alert').getByText(/Rival Outdoor/)).toBeVisible();

  await page.getByRole('button', { name: 'Authorise again with Facebook' }).click();
  await page.getByRole('link', { name: 'Continue as Ada Admin' }).click();
  await expect(page.getByText('The channel is connected.')).toBeVisible();
  await expect(page.getByText('Connected', { exact: true })).toBeVisible();
});
