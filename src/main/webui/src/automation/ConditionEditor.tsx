import { useWords } from '../i18n';
import { Icon } from '../ui/Icon';
import { Button } from '../ui/parts';
import { group, groupOf, isLeaf, type Catalog, type Condition, type FieldInfo, type GroupKind, type Leaf } from './types';
import { ValueInput } from './ValueInput';
import { useRuleWords } from './words';

interface Editing<T> {
  value: T;
  path: string;
  catalog: Catalog;
  errors: ReadonlyMap<string, string>;
  onChange: (value: T) => void;
}

const KINDS: readonly GroupKind[] = ['all', 'any', 'none'];
const NEW: Leaf = { field: 'text', operator: 'contains', value: '' };

/** All, any or none of the conditions, nested; or on purpose everything. */
export function ConditionEditor({ value, path, catalog, errors, onChange }: Editing<Condition>) {
  const { t } = useWords();
  const own = groupOf(value);
  const change = (kind: string) => onChange(kind === 'always' ? { always: true } : group(kind as GroupKind, own?.parts.length ? own.parts : [NEW]));
  return (
    <div className="stack">
      <div className="field inline">
        <label htmlFor={`${path}-kind`}>{t('rule.when')}</label>
        <select id={`${path}-kind`} className="input" value={own?.kind ?? 'always'} onChange={(event) => change(event.target.value)}>
          {KINDS.map((kind) => (
            <option key={kind} value={kind}>{t(`rule.kind.${kind}`)}</option>
          ))}
          <option value="always">{t('rule.kind.always')}</option>
        </select>
      </div>
      {own && <Parts kind={own.kind} parts={own.parts} path={path} catalog={catalog} errors={errors} depth={1} onChange={(parts) => onChange(group(own.kind, parts))} />}
      <Wrong text={errors.get(path)} />
    </div>
  );
}

function Parts({ kind, parts, path, catalog, errors, depth, onChange }: { kind: GroupKind; parts: readonly Condition[]; path: string; catalog: Catalog; errors: ReadonlyMap<string, string>; depth: number; onChange: (parts: Condition[]) => void }) {
  const { t } = useWords();
  const at = `${path}.${kind}`;
  const put = (index: number, part: Condition) => onChange(parts.map((one, other) => (other === index ? part : one)));
  return (
    <div className="condition-group" role="group" aria-label={t(`rule.kind.${kind}`)}>
      {parts.map((part, index) => {
        const own = `${at}[${index}]`;
        const inner = groupOf(part);
        return (
          <div className="row condition" key={index}>
            {isLeaf(part) && <LeafEditor value={part} path={own} catalog={catalog} errors={errors} onChange={(next) => put(index, next)} />}
            {inner && (
              <div className="grow stack">
                <select className="input" aria-label={t('rule.group')} value={inner.kind} onChange={(event) => put(index, group(event.target.value as GroupKind, inner.parts))}>
                  {KINDS.map((one) => (
                    <option key={one} value={one}>{t(`rule.kind.${one}`)}</option>
                  ))}
                </select>
                <Parts kind={inner.kind} parts={inner.parts} path={own} catalog={catalog} errors={errors} depth={depth + 1} onChange={(next) => put(index, group(inner.kind, next))} />
              </div>
            )}
            <Button look="quiet" small icon="close" label={t('rule.condition.remove')} onClick={() => onChange(parts.filter((_, other) => other !== index))} />
          </div>
        );
      })}
      <Wrong text={errors.get(at)} />
      <div className="row">
        <Button small icon="plus" onClick={() => onChange([...parts, NEW])}>{t('rule.condition.add')}</Button>
        {depth < 4 && <Button small look="quiet" onClick={() => onChange([...parts, group(kind === 'any' ? 'all' : 'any', [NEW])])}>{t('rule.group.add')}</Button>}
      </div>
    </div>
  );
}

function LeafEditor({ value, path, catalog, errors, onChange }: Editing<Leaf>) {
  const { t } = useWords();
  const words = useRuleWords();
  const field = fieldOf(catalog, value.field);
  const operator = field?.operators.find((one) => one.name === value.operator);
  const key = field?.keyed ? value.field.slice(field.name.length) : '';
  const pick = (name: string) => {
    const next = catalog.fields.find((one) => one.name === name);
    if (next) onChange(fresh(next, next.operators[0]?.name ?? 'equals', next.name));
  };
  return (
    <div className="grow">
      <div className="row wrap">
        <select className="input" aria-label={t('rule.field')} value={field?.name ?? ''} onChange={(event) => pick(event.target.value)}>
          {catalog.fields.map((one) => (
            <option key={one.name} value={one.name}>{words.field(one.name)}</option>
          ))}
        </select>
        {field?.keyed && <input className="input" aria-label={t('rule.key')} placeholder={t('rule.key')} value={key} onChange={(event) => onChange({ ...value, field: field.name + event.target.value })} />}
        <select className="input" aria-label={t('rule.operator')} value={value.operator} onChange={(event) => field && onChange(moved(field, value, event.target.value))}>
          {field?.operators.map((one) => (
            <option key={one.name} value={one.name}>{words.operator(one.name)}</option>
          ))}
        </select>
        {field && operator && operator.operand !== 'none' && <ValueInput field={field} many={operator.operand === 'many'} value={value.value} onChange={(next) => onChange({ ...value, value: next })} />}
      </div>
      {field && words.help(field.name) && <p className="soft">{words.help(field.name)}</p>}
      <Wrong text={errors.get(`${path}.field`) ?? errors.get(`${path}.operator`) ?? errors.get(`${path}.value`) ?? errors.get(`${path}.value[0]`)} />
    </div>
  );
}

export function Wrong({ text }: { text: string | undefined }) {
  return text ? (
    <p className="wrong row">
      <Icon name="alert" size={14} /> {text}
    </p>
  ) : null;
}

function fieldOf(catalog: Catalog, name: string): FieldInfo | undefined {
  return catalog.fields.find((one) => one.name === name || (one.keyed && name.startsWith(one.name)));
}

/** A comparison with a first value that fits its field. */
function fresh(field: FieldInfo, operator: string, name: string): Leaf {
  const operand = field.operators.find((one) => one.name === operator)?.operand;
  if (operand === 'none') return { field: name, operator };
  if (operand === 'many') return { field: name, operator, value: [] };
  return { field: name, operator, value: field.type === 'boolean' ? true : field.type === 'number' ? 0 : (field.choices[0] ?? '') };
}

/** Another operator keeps the value where it still fits. */
function moved(field: FieldInfo, value: Leaf, operator: string): Leaf {
  const before = field.operators.find((one) => one.name === value.operator)?.operand;
  const after = field.operators.find((one) => one.name === operator)?.operand;
  return before === after && value.value !== undefined ? { ...value, operator } : fresh(field, operator, value.field);
}
