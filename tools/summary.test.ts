import { describe, expect, it } from 'vitest';
import { summarize } from './summary.mjs';

const report = (numPassedTests: number, numFailedTests: number, testResults: object[] = []) => ({
  numPassedTests,
  numFailedTests,
  testResults,
});

describe('summarize', () => {
  it('counts what the report counts', () => {
    expect(summarize(report(12, 0), 0)).toEqual({ passed: 12, failed: 0 });
    expect(summarize(report(10, 2), 1)).toEqual({ passed: 10, failed: 2 });
  });

  it('counts a file that could not be loaded as one failure', () => {
    const files = [
      { status: 'failed', assertionResults: [] },
      { status: 'failed', assertionResults: [{ status: 'failed' }] },
      { status: 'passed', assertionResults: [{ status: 'passed' }] },
    ];
    expect(summarize(report(1, 1, files), 1)).toEqual({ passed: 1, failed: 2 });
  });

  it('never tells a run that failed as clean', () => {
    expect(summarize(report(12, 0), 1)).toEqual({ passed: 12, failed: 1 });
    expect(summarize(undefined, 134)).toEqual({ passed: 0, failed: 1 });
  });
});
