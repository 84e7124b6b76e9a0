/**
 * The table of what the lab has seen, as Markdown, from vitest's JSON report: a row a test, with
 * what it measured and the limits that held.
 */
export function labTable(report) {
  const rows = report.testResults
    .flatMap(({ assertionResults }) => assertionResults)
    .map(({ title, status, meta }) => `| ${title} | ${status} | ${figures(meta)} |`);
  return ['| test | result | measured |', '| --- | --- | --- |', ...rows].join('\n');
}

function figures({ labFigures = [] } = {}) {
  return labFigures
    .map(({ what, value, limit, unit }) => {
      return `${what}: ${[value, unit].join(' ').trim()} (at most ${[limit, unit].join(' ').trim()})`;
    })
    .join('<br>');
}
