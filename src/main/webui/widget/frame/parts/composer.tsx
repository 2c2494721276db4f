import type { VNode } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { ApiError } from '../api';
import { useChat, useChatState, useWords } from '../context';
import { conversationOf } from '../state';
import { fileSize } from '../time';
import { EmojiPicker } from './emoji';
import { Icon } from './icon';

interface Upload {
  key: string;
  name: string;
  uploadId: string | null;
}

const WARN_BELOW = 200;

export function Composer(): VNode {
  const chat = useChat();
  const state = useChatState();
  const { words, say } = useWords();
  const [text, setText] = useState('');
  const [uploads, setUploads] = useState<Upload[]>([]);
  const [error, setError] = useState<string | null>(null);
  const [picking, setPicking] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  const files = useRef<HTMLInputElement>(null);
  const config = state.config!;
  const left = config.limits.text_chars - [...text].length;
  const busy = uploads.some((upload) => upload.uploadId === null);
  const canSend = !busy && left >= 0 && (text.trim() !== '' || uploads.length > 0);

  if (conversationOf(state)?.can_reply === false) {
    return (
      <div class="composer">
        <button type="button" class="primary wide" data-autofocus onClick={() => chat.show(null)}>
          {words.startNew}
        </button>
      </div>
    );
  }

  const submit = (event?: Event): void => {
    event?.preventDefault();
    if (!canSend) {
      return;
    }
    const attachments = uploads.map((upload) => ({ upload_id: upload.uploadId!, name: upload.name }));
    chat.send({
      type: attachments.length > 0 ? 'attachment' : 'text',
      text: text.trim() === '' ? null : text.trim(),
      ...(attachments.length > 0 ? { attachments } : {}),
    });
    setText('');
    setUploads([]);
    setError(null);
    field.current?.focus();
  };
  const add = (chosen: Iterable<File>): void => {
    setError(null);
    for (const file of chosen) {
      if (file.size > config.limits.file_bytes) {
        setError(say('fileTooLarge', { name: file.name, size: fileSize(state.locale, config.limits.file_bytes) }));
        continue;
      }
      const key = crypto.randomUUID();
      setUploads((all) => [...all, { key, name: file.name, uploadId: null }]);
      chat.upload(file).then(
        (uploadId) => setUploads((all) => all.map((one) => (one.key === key ? { ...one, uploadId } : one))),
        (refusal: unknown) => {
          setUploads((all) => all.filter((one) => one.key !== key));
          const status = refusal instanceof ApiError ? refusal.status : 0;
          const size = fileSize(state.locale, config.limits.file_bytes);
          setError(say(status === 415 ? 'fileType' : status === 413 ? 'fileTooLarge' : 'fileFailed', { name: file.name, size }));
        },
      );
    }
  };
  const insert = (emoji: string): void => {
    const at = field.current?.selectionStart ?? text.length;
    setText(text.slice(0, at) + emoji + text.slice(field.current?.selectionEnd ?? at));
    setPicking(false);
    field.current?.focus();
  };
  const onPaste = (event: ClipboardEvent): void => {
    const pasted = [...(event.clipboardData?.files ?? [])];
    if (pasted.length > 0 && config.features.attachments) {
      event.preventDefault();
      add(pasted);
    }
  };
  const onDrop = (event: DragEvent): void => {
    event.preventDefault();
    if (config.features.attachments) {
      add(event.dataTransfer?.files ?? []);
    }
  };

  return (
    <form class="composer" onSubmit={submit} onDragOver={(event) => event.preventDefault()} onDrop={onDrop}>
      {uploads.length > 0 && (
        <ul class="uploads">
          {uploads.map((upload) => (
            <li key={upload.key} aria-busy={upload.uploadId === null}>
              <span dir="auto">{upload.uploadId === null ? say('uploading', { name: upload.name }) : upload.name}</span>
              <button
                type="button"
                aria-label={say('remove', { name: upload.name })}
                onClick={() => setUploads(uploads.filter((one) => one.key !== upload.key))}
              >
                <Icon name="close" />
              </button>
            </li>
          ))}
        </ul>
      )}
      {(error !== null || left < 0) && (
        <p class="error" id="composer-error" role="alert">
          {left < 0 ? say('tooLong', { n: config.limits.text_chars }) : error}
        </p>
      )}
      {picking && <EmojiPicker pick={insert} leave={() => setPicking(false)} />}
      <label class="hidden" for="message">
        {words.write}
      </label>
      <textarea
        id="message"
        ref={field}
        data-autofocus
        dir={text === '' ? undefined : 'auto'}
        rows={Math.min(6, text.split('\n').length + Math.floor(text.length / 40))}
        placeholder={words.write}
        value={text}
        aria-invalid={left < 0}
        aria-describedby={error !== null || left < 0 ? 'composer-error' : undefined}
        onInput={(event) => {
          setText(event.currentTarget.value);
          chat.typing(event.currentTarget.value !== '');
        }}
        onBlur={() => chat.typing(false)}
        onPaste={onPaste}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
            submit(event);
          }
        }}
      />
      <div class="tools">
        {config.features.attachments && (
          <>
            <input
              ref={files}
              class="hidden"
              type="file"
              multiple
              tabIndex={-1}
              aria-hidden="true"
              accept={config.limits.file_types.join(',')}
              onChange={(event) => {
                add([...(event.currentTarget.files ?? [])]);
                event.currentTarget.value = '';
              }}
            />
            <button type="button" aria-label={words.attach} title={words.attach} onClick={() => files.current?.click()}>
              <Icon name="attach" />
            </button>
          </>
        )}
        {config.features.emoji && (
          <button type="button" aria-label={words.emoji} title={words.emoji} aria-expanded={picking} onClick={() => setPicking(!picking)}>
            <Icon name="emoji" />
          </button>
        )}
        {left < WARN_BELOW && <span class="left">{say('charactersLeft', { n: Math.max(0, left) })}</span>}
        <button type="submit" class="send" aria-label={words.send} title={words.send} aria-disabled={!canSend}>
          <Icon name="send" />
        </button>
      </div>
    </form>
  );
}
