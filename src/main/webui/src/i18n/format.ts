import type { Language, Translate } from '.';

export interface Formats {
  /** 14:05 */
  time: (at: string) => string;
  /** Today, Yesterday, or the date: what a day separator says. */
  day: (at: string) => string;
  /** The whole date and time, for tooltips and tables. */
  dateTime: (at: string) => string;
  /** How long ago, as short as a list row wants it: 5m, 3h, 2d. */
  age: (at: string, now?: number) => string;
  number: (value: number) => string;
  bytes: (size: number) => string;
  duration: (seconds: number) => string;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export function formats(language: Language, t: Translate): Formats {
  const time = new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit' });
  const date = new Intl.DateTimeFormat(language, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });
  const both = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' });
  const short = new Intl.DateTimeFormat(language, { day: 'numeric', month: 'short' });
  const numbers = new Intl.NumberFormat(language);
  const unit = (value: number, name: string, digits = 0) =>
    new Intl.NumberFormat(language, { style: 'unit', unit: name, unitDisplay: 'narrow', maximumFractionDigits: digits }).format(value);

  return {
    time: (at) => time.format(new Date(at)),
    dateTime: (at) => both.format(new Date(at)),
    number: (value) => numbers.format(value),
    day: (at) => {
      const days = Math.round((startOfDay(Date.now()) - startOfDay(Date.parse(at))) / DAY);
      if (days === 0) return t('day.today');
      return days === 1 ? t('day.yesterday') : date.format(new Date(at));
    },
    age: (at, now = Date.now()) => {
      const passed = Math.max(0, now - Date.parse(at));
      if (passed < MINUTE) return t('age.now');
      if (passed < HOUR) return unit(Math.floor(passed / MINUTE), 'minute');
      if (passed < DAY) return unit(Math.floor(passed / HOUR), 'hour');
      return passed < 7 * DAY ? unit(Math.floor(passed / DAY), 'day') : short.format(new Date(at));
    },
    bytes: (size) => {
      if (size < 1024) return unit(size, 'byte');
      return size < 1024 * 1024 ? unit(size / 1024, 'kilobyte') : unit(size / 1024 / 1024, 'megabyte', 1);
    },
    duration: (seconds) => {
      if (seconds < 60) return unit(Math.round(seconds), 'second');
      if (seconds < 3600) return unit(seconds / 60, 'minute', 1);
      return unit(seconds / 3600, 'hour', 1);
    },
  };
}

function startOfDay(at: number): number {
  return new Date(at).setHours(0, 0, 0, 0);
}
