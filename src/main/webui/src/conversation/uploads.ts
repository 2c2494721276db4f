import { useCallback, useRef, useState } from 'react';
import { upload } from '../api/http';
import type { Attachment, ChannelType, MessageKind } from '../api/types';

export interface Upload {
  key: string;
  file: File;
  share: number;
  attachment: Attachment | null;
  error: unknown;
}

/** The files of one draft. They are sent to the service at once, so that the message only names them. */
export function useUploads() {
  const [uploads, setUploads] = useState<readonly Upload[]>([]);
  const running = useRef(new Map<string, AbortController>());

  const change = useCallback((key: string, to: Partial<Upload>) => setUploads((all) => all.map((one) => (one.key === key ? { ...one, ...to } : one))), []);
  const start = useCallback(
    (key: string, file: File) => {
      const controller = new AbortController();
      running.current.set(key, controller);
      change(key, { error: null, share: 0 });
      upload<Attachment>('/attachments', file, (share) => change(key, { share }), controller.signal)
        .then((attachment) => change(key, { attachment, share: 1 }))
        .catch((error: unknown) => change(key, { error }));
    },
    [change],
  );
  const add = useCallback(
    (files: Iterable<File>) => {
      for (const file of files) {
        const key = crypto.randomUUID();
        setUploads((all) => [...all, { key, file, share: 0, attachment: null, error: null }]);
        start(key, file);
      }
    },
    [start],
  );
  const drop = useCallback((key: string) => {
    running.current.get(key)?.abort();
    setUploads((all) => all.filter((one) => one.key !== key));
  }, []);
  const clear = useCallback(() => setUploads([]), []);
  return { uploads, add, drop, clear, again: start };
}

/** What the channel does not take, before anybody waits for an upload. Null: it takes it. */
export function refusal(file: File, type: ChannelType | undefined): 'kind' | 'size' | null {
  if (!type) return null;
  const kind = (['image', 'video', 'audio'] as const).find((name) => file.type.startsWith(`${name}/`)) ?? 'file';
  const fits = (name: MessageKind) => {
    const limit = type.limits.attachments[name];
    if (!type.sends.includes(name)) return 'kind';
    if (!limit) return null;
    if (limit.content_types.length > 0 && !limit.content_types.includes(file.type)) return 'kind';
    return limit.max_bytes > 0 && file.size > limit.max_bytes ? 'size' : null;
  };
  // What is no good as a picture may still go as a file.
  const own = fits(kind);
  return own === null ? null : (fits('file') ?? null);
}
