import { useEffect, useRef } from 'react';
import type { OpenMenu } from './ConversationHeader';
import type { Filter } from './filter';
import { useChangeConversation, useConversationList } from './queries';

interface Keys {
  filter: Filter;
  selectedId: string | undefined;
  onOpen: (id: string) => void;
  onMenu: (menu: OpenMenu) => void;
  onHelp: () => void;
}

/** The inbox without a mouse. Keys do nothing while somebody writes, or while a menu or dialog is open. */
export function useInboxKeys({ filter, selectedId, onOpen, onMenu, onHelp }: Keys): void {
  const list = useConversationList(filter);
  const { mutate } = useChangeConversation();
  const rows = list.data?.pages.flatMap((page) => page.items) ?? [];

  const press = (key: string): boolean => {
    const at = rows.findIndex((row) => row.id === selectedId);
    const go = (index: number) => {
      const row = rows[Math.min(rows.length - 1, Math.max(0, index))];
      if (row) onOpen(row.id);
    };
    switch (key) {
      case 'j':
        go(at + 1);
        return true;
      case 'k':
        go(at < 0 ? 0 : at - 1);
        return true;
      case '/':
        document.getElementById('inbox-search')?.focus();
        return true;
      case '?':
        onHelp();
        return true;
    }
    if (!selectedId) return false;
    switch (key) {
      case 'e':
        mutate({ id: selectedId, change: { status: 'resolved' }, shown: { status: 'resolved' } });
        return true;
      case 'a':
        onMenu('assignee');
        return true;
      case 's':
        onMenu('snooze');
        return true;
      case 'r':
      case 'Enter':
        document.getElementById('composer')?.focus();
        return true;
      default:
        return false;
    }
  };

  const latest = useRef(press);
  useEffect(() => {
    latest.current = press;
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isBusy(event)) return;
      if (latest.current(event.key)) event.preventDefault();
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, []);
}

function isBusy(event: KeyboardEvent): boolean {
  const target = event.target instanceof HTMLElement ? event.target : null;
  const inField = target?.closest('input, textarea, select, [contenteditable], [role="menu"], [role="dialog"]');
  const onControl = event.key === 'Enter' && target?.closest('a, button, [role="separator"]');
  return Boolean(inField || onControl || document.querySelector('[role="menu"], [role="dialog"]'));
}
