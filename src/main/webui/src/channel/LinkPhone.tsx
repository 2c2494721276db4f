import { useState } from 'react';
import type { ChannelAccount } from '../api/types';
import { useWords } from '../i18n';
import { Icon } from '../ui/Icon';
import { Button, Confirm, Failure, Spinner } from '../ui/parts';
import { ConnectionProblem } from './ConnectionChip';
import { useQr, useUnlink } from './queries';

/** Links a phone by a code that it scans, and unlinks it. */
export function LinkPhone({ account, open = false }: { account: ChannelAccount; open?: boolean }) {
  const { t } = useWords();
  const [shown, setShown] = useState(open);
  const [asked, setAsked] = useState(false);
  const unlink = useUnlink(account.id);
  const linked = account.connection.state === 'connected';
  if (linked) {
    return (
      <div className="stack link-phone">
        <p className="notice success" role="status">
          <Icon name="check" />
          {t('qr.linked', { number: String(account.settings.sender_id ?? account.name) })}
        </p>
        <div>
          <Button onClick={() => setAsked(true)}>{t('qr.unlink')}</Button>
        </div>
        {asked && (
          <Confirm title={t('qr.unlink')} text={t('qr.unlink.about')} action={t('qr.unlink')} busy={unlink.isPending} onClose={() => setAsked(false)} onConfirm={() => unlink.mutate(undefined, { onSuccess: () => setAsked(false) })}>
            {unlink.error && <Failure error={unlink.error} />}
          </Confirm>
        )}
      </div>
    );
  }
  if (!shown) {
    return (
      <div>
        <Button look="primary" onClick={() => setShown(true)}>
          {t('qr.show')}
        </Button>
      </div>
    );
  }
  return <Code accountId={account.id} />;
}

function Code({ accountId }: { accountId: string }) {
  const { t } = useWords();
  const code = useQr(accountId);
  if (code.isPending) return <Spinner />;
  if (code.isError) return <Failure error={code.error} retry={() => void code.refetch()} />;
  const { state, qr, pairing_code: pairing, problem } = code.data;
  switch (state) {
    case 'failed':
      return (
        <>
          <ConnectionProblem connection={{ state: 'failed', checked_at: null, expires_at: null, problem }} />
          <div>
            <Button onClick={() => void code.refetch()}>{t('retry')}</Button>
          </div>
        </>
      );
    case 'connected':
    case 'connecting':
      return (
        <p className="soft" role="status">
          {t('qr.waiting')}
        </p>
      );
    case 'needs_qr':
      return (
        <figure className="qr">
          {qr && <img src={qr} alt={t('qr.alt')} />}
          <figcaption>
            {t('qr.about')}
            {pairing && (
              <p>
                {t('qr.pairing')} <code dir="ltr">{pairing}</code>
              </p>
            )}
          </figcaption>
        </figure>
      );
  }
}
