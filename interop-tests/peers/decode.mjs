// The reference decoder as a filter, for the differential test: one JSON line in, one out.
// In: ["text", "base64", …], one packet with its attachments. Out: {"no": 1} or what was decoded.
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';

// A dependency of socket.io, so of the very version that the server uses.
const require = createRequire(createRequire(import.meta.url).resolve('socket.io'));
const { Decoder } = require('socket.io-parser');

process.stdout.on('error', () => process.exit(0)); // the reader has gone
const lines = createInterface({ input: process.stdin });
lines.on('line', (line) => process.stdout.write(JSON.stringify(judge(JSON.parse(line))) + '\n'));
lines.once('close', () => process.exit(0));

function judge([text, ...attachments]) {
  const decoder = new Decoder({ maxAttachments: 64 });
  const decoded = [];
  decoder.on('decoded', ({ type, nsp, id, data }) =>
    // JSON.stringify would turn a Buffer into its numbers before anybody is asked.
    decoded.push({ type, nsp, id, data: withBase64(data) }));
  try {
    decoder.add(text);
    attachments.forEach((attachment) => decoder.add(Buffer.from(attachment, 'base64')));
  } catch {
    return { no: 1 };
  }
  return decoded.length === 1 ? decoded[0] : { no: 1 };
}

function withBase64(value) {
  if (Buffer.isBuffer(value)) {
    return { $base64: value.toString('base64') };
  }
  if (Array.isArray(value)) {
    return value.map(withBase64);
  }
  if (value !== null && typeof value === 'object') {
    return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, withBase64(v)]));
  }
  return value;
}
