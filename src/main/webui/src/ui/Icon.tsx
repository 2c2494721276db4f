/** Stroke paths on a 24 × 24 grid; few enough to be kept here rather than carry an icon font. */
const PATHS = {
  inbox: 'M3 12h5l2 3h4l2-3h5M5 5h14l2 7v6a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1v-6z',
  user: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4 20c1-4 4-6 8-6s7 2 8 6',
  users: 'M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM2.5 20c.7-4 3-6 6.5-6s5.800 2 6.500 6M16 4.500a3.500 3.500 0 0 1 0 6.500M18 14c2 .7 3.200 2.800 3.500 6',
  cog: 'M12 15a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM12 2.500v3M12 18.500v3M2.500 12h3M18.500 12h3M5.300 5.300l2.100 2.100M16.600 16.600l2.100 2.100M5.300 18.700l2.100-2.100M16.600 7.400l2.100-2.100',
  search: 'M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM20.500 20.500 16 16',
  check: 'M5 12.500l4.500 4.500L19 7.500',
  checks: 'M2.500 12.500 7 17l8-9M11.500 16l1 1 9-9',
  clock: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 7v5l3.500 2',
  alert: 'M12 4 2.500 20h19zM12 10v4.500M12 17.200v.1',
  close: 'M6 6l12 12M18 6 6 18',
  plus: 'M12 5v14M5 12h14',
  attach: 'M20 11.500 12 19.500a5 5 0 0 1-7-7l8.500-8.500a3.300 3.300 0 0 1 4.700 4.700L9.700 17.200a1.600 1.600 0 0 1-2.300-2.300l7.600-7.600',
  smile: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM8.500 14.500c1.700 2.200 5.300 2.200 7 0M9 9.500v.1M15 9.500v.1',
  send: 'M4 12 20 4l-5 16-3.500-6.500zM11.500 13.500 20 4',
  reply: 'M10 7 5 12l5 5M5 12h9a5 5 0 0 1 5 5v1',
  note: 'M5 4h14v10l-5 6H5zM14 20v-6h5',
  file: 'M6 3h8l4 4v14H6zM14 3v4h4',
  pin: 'M12 21s7-6.500 7-11.500a7 7 0 1 0-14 0C5 14.500 12 21 12 21zM12 12a2.500 2.500 0 1 0 0-5 2.500 2.500 0 0 0 0 5z',
  flag: 'M5 21V4M5 5h13l-3 4 3 4H5',
  tag: 'M3.500 12.500V4h8.500l8.500 8.500-8.500 8.500zM8 8v.1',
  moon: 'M20 14.500A8.500 8.500 0 1 1 9.500 4a7 7 0 0 0 10.500 10.500z',
  back: 'M15 5l-7 7 7 7',
  down: 'M6 9.500l6 6 6-6',
  copy: 'M9 9h11v11H9zM5 15H4V4h11v1',
  refresh: 'M20 11a8 8 0 0 0-14.500-3.500L3 10M3 5v5h5M4 13a8 8 0 0 0 14.500 3.500L21 14M21 19v-5h-5',
  eye: 'M2.500 12S6 5.500 12 5.500 21.500 12 21.500 12 18 18.500 12 18.500 2.500 12 2.500 12zM12 15a3 3 0 1 0 0-6 3 3 0 0 0 0 6z',
  filter: 'M3 5h18l-7 8v6l-4-2v-4z',
  help: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM9.500 9.500a2.500 2.500 0 1 1 3.500 2.300c-.7.4-1 .9-1 1.700M12 17v.1',
  download: 'M12 4v11M7 11l5 5 5-5M4 20h16',
  channel: 'M4 7h16M4 12h16M4 17h10',
  buttons: 'M3 6h18v5H3zM3 14h11v4H3z',
  telegram: 'M3 11.500 21 4l-3 16-5.500-4.500L9.500 19 9 14z',
  globe: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM3 12h18M12 3c3 3 3 15 0 18M12 3c-3 3-3 15 0 18',
  code: 'M8.500 7 4 12l4.500 5M15.500 7 20 12l-4.500 5',
  mail: 'M3 6h18v12H3zM3 7l9 6.500L21 7',
  phone: 'M6 3h4l1.500 5-2.500 1.500a12 12 0 0 0 5.500 5.500L16 12.500l5 1.500v4a2 2 0 0 1-2 2C10.500 20 4 13.500 4 5a2 2 0 0 1 2-2z',
  chat: 'M4 5h16v11H10l-5 4v-4H4z',
  up: 'M6 14.500l6-6 6 6',
  bell: 'M6 16.500V11a6 6 0 1 1 12 0v5.500l1.500 2h-15zM10 18.500a2 2 0 0 0 4 0',
  login: 'M14 4h5v16h-5M4 12h10.500M10.500 8l4 4-4 4',
  bolt: 'M13 3 5 14h6l-1 7 8-11h-6z',
  trash: 'M4 7h16M9 7V4h6v3M6 7l1 13h10l1-13',
  grip: 'M9 6v.1M15 6v.1M9 12v.1M15 12v.1M9 18v.1M15 18v.1',
  info: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 11v5.500M12 7.700v.1',
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name, flip = false, size }: { name: IconName; flip?: boolean; size?: number }) {
  return (
    <svg className={flip ? 'icon flip' : 'icon'} viewBox="0 0 24 24" aria-hidden="true" style={size ? { width: size, height: size } : undefined}>
      <path d={PATHS[name]} />
    </svg>
  );
}

const CHANNELS: Record<string, IconName> = {
  TELEGRAM: 'telegram',
  WEB_WIDGET: 'globe',
  API: 'code',
  EMAIL: 'mail',
  SMS_TWILIO: 'phone',
  SMS_GATEWAY: 'phone',
};

export const channelIcon = (type: string): IconName => CHANNELS[type] ?? 'chat';
