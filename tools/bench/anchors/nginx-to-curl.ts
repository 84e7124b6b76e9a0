import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { isInstalled } from './installed.ts';

const START_LIMIT_MS = 5_000;

/** nginx on loopback serving one folder, and curl fetching from it: no TLS, no hash. */
export class NginxToCurl {
  readonly #folder: string;
  readonly #served: string;
  #nginx: ChildProcess | undefined;
  #port = 0;

  /** `folder` is for configuration and logs, `served` is what is served. */
  constructor(folder: string, served: string) {
    this.#folder = folder;
    this.#served = served;
  }

  /** Which of the two programs is missing on this machine, if any. */
  static missing(): string | undefined {
    return ['nginx', 'curl'].find(
      (program) => !isInstalled(program, program === 'nginx' ? '-v' : '--version'),
    );
  }

  async start(): Promise<void> {
    this.#port = await freePort();
    await mkdir(this.#folder, { recursive: true });
    const file = join(this.#folder, 'nginx.conf');
    await writeFile(file, this.#configuration());
    this.#nginx = spawn('nginx', ['-c', file, '-p', this.#folder, '-e', 'stderr'], {
      stdio: 'ignore',
    });
    await reachable(this.#port);
  }

  /** Seconds that curl takes for one file into `target`. */
  async fetch(name: string, target: string): Promise<number> {
    const start = performance.now();
    const curl = spawn('curl', ['-sf', '-o', target, `http://127.0.0.1:${this.#port}/${name}`]);
    const [code] = (await once(curl, 'exit')) as [number];
    const seconds = (performance.now() - start) / 1000;
    await rm(target, { force: true });
    if (code !== 0) throw new Error(`curl ended with ${code}.`);
    return seconds;
  }

  async stop(): Promise<void> {
    if (!this.#nginx) return;
    const gone = once(this.#nginx, 'exit');
    this.#nginx.kill('SIGTERM');
    await gone;
  }

  #configuration(): string {
    return `
      daemon off; worker_processes 1; pid ${this.#folder}/nginx.pid;
      ${process.getuid?.() === 0 ? 'user root;' : ''}
      events { worker_connections 64; }
      http {
        access_log off; sendfile on; tcp_nopush on;
        client_body_temp_path ${this.#folder}; proxy_temp_path ${this.#folder};
        fastcgi_temp_path ${this.#folder}; uwsgi_temp_path ${this.#folder};
        scgi_temp_path ${this.#folder};
        server { listen 127.0.0.1:${this.#port}; root ${this.#served}; }
      }`;
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('No free port.');
  return address.port;
}

async function reachable(port: number): Promise<void> {
  const signal = AbortSignal.timeout(START_LIMIT_MS);
  for (;;) {
    signal.throwIfAborted();
    const socket = connect(port, '127.0.0.1');
    const isOpen = await Promise.race([
      once(socket, 'connect').then(() => true),
      once(socket, 'error').then(() => false),
    ]).catch(() => false);
    socket.destroy();
    if (isOpen) return;
  }
}
