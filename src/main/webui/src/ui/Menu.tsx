import { DropdownMenu } from 'radix-ui';
import type { ReactNode } from 'react';
import { Icon } from './Icon';

export interface Choice<T> {
  value: T;
  label: string;
  mark?: ReactNode;
}

/** A button that opens a list to pick one of. */
export function PickOne<T extends string | null>({ trigger, label, choices, value, onPick, open, onOpenChange }: { trigger: ReactNode; label: string; choices: readonly Choice<T>[]; value: T; onPick: (value: T) => void; open?: boolean; onOpenChange?: (open: boolean) => void }) {
  const control = open === undefined ? {} : { open };
  return (
    <DropdownMenu.Root modal={false} {...control} {...(onOpenChange ? { onOpenChange } : {})}>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <MenuBody label={label}>
        {choices.map((choice) => (
          <DropdownMenu.CheckboxItem key={String(choice.value)} className="menu-item" checked={choice.value === value} onCheckedChange={() => onPick(choice.value)}>
            {choice.mark}
            <span className="cut">{choice.label}</span>
            {choice.value === value && (
              <span className="menu-check">
                <Icon name="check" size={16} />
              </span>
            )}
          </DropdownMenu.CheckboxItem>
        ))}
      </MenuBody>
    </DropdownMenu.Root>
  );
}

/** A button that opens a list to pick several of; the list stays open. */
export function PickMany({ trigger, label, choices, values, onChange, footer }: { trigger: ReactNode; label: string; choices: readonly Choice<string>[]; values: readonly string[]; onChange: (values: string[]) => void; footer?: ReactNode }) {
  const toggle = (value: string) => onChange(values.includes(value) ? values.filter((one) => one !== value) : [...values, value]);
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <MenuBody label={label}>
        {choices.map((choice) => (
          <DropdownMenu.CheckboxItem key={choice.value} className="menu-item" checked={values.includes(choice.value)} onSelect={(event) => event.preventDefault()} onCheckedChange={() => toggle(choice.value)}>
            {choice.mark}
            <span className="cut">{choice.label}</span>
            {values.includes(choice.value) && (
              <span className="menu-check">
                <Icon name="check" size={16} />
              </span>
            )}
          </DropdownMenu.CheckboxItem>
        ))}
        {footer}
      </MenuBody>
    </DropdownMenu.Root>
  );
}

export function MenuBody({ label, children, side = 'bottom' }: { label: string; children: ReactNode; side?: 'bottom' | 'top' }) {
  return (
    <DropdownMenu.Portal>
      <DropdownMenu.Content className="menu" align="start" side={side} sideOffset={4} collisionPadding={8} aria-label={label}>
        {children}
      </DropdownMenu.Content>
    </DropdownMenu.Portal>
  );
}
