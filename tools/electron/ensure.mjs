import { projectNode, runToEnd, say } from '../child.mjs';

/** What unpacks Electron, and Electron's own installer, need this Node. */
const OLDEST_NODE = 22;

async function ensure() {
  const { ensureElectron } = await import('./choose.mjs');
  try {
    process.stdout.write(`${JSON.stringify(await ensureElectron())}\n`);
    return 0;
  } catch (error) {
    say(error.message);
    return 1;
  }
}

if (projectNode() === undefined) {
  say('The packages are not installed. Run npm run setup first.');
  process.exitCode = 1;
} else if (Number.parseInt(process.versions.node, 10) < OLDEST_NODE) {
  process.exitCode = await runToEnd(projectNode(), process.argv.slice(1));
} else {
  process.exitCode = await ensure();
}
