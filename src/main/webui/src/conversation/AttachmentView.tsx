import type { Attachment } from '../api/types';
import { useWords } from '../i18n';
import { Icon } from '../ui/Icon';
import { Button } from '../ui/parts';
import { useFetchAttachment } from './queries';

export function AttachmentView({ attachment, conversationId, sticker }: { attachment: Attachment; conversationId: string; sticker: boolean }) {
  switch (attachment.state) {
    case 'fetching':
      return <Fetching attachment={attachment} />;
    case 'failed':
      return <FetchFailed attachment={attachment} conversationId={conversationId} />;
    case 'stored':
      return <Stored attachment={attachment} sticker={sticker} />;
  }
}

function Stored({ attachment, sticker }: { attachment: Attachment; sticker: boolean }) {
  const { t } = useWords();
  const type = attachment.content_type ?? '';
  const name = attachment.file_name ?? t('kind.file');
  if (type.startsWith('image/')) {
    return (
      <a href={attachment.url} target="_blank" rel="noopener noreferrer" className={sticker ? 'media sticker-image' : 'media'}>
        <img src={attachment.url} alt={name} loading="lazy" />
      </a>
    );
  }
  if (type.startsWith('video/')) return <video className="media" src={attachment.url} controls preload="metadata" aria-label={name} />;
  if (type.startsWith('audio/')) return <audio src={attachment.url} controls preload="metadata" aria-label={name} />;
  return <FileCard attachment={attachment} />;
}

function FileCard({ attachment }: { attachment: Attachment }) {
  const { t, bytes } = useWords();
  return (
    <a className="card row" href={attachment.url} download={attachment.file_name ?? true}>
      <Icon name="file" />
      <span className="grow">
        <strong className="file-name" dir="auto">
          {attachment.file_name ?? t('kind.file')}
        </strong>
        {attachment.size !== null && <span className="soft"> {bytes(attachment.size)}</span>}
      </span>
      <Icon name="download" />
    </a>
  );
}

function Fetching({ attachment }: { attachment: Attachment }) {
  const { t } = useWords();
  return (
    <p className="card row" role="status">
      <span className="spinner" />
      <span className="grow soft">{t('attachment.fetching', { name: attachment.file_name ?? t('kind.file') })}</span>
    </p>
  );
}

function FetchFailed({ attachment, conversationId }: { attachment: Attachment; conversationId: string }) {
  const { t } = useWords();
  const again = useFetchAttachment(conversationId);
  return (
    <div className="card row">
      <Icon name="alert" />
      <span className="grow">
        <strong>{t('attachment.failed', { name: attachment.file_name ?? t('kind.file') })}</strong>
        <br />
        <span className="soft">{attachment.error?.hint ?? attachment.error?.detail}</span>
      </span>
      <Button small icon="refresh" disabled={again.isPending} onClick={() => again.mutate(attachment.id)}>
        {t('attachment.again')}
      </Button>
    </div>
  );
}
