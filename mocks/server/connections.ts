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

/** `server`: one that does not listen yet. */
export function watchConnections(server: Server, { isTls, halfClosedMs }: ConnectionsOptions): Connections {
  const open = new Set<Socket>();
  // Of the connections above those with TLS, on which the requests come.
  const secured = new Set<Socket>();
  const watch = (sockets: Set<Socket>, socket: Socket): void => {
    sockets.add(socket);
    socket.once('close', () => void sockets.delete(socket));
  };
  // A client that closes its own direction may still read. Node can answer it, and says so nowhere but in its source.
  Object.assign(server, { httpAllowHalfOpen: true });
  server.on('connection', (socket: Socket) => {
    watch(open, socket);
    // One that is gone altogether says no more than that, until something is sent to it.
    socket.once('end', () => {
      if (!socket.destroyed) setTimeout(() => socket.destroy(), halfClosedMs).unref();
    });
  });
  if (isTls) server.on('secureConnection', (socket: Socket) => watch(secured, socket));
  return {
    endSilent() {
      const ports = new Set([...secured].map(({ remotePort }) => remotePort));
      const isSilent = (socket: Socket): boolean =>
        isTls ? !ports.has(socket.remotePort) : socket.bytesRead === 0;
      for (const socket of open) if (isSilent(socket)) socket.destroy();
      for (const socket of secured) if (socket.bytesRead === 0) socket.destroy();
    },
    endAll() {
      for (const socket of open) socket.destroy();
    },
  };
}
