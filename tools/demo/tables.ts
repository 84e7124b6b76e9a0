import type { GameRow, ResultOf } from '../../e2e/party/contract.ts';

/** The games of the room, a line each. */
export function gamesTable(games: readonly GameRow[]): string {
  const rows = games.map((game) => [
    game.title,
    megabytes(game.size),
    `${game.peer_count} here`,
    game.eti_game_version ?? '',
  ]);
  return table(['Game', 'Size', 'Who has it', 'Version'], rows);
}

/** What a download fetched from each source, and how fast it was. */
export function downloadTable(
  summary: ResultOf<'download'>,
  names: ReadonlyMap<string, string>,
): string {
  const rows = summary.sources.map((source) => [
    names.get(source.peer_id) ?? source.peer_id,
    megabytes(source.bytes),
    `${Math.round((100 * source.bytes) / summary.bytes)} %`,
  ]);
  const speed = summary.bytes / 1e6 / summary.seconds;
  const total = ['together', megabytes(summary.bytes), `${speed.toFixed(0)} MB/s`];
  return table(['From', 'Bytes', ''], [...rows, total]);
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]): string =>
    `  ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('   ')}`.trimEnd();
  const rule = widths.map((width) => '─'.repeat(width));
  return [head, rule, ...rows].map(line).join('\n');
}
