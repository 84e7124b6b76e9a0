import type { GameCard, TransferRow } from '../../shared/window/state.ts';
import { cardStatus, progressOf } from '../state/card-look.ts';
import type { Formats } from '../strings/formats.ts';
import type { Strings } from '../strings/strings.ts';

/** A game's one grey line, and how it should look. */
export interface StatusText {
  readonly text: string;
  readonly tone: 'plain' | 'busy' | 'good' | 'bad';
}

/** The facts that a status line is made of. */
export interface StatusFacts {
  readonly card: GameCard;
  readonly transfer: TransferRow | undefined;
  readonly freeBytes: number | null;
}

/** A game's one grey line. */
export function statusText(facts: StatusFacts, strings: Strings, formats: Formats): StatusText {
  const { card, transfer, freeBytes } = facts;
  const status = cardStatus(card, transfer, freeBytes);
  switch (status.type) {
    case 'step':
      return { text: stepText(status.step, transfer, strings, formats), tone: 'busy' };
    case 'failed':
      return { text: strings.failures[card.lastFailure?.code ?? 'internal'], tone: 'bad' };
    case 'needs-space':
      return { text: strings.card.needsSpace(formats.bytes(status.bytes)), tone: 'bad' };
    case 'running':
      return { text: strings.card.running, tone: 'good' };
    case 'update':
    case 'downloaded':
    case 'idle':
      return { text: restingText(card, status.type, strings, formats), tone: 'plain' };
  }
}

function restingText(
  card: GameCard,
  type: 'update' | 'downloaded' | 'idle',
  { card: words }: Strings,
  formats: Formats,
): string {
  if (type === 'downloaded') return words.downloaded;
  if (type === 'update') {
    const { newestVersion: newest } = card;
    return newest === null ? words.state.update : words.newVersion(formats.version(newest));
  }
  return card.size > 0 ? formats.bytes(card.size) : card.genre;
}

function stepText(
  step: keyof Strings['card']['step'],
  transfer: TransferRow | undefined,
  { card: words }: Strings,
  formats: Formats,
): string {
  const part = progressOf(transfer);
  if (step === 'downloading' && transfer && transfer.bytesPerSecond > 0) {
    const speed = formats.speed(transfer.bytesPerSecond);
    if (transfer.etaSeconds === null) return speed;
    return `${speed} · ${words.left(formats.duration(transfer.etaSeconds))}`;
  }
  const isCounted = step !== 'waiting' && step !== 'searching' && part !== undefined;
  return isCounted ? `${words.step[step]} ${formats.percent(part)}` : words.step[step];
}
