import { spawn } from 'node:child_process';
import { createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { owner } from './owner';

const START_UP = 120_000;
const jar = fileURLToPath(new URL('../../../../target/quarkus-app/quarkus-run.jar', import.meta.url));
const log = fileURLToPath(new URL('../../../../target/browser-tests-service.log', import.meta.url));

/**
 * Starts the packaged service as users do, with its embedded database in a directory of its own, and stops it afterwards. With
 * TRIBUTARY_E2E_RUNNING=true it takes the one that runs at TRIBUTARY_E2E_URL.
 */
export default async function service(): Promise<() => Promise<void>> {
  const url = process.env.TRIBUTARY_E2E_URL ?? '';
  if (process.env.TRIBUTARY_E2E_RUNNING === 'true') {
    return () => Promise.resolve();
  }
  const directory = mkdtempSync(join(tmpdir(), 'tributary-e2e-'));
  const stop = await startService(url, directory);
  return async () => {
    await stop();
    rmSync(directory, { recursive: true, force: true });
  };
}

/** Where a test may be a mail server: behind the service's own port. On the port after these it may be Microsoft's sign-in. */
export function mailPorts(url = process.env.TRIBUTARY_E2E_URL ?? ''): [imap: number, smtp: number] {
  const port = Number(new URL(url).port);
  return [port + 1, port + 2];
}

/** Starts the packaged service on this data directory and waits until it answers; what it returns stops it. */
export async function startService(url: string, directory: string): Promise<() => Promise<void>> {
  const java = process.env.JAVA_HOME ? join(process.env.JAVA_HOME, 'bin', 'java') : 'java';
  const child = spawn(java, ['-jar', jar], {
    env: {
      ...process.env,
      QUARKUS_HTTP_PORT: new URL(url).port,
      TRIBUTARY_PUBLIC_URL: url,
      TRIBUTARY_DATA_DIR: directory,
      TRIBUTARY_ADMIN_EMAIL: owner.email,
      TRIBUTARY_ADMIN_PASSWORD: owner.password,
      TRIBUTARY_BOOTSTRAP_TOKEN: owner.token,
      TRIBUTARY_EGRESS_ALLOW: mailPorts(url).map((port) => `127.0.0.1:${port}`).join(','),
      TRIBUTARY_EMAIL_MICROSOFT_URL: `http://127.0.0.1:${mailPorts(url)[1] + 1}`,
      TRIBUTARY_EMAIL_MICROSOFT_IMAP_HOST: '127.0.0.1',
      TRIBUTARY_EMAIL_MICROSOFT_SMTP_HOST: '127.0.0.1',
      TRIBUTARY_EMAIL_CONSENT_IMAP_PORT: String(mailPorts(url)[0]),
      TRIBUTARY_EMAIL_CONSENT_SMTP_PORT: String(mailPorts(url)[1]),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = createWriteStream(log, { flags: 'a' });
  child.stdout.pipe(output);
  child.stderr.pipe(output);
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM');
    await ended;
  };

  const deadline = Date.now() + START_UP;
  while (!(await isReady(url))) {
    if (child.exitCode !== null || Date.now() > deadline) {
      await stop();
      throw new Error(`The service did not start; see ${log}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  return stop;
}

async function isReady(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/q/health/ready`)).ok;
  } catch {
    return false;
  }
}
