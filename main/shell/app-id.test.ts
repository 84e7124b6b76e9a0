import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { APP_ID } from './app-id.ts';

it('goes by the id that the packages give it', () => {
  const config = join(import.meta.dirname, '..', '..', 'electron-builder.yml');
  expect(readFileSync(config, 'utf8')).toContain(`\nappId: ${APP_ID}\n`);
});
