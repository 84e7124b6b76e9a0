/**
 * What the system knows this program by: Windows shows notifications only of one that carries the
 * id of its shortcut, which the setup makes out of electron-builder.yml.
 */
export const APP_ID = 'io.github.lanspread.Lanspread';
