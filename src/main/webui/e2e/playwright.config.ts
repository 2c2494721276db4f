import chromium from '@sparticuz/chromium';
import { defineConfig } from '@playwright/test';
import { createServer, type AddressInfo } from 'node:net';

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => {
        resolve(port);
      });
    });
  });
}

// Workers read this file again: they inherit what the first reading chose.
process.env.TRIBUTARY_E2E_URL ??= `http://localhost:${await freePort()}`;

/** The browser comes as a package, so that nothing has to be installed on the machine. */
export default defineConfig({
  testDir: '.',
  testMatch: '**/*.spec.ts',
  globalSetup: './service.ts',
  outputDir: '../test-results',
  workers: 1,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: [['list']],
  use: {
    baseURL: process.env.TRIBUTARY_E2E_URL,
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: await chromium.executablePath(),
      // In one process, a page that closes can take the browser with it.
      args: [...chromium.args.filter((arg) => arg !== '--single-process'), '--no-sandbox', '--disable-background-networking', '--disable-quic'],
    },
  },
});
