import { describe, expect, it } from 'vitest';
import { blankField, blankForm, complete, keyFor } from './forms';

describe('a form', () => {
  it('has a key for each question, from its words and unlike the others', () => {
    const fields = [{ ...blankField([]), key: 'order_number' }, blankField([])];
    expect(keyFor('Größe (EU)', fields, 1)).toBe('gro_e_eu');
    expect(keyFor('Order number', fields, 1)).toBe('order_number_2');
    expect(keyFor('Order number', fields, 0)).toBe('order_number');
    expect(keyFor('الاسم', fields, 1)).toBe('question_2');
  });

  it('can be sent once nothing is missing', () => {
    const form = { ...blankForm(), title: ' Return ', fields: [{ key: 'size', type: 'select' as const, label: 'Size', options: ['S', 'L'] }] };
    expect(complete(form)).toEqual({ title: 'Return', fields: [{ key: 'size', type: 'select', label: 'Size', options: ['S', 'L'] }] });
    expect(complete({ ...form, title: ' ' })).toBeNull();
    expect(complete({ ...form, fields: [{ key: 'size', type: 'select', label: 'Size', options: [] }] })).toBeNull();
    expect(complete(blankForm())).toBeNull();
  });
});
