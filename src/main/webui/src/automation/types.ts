import type { Day } from '../identity/days';

/** One comparison. */
export interface Leaf {
  field: string;
  operator: string;
  value?: unknown;
}

export type GroupKind = 'all' | 'any' | 'none';
export type Group = { all: Condition[] } | { any: Condition[] } | { none: Condition[] };
export type Condition = Leaf | Group | { always: true };
export type Action = { type: string } & Record<string, unknown>;

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

export interface Rule extends RuleDraft {
  id: string;
  position: number;
}

export interface OperatorInfo {
  name: string;
  operand: 'one' | 'many' | 'none';
}

export interface FieldInfo {
  name: string;
  type: 'text' | 'choice' | 'reference' | 'set' | 'number' | 'boolean';
  /** The name ends in a dot; a key follows. */
  keyed: boolean;
  choices: string[];
  refers_to: string | null;
  operators: OperatorInfo[];
}

export type SettingType = 'text' | 'long_text' | 'choice' | 'number' | 'user' | 'team' | 'tags' | 'canned_response' | 'users' | 'url' | 'form';

export interface SettingInfo {
  name: string;
  type: SettingType;
  required: boolean;
  choices: string[];
}

export interface Catalog {
  events: string[];
  fields: FieldInfo[];
  actions: { type: string; settings: SettingInfo[] }[];
  merge_fields: string[];
}

export interface Decisive {
  path: string;
  field: string;
  operator: string;
  expected: unknown;
  seen: unknown;
  held: boolean;
}

export interface Explanation {
  matched: boolean;
  decisive: Decisive[];
}

export interface DryRunLine {
  message: { id: string; conversation_id: string; channel_type: string; contact_name: string; text: string | null; created_at: string };
  edited: Explanation;
  saved: Explanation | null;
  differs: boolean;
  actions: Foreseen[];
  saved_actions: Foreseen[];
}

/** An action, and whether it would change nothing. */
export interface Foreseen {
  settings: Action;
  done: boolean;
}

export interface DryRunReport {
  tried: number;
  matched: number;
  saved_matched: number;
  differing: number;
  items: DryRunLine[];
}

export type RuleOutcome = 'matched' | 'not_matched' | 'not_tried' | 'halted';
export type ActionOutcome = 'done' | 'skipped' | 'failed' | 'queued';

export interface Trace {
  id: string;
  event: string;
  depth: number;
  halted: 'automatic' | 'flood' | 'recursion' | null;
  created_at: string;
  other_rules: number;
  rules: {
    rule_id: string;
    name: string;
    outcome: RuleOutcome;
    decisive: Decisive[];
    stopped: boolean;
    actions: ActionTrace[];
  }[];
}

/** What became of an action: in English, and as a code with values. */
export interface ActionTrace {
  type: string;
  outcome: ActionOutcome;
  detail: string;
  told: { code: string; values: Record<string, unknown> } | null;
}

/** Where rules were held back because they went on in a circle. */
export interface Recursion {
  conversation_id: string;
  rules: string[];
  at: string;
}

export interface CannedResponse {
  id: string;
  short_code: string;
  text: string;
  team_id: string | null;
}

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
