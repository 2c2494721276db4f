import { useEffect, useRef, type ClipboardEvent, type KeyboardEvent } from 'react';
import { useWords } from '../i18n';

export interface RichTextHandle {
  focus: () => void;
  insert: (text: string) => void;
}

interface Editor {
  text: string;
  label: string;
  placeholder: string;
  onChange: (text: string, html: string) => void;
  onKey: (event: KeyboardEvent) => void;
  onFiles: (files: File[]) => void;
  handle: (handle: RichTextHandle) => void;
}

const COMMANDS = [
  ['bold', 'B'],
  ['italic', 'I'],
  ['underline', 'U'],
  ['insertUnorderedList', '•'],
  ['insertOrderedList', '1.'],
  ['formatBlock', '“'],
] as const;

/** Formatted writing. What a person pastes comes in as plain text; the service cleans the rest once more. */
export function RichText({ text, label, placeholder, onChange, onKey, onFiles, handle }: Editor) {
  const { t } = useWords();
  const area = useRef<HTMLDivElement>(null);

  useEffect(() => {
    // Only what came from elsewhere: a draft of an earlier visit, or the emptiness after sending.
    const element = area.current;
    if (element && text.trim() !== element.innerText.trim()) element.innerText = text;
  }, [text]);
  useEffect(() => {
    handle({
      focus: () => area.current?.focus(),
      insert: (words) => {
        area.current?.focus();
        document.execCommand('insertText', false, words);
      },
    });
  }, [handle]);

  const command = (name: string, value?: string) => {
    area.current?.focus();
    document.execCommand(name, false, value);
    changed();
  };
  const changed = () => {
    const element = area.current;
    if (element) onChange(element.innerText.trim() === '' ? '' : element.innerText, element.innerHTML);
  };
  const link = () => {
    const url = window.prompt(t('rich.link.ask'), 'https://');
    if (url && /^(https?:|mailto:)/i.test(url)) command('createLink', url);
  };
  const paste = (event: ClipboardEvent) => {
    event.preventDefault();
    const files = Array.from(event.clipboardData.files);
    if (files.length > 0) onFiles(files);
    else command('insertText', event.clipboardData.getData('text/plain'));
  };
  return (
    <>
      <div className="row rich-tools" role="toolbar" aria-label={t('rich.tools')}>
        {COMMANDS.map(([name, sign]) => (
          <button key={name} type="button" className={`rich-tool ${name}`} aria-label={t(`rich.${name}`)} title={t(`rich.${name}`)} onMouseDown={(event) => event.preventDefault()} onClick={() => command(name, name === 'formatBlock' ? 'blockquote' : undefined)}>
            {sign}
          </button>
        ))}
        <button type="button" className="rich-tool" aria-label={t('rich.link')} title={t('rich.link')} onMouseDown={(event) => event.preventDefault()} onClick={link}>
          ↗
        </button>
      </div>
      <div
        id="composer"
        ref={area}
        className="rich-text"
        contentEditable
        role="textbox"
        aria-multiline="true"
        aria-label={label}
        data-placeholder={placeholder}
        data-empty={text === ''}
        tabIndex={0}
        dir="auto"
        onInput={changed}
        onKeyDown={onKey}
        onPaste={paste}
      />
    </>
  );
}
