import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { get, patch, post, ProblemError } from '../api/http';
import { keys } from '../api/keys';
import type { CannedResponse, Page } from '../api/types';
import { tellFailure } from '../ui/toasts';
import type { Catalog, DryRunReport, Recursion, Rule, RuleDraft, Trace } from './types';

export const useRules = () => useQuery({ queryKey: keys.rules, queryFn: ({ signal }) => get<Page<Rule>>('/automation_rules', signal), select: (page) => page.items });
export const useCatalog = () => useQuery({ queryKey: keys.catalog, queryFn: ({ signal }) => get<Catalog>('/automation_catalog', signal), staleTime: Infinity });
export const useTrace = (about: 'messages' | 'conversations', id: string) => useQuery({ queryKey: keys.trace(id), queryFn: ({ signal }) => get<Page<Trace>>(`/${about}/${id}/automation`, signal), select: (page) => page.items });
export const useRecursions = () => useQuery({ queryKey: keys.recursions, queryFn: ({ signal }) => get<Page<Recursion>>('/automation_recursions', signal), select: (page) => page.items });
export const useCannedResponses = () => useQuery({ queryKey: keys.cannedResponses, queryFn: ({ signal }) => get<Page<CannedResponse>>('/canned_responses', signal), staleTime: 60_000, select: (page) => page.items });

export function useSaveRule(id: string | null) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (draft: RuleDraft) => (id ? patch<Rule>(`/automation_rules/${id}`, draft) : post<Rule>('/automation_rules', draft)),
    onSuccess: () => Promise.all([client.invalidateQueries({ queryKey: keys.rules }), client.invalidateQueries({ queryKey: keys.tags })]),
  });
}

export function useSwitchRule() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (rule: Rule) => patch<Rule>(`/automation_rules/${rule.id}`, { is_active: !rule.is_active }),
    onError: tellFailure,
    onSettled: () => client.invalidateQueries({ queryKey: keys.rules }),
  });
}

/** Shows the new order at once; a refusal brings the old one back. */
export function useOrderRules() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (rules: readonly Rule[]) => post<Page<Rule>>('/automation_rules/order', { ids: rules.map((rule) => rule.id) }),
    onMutate: (rules) => client.setQueryData<Page<Rule>>(keys.rules, { items: [...rules], next_cursor: null }),
    onError: tellFailure,
    onSettled: () => client.invalidateQueries({ queryKey: keys.rules }),
  });
}

export const useDryRun = () => useMutation({ mutationFn: ({ draft, id, last }: { draft: RuleDraft; id: string | null; last: number }) => post<DryRunReport>('/automation_rules/dry_run', { rule: draft, last, ...(id ? { rule_id: id } : {}) }) });

/** What the server would refuse about the draft, by the path of each field, shortly after each change. */
export function useRuleErrors(draft: RuleDraft): Map<string, string> {
  // A name is asked for by its own field: what else is wrong is told without one.
  const settled = useSettled(JSON.stringify({ ...draft, name: draft.name.trim() || '-' }));
  const { data } = useQuery({
    queryKey: keys.ruleCheck(settled),
    queryFn: () => post<DryRunReport>('/automation_rules/dry_run', { rule: JSON.parse(settled) as RuleDraft, last: 1 }).then(() => [], refusals),
    placeholderData: keepPreviousData,
    gcTime: 0,
  });
  return new Map((data ?? []).map((error) => [error.field.replace(/^rule\./, ''), error.message]));
}

function refusals(error: unknown): { field: string; message: string }[] {
  if (error instanceof ProblemError && error.problem.errors) return error.problem.errors;
  throw error;
}

function useSettled(value: string): string {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = window.setTimeout(() => setSettled(value), 350);
    return () => window.clearTimeout(timer);
  }, [value]);
  return settled;
}
