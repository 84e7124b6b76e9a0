import type { linksEn } from './links-en.ts';

/** What is wrong with the way to a PC, and what helps, in German. */
export const linksDe: typeof linksEn = {
  label: 'Verbindungen',
  several: (count) => `${count} PCs`,
  blockedHere:
    'Deine Firewall lässt andere nicht herein: Erlaube Lanspread dort, damit dich alle finden und Spiele von dir bekommen.',
  trouble: {
    'blocked-both': (name) =>
      `Zwischen ${name} und dir kommt keine Verbindung zustande: Erlaubt Lanspread in beiden Firewalls, und schaltet die „Client-Isolierung“ ab, wenn einer im WLAN ist.`,
    'blocked-here': (name) =>
      `Von ${name} kommt keine Verbindung zu dir durch: Erlaube Lanspread in deiner Firewall.`,
    'blocked-there': (name) =>
      `Zu ${name} kommt keine Verbindung durch: Erlaubt Lanspread dort in der Firewall. Wie das geht, steht auf dem PC unter Leute.`,
    'slow-here': () =>
      'Deine Netzwerkkarte läuft mit 100 Mbit/s oder weniger: Probier ein anderes Kabel oder einen anderen Anschluss am Switch.',
    'slow-there': (name) =>
      `Die Netzwerkkarte von ${name} läuft mit 100 Mbit/s oder weniger: Probiert dort ein anderes Kabel oder einen anderen Anschluss am Switch.`,
    unannounced: (name) =>
      `In diesem Netzwerk finden ${name} und du einander nicht von selbst: Fehlt einer, verbinde dich mit der Adresse.`,
  },
  allowInFirewall: 'In der Windows-Firewall erlauben',
  firewallAllowed: 'Erlaubt. Bis andere es merken, dauert es höchstens eine halbe Minute.',
  showHow: 'So geht’s',
  howTo: {
    win32:
      'Windows-Sicherheit, Firewall- & Netzwerkschutz, Zugriff durch Firewall zulassen: Hake Lanspread an.',
    darwin:
      'Systemeinstellungen, Netzwerk, Firewall, Optionen: Lass Lanspread Verbindungen annehmen.',
    linux: (port) =>
      `Öffne den TCP-Port ${port}, zum Beispiel mit\nsudo ufw allow ${port}/tcp\noder\nsudo firewall-cmd --add-port=${port}/tcp`,
  },
};
