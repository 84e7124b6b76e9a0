import { toFailure } from '../shared/errors.ts';
import { type Flags, HELP, parseFlags } from './flags.ts';
import { EXIT } from './exit.ts';
import { ownArguments } from './own-arguments.ts';
import { packageVersion } from './package-version.ts';

const isElectron = 'electron' in process.versions;

if (isElectron) (await import('../main/shell/refuse-debugging.ts')).refuseDebugging();

// Parses the flags and picks a host: lines on stdin, or a window.
const flags = readFlags();
if (flags.help) process.stdout.write(HELP, quit);
else if (flags.version) process.stdout.write(`${packageVersion()}\n`, quit);
else if (flags.cli) void import('./headless.ts').then(({ runHeadless }) => runHeadless(flags));
// Waited for: what has to be said before Electron is ready is said while this module is loaded.
else if (isElectron) (await import('./desktop.ts')).runDesktop(flags);
else {
  process.stderr.write('lanspread: a window needs Electron. Start it with that, or add --cli.\n');
  process.exit(EXIT.badUse);
}

function readFlags(): Flags {
  const isDefaultApp = 'defaultApp' in process;
  try {
    return parseFlags(ownArguments({ argv: process.argv, isElectron, isDefaultApp }));
  } catch (error) {
    process.stderr.write(`lanspread: ${toFailure(error).message}\n`);
    process.exit(EXIT.badUse);
  }
}

function quit(): void {
  process.exit(EXIT.ok);
}
