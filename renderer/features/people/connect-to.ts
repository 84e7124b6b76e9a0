import type { CommandResult } from '../../../shared/commands.ts';
import type { Failure } from '../../../shared/errors.ts';
import { ask } from '../../state/send.ts';

/** What came of trying to connect. */
export type ConnectResult =
  | { readonly type: 'connected'; readonly name: string }
  | { readonly type: 'no-address' }
  | { readonly type: 'silent'; readonly address: string }
  | { readonly type: 'refused'; readonly address: string; readonly message: string }
  | { readonly type: 'other'; readonly message: string };

/** Connects to the PC at an address as it was typed. */
export async function connectTo(typed: string): Promise<ConnectResult> {
  const address = typed.trim();
  const reply = await ask('connect', { address });
  if (!reply.ok) return failed(reply.error, address);
  // Main's own answer, of the type that the table of commands gives it.
  const { name } = reply.data as CommandResult<'connect'>;
  return { type: 'connected', name };
}

function failed({ code, message }: Failure, address: string): ConnectResult {
  if (code === 'bad-argument') return { type: 'no-address' };
  if (code === 'peer-unreachable' || code === 'timeout') return { type: 'silent', address };
  if (code === 'peer-refused') return { type: 'refused', address, message };
  return { type: 'other', message };
}
