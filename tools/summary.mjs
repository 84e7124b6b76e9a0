/**
 * What a test run came to: `{ passed, failed }`, from vitest's JSON report (undefined where it wrote
 * none) and its exit code. A run that failed has at least one failure, whatever the report says.
 */
export function summarize(report, exitCode) {
  const passed = report?.numPassedTests ?? 0;
  const failed = (report?.numFailedTests ?? 0) + filesThatDidNotRun(report);
  return { passed, failed: exitCode === 0 ? failed : Math.max(failed, 1) };
}

// A file that can't be loaded has no tests in the report, only its own status.
function filesThatDidNotRun(report) {
  const files = report?.testResults ?? [];
  return files.filter((file) => file.status === 'failed' && file.assertionResults.length === 0)
    .length;
}
