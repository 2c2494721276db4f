import { useMutation, useQueryClient, type QueryKey } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { remove } from '../api/http';
import type { IconName } from './Icon';
import { Confirm, Empty, Failure, Spinner } from './parts';
import { tellFailure } from './toasts';
import './collection.css';

interface Loading<T> {
  data: readonly T[] | undefined;
  isPending: boolean;
  isError: boolean;
  error: unknown;
  refetch: () => unknown;
}

interface CollectionProps<T> {
  title: string;
  about: string;
  /** What adds to it; absent where one may not. */
  action?: ReactNode;
  /** Between the heading and the rows: filters, warnings. */
  above?: ReactNode;
  loading: Loading<T>;
  none: { icon: IconName; title: string; hint: string };
  ordered?: boolean;
  row: (item: T, index: number) => ReactNode;
}

/** A page about things of one kind, in the four states of their list. */
export function Collection<T>({ title, about, action, above, loading, none, ordered = false, row }: CollectionProps<T>) {
  const List = ordered ? 'ol' : 'ul';
  return (
    <>
      <div className="row wrap settings-head">
        <div className="grow">
          <h1>{title}</h1>
          <p className="soft">{about}</p>
        </div>
        {action}
      </div>
      {above}
      {loading.isPending && <Spinner />}
      {loading.isError && <Failure error={loading.error} retry={() => void loading.refetch()} />}
      {loading.data?.length === 0 && (
        <Empty icon={none.icon} title={none.title}>
          <p>{none.hint}</p>
        </Empty>
      )}
      {loading.data && loading.data.length > 0 && (
        <List className="collection" aria-label={title}>
          {loading.data.map(row)}
        </List>
      )}
    </>
  );
}

/** Deletes one of a collection after a question. */
export function useRemoval<T extends { id: string }>(path: string, collection: QueryKey, words: (item: T) => { title: string; text: string; action: string }) {
  const client = useQueryClient();
  const [doomed, setDoomed] = useState<T | null>(null);
  const drop = useMutation({
    mutationFn: (id: string) => remove(`${path}/${id}`),
    onError: tellFailure,
    onSettled: () => {
      setDoomed(null);
      return client.invalidateQueries({ queryKey: collection });
    },
  });
  const question = doomed && <Confirm {...words(doomed)} busy={drop.isPending} onClose={() => setDoomed(null)} onConfirm={() => drop.mutate(doomed.id)} />;
  return { ask: setDoomed, question };
}
