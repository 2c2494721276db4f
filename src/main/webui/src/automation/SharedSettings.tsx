import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { get, post, put } from '../api/http';
import { keys } from '../api/keys';
import type { AutomationSettings } from '../api/types';
import { useWords } from '../i18n';
import { Button, Failure } from '../ui/parts';
import { tell, tellFailure } from '../ui/toasts';

/** What all rules share: how the AI answers, where tickets are handed on to, and the key that signs their webhooks. */
export function SharedSettings() {
  const settings = useQuery({ queryKey: keys.automationSettings, queryFn: ({ signal }) => get<AutomationSettings>('/automation_settings', signal) });
  return (
    <>
      {settings.isError && <Failure error={settings.error} retry={() => void settings.refetch()} />}
      {settings.data && <AiForm settings={settings.data} />}
      {settings.data && <HelpDeskForm settings={settings.data} />}
      <WebhookKey />
    </>
  );
}

function useSaveSettings(settings: AutomationSettings) {
  const { t } = useWords();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (change: Partial<AutomationSettings>) => {
      const { ai_prompt, ai_daily_replies, help_desk } = { ...settings, ...change };
      return put<AutomationSettings>('/automation_settings', { ai_prompt, ai_daily_replies, help_desk });
    },
    onSuccess: (saved) => {
      client.setQueryData(keys.automationSettings, saved);
      tell(t('saved'));
    },
  });
}

function AiForm({ settings }: { settings: AutomationSettings }) {
  const { t } = useWords();
  const [prompt, setPrompt] = useState(settings.ai_prompt ?? '');
  const [replies, setReplies] = useState(settings.ai_daily_replies);
  const save = useSaveSettings(settings);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate({ ai_prompt: prompt || null, ai_daily_replies: replies });
  };
  return (
    <form className="panel stack" onSubmit={submit}>
      <h2>{t('shared.ai')}</h2>
      {!settings.ai_available && <p className="notice warning">{t('shared.ai.none')}</p>}
      {save.error && <Failure error={save.error} />}
      <div className="field">
        <label htmlFor="ai-prompt">{t('shared.ai.prompt')}</label>
        <textarea id="ai-prompt" className="input" rows={4} dir="auto" value={prompt} onChange={(event) => setPrompt(event.target.value)} />
      </div>
      <div className="field">
        <label htmlFor="ai-replies">{t('shared.ai.replies')}</label>
        <input id="ai-replies" className="input" type="number" min={0} max={1_000_000} step={1} required value={replies} onChange={(event) => setReplies(Math.trunc(Number(event.target.value)))} />
      </div>
      <div>
        <Button type="submit" disabled={save.isPending}>{t('save')}</Button>
      </div>
    </form>
  );
}

function HelpDeskForm({ settings }: { settings: AutomationSettings }) {
  const { t } = useWords();
  const [address, setAddress] = useState(settings.help_desk ?? '');
  const save = useSaveSettings(settings);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate({ help_desk: address.trim() || null });
  };
  return (
    <form className="panel stack" onSubmit={submit}>
      <h2>{t('shared.desk')}</h2>
      <p className="soft">{t('shared.desk.about')}</p>
      {save.error && <Failure error={save.error} />}
      <div className="field">
        <label htmlFor="help-desk">{t('shared.desk.address')}</label>
        <input id="help-desk" className="input" dir="ltr" maxLength={2000} placeholder="desk@example.com" value={address} onChange={(event) => setAddress(event.target.value)} />
      </div>
      <div>
        <Button type="submit" disabled={save.isPending}>{t('save')}</Button>
      </div>
    </form>
  );
}

function WebhookKey() {
  const { t } = useWords();
  const rotate = useMutation({ mutationFn: () => post<{ webhook_secret: string }>('/automation_settings/webhook_secret'), onError: tellFailure });
  return (
    <section className="panel stack">
      <h2>{t('shared.webhook')}</h2>
      <p className="soft">{t('shared.webhook.about')}</p>
      {rotate.data && (
        <p className="notice" role="status">
          <code className="mono">{rotate.data.webhook_secret}</code>
        </p>
      )}
      <div>
        <Button disabled={rotate.isPending} onClick={() => rotate.mutate()}>{t('shared.webhook.new')}</Button>
      </div>
    </section>
  );
}
