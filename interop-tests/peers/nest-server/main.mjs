// A NestJS application with one gateway, for the interop tests. README.md describes its behaviour.
import 'reflect-metadata';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { IoAdapter } from '@nestjs/platform-socket.io';
import { peerCommands } from '../control/commands.mjs';
import { say, serveCommands } from '../control/lines.mjs';
import { readOptions } from '../control/options.mjs';
import { watch } from '../control/watch.mjs';
import { RealtimeGateway } from './realtime-gateway.mjs';

const { own, server } = await readOptions(process.argv[2]);

/** Passes our options on, and watches before the gateway puts its own middleware in. */
class WatchedAdapter extends IoAdapter {
  createIOServer(port, options) {
    const io = super.createIOServer(port, { ...options, ...server });
    watch(io, own);
    this.commands = peerCommands(io, this.httpServer, '/realtime');
    return io;
  }
}

class RealtimeModule {}
Module({ providers: [RealtimeGateway] })(RealtimeModule);

const app = await NestFactory.create(RealtimeModule, { logger: false, abortOnError: false });
const adapter = new WatchedAdapter(app);
app.useWebSocketAdapter(adapter);
await app.listen(own.port, '127.0.0.1');
say('listening', { port: app.getHttpServer().address().port });

const tick = ({ n }) => app.get(RealtimeGateway).tick(n);
serveCommands({ ...adapter.commands, tick }, own.maxLifeMs);
