import { useWords } from '../i18n';

export const DAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;
export type Day = (typeof DAYS)[number];

/** The first Monday of an epoch week, to name days from. */
const MONDAY = Date.UTC(1970, 0, 5);
const DAY_LENGTH = 86_400_000;

/** Days of the week in the reader's language. */
export function useDayName(length: 'long' | 'short'): (day: Day) => string {
  const { language } = useWords();
  const format = new Intl.DateTimeFormat(language, { weekday: length, timeZone: 'UTC' });
  return (day) => format.format(MONDAY + DAYS.indexOf(day) * DAY_LENGTH);
}
