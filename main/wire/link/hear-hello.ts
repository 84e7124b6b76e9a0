import { HANDSHAKE_MS } from '../limits.ts';
import type { FramedSocket } from './framed-socket.ts';
import { type Hello, type HelloProblem, parseHello } from './hello.ts';

/** The other end's first frame, read as a hello; undefined when none came in time. */
export async function hearHello(framed: FramedSocket): Promise<Hello | HelloProblem | undefined> {
  const received = await framed.next(HANDSHAKE_MS);
  if (received.type === 'frame') return parseHello(received.message);
  return received.type === 'broken' ? 'malformed' : undefined;
}
