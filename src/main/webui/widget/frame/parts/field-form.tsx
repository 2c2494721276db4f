import type { ComponentChildren, InputHTMLAttributes, VNode } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { useWords } from '../context';
import type { Answers, FormField } from '../types';
import type { Words } from '../words';

interface FieldFormProps {
  /** Unique on the page. */
  id: string;
  className?: string;
  fields: FormField[];
  submitLabel: string;
  autofocus?: boolean;
  /** Answers to begin with. */
  given?: Answers | undefined;
  /** Questions whose answers of these the service did not take. */
  refused?: readonly string[] | undefined;
  submit: (answers: Answers) => void;
  children?: ComponentChildren;
}

/** Asks some questions at once; hands the answers on when every one of them fits. */
export function FieldForm({ id, className = '', fields, submitLabel, autofocus = false, given = {}, refused = [], submit, children }: FieldFormProps): VNode {
  const { words } = useWords();
  const [answers, setAnswers] = useState<Answers>(given);
  const [errors, setErrors] = useState<Record<string, string>>(() => refusals(fields, refused, words));
  const form = useRef<HTMLFormElement>(null);
  const focus = (key: string | undefined): void => {
    if (key !== undefined) (form.current?.elements.namedItem(key) as HTMLElement | null)?.focus();
  };
  useEffect(() => focus(refused[0]), []);
  const change = (key: string, value: string | boolean): void => {
    setAnswers({ ...answers, [key]: value });
    setErrors(Object.fromEntries(Object.entries(errors).filter(([other]) => other !== key)));
  };
  const check = (event: Event): void => {
    event.preventDefault();
    const found = problems(fields, answers, words);
    setErrors(found);
    const first = fields.find((field) => found[field.key] !== undefined);
    if (first === undefined) {
      submit(answers);
    } else {
      focus(first.key);
    }
  };
  return (
    <form class={`form ${className}`} ref={form} onSubmit={check} noValidate>
      {children}
      {fields.map((field, index) => (
        <Field
          key={field.key}
          form={id}
          field={field}
          first={autofocus && index === 0}
          value={answers[field.key] ?? ''}
          error={errors[field.key] ?? null}
          change={(value) => change(field.key, value)}
        />
      ))}
      <button type="submit" class="primary wide" dir="auto">
        {submitLabel}
      </button>
    </form>
  );
}

interface FieldProps {
  form: string;
  field: FormField;
  first: boolean;
  value: string | boolean;
  error: string | null;
  change: (value: string | boolean) => void;
}

function Field({ form, field, first, value, error, change }: FieldProps): VNode {
  const { words } = useWords();
  const id = `${form}-${field.key}`;
  const common = {
    id,
    name: field.key,
    required: field.required,
    'aria-invalid': error !== null,
    'aria-describedby': error === null ? undefined : `${id}-error`,
    ...(first ? { 'data-autofocus': '' } : {}),
  };
  const label = (
    <label for={id} dir="auto">
      {field.label}
      {!field.required && <span class="optional"> ({words.optional})</span>}
    </label>
  );
  return (
    <div class={`field ${field.type}`}>
      {field.type === 'checkbox' ? (
        <div class="row">
          <input {...common} type="checkbox" checked={value === true} onChange={(event) => change(event.currentTarget.checked)} />
          {label}
        </div>
      ) : (
        <>
          {label}
          {field.type === 'select' ? (
            <select {...common} value={String(value)} onChange={(event) => change(event.currentTarget.value)}>
              <option value="">{words.choose}</option>
              {(field.options ?? []).map((option) => (
                <option key={option}>{option}</option>
              ))}
            </select>
          ) : (
            <input
              {...common}
              {...inputKind(field)}
              maxLength={field.max}
              value={String(value)}
              onInput={(event) => change(event.currentTarget.value)}
            />
          )}
        </>
      )}
      {error !== null && (
        <p class="error" id={`${id}-error`} role="alert">
          {error}
        </p>
      )}
    </div>
  );
}

function inputKind(field: FormField): InputHTMLAttributes<HTMLInputElement> {
  switch (field.type) {
    case 'email':
      return { type: 'email', autocomplete: 'email', dir: 'ltr' };
    case 'phone':
      return { type: 'tel', autocomplete: 'tel', dir: 'ltr' };
    case 'text':
    case 'select':
    case 'checkbox':
      return { type: 'text', dir: 'auto', ...(field.key === 'name' ? { autocomplete: 'name' } : {}) };
  }
}

/** In the visitor's language: what the service says is for programs. */
function refusals(fields: FormField[], refused: readonly string[], words: Words): Record<string, string> {
  return Object.fromEntries(
    fields
      .filter((field) => refused.includes(field.key))
      .map(({ key, type }) => [key, type === 'email' ? words.emailInvalid : type === 'phone' ? words.phoneInvalid : words.fieldInvalid]),
  );
}

/** The same rules as the service's, so that the visitor hears of a slip at once. */
function problems(fields: FormField[], answers: Answers, words: Words): Record<string, string> {
  const found: Record<string, string> = {};
  for (const field of fields) {
    const answer = answers[field.key];
    const text = typeof answer === 'string' ? answer.trim() : '';
    if (field.required && (field.type === 'checkbox' ? answer !== true : text === '')) {
      found[field.key] = words.fieldRequired;
    } else if (field.type === 'email' && text !== '' && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text)) {
      found[field.key] = words.emailInvalid;
    } else if (field.type === 'phone' && text !== '' && !/^\+?[\d\s()./-]{6,25}$/.test(text)) {
      found[field.key] = words.phoneInvalid;
    }
  }
  return found;
}
