/** What a result was measured on. */
import { cpus, loadavg, platform, release, totalmem } from 'node:os';

/** Versions, processors, memory, and what the machine has to do at this moment. */
export function machineNow(): string {
  const processors = cpus();
  const model = processors[0]?.model.trim() ?? 'unknown';
  const memory = Math.round(totalmem() / 2 ** 30);
  const load = (loadavg()[0] ?? Number.NaN).toFixed(1);
  return `Node ${process.version}, ${processors.length} × ${model}, ${memory} GiB, ${platform()} ${release()}, load ${load}`;
}
