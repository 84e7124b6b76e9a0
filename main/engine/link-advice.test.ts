import { describe, expect, it } from 'vitest';
import type { LinkVerdict } from '../../shared/domain/link.ts';
import { linkAdvice } from './link-advice.ts';

const ends = { name: 'Ben', address: '10.0.0.2:5000', ownAddress: '[::]:41641' };
const table: Readonly<Record<LinkVerdict, string>> = {
  fine: 'Ben',
  checking: 'Ben',
  'blocked-here': '41641',
  'blocked-there': '5000',
  'blocked-both': 'both firewalls',
  'slow-here': 'this PC',
  'slow-there': 'Ben',
  unannounced: '10.0.0.2:5000',
};

describe('the advice on a link', () => {
  it.each(Object.entries(table))('for %s is one sentence that names %s', (verdict, named) => {
    const advice = linkAdvice(verdict as LinkVerdict, ends);
    expect(advice).toContain(named);
    expect(advice).toMatch(/^[A-Z](?:[^.!?\n]|\.(?=\d))*\.$/);
  });
});
