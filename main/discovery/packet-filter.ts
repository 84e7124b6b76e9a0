/** A peer's announcement is a few hundred bytes; what has more than a frame of Ethernet is not ours. */
const MAX_PACKET_BYTES = 1_500;

/** A peer asks one question a packet, and each question is answered with a packet of its own. */
const MAX_QUESTIONS = 1;

/** The cost of reading an answer rises with the square of its records. */
const MAX_RECORDS = 64;

const HEADER_BYTES = 12;
const QUESTIONS_AT = 4;
const RECORD_COUNTS_AT = [6, 8, 10];

/** Whether an mDNS packet may be read: small, and cheap to answer. Other programs' may be neither. */
export function isReadable(packet: Buffer): boolean {
  if (packet.length < HEADER_BYTES || packet.length > MAX_PACKET_BYTES) return false;
  const records = RECORD_COUNTS_AT.reduce((sum, at) => sum + packet.readUInt16BE(at), 0);
  return packet.readUInt16BE(QUESTIONS_AT) <= MAX_QUESTIONS && records <= MAX_RECORDS;
}
