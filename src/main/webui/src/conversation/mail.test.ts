import { describe, expect, it } from 'vitest';
import type { Conversation, Message } from '../api/types';
import { addresses, isComplete, lastMail, mailForm, newMail } from './mail';

const conversation = { subject: 'RE: Where is my parcel?' } as Conversation;
const anna = { name: 'Anna', address: 'anna@customer.example' };
const boss = { name: '', address: 'boss@customer.example' };
const inbound = { direction: 'inbound', content: { mail: { from: anna, reply_to: [anna], to: [], cc: [boss] } } } as unknown as Message;
const outbound = { direction: 'outbound', content: { mail: { to: [boss] } } } as unknown as Message;

describe('the form of a mail', () => {
  it('answers whoever wrote, with one Re:', () => {
    expect(mailForm('reply', conversation, inbound)).toMatchObject({ to: 'Anna <anna@customer.example>', cc: '', subject: 'Re: Where is my parcel?' });
  });

  it('answers all, each once', () => {
    expect(mailForm('all', conversation, inbound)).toMatchObject({ to: 'Anna <anna@customer.example>', cc: 'boss@customer.example' });
  });

  it('forwards to nobody until somebody is named', () => {
    const form = mailForm('forward', conversation, inbound);
    expect(isComplete(form)).toBe(false);
    expect(newMail({ ...form, to: 'x@y.example' })).toMatchObject({ subject: 'Fwd: Where is my parcel?', forward: true, to: [{ name: '', address: 'x@y.example' }] });
  });

  it('is not sent to what is no address', () => {
    expect(isComplete({ ...mailForm('reply', conversation, inbound), cc: 'boss' })).toBe(false);
  });

  it('reads what people type', () => {
    expect(addresses('"Anna" <anna@customer.example>; boss@customer.example,')).toEqual([anna, boss]);
  });

  it('answers the customer rather than ourselves', () => {
    expect(lastMail([outbound, inbound])).toBe(inbound);
    expect(lastMail([outbound])).toBe(outbound);
  });
});
