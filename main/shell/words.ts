import type { WindowSettings } from '../../shared/window/settings.ts';

/** What the program says outside its window. */
export interface Words {
  readonly here: (count: number) => string;
  readonly speeds: (up: string, down: string) => string;
  readonly open: string;
  readonly quit: string;
  readonly closeQuestion: string;
  readonly closeDetail: string;
  readonly keepRunning: string;
  readonly ready: (title: string) => string;
  readonly failed: (title: string) => string;
  readonly chooseFolder: string;
}

const ENGLISH: Words = {
  here: (count) => `${count} here`,
  speeds: (up, down) => `up ${up}, down ${down} MB/s`,
  open: 'Open Lanspread',
  quit: 'Quit',
  closeQuestion: 'Keep Lanspread running?',
  closeDetail:
    'Others can then still get games from this PC. You can change this later in the settings.',
  keepRunning: 'Keep running',
  ready: (title) => `${title} is ready to play.`,
  failed: (title) => `${title} did not finish.`,
  chooseFolder: 'Choose the games folder',
};

const GERMAN: Words = {
  here: (count) => `${count} hier`,
  speeds: (up, down) => `${up} MB/s raus, ${down} MB/s rein`,
  open: 'Lanspread öffnen',
  quit: 'Beenden',
  closeQuestion: 'Soll Lanspread weiterlaufen?',
  closeDetail:
    'Dann können andere weiter Spiele von diesem PC holen. Das kannst du später in den Einstellungen ändern.',
  keepRunning: 'Weiterlaufen lassen',
  ready: (title) => `${title} kann gespielt werden.`,
  failed: (title) => `${title} hat nicht geklappt.`,
  chooseFolder: 'Spieleordner wählen',
};

/** The words of a language; of the system's where the player left it to that. */
export function wordsIn(language: WindowSettings['language'], systemLocale: string): Words {
  const chosen = language === 'system' ? systemLocale.slice(0, 2) : language;
  return chosen === 'de' ? GERMAN : ENGLISH;
}
