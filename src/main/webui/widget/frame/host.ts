import { envelope, opened, type ToFrame, type ToHost } from '../shared/protocol';

/** The page around us: the only window we talk to, under the only origin it may have. */
export class Host {
  private readonly origin = parentOrigin();

  listen(receive: (message: ToFrame) => void): void {
    addEventListener('message', (event) => {
      const message = this.origin === null ? null : opened<ToFrame>(event, window.parent, this.origin);
      if (message !== null) {
        receive(message);
      }
    });
  }

  post(message: ToHost): void {
    if (this.origin !== null) {
      window.parent.postMessage(envelope(message), this.origin);
    }
  }
}

/** The browser says who embeds us: by `ancestorOrigins`, or by the referrer that the loader's iframe asks for. */
function parentOrigin(): string | null {
  if (window.parent === window) {
    return null;
  }
  const ancestor = window.location.ancestorOrigins?.[0];
  if (ancestor !== undefined) {
    return ancestor;
  }
  return document.referrer === '' ? null : new URL(document.referrer).origin;
}
