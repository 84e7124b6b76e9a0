import { describe, expect, it } from 'vitest';
import {
  elevatedScript,
  encodedScript,
  firewallCommand,
  firewallRuleScript,
} from './firewall-rule.ts';

const POWERSHELL = 'C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe';

describe('the rule in Windows Firewall', () => {
  it('is for one program in the local network, and named as the setup names it', () => {
    const script = firewallRuleScript('C:\\Games\\Lanspread\\Lanspread.exe');
    expect(script).toContain("$program = 'C:\\Games\\Lanspread\\Lanspread.exe'\n");
    expect(script).toContain("-DisplayName 'Lanspread (C:\\Games\\Lanspread)'");
    expect(script).toContain('-Direction Inbound -Action Allow');
    expect(script).not.toContain('-RemoteAddress Any');
  });

  it.each(["C:\\O'Neill\\L.exe", 'C:\\O\u2019Neill\\L.exe', 'C:\\$(calc)\\`;calc&%x%\\L.exe'])(
    'takes every character of a path for itself: %s',
    (program) => {
      const [, line = ''] = firewallRuleScript(program).split('\n');
      const text = /^\$program = '(.*)'$/.exec(line)?.[1] ?? '';
      expect(text.replace(/(['\u2018\u2019\u201a\u201b])\1/g, '$1')).toBe(program);
      expect(text.replace(/(['\u2018\u2019\u201a\u201b])\1/g, '')).not.toMatch(/['\u2018-\u201b]/);
    },
  );

  it('is made by this command, word for word, from a folder with blanks, quotes and other letters', () => {
    const program = "D:\\Jürgen's „Spiele“ & Ł 游戏\\Lanspread.exe";
    const { file, args } = firewallCommand('C:\\Windows\\System32', program);
    expect(file).toBe(POWERSHELL);
    expect(args.slice(0, 3)).toEqual(['-NoProfile', '-NonInteractive', '-EncodedCommand']);
    const elevated = decoded(args[3]);
    const [, inner] = /'-EncodedCommand','([^']+)'/.exec(elevated) ?? [];
    expect(elevated.split('\n')).toEqual([
      "$ErrorActionPreference = 'Stop'",
      `$run = Start-Process -FilePath '${POWERSHELL}' -ArgumentList '-NoProfile','-NonInteractive','-EncodedCommand','${inner ?? ''}' -Verb RunAs -WindowStyle Hidden -Wait -PassThru`,
      'exit $run.ExitCode',
    ]);
    expect(decoded(inner).split('\n')).toEqual([
      "$ErrorActionPreference = 'Stop'",
      "$program = 'D:\\Jürgen''s „Spiele“ & Ł 游戏\\Lanspread.exe'",
      'Get-NetFirewallApplicationFilter -Program $program -ErrorAction SilentlyContinue | Get-NetFirewallRule | Remove-NetFirewallRule',
      "foreach ($protocol in 'TCP','UDP') {",
      "  New-NetFirewallRule -DisplayName 'Lanspread (D:\\Jürgen''s „Spiele“ & Ł 游戏)' -Direction Inbound -Action Allow -Profile Any -Program $program -Protocol $protocol -RemoteAddress 'LocalSubnet','10.0.0.0/8','172.16.0.0/12','192.168.0.0/16','169.254.0.0/16','fc00::/7','fe80::/10' | Out-Null",
      '}',
    ]);
  });

  it('is made in one step as administrator, by a script without a character to be quoted', () => {
    const script = firewallRuleScript("C:\\O'Neill\\L.exe");
    const elevated = elevatedScript(POWERSHELL, script);
    const [, encoded = ''] = /'-EncodedCommand','([A-Za-z0-9+/=]+)'/.exec(elevated) ?? [];
    expect(Buffer.from(encoded, 'base64').toString('utf16le')).toBe(script);
    expect(elevated.match(/-Verb RunAs/g)).toHaveLength(1);
    expect(encodedScript(elevated)).toMatch(/^[A-Za-z0-9+/=]+$/);
  });
});

function decoded(script = ''): string {
  return Buffer.from(script, 'base64').toString('utf16le');
}
