import type { FramedSocket } from './framed-socket.ts';
import { type Hello, type HelloProblem, parseHello } from './hello.ts';

/** The other end's first frame, read as a hello; undefined when none came within `limitMs`. */
export async function hearHello(
  framed: FramedSocket,
  limitMs: number,
): Promise<Hello | HelloProblem | undefined> {
  const received = await framed.next(limitMs);
  if (received.type === 'frame') return parseHello(received.message);
  return received.type === 'broken' ? 'malformed' : undefined;
}
