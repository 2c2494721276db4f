import type { Locale } from '../shared/locale';

interface Words {
  open: string;
  close: string;
  title: string;
  unread: Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };
}

export const WORDS: Record<Locale, Words> = {
  en: {
    open: 'Open chat',
    close: 'Close chat',
    title: 'Chat',
    unread: { one: '{n} unread message', other: '{n} unread messages' },
  },
  de: {
    open: 'Chat öffnen',
    close: 'Chat schließen',
    title: 'Chat',
    unread: { one: '{n} ungelesene Nachricht', other: '{n} ungelesene Nachrichten' },
  },
  ar: {
    open: 'فتح المحادثة',
    close: 'إغلاق المحادثة',
    title: 'المحادثة',
    unread: {
      one: 'رسالة واحدة غير مقروءة',
      two: 'رسالتان غير مقروءتين',
      few: '{n} رسائل غير مقروءة',
      many: '{n} رسالة غير مقروءة',
      other: '{n} رسالة غير مقروءة',
    },
  },
};

export function unreadText(locale: Locale, count: number): string {
  const forms = WORDS[locale].unread;
  const form = forms[new Intl.PluralRules(locale).select(count)] ?? forms.other;
  return form.replace('{n}', new Intl.NumberFormat(locale).format(count));
}
