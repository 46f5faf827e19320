// JSON lines: facts out on stdout, commands in on stdin. Nothing else may write to stdout.
import { createInterface } from 'node:readline';

/** Prints one fact. Bytes anywhere in it become `{"$base64": "…"}`. */
export function say(event, fact = {}) {
  // A pipe is written synchronously on POSIX, so a line is out before process.exit().
  process.stdout.write(JSON.stringify({ event, ...fact }, encodeBytes) + '\n');
}

function encodeBytes(key, value) {
  // Buffer.toJSON has run before a replacer sees the value: look at the original.
  const original = this[key];
  if (original instanceof Uint8Array || original instanceof ArrayBuffer) {
    return { $base64: Buffer.from(original).toString('base64') };
  }
  return value;
}

/** Turns `{"$base64": "…"}` anywhere inside a command's arguments into a Buffer. */
export function decodeBytes(value) {
  if (Array.isArray(value)) {
    return value.map(decodeBytes);
  }
  if (value === null || typeof value !== 'object') {
    return value;
  }
  const keys = Object.keys(value);
  if (keys.length === 1 && keys[0] === '$base64') {
    return Buffer.from(value.$base64, 'base64');
  }
  return Object.fromEntries(keys.map((key) => [key, decodeBytes(value[key])]));
}

/**
 * Runs commands one after the other until stdin ends, then ends the process: a peer never outlives
 * its test. A handler's returned object is added to the `done` line; what it throws is the `error`.
 */
export async function serveCommands(commands, maxLifeMs) {
  setTimeout(() => {
    say('expired', { maxLifeMs });
    process.exit(3);
  }, maxLifeMs);
  process.stdout.on('error', () => process.exit(0)); // the reader has gone
  const lines = createInterface({ input: process.stdin });
  // Not left to the loop below: a command that is still waiting must not hold up the end.
  lines.once('close', () => setImmediate(() => process.exit(0)));
  for await (const line of lines) {
    if (line.trim() !== '') {
      await run(commands, line);
    }
  }
}

async function run(commands, line) {
  let command = {};
  try {
    command = JSON.parse(line);
    if (!Object.hasOwn(commands, command.cmd)) {
      throw new Error(`unknown command; known: ${Object.keys(commands).join(', ')}`);
    }
    const result = await commands[command.cmd](command);
    say('done', { cmd: command.cmd, id: command.id, ...result });
    if (command.cmd === 'stop') {
      say('stopped');
      process.exit(0);
    }
  } catch (e) {
    say('done', { cmd: command?.cmd, id: command?.id, error: e.message });
  }
}
