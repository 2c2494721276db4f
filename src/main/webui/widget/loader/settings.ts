import { isColor, textOn } from '../shared/color';

/** What the launcher needs before the frame is loaded. */
export interface LauncherSettings {
  primary: string;
  onPrimary: string;
  position: 'left' | 'right';
  locale: string | null;
  label: string | null;
  hidden: boolean;
  lazyCookie: boolean;
}

interface LauncherAnswer {
  colors?: { primary?: string };
  position?: string;
  locale?: string;
  launcher?: { label?: string | null };
  hidden?: boolean;
  lazy_cookie?: boolean;
}

/** Null where this site may not show the widget, or the channel is switched off. */
export async function launcherSettings(origin: string, channel: string): Promise<LauncherSettings | null> {
  let answer: LauncherAnswer = {};
  try {
    const response = await fetch(`${origin}/api/widget/v1/channels/${encodeURIComponent(channel)}/launcher`, {
      credentials: 'omit',
    });
    if (!response.ok) {
      return null;
    }
    answer = (await response.json()) as LauncherAnswer;
  } catch {
    // a page whose CSP forbids connections to us can still frame us: the launcher then wears its default colours
  }
  const primary = isColor(answer.colors?.primary) ? answer.colors.primary : '#0b5fff';
  return {
    primary,
    onPrimary: textOn(primary),
    position: answer.position === 'left' ? 'left' : 'right',
    locale: answer.locale ?? null,
    label: answer.launcher?.label ?? null,
    hidden: answer.hidden === true,
    lazyCookie: answer.lazy_cookie !== false,
  };
}
