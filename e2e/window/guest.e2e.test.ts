import { describe, expect, it } from 'vitest';
import { useGuest } from './guest.ts';

const guest = useGuest();

describe('the window as a guest', () => {
  it('L1: is isolated, in a sandbox, and without Node', async () => {
    // Electron can tell this, but its types keep it to themselves.
    const preferences = await guest
      .window()
      .app.evaluate(({ webContents }) =>
        webContents
          .getAllWebContents()
          .map((contents) =>
            (contents as unknown as { getLastWebPreferences(): object }).getLastWebPreferences(),
          ),
      );
    expect(preferences).toMatchObject([
      {
        contextIsolation: true,
        sandbox: true,
        webSecurity: true,
        nodeIntegration: false,
        nodeIntegrationInSubFrames: false,
        webviewTag: false,
        experimentalFeatures: false,
        allowRunningInsecureContent: false,
      },
    ]);
  });

  it('L2: sees one object with three functions, and nothing of Node or Electron', async () => {
    const seen = await guest.window().page.evaluate(() => ({
      types: ['require', 'process', 'module', 'Buffer', 'ipcRenderer', 'electron', 'global'].map(
        (name) => typeof (globalThis as Record<string, unknown>)[name],
      ),
      api: Object.keys((globalThis as unknown as { lanspread: object }).lanspread),
      isFrozen: Object.isFrozen((globalThis as unknown as { lanspread: object }).lanspread),
    }));
    expect(seen.types).toEqual(Array(7).fill('undefined'));
    expect(seen.api).toEqual(['run', 'watch', 'resync']);
    expect(seen.isFrozen).toBe(true);
  });

  it.each(['location', 'link', 'meta refresh', 'file'])(
    'L3: does not leave its page by %s',
    async (way) => {
      const target =
        way === 'file' ? 'file:///etc/hostname' : `${guest.canary().url}/${way.slice(0, 4)}`;
      await guest.window().page.evaluate(
        ([how, url]) => {
          if (how === 'location' || how === 'file') document.location.href = url;
          const element = document.createElement(how === 'link' ? 'a' : 'meta');
          element.setAttribute('href', url);
          element.setAttribute('http-equiv', 'refresh');
          element.setAttribute('content', `0;url=${url}`);
          document.head.append(element);
          element.click();
        },
        [way, target] as const,
      );
      if (way !== 'file')
        await expect.poll(async () => (await guest.watched()).left).toContain(target);
      await guest.isStillHere();
    },
  );

  it('L3: opens no window, whoever asks for one', async () => {
    const { page } = guest.window();
    const opened = await page.evaluate((url) => {
      const link = document.createElement('a');
      link.href = url;
      link.target = '_blank';
      document.body.append(link);
      link.click();
      return ['https://example.invalid', 'about:blank', 'mailto:a@example.invalid', url].map(
        (wanted) => globalThis.open(wanted) === null,
      );
    }, guest.canary().url);
    expect(opened).toEqual([true, true, true, true]);
    await page.mouse.click(5, 300, { button: 'middle' });
    await guest.isStillHere();
  });

  it('L3: takes in no file that is dropped on it', async () => {
    const { page } = guest.window();
    const dropped = page.evaluate(
      () =>
        new Promise<string>((resolve) => {
          document.addEventListener(
            'drop',
            () => {
              resolve('drop');
            },
            { once: true },
          );
          document.addEventListener(
            'dragover',
            () => {
              resolve('dragover');
            },
            { once: true },
          );
        }),
    );
    const devtools = await page.context().newCDPSession(page);
    const data = { items: [], files: ['/etc/hostname'], dragOperationsMask: 1 };
    for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
      await devtools.send('Input.dispatchDragEvent', { type, x: 400, y: 400, data });
    }
    await devtools.detach();
    expect(await dropped).toMatch(/drop|dragover/);
    await guest.isStillHere();
  });

  it('L3: sends no form, and shows no page in a webview', async () => {
    const { page } = guest.window();
    const directive = await page.evaluate((url) => {
      const violated = new Promise<string>((resolve) => {
        document.addEventListener(
          'securitypolicyviolation',
          (event) => {
            resolve(event.effectiveDirective);
          },
          { once: true },
        );
      });
      const form = document.createElement('form');
      form.action = url;
      form.method = 'post';
      const webview = document.createElement('webview');
      webview.setAttribute('src', url);
      document.body.append(form, webview);
      form.submit();
      return violated;
    }, guest.canary().url);
    expect(directive).toBe('form-action');
    expect(await page.evaluate(() => 'getURL' in (document.querySelector('webview') ?? {}))).toBe(
      false,
    );
    await guest.isStillHere();
  });

  it('L8: may do nothing that a page has to ask for', async () => {
    const { page } = guest.window();
    const answers = await page.evaluate(async () => {
      const names = ['camera', 'microphone', 'geolocation', 'notifications', 'midi'];
      const states = await Promise.all(
        [...names, 'clipboard-read', 'local-fonts'].map(async (name) => {
          const wanted = { name } as unknown as PermissionDescriptor;
          return (await navigator.permissions.query(wanted)).state;
        }),
      );
      const { mediaDevices, geolocation } = navigator;
      const camera = await mediaDevices.getUserMedia({ video: true }).then(
        () => 'given',
        () => 'denied',
      );
      const place = await new Promise<string>((resolve) => {
        geolocation.getCurrentPosition(
          () => {
            resolve('given');
          },
          () => {
            resolve('denied');
          },
        );
      });
      return [...states, await Notification.requestPermission(), camera, place];
    });
    expect(answers).toEqual(Array(10).fill('denied'));
  });

  it.each(['serial', 'hid', 'usb', 'bluetooth'])('L8: gets at no device by %s', async (kind) => {
    const { page } = guest.window();
    const given = await page.evaluate(async (name) => {
      const devices = (navigator as unknown as Record<string, Record<string, () => unknown>>)[name];
      const list = devices?.['getPorts'] ?? devices?.['getDevices'];
      return devices && list ? await list.call(devices) : [];
    }, kind);
    expect(given).toEqual([]);
  });

  it.each(['steam://run/1', 'mailto:a@example.invalid', 'file:///bin/sh', 'vbscript:x'])(
    'L8: hands %s to no other program',
    async (url) => {
      await guest.window().page.evaluate((wanted) => {
        const link = document.createElement('a');
        link.href = wanted;
        document.body.append(link);
        link.click();
        link.remove();
      }, url);
      await guest.isStillHere();
    },
  );
});
