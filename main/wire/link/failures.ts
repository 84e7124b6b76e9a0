import type { Address } from '../../../shared/domain/peer.ts';
import { LanspreadError } from '../../../shared/errors.ts';
import type { HelloProblem } from './hello.ts';

// What a system says of a host that it can't reach, in words.
const UNREACHABLE: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'has no Lanspread running on that port. Start it there, or check the port.',
  ENOTFOUND: 'is a name that nobody on this network knows. Use the IP address.',
  EAI_AGAIN: 'is a name that nobody on this network knows. Use the IP address.',
  ECONNRESET: 'closed the connection. Try again later.',
};
const NO_WAY = 'can not be reached. Check the address, the cable and the firewall.';

const NOT_LISTENING: Readonly<Record<string, string>> = {
  EADDRINUSE: 'the port is in use. Close the other program, or choose another port',
  EACCES: 'this user may not use that port. Choose one above 1023',
  EADDRNOTAVAIL: 'this PC does not have that address. Choose one of its own, or 0.0.0.0 for all',
  ENOTFOUND: 'nobody knows that name. Choose an IP address of this PC, or 0.0.0.0 for all',
};

const BAD_HELLO: Readonly<Record<HelloProblem, string>> = {
  malformed: 'did not introduce itself as Lanspread does. Update it, or check the address.',
  'older-protocol': 'runs an older Lanspread that this one can not talk to. Update that PC.',
  'newer-protocol': 'runs a newer Lanspread that this one can not talk to. Update this PC.',
};

export function badAddress(address: string): LanspreadError {
  return new LanspreadError(
    'bad-argument',
    `${JSON.stringify(address.slice(0, 100))} is no address. Write it like 192.168.0.7:41641.`,
  );
}

/** The failure that an error of a socket stands for while it connects. */
export function dialFailure(address: Address, cause: unknown): LanspreadError {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  if (/SSL|TLS|EPROTO/.test(code)) return otherProtocol(address, cause);
  return new LanspreadError('peer-unreachable', `${address} ${UNREACHABLE[code] ?? NO_WAY}`, {
    cause,
  });
}

/** Something else than Lanspread, or another version of it, listens there. */
export function otherProtocol(address: Address, cause?: unknown): LanspreadError {
  return new LanspreadError(
    'peer-refused',
    `${address} does not speak this version of Lanspread. Check the port, or update both PCs.`,
    { cause },
  );
}

/** Nothing came in time. */
export function silence(address: Address): LanspreadError {
  return new LanspreadError(
    'peer-unreachable',
    `${address} does not answer. Check the address and that PC's firewall.`,
  );
}

export function tooManyDials(): LanspreadError {
  return new LanspreadError(
    'peer-unreachable',
    'Too many PCs are being dialled to reach one more. Try again in a few seconds.',
  );
}

/** The other end has closed the connection. */
export function hungUp(address: Address): LanspreadError {
  return new LanspreadError(
    'peer-unreachable',
    `${address} closed the connection. Try again later.`,
  );
}

export function badHello(address: Address, problem: HelloProblem): LanspreadError {
  return new LanspreadError('peer-refused', `${address} ${BAD_HELLO[problem]}`);
}

export function ownPc(address: Address): LanspreadError {
  return new LanspreadError('peer-refused', `${address} is your own PC. Enter another one.`);
}

/** The other end has proven an id, but not the one that was looked for. */
export function otherPeer(address: Address): LanspreadError {
  return new LanspreadError(
    'peer-refused',
    `${address} is another PC than before. Connect to it again to see what it has.`,
  );
}

/** The other end sent what no Lanspread sends. */
export function brokenProtocol(address: Address, problem: string): LanspreadError {
  return new LanspreadError(
    'peer-refused',
    `${address} broke the rules of the protocol (${problem}). Update Lanspread on that PC.`,
  );
}

/** An answer stopped in the middle, or never began. */
export function stalled(address: Address): LanspreadError {
  return new LanspreadError(
    'timeout',
    `${address} stopped sending in the middle of an answer. Try again, or from another PC.`,
  );
}

/** Closed by this end. */
export function cancelled(): LanspreadError {
  return new LanspreadError('cancelled', 'The connection was closed by this PC.');
}

/** This PC can't serve at the address it was told to. */
export function listenFailure(address: Address, cause: unknown): LanspreadError {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  const reason = NOT_LISTENING[code] ?? 'the system refused it. Choose another address';
  return new LanspreadError('io-error', `Can't listen on ${address}: ${reason} with --listen.`, {
    cause,
  });
}

/** The worker that does all of this has died. */
export function networkStopped(): LanspreadError {
  return new LanspreadError(
    'io-error',
    'The part of Lanspread that talks to other PCs has stopped. Restart Lanspread.',
  );
}
