import { h, render } from 'preact';
import { act } from 'preact/test-utils';
import { afterEach, describe, expect, it } from 'vitest';
import type { Chat } from '../chat';
import { ChatContext } from '../context';
import { initialState } from '../state';
import type { Answers, FormField } from '../types';
import { FieldForm } from './field-form';

const CHAT = { state: initialState('en', false), subscribe: () => () => undefined } as unknown as Chat;

const FIELDS: FormField[] = [
  { key: 'order', type: 'text', label: 'Order', required: true, max: 6, options: [] },
  { key: 'email', type: 'email', label: 'E-mail', required: true, max: 254, options: [] },
];

describe('a form whose answers the service refused', () => {
  const page = document.createElement('div');
  document.body.append(page);

  afterEach(() => render(null, page));

  it('shows them again, says at the field what is wrong and puts the cursor there, until it is mended', async () => {
    const sent: Answers[] = [];
    await act(() => render(h(ChatContext.Provider, { value: CHAT }, h(FieldForm, { id: 'f', fields: FIELDS, submitLabel: 'Send', given: { order: '4711', email: 'anna@b.c' }, refused: ['email'], submit: (answers) => sent.push(answers) })), page));

    const email = page.querySelector<HTMLInputElement>('[name=email]');
    expect(page.querySelector<HTMLInputElement>('[name=order]')?.value).toBe('4711');
    expect(page.querySelector('[role=alert]')?.textContent).toContain('Please enter an e-mail address');
    expect(email?.getAttribute('aria-invalid')).toBe('true');
    expect(document.activeElement).toBe(email);

    await act(() => {
      email!.value = 'anna@customer.example';
      email!.dispatchEvent(new InputEvent('input', { bubbles: true }));
    });
    expect(page.querySelector('[role=alert]')).toBeNull();
    await act(() => page.querySelector('form')!.requestSubmit());
    expect(sent).toEqual([{ order: '4711', email: 'anna@customer.example' }]);
  });
});
