import { useRef, useState } from 'react';
import type { Conversation, NewMessage, Template } from '../api/types';
import { useSyncTemplates, useTemplates } from '../channel/queries';
import { useWords } from '../i18n';
import { useMay } from '../identity/session';
import { Button, Dialog, Empty, Failure, Spinner } from '../ui/parts';
import { UploadList } from './UploadList';
import { useUploads } from './uploads';

interface Picked {
  conversation: Conversation;
  onSend: (message: NewMessage, fileNames: string[]) => void;
  onClose: () => void;
}

/** Chooses an approved template, fills its variables, and shows what the customer will read. */
export function TemplatePicker({ conversation, onSend, onClose }: Picked) {
  const { t } = useWords();
  const [chosen, setChosen] = useState<Template | null>(null);
  return (
    <Dialog title={chosen ? chosen.name : t('template.title')} onClose={onClose} wide>
      {chosen ? (
        <Filling key={`${chosen.name}/${chosen.language}`} template={chosen} onBack={() => setChosen(null)} onSend={onSend} />
      ) : (
        <Choice accountId={conversation.channel_account_id} onChoose={setChosen} />
      )}
    </Dialog>
  );
}

function Choice({ accountId, onChoose }: { accountId: string; onChoose: (template: Template) => void }) {
  const { t } = useWords();
  const templates = useTemplates(accountId);
  const sync = useSyncTemplates(accountId);
  const maySync = useMay('channels:write');
  const [words, setWords] = useState('');
  const approved = templates.data?.filter((one) => one.status === 'approved') ?? [];
  const found = approved.filter((one) => `${one.name} ${one.body}`.toLowerCase().includes(words.toLowerCase()));
  return (
    <>
      <div className="row">
        <input type="search" className="input grow" value={words} aria-label={t('template.search')} placeholder={t('template.search')} onChange={(event) => setWords(event.target.value)} />
        {maySync && (
          <Button small icon="refresh" disabled={sync.isPending} onClick={() => sync.mutate(undefined)}>
            {t('template.sync')}
          </Button>
        )}
      </div>
      {templates.isPending && <Spinner />}
      {templates.isError && <Failure error={templates.error} retry={() => void templates.refetch()} />}
      {sync.isError && <Failure error={sync.error} />}
      {templates.data && found.length === 0 && <Empty icon="note" title={t('template.none')} />}
      <ul className="templates" aria-label={t('template.title')}>
        {found.map((one) => (
          <li key={`${one.name}/${one.language}`}>
            <button type="button" onClick={() => onChoose(one)}>
              <strong>{one.name}</strong> <span className="soft">{one.language} · {one.category}</span>
              <span className="cut" dir="auto">{one.body}</span>
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}

function Filling({ template, onBack, onSend }: { template: Template; onBack: () => void; onSend: Picked['onSend'] }) {
  const { t } = useWords();
  const [values, setValues] = useState<Record<string, string>>({});
  const { uploads, add, drop, again } = useUploads();
  const picker = useRef<HTMLInputElement>(null);
  const file = uploads[0]?.attachment;
  const filled = template.variables.every((variable) => values[variable.key]?.trim());
  const ready = filled && (template.header_media === null ? uploads.length === 0 : uploads.length === 1 && file !== undefined);
  const submit = () => {
    const message: NewMessage = { client_id: crypto.randomUUID(), template: { name: template.name, language: template.language, values } };
    if (file) message.attachments = [file.id];
    onSend(message, uploads.map((one) => one.file.name));
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (ready) submit();
      }}
    >
      {template.variables.map((variable) => (
        <div className="field" key={variable.key}>
          <label htmlFor={`template-${variable.key}`}>{t('template.variable', { name: variable.key })}</label>
          <input
            id={`template-${variable.key}`}
            className="input"
            dir="auto"
            maxLength={1024}
            value={values[variable.key] ?? ''}
            placeholder={variable.example}
            onChange={(event) => setValues({ ...values, [variable.key]: event.target.value })}
          />
        </div>
      ))}
      {template.header_media && (
        <div className="row">
          <Button icon="attach" onClick={() => picker.current?.click()} disabled={uploads.length > 0}>{t('template.file', { kind: t(`kind.${template.header_media}`) })}</Button>
          <input ref={picker} type="file" hidden aria-label={t('composer.attach')} onChange={(event) => { add(Array.from(event.target.files ?? []).slice(0, 1)); event.target.value = ''; }} />
        </div>
      )}
      <UploadList uploads={uploads} onDrop={drop} onAgain={(one) => again(one.key, one.file)} />
      <section className="template-preview" aria-label={t('template.preview')} dir="auto">
        {template.header_text && <strong>{preview(template.header_text, 'header', values)}</strong>}
        <p>{preview(template.body, 'body', values)}</p>
        {template.footer && <p className="soft">{template.footer}</p>}
        {template.buttons.length > 0 && <p className="row wrap">{template.buttons.map((title) => <span key={title} className="chip">{title}</span>)}</p>}
      </section>
      <div className="dialog-actions">
        <Button onClick={onBack}>{t('template.back')}</Button>
        <Button look="primary" icon="send" type="submit" disabled={!ready}>{t('composer.send')}</Button>
      </div>
    </form>
  );
}

/** The text with what is filled in; what is not stands as its variable. */
function preview(text: string, part: string, values: Record<string, string>): string {
  return text.replace(/\{\{\s*(\w+)\s*\}\}/g, (variable, name: string) => values[`${part}.${name}`] || variable);
}
