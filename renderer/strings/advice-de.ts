import type { ErrorCode } from '../../shared/errors.ts';

/** Main explains itself in English; these say the same in a general way, in German. */
export const ADVICE_DE: Readonly<Partial<Record<ErrorCode, string>>> = {
  'no-peers-have-game': 'Sobald ein PC dazukommt, der es hat, kannst du es installieren.',
  'ambiguous-metadata':
    'Die PCs haben verschiedene Dateien unter derselben Version. Vergleicht eure Ordner.',
  'not-downloaded': 'Lade es zuerst herunter.',
  'not-installed': 'Es gibt nichts zu deinstallieren.',
  'operation-active': 'Warte, bis der laufende Vorgang fertig ist, oder brich ihn ab.',
  'peer-unreachable': 'Läuft dort Lanspread, und lässt die Firewall andere herein?',
  'peer-refused': 'Haben beide PCs dieselbe Version von Lanspread?',
  'sources-lost': 'Was angekommen ist, bleibt. Installieren macht dort weiter.',
  'hash-mismatch': 'Was beschädigt ankam, wurde verworfen. Versuch es noch einmal.',
  'no-space': 'Schaff Platz oder wähl einen anderen Spieleordner.',
  'archive-invalid': 'Prüfen zeigt, ob deine Kopie beschädigt ist; dann hilft Reparieren.',
  'archive-unsafe': 'Es wollte Dateien außerhalb seines Ordners ablegen und wurde angehalten.',
  'io-error':
    'Ist das Laufwerk da, darf Lanspread dort schreiben, und hat kein Virenscanner eine Datei weggeräumt?',
  timeout: 'Versuch es noch einmal.',
  internal: 'Versuch es noch einmal; mehr steht im Protokoll.',
};
