// The one command-line argument of a peer: a JSON object. What is not ours goes to socket.io as is.

const SERVER_OPTIONS = [
  'path', 'transports', 'pingInterval', 'pingTimeout', 'upgradeTimeout', 'connectTimeout',
  'maxHttpBufferSize', 'allowUpgrades', 'perMessageDeflate', 'httpCompression', 'cookie', 'cors',
  'allowEIO3', 'cleanupEmptyChildNamespaces',
];
const OWN_DEFAULTS = {
  port: 0,
  unixSocket: '',
  recovery: false,
  parser: 'json',
  tls: null,
  emitAuth: false,
  logPackets: true,
  maxLifeMs: 15 * 60 * 1000,
};
const LONGEST_TIMER_MS = 2 ** 31 - 1; // setTimeout fires at once above it

/** Returns `{own, server}`: the peer's settings, and the options for socket.io's Server. */
export async function readOptions(text = '{}') {
  const given = JSON.parse(text);
  // A misspelt option would silently test the defaults.
  for (const name of Object.keys(given)) {
    if (!(name in OWN_DEFAULTS) && !SERVER_OPTIONS.includes(name)) {
      throw new Error(`unknown option ${JSON.stringify(name)}`);
    }
  }
  const own = { ...OWN_DEFAULTS };
  const server = {};
  for (const [name, value] of Object.entries(given)) {
    (name in OWN_DEFAULTS ? own : server)[name] = value;
  }
  if (!(own.maxLifeMs > 0 && own.maxLifeMs <= LONGEST_TIMER_MS)) {
    throw new Error(`maxLifeMs must be in 1..${LONGEST_TIMER_MS}, got ${own.maxLifeMs}`);
  }
  // Any object switches recovery on, even an empty one; false must leave the key out.
  if (own.recovery) {
    server.connectionStateRecovery = own.recovery === true ? {} : own.recovery;
  }
  if (own.parser === 'msgpack') {
    server.parser = (await import('socket.io-msgpack-parser')).default;
  } else if (own.parser !== 'json') {
    throw new Error(`parser must be json or msgpack, got ${own.parser}`);
  }
  return { own, server };
}
