import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { build, preview } from 'vite';
import { root, runToEnd, say } from '../child.mjs';
import { drawing } from '../display.mjs';
import { electronCommand } from '../electron/command.mjs';
import { shown, sizes, states } from './states.mjs';

const { values } = parseArgs({
  options: {
    states: { type: 'string', default: shown.join(',') },
    size: { type: 'string', default: 'usual' },
    look: { type: 'string', default: '' },
    to: { type: 'string', default: join(root, 'docs', 'screenshots') },
  },
});

/** Takes pictures of the window in its main states, with a made-up party behind it. */
async function takePictures() {
  const names = values.states === 'all' ? Object.keys(states) : values.states.split(',');
  const size = sizes[values.size];
  const unknown = names.filter((name) => !Object.hasOwn(states, name));
  if (!size || unknown.length > 0) {
    say(
      `There is no ${unknown.join(', ') || values.size}. States: ${Object.keys(states).join(', ')}; sizes: ${Object.keys(sizes).join(', ')}.`,
    );
    return 2;
  }
  const folder = resolve(values.to);
  mkdirSync(folder, { recursive: true });
  const page = {
    configFile: join(root, 'renderer', 'vite.config.ts'),
    mode: 'dev',
    logLevel: 'warn',
  };
  await build(page);
  const server = await preview({ ...page, preview: { host: '127.0.0.1', port: 0 } });
  try {
    const address = server.resolvedUrls.local[0];
    const [width, height] = size;
    const pictures = names.map((name) => ({
      url: `${address}dev/index.html?${states[name]}${values.look && `&${values.look}`}`,
      ...{ width, height, file: join(folder, `${name}.png`) },
    }));
    return await openCamera(pictures);
  } finally {
    await server.close();
  }
}

async function openCamera(pictures) {
  const camera = electronCommand(join(root, 'tools', 'pictures', 'camera'));
  if (camera === undefined) return 1;
  const [program, ...args] = drawing([camera.command, ...camera.args, JSON.stringify(pictures)]);
  return runToEnd(program, args, { env: camera.env });
}

process.exitCode = await takePictures();
