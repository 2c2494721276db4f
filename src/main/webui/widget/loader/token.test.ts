// @vitest-environment jsdom
import { beforeEach, describe, expect, it } from 'vitest';
import { domains, TokenStore } from './token';

describe('the visitor token in the host page', () => {
  beforeEach(() => new TokenStore('wch_1', true).forget());

  it('is stored nowhere before consent, and everywhere after it', () => {
    const tokens = new TokenStore('wch_1', false);
    tokens.set('vt_1', 180);
    expect(document.cookie).toBe('');
    expect(localStorage.length).toBe(0);
    expect(tokens.get()).toBe('vt_1');
    tokens.allow();
    expect(document.cookie).toContain('tw_wch_1=vt_1');
    expect(new TokenStore('wch_1', true).get()).toBe('vt_1');
  });

  it('is gone after a reset', () => {
    const tokens = new TokenStore('wch_1', true);
    tokens.set('vt_1', 180);
    tokens.forget();
    expect(tokens.get()).toBeNull();
    expect(document.cookie).toBe('');
  });

  it('is offered to the widest domain first, and to an address alone', () => {
    expect(domains('www.shop.example')).toEqual(['shop.example', 'www.shop.example', null]);
    expect(domains('localhost')).toEqual([null]);
    expect(domains('127.0.0.1')).toEqual([null]);
  });
});
