const REASONS: Readonly<Record<string, string>> = {
  EADDRINUSE: 'another program keeps UDP port 5353 to itself',
  EACCES: 'this system does not allow the use of UDP port 5353',
  EPERM: 'a firewall on this PC forbids it',
  ENODEV: 'the network does not take part in multicast',
  ENETUNREACH: 'the network does not take part in multicast',
};

/** What the player is told where discovery fails on an interface. */
export function problemMessage(address: string, error: unknown): string {
  const reason = REASONS[codeOf(error) ?? ''] ?? 'the network can’t be used for it';
  return `Peers can’t be found over ${address}: ${reason}. Connect to them by address; discovery keeps trying.`;
}

/** Whether an error is the system's, and not a packet that could not be read. */
export function isSystemError(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error;
}

function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}
