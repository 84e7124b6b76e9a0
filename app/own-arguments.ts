/** What is known of the process that the arguments came to. */
export interface ProcessFacts {
  readonly argv: readonly string[];
  readonly isElectron: boolean;
  /** Electron runs an app folder, `electron . --cli`, not a packaged program. */
  readonly isDefaultApp: boolean;
}

// Chromium, Electron and their test drivers take switches of their own from the same line.
const FOREIGN =
  /^--(no-sandbox|disable-|enable-|force-|ozone-|inspect|remote-debugging-|user-data-dir|lang|js-flags|in-process-gpu|headless|use-gl|use-angle|trace-|no-zygote|single-process|password-store)/;

/** The arguments meant for Lanspread: not the runtime's, nor the app's path. */
export function ownArguments({ argv, isElectron, isDefaultApp }: ProcessFacts): readonly string[] {
  if (!isElectron) return argv.slice(2);
  const own = argv.slice(1).filter((argument) => !FOREIGN.test(argument));
  const appPath = own.findIndex((argument) => !argument.startsWith('-'));
  return isDefaultApp ? own.filter((_, index) => index !== appPath) : own;
}
