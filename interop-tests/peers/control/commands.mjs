// The commands every peer understands. README.md has the table.
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { decodeBytes, say } from './lines.mjs';

const STOP_GRACE_MS = 500;
const ACK_TIMEOUT_MS = 5000;

/** Must be called before the HTTP server listens: it counts TCP connections from the first on. */
export function peerCommands(io, httpServer, defaultNsp) {
  const tcpSockets = new Set();
  httpServer.on('connection', (tcp) => {
    tcpSockets.add(tcp);
    tcp.once('close', () => tcpSockets.delete(tcp));
  });
  // io.of(name) would create a namespace that is not there; this only looks.
  const namespaces = new Map([['/', io.of('/')]]);
  io.on('new_namespace', (namespace) => namespaces.set(namespace.name, namespace));
  const namespaceOf = ({ nsp = defaultNsp }) => {
    const namespace = namespaces.get(nsp);
    if (namespace === undefined) {
      throw new Error(`no namespace ${nsp}`);
    }
    return namespace;
  };
  const socketsOf = (command) => [...namespaceOf(command).sockets.values()];
  const conns = () => Object.values(io.engine.clients);
  const webSockets = () => conns().flatMap(({ transport }) => transport.socket ?? []);

  const bytes = (direction) => [...tcpSockets].reduce((sum, tcp) => sum + tcp[direction], 0);

  /** Past both encoders, so it may be wrong in any way. Polling clients are not reached. */
  async function sendRaw(data) {
    const targets = webSockets();
    await Promise.all(targets.map((ws) => new Promise((written) => ws.send(data, written))));
    return { count: targets.length };
  }

  return {
    emit(command) {
      const namespace = namespaceOf(command);
      const args = decodeBytes(command.args ?? []);
      // To the namespace, not socket by socket: only a broadcast is kept for recovery.
      (command.volatile ? namespace.volatile : namespace).emit(command.event, ...args);
      return { count: namespace.sockets.size };
    },

    emitAck(command) {
      const sockets = socketsOf(command);
      const args = decodeBytes(command.args ?? []);
      for (const socket of sockets) {
        const fact = { id: command.id, nsp: socket.nsp.name, sid: socket.id, name: command.event };
        socket
          .timeout(command.timeout ?? ACK_TIMEOUT_MS)
          .emit(command.event, ...args, (error, ...answer) => {
            const result = error ? { error: error.message } : { args: answer };
            say('ackResult', { ...fact, ...result });
          });
      }
      return { count: sockets.length };
    },

    raw: ({ text }) => sendRaw(String(text)),

    rawBinary: ({ base64 }) => sendRaw(Buffer.from(base64, 'base64')),

    kick(command) {
      const sockets = socketsOf(command);
      sockets.forEach((socket) => socket.disconnect(command.close === true));
      return { count: sockets.length };
    },

    /** RST, not FIN: the client must see a reset, whatever it was doing. */
    async cut() {
      const targets = [...tcpSockets];
      const closed = targets.map((tcp) => once(tcp, 'close'));
      targets.forEach((tcp) => tcp.resetAndDestroy());
      await Promise.all(closed);
      return { count: targets.length };
    },

    /** Done when the close frame is handed over; `wsClosed` tells of the client's answer. */
    closeWs({ code = 1000, reason = '' }) {
      const targets = webSockets();
      targets.forEach((ws) => ws.close(code, reason));
      return { count: targets.length };
    },

    engineClose() {
      const targets = conns();
      targets.forEach((conn) => conn.close());
      return { count: targets.length };
    },

    stats() {
      say('stats', {
        engine: io.engine.clientsCount,
        tcp: tcpSockets.size,
        bytesRead: bytes('bytesRead'),
        bytesWritten: bytes('bytesWritten'),
        namespaces: Object.fromEntries([...namespaces].map(([n, nsp]) => [n, nsp.sockets.size])),
      });
    },

    /** Orderly, but a client that does not answer the close gets only a short time. */
    async stop() {
      await Promise.race([io.close(), delay(STOP_GRACE_MS)]);
      tcpSockets.forEach((tcp) => tcp.destroy());
    },
  };
}
