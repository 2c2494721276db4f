import { describe, expect, it } from 'vitest';
import type { ChannelType, SettingField } from '../api/types';
import { formValues, jsonSlip, settingValues } from './settings';

const field = (name: string, type: SettingField['type'], source: SettingField['source'] = 'admin') => ({ name, label: name, type, source, choices: [], default: null }) as unknown as SettingField;
const type = {
  settings: [field('token', 'text'), field('days', 'number'), field('on', 'flag'), field('sites', 'list'), field('form', 'json'), field('bot_id', 'text', 'learned')],
} as unknown as ChannelType;

describe('the settings of a form', () => {
  it('are sent as what the fields are, and those of others are not sent', () => {
    expect(settingValues(type, { token: ' abc ', days: '30', on: true, sites: 'shop.example\n\n *.shop.example ', form: '{"enabled": true}', bot_id: '7' })).toEqual({
      token: 'abc',
      days: 30,
      on: true,
      sites: ['shop.example', '*.shop.example'],
      form: { enabled: true },
    });
  });

  it('take away what was emptied, and only that', () => {
    expect(settingValues(type, { token: '', days: '', on: false }, { token: '••••cdef' })).toEqual({ token: null, on: false });
  });

  it('come back as they were shown', () => {
    const stored = { token: '••••cdef', days: 30, on: true, sites: ['a.example', 'b.example'], form: { enabled: true } };
    expect(settingValues(type, formValues(type, stored), stored)).toEqual(stored);
  });

  it('that are no number or no JSON go as they are, for the service to refuse', () => {
    expect(settingValues(type, { days: 'many', form: '{' })).toEqual({ days: 'many', form: '{' });
  });
});

describe('a slip in JSON', () => {
  it('is told, and nothing where there is none', () => {
    expect(jsonSlip('')).toBeUndefined();
    expect(jsonSlip('{"a": 1}')).toBeUndefined();
    expect(jsonSlip('{"a": 1,}')).toBeTruthy();
  });
});
