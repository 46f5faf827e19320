// A socket.io server that keeps a ledger: what it was sent, in the order in which it handled it.
// README.md describes its behaviour.
import { createServer } from 'node:http';
import { Server } from 'socket.io';
import { say, serveCommands } from './control/lines.mjs';
import { readOptions } from './control/options.mjs';

const ENTRIES_PER_LINE = 10_000;
const PUSHES_AT_ONCE = 2;
const PUSH_INTERVAL_MS = 5;

const { own, server } = await readOptions(process.argv[2]);
const httpServer = createServer();
const io = new Server(httpServer, server);
const ledger = [];
let corrupt = 0;
let connections = 0;
let recoveries = 0;
let pushed = 0;
let pushing;

io.on('connection', (socket) => {
  connections++;
  recoveries += socket.recovered ? 1 : 0;
  socket.onAny((kind, number, ...rest) => {
    const ack = typeof rest.at(-1) === 'function' ? rest.pop() : undefined;
    ledger.push(kind + number);
    corrupt += rest.length > 0 && !isSound(number, rest[0]) ? 1 : 0;
    ack?.(number);
  });
});

/** The bytes that belong to a number: as many as its last two digits say, all of them alike. */
function isSound(number, { bytes }) {
  return Buffer.isBuffer(bytes)
    && bytes.length === number % 100
    && bytes.every((byte) => byte === number % 251);
}

const commands = {
  push() {
    pushing = setInterval(() => {
      for (let i = 0; i < PUSHES_AT_ONCE; i++) {
        io.emit('push', pushed++);
      }
    }, PUSH_INTERVAL_MS);
  },
  stopPushing() {
    clearInterval(pushing);
    return { pushed };
  },
  ledger() {
    for (let at = 0; at < ledger.length; at += ENTRIES_PER_LINE) {
      say('entries', { entries: ledger.slice(at, at + ENTRIES_PER_LINE) });
    }
    return { corrupt, connections, recoveries };
  },
};

httpServer.listen(own.port, '127.0.0.1', () => {
  say('listening', { port: httpServer.address().port });
  serveCommands(commands, own.maxLifeMs);
});
