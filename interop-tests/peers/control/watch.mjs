// Prints what the server sees. Attach before any other middleware or listener: a refused CONNECT
// is reported only because ours runs first.
import { say } from './lines.mjs';

/** Watches a socket.io Server whose engine is already attached to its HTTP server. */
export function watch(io, { logPackets }) {
  watchEngine(io.engine, logPackets);
  watchNamespace(io.of('/'));
  // Fired for every later namespace, also for each child of a dynamic one.
  io.on('new_namespace', watchNamespace);
}

function watchEngine(engine, logPackets) {
  engine.use((req, res, next) => {
    say('request', { method: req.method, url: req.url, headers: req.headers });
    next();
  });
  engine.on('connection_error', ({ code, message }) => say('requestRefused', { code, message }));
  engine.on('connection', (conn) => {
    const eid = conn.id;
    const packet = (transport, type, data) => {
      if (logPackets) {
        say('packet', { eid, transport, type, data });
      }
    };
    const extensions = conn.transport.socket?.extensions;
    say('engineOpen', { eid, transport: conn.transport.name, extensions });
    watchWebSocket(conn);
    conn.on('packet', ({ type, data }) => packet(conn.transport.name, type, data));
    // The two packets of an upgrade go to the new transport, past the socket's 'packet' event.
    conn.on('upgrading', () => packet('websocket', 'ping', 'probe'));
    conn.on('upgrade', () => {
      packet('websocket', 'upgrade');
      say('upgraded', { eid, transport: conn.transport.name });
      watchWebSocket(conn);
    });
    conn.on('close', (reason, detail) =>
      say('engineClosed', { eid, reason, detail: detail?.message }));
  });
}

function watchWebSocket(conn) {
  // 1005: a close frame without a code; 1006: no close frame at all.
  conn.transport.socket?.on('close', (code, reason) =>
    say('wsClosed', { eid: conn.id, code, reason: reason.toString() }));
}

function watchNamespace(namespace) {
  const nsp = namespace.name;
  namespace.use((socket, next) => {
    say('middleware', { nsp, sid: socket.id, auth: socket.handshake.auth });
    next();
  });
  namespace.on('connection', (socket) => {
    const { auth, query, headers } = socket.handshake;
    say('connection', {
      nsp, sid: socket.id, eid: socket.conn.id, transport: socket.conn.transport.name,
      recovered: socket.recovered, auth, query, headers,
    });
    socket.on('disconnect', (reason) => say('disconnect', { nsp, sid: socket.id, reason }));
  });
}
