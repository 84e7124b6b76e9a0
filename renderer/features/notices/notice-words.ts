import type { Strings } from '../../strings/strings.ts';
import type { Notice } from './all-notices.ts';

/** What happened, and what more there is to say. */
export interface NoticeWords {
  readonly headline: string;
  readonly detail: string | undefined;
}

/** The words of a message; `title` is its game's. */
export function noticeWords(
  notice: Notice,
  title: string | undefined,
  strings: Strings,
): NoticeWords {
  const { code, text, wrongFiles } = notice;
  if (wrongFiles !== undefined) {
    const name = title ?? notice.gameId ?? '';
    const { verified, damaged } = strings.notices;
    const headline = wrongFiles === 0 ? verified(name) : damaged(name, wrongFiles);
    return { headline, detail: undefined };
  }
  if (notice.isNotStarted === true) {
    const headline = strings.notices.notStarted(title ?? notice.gameId ?? '');
    return { headline, detail: strings.startAdvice(text) };
  }
  // Without a game the message itself is the best there is, in whatever language.
  if (code === null) return { headline: text, detail: undefined };
  if (title === undefined) return strings.notices.general(strings.failures[code], text);
  const headline = strings.notices.headline(title, strings.failures[code]);
  return { headline, detail: strings.advice(code, text) };
}
