import { useEffect, useRef, useState, type ClipboardEvent, type KeyboardEvent } from 'react';
import { useWords } from '../i18n';
import './rich-text.css';

export interface RichTextHandle {
  focus: () => void;
  insert: (text: string) => void;
}

interface Editor {
  id: string;
  text: string;
  label: string;
  placeholder: string;
  onChange: (text: string, html: string) => void;
  onKey?: (event: KeyboardEvent) => void;
  onFiles?: (files: File[]) => void;
  handle?: (handle: RichTextHandle) => void;
  className?: string;
  /** HTML to begin with, as the service cleaned it; the text then only says whether there is any. */
  kept?: string;
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
export function RichText({ id, text, label, placeholder, onChange, onKey, onFiles, handle, className = '', kept }: Editor) {
  const { t } = useWords();
  const area = useRef<HTMLDivElement>(null);

  useEffect(() => {
    // Only what came from elsewhere: a draft of an earlier visit, or the emptiness after sending.
    const element = area.current;
    if (element && kept === undefined && text.trim() !== element.innerText.trim()) element.innerText = text;
  }, [text, kept]);
  useEffect(() => {
    if (area.current && kept !== undefined) area.current.innerHTML = kept;
  }, [kept]);
  useEffect(() => {
    handle?.({
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
    if (files.length > 0) onFiles?.(files);
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
        id={id}
        ref={area}
        className={`rich-text ${className}`}
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

/** Formatted words that were kept before. What is kept is the service's, which cleaned it. */
export function KeptRichText({ id, html, label, onChange }: { id: string; html: string; label: string; onChange: (html: string) => void }) {
  const [kept] = useState(html);
  const [text, setText] = useState<string | null>(null);
  const changed = (words: string, formatted: string) => {
    setText(words);
    onChange(words === '' ? '' : formatted);
  };
  return <RichText id={id} text={text ?? kept} kept={kept} label={label} placeholder="" onChange={changed} className="input" />;
}
