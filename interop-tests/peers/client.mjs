// The npm client, for our own server. README.md describes it.
import { io } from 'socket.io-client';
import { decodeBytes, say, serveCommands } from './control/lines.mjs';

const { url, nsp = '/', maxLifeMs, parser, ...options } = JSON.parse(process.argv[2]);
if (parser === 'msgpack') {
  options.parser = (await import('socket.io-msgpack-parser')).default;
}

say('ready');
const socket = io(url + nsp, { transports: ['websocket'], ...options });
socket.on('connect', () => say('connected', { sid: socket.id }));
socket.on('connect_error', ({ message, data }) => say('refused', { message, data }));
socket.on('disconnect', (reason) => say('disconnected', { reason }));
socket.onAny((name, ...args) => {
  const ack = typeof args.at(-1) === 'function' ? args.pop() : undefined;
  say('heard', { name, args, asked: ack !== undefined });
  ack?.(...args);
});

serveCommands({
  emit: ({ event, args }) => void socket.emit(event, ...decodeBytes(args)),
  emitAck: ({ id, event, args }) =>
    void socket.emit(event, ...decodeBytes(args), (...answer) =>
      say('ackResult', { id, name: event, args: answer })),
  disconnect: () => void socket.disconnect(),
}, maxLifeMs);
