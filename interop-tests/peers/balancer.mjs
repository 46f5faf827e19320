// A load balancer with sticky sessions, for two socket.io servers: a client without our cookie gets
// one, and the servers in turn; its cookie's hash says which server it is for. With `sticky: false`
// each request is the other server's turn.
import { createHash } from 'node:crypto';
import { createServer, request } from 'node:http';
import { say, serveCommands } from './control/lines.mjs';

const COOKIE = 'route';
const { backends, maxLifeMs, sticky = true } = JSON.parse(process.argv[2]);
let clients = 0;

const server = createServer((req, res) => {
  const { backend, setCookie } = choose(req);
  const forwarded = request(
    { host: '127.0.0.1', port: backend, method: req.method, path: req.url, headers: req.headers },
    (answer) => {
      res.writeHead(answer.statusCode, withCookie(answer.rawHeaders, setCookie));
      answer.pipe(res);
    },
  );
  forwarded.on('error', () => res.destroy());
  res.on('close', () => forwarded.destroy());
  req.pipe(forwarded);
});

server.on('upgrade', (req, client, head) => {
  const { backend, setCookie } = choose(req);
  const upstream = request({
    host: '127.0.0.1', port: backend, method: req.method, path: req.url, headers: req.headers,
  });
  const answered = (answer, socket, rest) => {
    client.write(`HTTP/1.1 ${answer.statusCode} ${answer.statusMessage}\r\n`);
    const headers = withCookie(answer.rawHeaders, setCookie);
    for (let i = 0; i < headers.length; i += 2) {
      client.write(`${headers[i]}: ${headers[i + 1]}\r\n`);
    }
    client.write('\r\n');
    if (socket) {
      client.write(rest);
      socket.write(head);
      socket.pipe(client).pipe(socket);
    } else {
      answer.pipe(client);
    }
    socket?.on('error', () => client.destroy());
  };
  client.on('error', () => upstream.destroy());
  client.on('close', () => upstream.destroy());
  upstream.on('upgrade', answered);
  upstream.on('response', (answer) => answered(answer));
  upstream.on('error', () => client.destroy());
  upstream.end();
});

server.listen(0, '127.0.0.1', () => {
  say('listening', { port: server.address().port });
  serveCommands({ stats: () => say('stats'), stop: () => server.close() }, maxLifeMs);
});

/** Returns `{backend, setCookie}`: where the request goes, and the cookie of a first contact. */
function choose(req) {
  if (!sticky) {
    return { backend: backends[clients++ % backends.length] };
  }
  const known = new RegExp(`(?:^|;\\s*)${COOKIE}=([^;]*)`).exec(req.headers.cookie ?? '')?.[1];
  const route = known ?? newRoute();
  const backend = backends[slot(route)];
  say('routed', { method: req.method, url: req.url, cookie: req.headers.cookie, known, backend });
  // With Max-Age and quotes: what the cookie holds must come back as it was.
  return { backend, setCookie: known ? undefined : `${COOKIE}=${route}; Path=/; Max-Age=60; HttpOnly` };
}

/** Each new client has the next server's turn. */
function newRoute() {
  const turn = clients++ % backends.length;
  for (let i = 0; ; i++) {
    const route = `"r ${clients}.${i}"`;
    if (slot(route) === turn) {
      return route;
    }
  }
}

function slot(route) {
  return createHash('sha256').update(route).digest()[0] % backends.length;
}

function withCookie(rawHeaders, setCookie) {
  return setCookie ? [...rawHeaders, 'Set-Cookie', setCookie] : rawHeaders;
}
