import { expect, it } from 'vitest';
import { labTable } from './lab-table.mjs';

it('has a row a test, with what it measured', () => {
  const labFigures = [
    { what: 'found', value: 0.4, limit: 3, unit: 's' },
    { what: 'dials', value: 20, limit: 512, unit: '' },
  ];
  const report = {
    testResults: [
      { assertionResults: [{ title: 'S25: one', status: 'passed', meta: { labFigures } }] },
      { assertionResults: [{ title: 'S28: two', status: 'failed', meta: {} }] },
    ],
  };
  expect(labTable(report).split('\n')).toEqual([
    '| test | result | measured |',
    '| --- | --- | --- |',
    '| S25: one | passed | found: 0.4 s (at most 3 s)<br>dials: 20 (at most 512) |',
    '| S28: two | failed |  |',
  ]);
});
