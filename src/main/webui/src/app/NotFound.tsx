import { Link } from '@tanstack/react-router';
import { useWords } from '../i18n';
import { Empty } from '../ui/parts';

export function NotFound() {
  const { t } = useWords();
  return (
    <main className="centred">
      <Empty icon="search" title={t('notfound.title')}>
        <Link to="/inbox" search={{}} className="button">
          {t('notfound.back')}
        </Link>
      </Empty>
    </main>
  );
}
