/** Who holds a port, where the system says so. Loaded when a port is taken. */
import { readdir, readFile, readlink } from 'node:fs/promises';
import { basename } from 'node:path';

/**
 * The program that listens on a TCP port of this machine, such as `"node" (process 4711)`.
 *
 * Undefined where that cannot be found out: elsewhere than on Linux, and for programs of other users.
 */
export async function findHolder(port: number): Promise<string | undefined> {
  try {
    const tables = await Promise.all(['tcp', 'tcp6'].map((name) => readText(`/proc/net/${name}`)));
    const sockets = new Set(tables.flatMap((table) => listeningSockets(table, port)));
    if (sockets.size === 0) return undefined;
    for (const id of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
      if (!(await holds(id, sockets))) continue;
      return `"${basename(await readlink(`/proc/${id}/exe`))}" (process ${id})`;
    }
  } catch {
    // A system without /proc.
  }
  return undefined;
}

/** The inodes of the sockets that listen on a port. Columns: number, local address, remote address, state, …, inode. */
function listeningSockets(table: string, port: number): readonly string[] {
  const listening = '0A';
  const hex = port.toString(16).toUpperCase().padStart(4, '0');
  return table.split('\n').flatMap((line) => {
    const columns = line.trim().split(/\s+/);
    return columns[1]?.endsWith(`:${hex}`) && columns[3] === listening ? [`socket:[${columns[9]}]`] : [];
  });
}

async function holds(id: string, sockets: ReadonlySet<string>): Promise<boolean> {
  const folder = `/proc/${id}/fd`;
  const files = await readdir(folder).catch(() => []);
  const targets = await Promise.all(files.map((file) => readlink(`${folder}/${file}`).catch(() => '')));
  return targets.some((target) => sockets.has(target));
}

function readText(path: string): Promise<string> {
  return readFile(path, 'utf8').catch(() => '');
}
