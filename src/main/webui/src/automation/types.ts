import type { components } from '../api/openapi';
import type { Day } from '../identity/days';

type Schemas = components['schemas'];

/** One comparison. */
export interface Leaf {
  field: string;
  operator: string;
  value?: unknown;
}

export type GroupKind = 'all' | 'any' | 'none';
type Group = { all: Condition[] } | { any: Condition[] } | { none: Condition[] };
export type Condition = Leaf | Group | { always: true };
export type Action = { type: string } & Record<string, unknown>;

/** A rule as it is edited. What conditions, actions and schedules are made of is said here: the service takes them as JSON and checks them by its catalogue. */
export interface RuleDraft {
  name: string;
  event: string;
  is_active: boolean;
  stop: boolean;
  conditions: Condition;
  actions: Action[];
  /** Of a rule for the event `schedule`; null for others. */
  schedule: Schedule | null;
}

/** When a scheduled rule looks: at these times, or every so many minutes. */
export interface Schedule {
  at?: string[];
  every_minutes?: number;
  days?: Day[];
  time_zone?: string;
  within_business_hours?: boolean;
}

export type Rule = RuleDraft & Pick<Schemas['RuleView'], 'id' | 'position'>;

export type Catalog = Schemas['Catalog'];
export type FieldInfo = Schemas['FieldView'];
export type SettingInfo = Schemas['SettingView'];

export type Decisive = Schemas['Decisive'];
export type Explanation = Schemas['Explanation'];
export type DryRunReport = Schemas['DryRunReport'];
export type DryRunLine = Schemas['Line'];
/** An action, and whether it would change nothing. */
export type Foreseen = Schemas['Foreseen'];

export type Trace = Schemas['TraceView'];
export type ActionTrace = Schemas['ActionTrace'];
export type Recursion = Schemas['Recursion'];

export const isLeaf = (condition: Condition): condition is Leaf => 'field' in condition;

/** The kind of a group and its parts; null for a comparison or for always. */
export function groupOf(condition: Condition): { kind: GroupKind; parts: Condition[] } | null {
  if ('all' in condition) return { kind: 'all', parts: condition.all };
  if ('any' in condition) return { kind: 'any', parts: condition.any };
  if ('none' in condition) return { kind: 'none', parts: condition.none };
  return null;
}

export function group(kind: GroupKind, parts: Condition[]): Group {
  switch (kind) {
    case 'all':
      return { all: parts };
    case 'any':
      return { any: parts };
    case 'none':
      return { none: parts };
  }
}
