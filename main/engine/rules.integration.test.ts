import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const ROOMS = ['.', '../cli', '../../app'];
const RULE = /^- \*\*([A-Z]\d+(?:\.\d+)?)\*\* /gm;
const CITED = /['"`]([SWCFQ]\d+(?:\.\d+)?): /g;

function read(path: string): string {
  return readFileSync(new URL(path, import.meta.url), 'utf8');
}

function testsOf(room: string): readonly string[] {
  return readdirSync(fileURLToPath(new URL(room, import.meta.url)))
    .filter((name) => name.endsWith('.test.ts'))
    .map((name) => read(`${room}/${name}`));
}

function citedIn(text: string): readonly string[] {
  return [...text.matchAll(CITED)].map(([, rule = '']) => rule);
}

const rules = [...read('./RULES.md').matchAll(RULE)].map(([, rule = '']) => rule);
const cited = new Set(ROOMS.flatMap(testsOf).flatMap(citedIn));

it('names each rule of the engine once', () => {
  expect([...new Set(rules)]).toEqual(rules);
  expect(rules.length).toBeGreaterThan(80);
});

it('has a test for each rule', () => {
  expect(rules.filter((rule) => !cited.has(rule))).toEqual([]);
});

it('has a rule for each test', () => {
  expect([...cited].filter((rule) => !rules.includes(rule))).toEqual([]);
});
