import { useWords } from '../i18n';
import { Icon } from '../ui/Icon';
import { Button, useProblemWords } from '../ui/parts';
import type { Upload } from './uploads';

export function UploadList({ uploads, onDrop, onAgain }: { uploads: readonly Upload[]; onDrop: (key: string) => void; onAgain: (upload: Upload) => void }) {
  const { t, bytes } = useWords();
  const words = useProblemWords();
  if (uploads.length === 0) return null;
  return (
    <ul className="uploads" aria-label={t('composer.files')}>
      {uploads.map((one) => (
        <li key={one.key} className="row upload">
          <Icon name="file" size={16} />
          <span className="grow cut" dir="auto">
            {one.file.name} <span className="soft">{bytes(one.file.size)}</span>
          </span>
          {one.error ? (
            <>
              <span className="wrong">{words(one.error).title}</span>
              <Button small look="quiet" icon="refresh" label={t('retry')} onClick={() => onAgain(one)} />
            </>
          ) : (
            !one.attachment && <progress value={one.share} max={1} aria-label={t('composer.uploading', { name: one.file.name })} />
          )}
          <Button small look="quiet" icon="close" label={t('composer.removefile', { name: one.file.name })} onClick={() => onDrop(one.key)} />
        </li>
      ))}
    </ul>
  );
}
