import type { Locale } from '../../shared/locale';
import { ar } from './ar';
import { de } from './de';
import { en, type Words } from './en';

export type { Words };
export const WORDS: Record<Locale, Words> = { en, de, ar };

export function fill(text: string, values: Record<string, string | number>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}
