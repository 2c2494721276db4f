import type { Problem } from './types';

/** A request that the service refused, or that never reached it (`status` 0). */
export class ProblemError extends Error {
  constructor(
    readonly problem: Problem,
    readonly retryAfterSeconds: number | null = null,
  ) {
    super(problem.detail ?? problem.title);
  }

  get status(): number {
    return this.problem.status;
  }

  /** The message at this form field, as the server worded it. */
  fieldError(field: string): string | undefined {
    return this.problem.errors?.find((error) => error.field === field || error.field.endsWith(`.${field}`))?.message;
  }
}

interface Environment {
  csrfToken: () => string | null;
  onSignedOut: () => void;
}

let environment: Environment = { csrfToken: () => null, onSignedOut: () => undefined };

/** The session lives in the query cache; this module asks it rather than keep a copy. */
export function connectHttp(to: Environment): void {
  environment = to;
}

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export async function request<T>(method: Method, path: string, body?: unknown, signal?: AbortSignal): Promise<T> {
  const headers: Record<string, string> = { Accept: 'application/json, application/problem+json' };
  if (body !== undefined) headers['Content-Type'] = 'application/json';
  addCsrf(method, headers);
  const init: RequestInit = { method, headers, credentials: 'same-origin' };
  if (body !== undefined) init.body = JSON.stringify(body);
  if (signal) init.signal = signal;
  const response = await fetch(`/rest/v1${path}`, init).catch(unreachable);
  if (response.ok) return (response.status === 204 ? undefined : await parsed(response)) as T;
  throw await refused(response, path);
}

/** What is no JSON: a mail's source. */
export async function text(path: string): Promise<string> {
  const response = await fetch(`/rest/v1${path}`, { credentials: 'same-origin', headers: { Accept: 'text/plain, application/problem+json' } }).catch(unreachable);
  if (response.ok) return response.text();
  throw await refused(response, path);
}

export const get = <T>(path: string, signal?: AbortSignal): Promise<T> => request<T>('GET', path, undefined, signal);
export const post = <T>(path: string, body?: unknown): Promise<T> => request<T>('POST', path, body);
export const put = <T>(path: string, body?: unknown): Promise<T> => request<T>('PUT', path, body);
export const patch = <T>(path: string, body?: unknown): Promise<T> => request<T>('PATCH', path, body);
export const remove = (path: string): Promise<void> => request('DELETE', path);

/** Multipart, with progress: `fetch` cannot tell how much has left. */
export function upload<T>(path: string, file: File, onProgress: (share: number) => void, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const call = new XMLHttpRequest();
    call.open('POST', `/rest/v1${path}`);
    const headers: Record<string, string> = { Accept: 'application/json, application/problem+json' };
    addCsrf('POST', headers);
    for (const [name, value] of Object.entries(headers)) call.setRequestHeader(name, value);
    call.upload.onprogress = (event) => {
      if (event.lengthComputable) onProgress(event.loaded / event.total);
    };
    call.onload = () => {
      const answer = asJson(call.responseText);
      if (call.status >= 200 && call.status < 300) resolve(answer as T);
      else reject(new ProblemError(asProblem(answer, call.status)));
    };
    call.onerror = () => reject(new ProblemError(UNREACHABLE));
    signal.addEventListener('abort', () => {
      call.abort();
      reject(new DOMException('Aborted', 'AbortError'));
    });
    const form = new FormData();
    form.append('file', file);
    call.send(form);
  });
}

/** A query string; empty values are left out, arrays are repeated. */
export function query(parameters: Record<string, string | number | boolean | readonly string[] | null | undefined>): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    if (Array.isArray(value)) value.forEach((one: string) => search.append(name, one));
    else if (value !== null && value !== undefined && value !== '') search.append(name, String(value));
  }
  const text = search.toString();
  return text ? `?${text}` : '';
}

const UNREACHABLE: Problem = { title: 'Unreachable', status: 0, code: 'unreachable' };

function addCsrf(method: Method, headers: Record<string, string>): void {
  const token = environment.csrfToken();
  if (method !== 'GET' && token) headers['X-CSRF-Token'] = token;
}

function unreachable(cause: unknown): never {
  if (cause instanceof DOMException && cause.name === 'AbortError') throw cause;
  throw new ProblemError(UNREACHABLE);
}

async function parsed(response: Response): Promise<unknown> {
  const text = await response.text();
  return text ? asJson(text) : undefined;
}

async function refused(response: Response, path: string): Promise<ProblemError> {
  const problem = asProblem(await parsed(response), response.status);
  if (response.status === 401 && path !== '/session') environment.onSignedOut();
  const retryAfter = Number(response.headers.get('Retry-After'));
  return new ProblemError(problem, retryAfter > 0 ? retryAfter : null);
}

function asJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function asProblem(answer: unknown, status: number): Problem {
  const isProblem = typeof answer === 'object' && answer !== null && 'title' in answer;
  return isProblem ? (answer as Problem) : { title: `HTTP ${status}`, status, code: 'unexpected_answer' };
}
