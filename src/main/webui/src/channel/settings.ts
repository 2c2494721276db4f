import type { ChannelType, SettingField, SettingValues } from '../api/types';

/** What a form holds while somebody types: texts and switches, whatever the field's type. */
export type FormValues = Record<string, string | boolean>;

export const editable = (type: ChannelType): SettingField[] => type.settings.filter((field) => field.source === 'admin');

/** The fields that a consent needs beforehand: all of them have to be filled in. */
export function neededForConsent(type: ChannelType): SettingField[] {
  const names = new Set(type.oauth.flatMap((offer) => offer.needs));
  return editable(type)
    .filter((field) => names.has(field.name))
    .map((field) => ({ ...field, required: true }));
}

/** The fields of an account that is not complete yet: what a consent fills in may be missing. */
export function withoutConsented(type: ChannelType): SettingField[] {
  const filled = new Set(type.oauth.flatMap((offer) => offer.fills));
  return editable(type).map((field) => (filled.has(field.name) ? { ...field, required: false } : field));
}

export function formValues(type: ChannelType, settings: SettingValues): FormValues {
  return Object.fromEntries(editable(type).map((field) => [field.name, asText(field, settings[field.name] ?? field.default)]));
}

/** What the service is sent. An emptied field takes the setting away; a secret's mask keeps the stored one. */
export function settingValues(type: ChannelType, form: FormValues, before: SettingValues = {}, fields: readonly SettingField[] = editable(type)): SettingValues {
  const values: SettingValues = {};
  for (const field of fields) {
    const value = fromText(field, form[field.name] ?? '');
    if (value !== null) values[field.name] = value;
    else if (before[field.name] !== undefined && before[field.name] !== null) values[field.name] = null;
  }
  return values;
}

function asText(field: SettingField, value: unknown): string | boolean {
  switch (field.type) {
    case 'flag':
      return value === true;
    case 'list':
      return Array.isArray(value) ? value.join('\n') : '';
    case 'json':
      return value === undefined || value === null ? '' : JSON.stringify(value, null, 2);
    case 'text':
    case 'long_text':
    case 'rich_text':
    case 'url':
    case 'number':
    case 'choice':
      return value === undefined || value === null ? '' : String(value);
  }
}

function fromText(field: SettingField, value: string | boolean): unknown {
  if (typeof value === 'boolean') return value;
  const text = value.trim();
  if (text === '') return null;
  switch (field.type) {
    case 'number':
      return Number.isNaN(Number(text)) ? text : Number(text);
    case 'list':
      return text.split('\n').map((line) => line.trim()).filter(Boolean);
    case 'json':
      return parsed(text);
    case 'text':
    case 'long_text':
    case 'rich_text':
    case 'url':
    case 'choice':
    case 'flag':
      return text;
  }
}

/** What keeps a text from being JSON, in the browser's words; undefined where nothing does. */
export function jsonSlip(text: string): string | undefined {
  if (text.trim() === '') return undefined;
  try {
    JSON.parse(text);
    return undefined;
  } catch (slip) {
    return slip instanceof Error ? slip.message : String(slip);
  }
}

/** What is no JSON goes to the service as text, which refuses it at its field. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
