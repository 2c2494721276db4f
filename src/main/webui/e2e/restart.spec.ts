import { expect, test } from '@playwright/test';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { live, newCustomer, rowOf, signIn, writes } from './inbox';
import { startService } from './service';

// The one service that this test may stop.
const port = await new Promise<number>((resolve) => {
  const server = createServer().listen(0, '127.0.0.1', () => {
    const free = (server.address() as AddressInfo).port;
    server.close(() => resolve(free));
  });
});
const url = `http://localhost:${port}`;
test.use({ baseURL: url });

test('the inbox mends itself after the service was restarted, and misses nothing', async ({ page, request }) => {
  test.setTimeout(240_000);
  const directory = mkdtempSync(join(tmpdir(), 'tributary-restart-'));
  let stop = await startService(url, directory);
  try {
    const customer = await newCustomer(request, 'Ines');
    await signIn(page);
    await live(page);
    await writes(request, customer, { text: 'Before the restart' });
    await expect(rowOf(page, customer)).toContainText('Before the restart');

    await stop();
    await expect(page.getByText('Connection lost. Reconnecting…')).toBeVisible();
    stop = await startService(url, directory);
    await writes(request, customer, { text: 'After the restart' });

    await expect(rowOf(page, customer)).toContainText('After the restart', { timeout: 60_000 });
    await live(page);
    await expect(page.getByText('Connection lost. Reconnecting…')).toBeHidden();
  } finally {
    await stop();
    rmSync(directory, { recursive: true, force: true });
  }
});
