// A plain socket.io server for the interop tests. README.md describes its behaviour.
import { createServer } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { Server } from 'socket.io';
import { peerCommands } from './control/commands.mjs';
import { say, serveCommands } from './control/lines.mjs';
import { readOptions } from './control/options.mjs';
import { watch } from './control/watch.mjs';

const ACK_PACKET = 3;
const FLOOD_BATCH = 256;

const { own, server } = await readOptions(process.argv[2]);
const httpServer = own.tls ? createSecureServer(own.tls) : createServer();
const io = new Server(httpServer, server);
watch(io, own);
const commands = peerCommands(io, httpServer, '/');

for (const nsp of ['/', '/a', '/b', '/c', /^\/dyn-\w+$/]) {
  io.of(nsp).on('connection', application);
}

guarded('/guarded', (token) => {
  if (token !== 'good') {
    return refusal('not authorized', { code: 'E_AUTH', retryable: false });
  }
});
guarded('/slow', () => new Promise((resolve) => setTimeout(resolve, 300)));
guarded('/stuck', () => new Promise(() => {}));

const usedTokens = new Set();
guarded('/once', (token) => {
  if (token === undefined || usedTokens.has(token)) {
    return refusal(token === undefined ? 'missing token' : 'stale token');
  }
  usedTokens.add(token);
});

const { port, unixSocket } = own;
httpServer.listen(unixSocket ? { path: unixSocket } : { port, host: '127.0.0.1' }, () => {
  say('listening', { port: httpServer.address().port ?? 0 });
  serveCommands(commands, own.maxLifeMs);
});

/** `check` gets the token and returns, or promises, the error that refuses it. */
function guarded(nsp, check) {
  io.of(nsp)
    .use(async (socket, next) => next(await check(socket.handshake.auth.token)))
    .on('connection', application);
}

function refusal(message, data) {
  return Object.assign(new Error(message), { data });
}

function application(socket) {
  if (own.emitAuth) {
    socket.emit('auth', socket.handshake.auth);
  }
  // A function among the arguments would go out as a request for an ack of our own.
  socket.on('echo', (...args) => socket.emit('echo-back', ...args.filter((a) => !isAck(a))));
  socket.on('echo-ack', (...args) => {
    const ack = args.pop();
    if (isAck(ack)) {
      ack(...args);
    }
  });
  socket.on('no-ack', () => {});
  answerTwice(socket);
  socket.on('boom', (close) => socket.disconnect(close === true));
  socket.on('flood', (n, size) => flood(socket, n, size));
}

function isAck(value) {
  return typeof value === 'function';
}

/** The ack function sends once only and hides its id, so the second ACK packet is made by hand. */
function answerTwice(socket) {
  const makeAck = socket.ack;
  socket.ack = (id) => Object.assign(makeAck.call(socket, id), { id });
  socket.on('double-ack', (...args) => {
    const ack = args.pop();
    if (isAck(ack)) {
      ack('first', ...args);
      socket.packet({ type: ACK_PACKET, id: ack.id, data: ['second', ...args] });
    }
  });
}

/** At full speed, but no faster than the client reads: our own memory stays bounded. */
async function flood(socket, n, size) {
  const padding = 'x'.repeat(size ?? 0);
  for (let i = 0; i < n && socket.connected; i++) {
    socket.emit('n', i, padding);
    if (i % FLOOD_BATCH === FLOOD_BATCH - 1) {
      await written(socket.conn);
    }
  }
}

/** Engine.IO empties its write buffer only once the batch before is with the kernel. */
function written(conn) {
  return new Promise((resolve) => {
    if (conn.writeBuffer.length === 0 || conn.readyState !== 'open') {
      setImmediate(resolve);
      return;
    }
    const go = () => {
      conn.off('drain', go);
      conn.off('close', go);
      setImmediate(resolve);
    };
    conn.on('drain', go);
    conn.on('close', go);
  });
}
