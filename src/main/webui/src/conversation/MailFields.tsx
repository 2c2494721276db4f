import { useState } from 'react';
import { useWords } from '../i18n';
import { Button } from '../ui/parts';
import type { MailForm, MailMode } from './mail';

const MODES: readonly MailMode[] = ['reply', 'all', 'forward'];

/** Whom a mail goes to and what it is about. */
export function MailFields({ form, onChange, onMode }: { form: MailForm; onChange: (change: Partial<MailForm>) => void; onMode: (mode: MailMode) => void }) {
  const { t } = useWords();
  const [copies, setCopies] = useState(false);
  const showCopies = copies || form.cc !== '' || form.bcc !== '';
  return (
    <div className="mail-fields">
      <div className="row mail-modes" role="group" aria-label={t('mail.mode')}>
        {MODES.map((mode) => (
          <button key={mode} type="button" aria-pressed={form.mode === mode} onClick={() => onMode(mode)}>
            {t(`mail.mode.${mode}`)}
          </button>
        ))}
        <span className="grow" />
        {!showCopies && (
          <Button look="quiet" small onClick={() => setCopies(true)}>
            {t('mail.copies')}
          </Button>
        )}
      </div>
      <Line label={t('mail.to')} value={form.to} onChange={(to) => onChange({ to })} />
      {showCopies && <Line label={t('mail.cc.label')} value={form.cc} onChange={(cc) => onChange({ cc })} />}
      {showCopies && <Line label={t('mail.bcc.label')} value={form.bcc} onChange={(bcc) => onChange({ bcc })} />}
      <Line label={t('mail.subject')} value={form.subject} onChange={(subject) => onChange({ subject })} />
    </div>
  );
}

function Line({ label, value, onChange }: { label: string; value: string; onChange: (value: string) => void }) {
  return (
    <label className="row mail-line">
      <span className="soft">{label}</span>
      <input className="grow" dir="auto" value={value} onChange={(event) => onChange(event.target.value)} />
    </label>
  );
}
