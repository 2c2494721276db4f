import type { Form, FormField } from '../api/types';

export const MOST_QUESTIONS = 20;

export const blankForm = (): Form => ({ title: '', fields: [blankField([])] });

export const blankField = (others: readonly FormField[]): FormField => ({ key: keyFor('', others, others.length), type: 'text', label: '', required: true });

/** By what programs find the answer: the label in small letters and digits, where it has such, and unlike the others'. */
export function keyFor(label: string, fields: readonly FormField[], index: number): string {
  const plain = label.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replace(/[^a-z0-9]+/g, '_').replace(/^[^a-z]+|_+$/g, '').slice(0, 50);
  const taken = new Set(fields.filter((_, other) => other !== index).map((field) => field.key));
  const base = plain || `question_${index + 1}`;
  let key = base;
  for (let number = 2; taken.has(key); number++) key = `${base}_${number}`;
  return key;
}

/** As it can be sent; null while something is missing. */
export function complete(form: Form): Form | null {
  const fields = form.fields.map(tidy);
  const whole = form.title.trim() !== '' && fields.length > 0 && fields.every((field) => field.label !== '' && (field.type !== 'select' || (field.options ?? []).length > 0));
  const submit = form.submit_label?.trim();
  return whole ? { title: form.title.trim(), fields, ...(submit ? { submit_label: submit } : {}) } : null;
}

function tidy({ options, ...field }: FormField): FormField {
  const label = field.label.trim();
  return field.type === 'select' ? { ...field, label, options: options ?? [] } : { ...field, label };
}
