// The npm client as a peer: one workload, spoken to by lines as ClientProcess is.
// Arguments: "npm", workload, port, CPU seconds to warm up, CPU seconds to measure.
import { createInterface } from 'node:readline';
import { io } from 'socket.io-client';

const [, id, port, warmUpSeconds, seconds] = process.argv.slice(2);
const CHUNK = 8192;
const BLOB_CHUNK = 4;
const CHUNKS_IN_FLIGHT = 8;
const ORDER = JSON.parse(
  '{"id":1234567,"symbol":"ABCDEF","price":1234.56,"size":100,"side":"buy","at":1700000000000}');
const BLOB = Buffer.alloc(64 << 10);

// As Workload has them: kind, events in a step, and how many in flight or a second.
const [kind, step, width] = {
  'P1': ['receive', 200_000, 0], 'P1b': ['receive', 100_000, 0],
  'P1-50k': ['receive', 25_000, 50_000], 'P1-5k': ['receive', 2_500, 5_000],
  'P2': ['emit', 24 * CHUNK], 'P2r': ['emit', 12 * CHUNK],
  'P3s': ['ask', 2_000, 1], 'P3p': ['ask', 20_000, 256],
  'P4-1k': ['idle', 1_000, 64], 'P4-5k': ['idle', 5_000, 64], 'P4-10k': ['idle', 10_000, 64],
  'P5s': ['connect', 100, 1], 'P5p': ['connect', 640, 64],
  'P6in': ['receive', 500, 0], 'P6out': ['emit', 100 * BLOB_CHUNK],
  'P7': ['receive', 50, 0],
}[id];
const event = { 'P1b': 'order', 'P6in': 'blob', 'P7': 'long' }[id] ?? 'tick';

let socket;
let toCome = 0;
let allCame;
let chunksFree = CHUNKS_IN_FLIGHT;
let chunkFreed = () => {};

function open() {
  return new Promise((resolve, reject) => {
    const opened = io(`http://127.0.0.1:${port}`,
      { transports: ['websocket'], forceNew: true, reconnection: false });
    opened.on('connect', () => resolve(opened));
    opened.on('connect_error', reject);
  });
}

function receive(events, perSecond) {
  return new Promise((resolve) => {
    toCome = events;
    allCame = resolve;
    socket.emit('flood', event, events, perSecond);
  });
}

async function chunk() {
  while (chunksFree === 0) {
    await new Promise((resolve) => { chunkFreed = resolve; });
  }
  chunksFree--;
}

async function emit(events) {
  const size = id === 'P6out' ? BLOB_CHUNK : CHUNK;
  for (let i = 0; i < events; i += size) {
    await chunk();
    for (let j = 0; j < size; j++) {
      if (id === 'P6out') socket.emit('blob', BLOB);
      else socket.emit('tick', id === 'P2r' ? { ...ORDER } : ORDER);
    }
  }
  for (let i = 0; i < CHUNKS_IN_FLIGHT; i++) await chunk();
  chunksFree = CHUNKS_IN_FLIGHT;
}

// Each end triggers the next begin.
function repeat(times, inFlight, what, nanos) {
  return new Promise((resolve, reject) => {
    let begun = 0;
    let ended = 0;
    const next = () => {
      if (begun++ >= times) return;
      const start = process.hrtime.bigint();
      what(() => {
        nanos.push(Number(process.hrtime.bigint() - start));
        next();
        if (++ended === times) resolve();
      }, reject);
    };
    for (let i = 0; i < inFlight; i++) next();
  });
}

const ask = (done) => socket.emit('ask', ORDER, done);
const openAndClose = (done, failed) =>
  open().then((opened) => { opened.close(); done(); }).catch(failed);
const idle = [];
const openAndStay = (done, failed) =>
  open().then((opened) => { idle.push(opened); done(); }).catch(failed);

async function run(nanos, perSecond = width) {
  switch (kind) {
    case 'receive': return receive(step, perSecond);
    case 'emit': return emit(step);
    case 'ask': return repeat(step, width, ask, nanos);
    case 'connect': return repeat(step, width, openAndClose, nanos);
    case 'idle': return repeat(step, width, openAndStay, nanos);
  }
}

const cpuNanos = () => { const { user, system } = process.cpuUsage(); return (user + system) * 1e3; };
const isOver = (cpu, wall, limit) => cpu >= limit * 1e9 || wall >= limit * 3e9;
const heap = () => {
  gc();
  gc();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
};

if (kind !== 'connect' && kind !== 'idle') {
  socket = await open();
  socket.on(event, (argument) => {
    if (id === 'P1b') {
      const { id: number, symbol, price, size, side, at } = argument;
      if (!number || !symbol || !price || !size || !side || !at) throw new Error('not what was sent');
    }
    if (--toCome === 0) allCame();
  });
  socket.on('seen', () => { chunksFree++; chunkFreed(); });
}

const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const began = Number(process.hrtime.bigint());
do {
  if (kind === 'idle') await repeat(640, width, openAndClose, []);
  else await run([], kind === 'receive' ? 0 : width);
} while (!isOver(cpuNanos(), Number(process.hrtime.bigint()) - began, warmUpSeconds));
console.log('ready');
if ((await lines.next()).value !== 'go') process.exit(1);

const nanos = [];
let events = 0;
const heapBefore = kind === 'idle' ? heap() : 0;
const start = Number(process.hrtime.bigint());
const cpuBefore = cpuNanos();
let cpu;
let wall;
do {
  await run(nanos);
  events += step;
  cpu = cpuNanos() - cpuBefore;
  wall = Number(process.hrtime.bigint()) - start;
} while (kind !== 'idle' && !isOver(cpu, wall, seconds));

const found = { events, wallNanos: wall, cpuNanos: cpu };
if (nanos.length > 0) {
  nanos.sort((a, b) => a - b);
  const percentile = (share) => nanos[Math.floor((nanos.length - 1) * share)];
  found.p50Nanos = percentile(0.5);
  found.p99Nanos = percentile(0.99);
  found.p999Nanos = percentile(0.999);
}
if (kind === 'idle') found.heapBytes = heap() - heapBefore;
console.log(Object.entries(found).map(([key, value]) => `${key}=${Math.round(value)}`).join(' '));
await lines.next();
process.exit(0);
