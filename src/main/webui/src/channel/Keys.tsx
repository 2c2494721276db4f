import { useState } from 'react';
import type { ChannelAccount, ChannelType, SettingField } from '../api/types';
import { useWords } from '../i18n';
import { Button, Confirm, Failure } from '../ui/parts';
import { tell } from '../ui/toasts';
import { NewCredentials } from './WebhookAddress';
import { useReplaceKey, useRevokeKey } from './queries';

interface Question {
  act: 'replace' | 'revoke';
  field: SettingField;
}

/** The keys that the service made for a channel: what they end in, and new ones for those that got into wrong hands. */
export function Keys({ account, type }: { account: ChannelAccount; type: ChannelType }) {
  const { t } = useWords();
  const [question, setQuestion] = useState<Question | null>(null);
  const replace = useReplaceKey(account.id);
  const revoke = useRevokeKey(account.id);
  const keys = type.settings.filter((field) => field.replaceable || (field.revocable && Boolean(account.settings[field.name])));
  if (keys.length === 0) return null;
  return (
    <section className="panel stack" aria-labelledby="keys-title">
      <h2 id="keys-title">{t('keys.title')}</h2>
      {replace.data && <NewCredentials type={type} account={replace.data} />}
      {keys.map((field) => (
        <div key={field.name} className="row wrap" role="group" aria-label={field.label}>
          <span className="grow">
            {field.label} <span className="soft mono">{String(account.settings[field.name] ?? '')}</span>
          </span>
          {field.replaceable && (
            <Button small icon="refresh" onClick={() => setQuestion({ act: 'replace', field })}>
              {t('keys.replace')}
            </Button>
          )}
          {field.revocable && (
            <Button small look="danger" onClick={() => setQuestion({ act: 'revoke', field })}>
              {t('keys.revoke')}
            </Button>
          )}
        </div>
      ))}
      {question?.act === 'replace' && (
        <Confirm title={t('keys.replace.title', { name: question.field.label })} text={t('keys.replace.about')} action={t('keys.replace')} busy={replace.isPending} onClose={() => setQuestion(null)} onConfirm={() => replace.mutate(question.field.name, { onSuccess: () => setQuestion(null) })}>
          {replace.error && <Failure error={replace.error} />}
        </Confirm>
      )}
      {question?.act === 'revoke' && (
        <Confirm
          title={t('keys.revoke.title', { name: question.field.label })}
          text={t('keys.revoke.about')}
          action={t('keys.revoke')}
          busy={revoke.isPending}
          onClose={() => setQuestion(null)}
          onConfirm={() =>
            revoke.mutate(question.field.name, {
              onSuccess: () => {
                setQuestion(null);
                tell(t('keys.revoked'));
              },
            })
          }
        >
          {revoke.error && <Failure error={revoke.error} />}
        </Confirm>
      )}
    </section>
  );
}
