import { describe, expect, it } from 'vitest';
import { backOff } from './socket';

describe('the pause before the next attempt to connect', () => {
  it('doubles with each failure, up to a limit', () => {
    const longest = (failures: number) => backOff(failures, () => 1);
    expect([1, 2, 3, 4].map(longest)).toEqual([500, 1_000, 2_000, 4_000]);
    expect(longest(50)).toBe(15_000);
  });

  it('is random in its second half, so that a restarted service is not stormed', () => {
    expect(backOff(3, () => 0)).toBe(1_000);
    expect(backOff(3, () => 0.5)).toBe(1_500);
  });
});
