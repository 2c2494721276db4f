import { describe, expect, it } from 'vitest';
import { textOn } from './color';
import { chooseLocale, direction } from './locale';
import { envelope, opened } from './protocol';

describe('what loader and frame share', () => {
  it('picks black or white by the luminance of the brand colour', () => {
    expect(textOn('#0b5fff')).toBe('#ffffff');
    expect(textOn('#ffd400')).toBe('#000000');
  });

  it('speaks the first language it knows', () => {
    expect(chooseLocale(null, 'fr-FR', 'ar-EG', 'en')).toBe('ar');
    expect(chooseLocale('xx', undefined)).toBe('en');
    expect(direction('ar')).toBe('rtl');
  });

  it('hears the one window it talks to, under its one origin', () => {
    const us = {} as MessageEventSource;
    const message = (origin: string, source: MessageEventSource, data: unknown): MessageEvent => ({ origin, source, data }) as MessageEvent;
    const data = envelope({ t: 'open' });
    expect(opened(message('https://a.example', us, data), us, 'https://a.example')).toEqual({ t: 'open' });
    expect(opened(message('https://b.example', us, data), us, 'https://a.example')).toBeNull();
    expect(opened(message('https://a.example', {} as MessageEventSource, data), us, 'https://a.example')).toBeNull();
    expect(opened(message('https://a.example', us, { t: 'open' }), us, 'https://a.example')).toBeNull();
  });
});
