import { useMemo, useRef, useState } from 'react';
import { useWords } from '../i18n';
import { Button } from '../ui/parts';

const TALLEST = 4000;

/** Somebody else's HTML in a frame of its own: no scripts, no forms, and nothing from elsewhere until a person asks for it. */
export function MailFrame({ html, title }: { html: string; title: string }) {
  const { t } = useWords();
  const [remote, setRemote] = useState(false);
  const [height, setHeight] = useState(60);
  const frame = useRef<HTMLIFrameElement>(null);
  const hasRemote = html.includes('data-remote-src=');
  const page = useMemo(() => framed(html, remote), [html, remote]);
  const fit = () => {
    const body = frame.current?.contentDocument?.body;
    if (!body) return;
    const measure = () => setHeight(Math.min(body.scrollHeight + 4, TALLEST));
    measure();
    body.querySelectorAll('img').forEach((image) => image.addEventListener('load', measure));
  };
  return (
    <>
      {hasRemote && !remote && (
        <p className="row soft mail-remote">
          <span className="grow">{t('mail.remote')}</span>
          <Button look="quiet" small onClick={() => setRemote(true)}>
            {t('mail.remote.show')}
          </Button>
        </p>
      )}
      <iframe ref={frame} className="mail-frame" title={title} sandbox="allow-same-origin allow-popups allow-popups-to-escape-sandbox" srcDoc={page} style={{ height }} onLoad={fit} />
    </>
  );
}

function framed(html: string, remote: boolean): string {
  const images = remote ? "'self' https:" : "'self'";
  const policy = `default-src 'none'; img-src ${images}; style-src 'unsafe-inline'`;
  const body = remote ? html.replaceAll('data-remote-src=', 'referrerpolicy="no-referrer" src=') : html;
  return `<!doctype html><html><head><meta http-equiv="Content-Security-Policy" content="${policy}"><style>
body{margin:0;font:14px/1.5 system-ui,sans-serif;color:#1b1f24;background:#fff;overflow-wrap:anywhere}
img{max-width:100%;height:auto}table{max-width:100%}blockquote{margin:0 0 0 8px;padding-left:8px;border-left:2px solid #ccc}
</style></head><body dir="auto">${body}</body></html>`;
}
