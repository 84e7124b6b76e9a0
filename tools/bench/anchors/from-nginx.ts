import type { ChildProcess } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Anchor, AnchorKind, Fetched } from './anchor.ts';
import { endChild, freePort, reachable, secondsOf, startQuietly } from './children.ts';
import { isInstalled } from './installed.ts';

/** What fetches a URL into a folder as `file`; gives the seconds. */
type Client = (url: string, folder: string, file: string) => Promise<number>;

/** nginx to curl: no TLS, no hash. */
export const nginxToCurl = fromNginx('nginx to curl', ['curl'], curl);

/** The same, and then a SHA-256 of the file, as who checks what came would make it. */
export const nginxToCurlChecked = fromNginx(
  'nginx to curl with SHA-256',
  ['curl', 'openssl'],
  async (url, folder, file) =>
    (await curl(url, folder, file)) +
    (await secondsOf('openssl', ['dgst', '-sha256', join(folder, file)])),
);

/** nginx to aria2, over one connection. */
export const nginxToAria2 = fromNginx('nginx to aria2', ['aria2c'], (url, folder, file) =>
  secondsOf('aria2c', [
    ...['--no-conf=true', '--quiet=true', '--file-allocation=none', '--enable-dht=false'],
    ...['--split=1', '--max-connection-per-server=1', `--dir=${folder}`, `--out=${file}`, url],
  ]),
);

function curl(url: string, folder: string, file: string): Promise<number> {
  return secondsOf('curl', ['-sf', '--create-dirs', '-o', join(folder, file), url]);
}

function fromNginx(name: string, programs: readonly string[], client: Client): AnchorKind {
  return {
    name,
    missing: () => {
      if (!isInstalled('nginx', '-v')) return 'nginx';
      return programs.find(
        (program) => !isInstalled(program, program === 'openssl' ? 'version' : '--version'),
      );
    },
    make: () => new FromNginx(name, client),
  };
}

class FromNginx implements Anchor {
  readonly name: string;
  readonly #client: Client;
  #nginx: ChildProcess | undefined;
  #port = 0;
  #file = '';

  constructor(name: string, client: Client) {
    this.name = name;
    this.#client = client;
  }

  async start({ folder, file, place }: Parameters<Anchor['start']>[0]): Promise<void> {
    this.#file = file;
    this.#port = await freePort();
    await mkdir(place, { recursive: true });
    const configuration = join(place, 'nginx.conf');
    await writeFile(configuration, configurationOf(place, folder, this.#port));
    this.#nginx = startQuietly('nginx', ['-c', configuration, '-p', place, '-e', 'stderr']);
    await reachable(this.#port);
  }

  async fetch(folder: string): Promise<Fetched> {
    const url = `http://127.0.0.1:${this.#port}/${this.#file}`;
    return { seconds: await this.#client(url, folder, this.#file) };
  }

  stop(): Promise<void> {
    return endChild(this.#nginx);
  }
}

function configurationOf(place: string, served: string, port: number): string {
  return `
    daemon off; worker_processes 1; pid ${place}/nginx.pid;
    ${process.getuid?.() === 0 ? 'user root;' : ''}
    events { worker_connections 64; }
    http {
      access_log off; sendfile on; tcp_nopush on;
      client_body_temp_path ${place}; proxy_temp_path ${place};
      fastcgi_temp_path ${place}; uwsgi_temp_path ${place}; scgi_temp_path ${place};
      server { listen 127.0.0.1:${port}; root ${served}; }
    }`;
}
