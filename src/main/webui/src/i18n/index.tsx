import { createContext, useContext, useEffect, useMemo, useState, type ReactNode } from 'react';
import { formats, type Formats } from './format';
import { en } from './en';

export type Language = 'en' | 'ar';
export const LANGUAGES: readonly { code: Language; name: string }[] = [
  { code: 'en', name: 'English' },
  { code: 'ar', name: 'العربية' },
];

export type Plural = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };
export type Messages = Record<keyof typeof en, string | Plural>;
export type MessageKey = keyof typeof en;
export type Translate = (key: MessageKey, values?: Record<string, string | number>) => string;

interface Words extends Formats {
  t: Translate;
  language: Language;
  setLanguage: (language: Language) => void;
}

const STORED = 'tributary.language';
const Context = createContext<Words | null>(null);

export function I18n({ children }: { children: ReactNode }) {
  const [language, setLanguage] = useState<Language>(preferred);
  const [messages, setMessages] = useState<Messages>(en);

  useEffect(() => {
    let wanted = true;
    void load(language).then((loaded) => {
      if (!wanted) return;
      setMessages(loaded);
      document.documentElement.lang = language;
      document.documentElement.dir = language === 'ar' ? 'rtl' : 'ltr';
    });
    return () => {
      wanted = false;
    };
  }, [language]);

  const words = useMemo<Words>(() => {
    const choose = (next: Language) => {
      localStorage.setItem(STORED, next);
      setLanguage(next);
    };
    const t = translator(messages, language);
    return { t, language, setLanguage: choose, ...formats(language, t) };
  }, [messages, language]);
  return <Context value={words}>{children}</Context>;
}

export function useWords(): Words {
  const words = useContext(Context);
  if (!words) throw new Error('useWords outside of <I18n>');
  return words;
}

export function translator(messages: Messages, language: Language): Translate {
  const rules = new Intl.PluralRules(language);
  const numbers = new Intl.NumberFormat(language);
  return (key, values = {}) => {
    const message = messages[key];
    const form = typeof message === 'string' ? message : (message[rules.select(Number(values.n ?? 0))] ?? message.other);
    return form.replace(/\{(\w+)\}/g, (_, name: string) => {
      const value = values[name];
      return typeof value === 'number' ? numbers.format(value) : (value ?? '');
    });
  };
}

async function load(language: Language): Promise<Messages> {
  return language === 'ar' ? (await import('./ar')).ar : en;
}

function preferred(): Language {
  const stored = localStorage.getItem(STORED);
  if (stored === 'en' || stored === 'ar') return stored;
  return navigator.language.startsWith('ar') ? 'ar' : 'en';
}
