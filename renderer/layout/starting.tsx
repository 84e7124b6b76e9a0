import type { ReactElement } from 'react';
import { de } from '../strings/de.ts';
import { en } from '../strings/en.ts';
import { languageOf } from '../strings/language.ts';
import { BrandMark } from '../ui/brand-mark.tsx';

/** What is seen until main's first snapshot; its text shows only where that takes long. */
export function Starting(): ReactElement {
  const strings = languageOf('system', navigator.language) === 'de' ? de : en;
  return (
    <main className="starting" role="status">
      <BrandMark />
      <p className="starting__text">{strings.start.waiting}</p>
    </main>
  );
}
