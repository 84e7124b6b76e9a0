import type { GameCard, TransferRow } from '../../shared/window/state.ts';
import { type CardStatus, cardStatus, progressOf, type Step } from '../state/card-look.ts';
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
  if (status.type === 'step') {
    const tone = status.step === 'full' ? 'bad' : 'busy';
    return { text: stepText(status.step, transfer, strings, formats), tone };
  }
  if (status.type === 'failed') {
    return { text: strings.failures[card.lastFailure?.code ?? 'internal'], tone: 'bad' };
  }
  if (status.type === 'needs-space') {
    return { text: strings.card.needsSpace(formats.bytes(status.bytes)), tone: 'bad' };
  }
  return restingText(card, status.type, strings, formats);
}

type Resting = Exclude<CardStatus['type'], 'step' | 'failed' | 'needs-space'>;

const TONES: Readonly<Record<Resting, StatusText['tone']>> = {
  running: 'good',
  hosting: 'good',
  damaged: 'bad',
  update: 'plain',
  downloaded: 'plain',
  idle: 'plain',
};

function restingText(
  card: GameCard,
  type: Resting,
  { card: words }: Strings,
  formats: Formats,
): StatusText {
  const tone = TONES[type];
  if (type === 'idle') return { text: card.size > 0 ? formats.bytes(card.size) : card.genre, tone };
  const { newestVersion: newest } = card;
  if (type !== 'update') return { text: words[type], tone };
  return {
    text: newest === null ? words.state.update : words.newVersion(formats.version(newest)),
    tone,
  };
}

const UNCOUNTED: ReadonlySet<Step> = new Set(['waiting', 'searching', 'paused', 'full']);

function stepText(
  step: Step,
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
  const isCounted = !UNCOUNTED.has(step) && part !== undefined;
  return isCounted ? `${words.step[step]} ${formats.percent(part)}` : words.step[step];
}
