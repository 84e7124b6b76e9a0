import { describe, expect, it } from 'vitest';
import { PAGE_URL } from '../../shared/window/page.ts';
import { useGuest } from './guest.ts';

const guest = useGuest();

const NOT_SERVED = [
  'app://lanspread/',
  'app://lanspread/../../etc/passwd',
  'app://lanspread/%2e%2e/%2e%2e/%2e%2e/etc/passwd',
  'app://lanspread/..%2f..%2f..%2fetc%2fpasswd',
  'app://lanspread/..%5c..%5cetc%5cpasswd',
  'app://lanspread/%2fetc%2fpasswd',
  'app://lanspread//etc/passwd',
  'app://lanspread/index.html%00.png',
  'app://lanspread/../preload/index.cjs',
  'app://lanspread/../app/main.js',
  'app://lanspread/assets/',
  'app://lanspread/cover/ggoo',
  'app://lanspread/cover/..%2f..%2fetc%2fpasswd',
  'app://x/index.html',
  'app://lanspread.example/index.html',
  'app://127.0.0.1/index.html',
];

describe('what the page loads and runs', () => {
  it.each([
    ['an iframe', 'frame-src', (url: string) => ({ tag: 'iframe', src: url })],
    ['an object', 'object-src', (url: string) => ({ tag: 'object', data: url })],
    ['an embed', 'object-src', (url: string) => ({ tag: 'embed', src: url })],
    ['a picture', 'img-src', (url: string) => ({ tag: 'img', src: url })],
    ['a script', 'script-src-elem', (url: string) => ({ tag: 'script', src: url })],
    ['a style', 'style-src-elem', (url: string) => ({ tag: 'link', rel: 'stylesheet', href: url })],
    ['a sound', 'media-src', (url: string) => ({ tag: 'audio', src: url })],
  ])('L4: loads %s from nowhere else', async (_what, directive, elementOf) => {
    const violations = await violationsOf(elementOf(`${guest.canary().url}/x`), directive);
    expect(violations).toContain(directive);
    await guest.isStillHere();
  });

  it('L4: runs no text as a script', async () => {
    const { page } = guest.window();
    const seen = await page.evaluate(async () => {
      const missing = new Set(['script-src', 'script-src-elem', 'script-src-attr']);
      const violated = new Promise<void>((resolve) => {
        document.addEventListener('securitypolicyviolation', (event) => {
          missing.delete(event.effectiveDirective);
          if (missing.size === 0) resolve();
        });
      });
      // In a turn of its own: what the test itself runs is allowed more.
      const thrown = await new Promise<string>((resolve) => {
        setTimeout(() => {
          try {
            (0, eval)('globalThis.wasRun = 1');
            resolve('nothing');
          } catch (error) {
            resolve(String(error));
          }
        });
      });
      const script = document.createElement('script');
      script.textContent = 'globalThis.wasRun = 2';
      const text = document.createElement('div');
      text.innerHTML = '<img src="data:," onerror="globalThis.wasRun = 3"><b onclick="x()">b</b>';
      const link = document.createElement('a');
      link.href = 'javascript:globalThis.wasRun = 4';
      document.body.append(script, text, link);
      link.click();
      await violated;
      for (const element of [script, text, link]) element.remove();
      return { thrown, wasRun: 'wasRun' in globalThis };
    });
    expect(seen).toMatchObject({ wasRun: false });
    expect(seen.thrown).toContain('EvalError');
  });

  it('L4: talks to nobody but the program around it', async () => {
    const { page } = guest.window();
    const failed = await page.evaluate(async (url) => {
      const isRefused = (call: () => unknown): Promise<boolean> =>
        Promise.resolve()
          .then(call)
          .then(
            () => false,
            () => true,
          );
      const socket = (): Promise<void> =>
        new Promise((resolve, reject) => {
          const opened = new WebSocket(url.replace('http', 'ws'));
          opened.onopen = () => {
            resolve();
          };
          opened.onerror = () => {
            reject(new Error('refused'));
          };
        });
      const events = (): Promise<void> =>
        new Promise((resolve, reject) => {
          const opened = new EventSource(url);
          opened.onopen = () => {
            resolve();
          };
          opened.onerror = () => {
            reject(new Error('refused'));
          };
        });
      return Promise.all([
        isRefused(() => fetch(url)),
        isRefused(() => fetch('file:///etc/hostname')),
        isRefused(() => fetch('app://lanspread/index.html')),
        isRefused(socket),
        isRefused(events),
        isRefused(() => new Worker('data:text/javascript,1')),
      ]);
    }, guest.canary().url);
    expect(failed.slice(0, 5)).toEqual([true, true, true, true, true]);
    await guest.isStillHere();
  });

  it('L5: its protocol serves its own files, with the policy, and nothing else', async () => {
    const answers = await guest.window().app.evaluate(
      async ({ net }, urls) => {
        const answers: Record<string, { status: number; policy: string | null }> = {};
        for (const url of urls) {
          const answer = await net.fetch(url).catch(() => undefined);
          const policy = answer?.headers.get('content-security-policy') ?? null;
          answers[url] = { status: answer?.status ?? 0, policy };
        }
        return answers;
      },
      [PAGE_URL, ...NOT_SERVED],
    );
    expect(answers[PAGE_URL]?.status).toBe(200);
    expect(answers[PAGE_URL]?.policy).toMatch(/^default-src 'none';/);
    for (const url of NOT_SERVED) expect([0, 404], url).toContain(answers[url]?.status);
  });
});

// The directives that a new element violates, until one is the awaited.
async function violationsOf(
  element: Readonly<Record<string, string>>,
  awaited: string,
): Promise<readonly string[]> {
  return guest.window().page.evaluate(
    ([attributes, directive]) => {
      const made = document.createElement(attributes['tag'] ?? 'div');
      for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
      return new Promise<string[]>((resolve) => {
        const seen: string[] = [];
        document.addEventListener('securitypolicyviolation', function hear(event) {
          seen.push(event.effectiveDirective);
          if (event.effectiveDirective !== directive) return;
          document.removeEventListener('securitypolicyviolation', hear);
          made.remove();
          resolve(seen);
        });
        document.body.append(made);
      });
    },
    [element, awaited] as const,
  );
}
