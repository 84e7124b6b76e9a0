import { powershellIn } from '../kit/windows.ts';

// The same as the setup makes (tools/package/windows-firewall.nsh): private networks only.
const LAN_ADDRESSES =
  "'LocalSubnet','10.0.0.0/8','172.16.0.0/12','192.168.0.0/16','169.254.0.0/16','fc00::/7','fe80::/10'";

/**
 * Lets the local network in to one program, and no other, in Windows Firewall; has to be run as
 * administrator. What Windows keeps of an earlier "Cancel" goes, as it would block in spite of a rule.
 */
export function firewallRuleScript(program: string): string {
  const folder = program.slice(0, program.lastIndexOf('\\'));
  return [
    "$ErrorActionPreference = 'Stop'",
    `$program = ${quoted(program)}`,
    'Get-NetFirewallApplicationFilter -Program $program -ErrorAction SilentlyContinue | Get-NetFirewallRule | Remove-NetFirewallRule',
    "foreach ($protocol in 'TCP','UDP') {",
    `  New-NetFirewallRule -DisplayName ${quoted(`Lanspread (${folder})`)} -Direction Inbound -Action Allow -Profile Any -Program $program -Protocol $protocol -RemoteAddress ${LAN_ADDRESSES} | Out-Null`,
    '}',
  ].join('\n');
}

/** What makes the rule for one program, with the one question of Windows: a program and its arguments. */
export function firewallCommand(
  systemFolder: string,
  program: string,
): { readonly file: string; readonly args: readonly string[] } {
  const file = powershellIn(systemFolder);
  const script = elevatedScript(file, firewallRuleScript(program));
  return {
    file,
    args: ['-NoProfile', '-NonInteractive', '-EncodedCommand', encodedScript(script)],
  };
}

/** Runs a script as administrator, which Windows asks the player about once, and ends as it ends. */
export function elevatedScript(powershell: string, script: string): string {
  const args = ['-NoProfile', '-NonInteractive', '-EncodedCommand', encodedScript(script)];
  return [
    "$ErrorActionPreference = 'Stop'",
    `$run = Start-Process -FilePath ${quoted(powershell)} -ArgumentList ${args.map(quoted).join(',')} -Verb RunAs -WindowStyle Hidden -Wait -PassThru`,
    'exit $run.ExitCode',
  ].join('\n');
}

/** A script as PowerShell takes it in one argument, whatever characters it holds. */
export function encodedScript(script: string): string {
  return Buffer.from(script, 'utf16le').toString('base64');
}

// PowerShell takes typographic quotes for quotes too; each doubled stands for itself.
function quoted(text: string): string {
  return `'${text.replace(/['\u2018\u2019\u201a\u201b]/g, '$&$&')}'`;
}
