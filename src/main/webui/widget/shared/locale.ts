/** The languages the widget speaks. */
export const LOCALES = ['en', 'de', 'ar'] as const;
export type Locale = (typeof LOCALES)[number];

/** The first wish that we speak, by its primary language; English otherwise. */
export function chooseLocale(...wishes: (string | null | undefined)[]): Locale {
  for (const wish of wishes) {
    const primary = wish?.toLowerCase().split(/[-_]/)[0];
    const known = LOCALES.find((locale) => locale === primary);
    if (known !== undefined) {
      return known;
    }
  }
  return 'en';
}

export function direction(locale: Locale): 'ltr' | 'rtl' {
  return locale === 'ar' ? 'rtl' : 'ltr';
}
