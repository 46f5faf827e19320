// A NestJS gateway in plain JavaScript: decorators are functions and are called as such below the
// class, so nothing has to be compiled.
import { SubscribeMessage, WebSocketGateway, WebSocketServer } from '@nestjs/websockets';

const CHANNEL = 'general';
const MOST_TICKS = 100_000; // they are written at once and wait in memory
const VALID_TOKEN = /^t-\d+$/;

export class RealtimeGateway {
  #usedTokens = new Set();
  #seq = 0;

  /** Here and not in a guard: Nest's guards run per message, they cannot refuse a CONNECT. */
  afterInit(namespace) {
    namespace.use((socket, next) => next(this.#refusalOf(socket.handshake.auth.token)));
  }

  #refusalOf(token) {
    if (token === undefined || token === null || token === '') {
      return refusal('unauthorized', { reason: 'missing' });
    }
    if (typeof token !== 'string' || !VALID_TOKEN.test(token)) {
      return refusal('unauthorized', { reason: 'wrong' });
    }
    if (this.#usedTokens.has(token)) {
      return refusal('stale token', { token: 't-***', reason: 'stale' });
    }
    this.#usedTokens.add(token);
    return undefined;
  }

  handleConnection(socket) {
    socket.join(CHANNEL);
  }

  /** What a handler returns is the ack, if one was asked for; Nest drops it otherwise. */
  post(socket, body) {
    if (typeof body?.text !== 'string') {
      return { ok: false, error: 'text is missing' };
    }
    return { ok: true, seq: this.#publish(body.text, socket.id) };
  }

  tick(n = 1) {
    if (!(Number.isInteger(n) && n >= 1 && n <= MOST_TICKS)) {
      throw new Error(`n must be in 1..${MOST_TICKS}, got ${n}`);
    }
    const first = this.#seq + 1;
    for (let i = 0; i < n; i++) {
      this.#publish(`tick ${this.#seq + 1}`, 'server');
    }
    return { first, last: this.#seq };
  }

  #publish(text, author) {
    const seq = ++this.#seq;
    this.namespace.to(CHANNEL).emit('message', { seq, text, author });
    return seq;
  }
}

WebSocketGateway({ namespace: '/realtime' })(RealtimeGateway);
WebSocketServer()(RealtimeGateway.prototype, 'namespace');
SubscribeMessage('post')(
  RealtimeGateway.prototype,
  'post',
  Object.getOwnPropertyDescriptor(RealtimeGateway.prototype, 'post'),
);

function refusal(message, data) {
  return Object.assign(new Error(message), { data });
}
