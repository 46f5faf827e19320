// The npm client until its first event, as FirstEventProcess does it. Argument: port.
import { io } from 'socket.io-client';

const socket = io(`http://127.0.0.1:${process.argv[2]}`, { transports: ['websocket'] });
socket.on('tick', () => console.log('handled'));
socket.on('connect', () => socket.emit('flood', 'tick', 1, 0));
process.stdin.on('end', () => process.exit(0)).resume();
