/** The connections of a server, also those that `node:http` does not count: with no request, or with TLS still to be agreed upon. */
import type { Server } from 'node:http';
import type { Socket } from 'node:net';

export interface Connections {
  /** Ends those from which nothing has come. */
  endSilent(): void;
  /** Ends all at once. */
  endAll(): void;
}

interface ConnectionsOptions {
  readonly isTls: boolean;
  /** How long a client that sends nothing more is waited with for its answers, in milliseconds. */
  readonly halfClosedMs: number;
}

/** Of those with TLS: the sockets that they go through. */
const socketsBelow = new WeakMap<Socket, Socket>();

/** Ends a connection by a reset, as far as it can be told from any other end. */
export function resetConnection(socket: Socket): void {
  // A connection that is ending already cannot be reset: Node would neither reset nor close it. Nor can TLS itself.
  const below = socketsBelow.get(socket) ?? socket;
  if (socket.writable && below.writable) below.resetAndDestroy();
  else socket.destroy();
}

/** `server`: one that does not listen yet. */
export function watchConnections(server: Server, { isTls, halfClosedMs }: ConnectionsOptions): Connections {
  const open = new Set<Socket>();
  // Of the connections above those with TLS, on which the requests come.
  const secured = new Set<Socket>();
  // By the address of the client, which both have.
  const unsecured = new Map<string, Socket>();
  const watch = (sockets: Set<Socket>, socket: Socket): void => {
    sockets.add(socket);
    socket.once('close', () => void sockets.delete(socket));
  };
  // A client that closes its own direction may still read. Node can answer it, and says so nowhere but in its source.
  Object.assign(server, { httpAllowHalfOpen: true });
  server.on('connection', (socket: Socket) => {
    watch(open, socket);
    if (isTls) {
      const client = clientOf(socket);
      unsecured.set(client, socket);
      socket.once('close', () => void unsecured.delete(client));
    }
    // One that is gone altogether says no more than that, until something is sent to it.
    socket.once('end', () => {
      if (!socket.destroyed) setTimeout(() => socket.destroy(), halfClosedMs).unref();
    });
  });
  if (isTls)
    server.on('secureConnection', (socket: Socket) => {
      watch(secured, socket);
      const client = clientOf(socket);
      const below = unsecured.get(client);
      if (below) socketsBelow.set(socket, below);
      unsecured.delete(client);
    });
  return {
    endSilent() {
      for (const socket of unsecured.values()) socket.destroy();
      for (const socket of isTls ? secured : open) if (socket.bytesRead === 0) socket.destroy();
    },
    endAll() {
      for (const socket of open) socket.destroy();
    },
  };
}

function clientOf({ remoteAddress, remotePort }: Socket): string {
  return `${remoteAddress}:${remotePort}`;
}
