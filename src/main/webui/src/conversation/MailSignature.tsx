import { useQuery } from '@tanstack/react-query';
import { get } from '../api/http';
import { keys } from '../api/keys';
import { useWords } from '../i18n';
import { Button } from '../ui/parts';
import { MailFrame } from './MailFrame';

/** What will stand below the mail, as the service will put it there; it can be left out of this one. */
export function MailSignature({ conversationId, signed, onChange }: { conversationId: string; signed: boolean; onChange: (signed: boolean) => void }) {
  const { t } = useWords();
  const html = useQuery({ queryKey: keys.signature(conversationId), queryFn: () => get<{ html: string | null }>(`/conversations/${conversationId}/signature`) }).data?.html;
  if (!html) return null;
  if (!signed) {
    return (
      <div>
        <Button look="quiet" small icon="plus" onClick={() => onChange(true)}>
          {t('signature.add')}
        </Button>
      </div>
    );
  }
  return (
    <div className="mail-signature">
      <MailFrame html={html} title={t('signature.title')} />
      <Button look="quiet" small icon="close" label={t('signature.without')} onClick={() => onChange(false)} />
    </div>
  );
}
