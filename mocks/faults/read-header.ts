/** Reads the header by which a request asks for a fault. Few do, so that this is loaded when one does. */
import type { Contract } from '../../contract/contract.ts';
import type { ReceivedCall } from '../gateway/call.ts';
import { misread, readName, readSettings } from './read-rule.ts';
import { settingsOf, type FaultName, type FaultSettingName, type FaultSettings } from './rule.ts';

type ReadFaultHeader = { readonly name: FaultName } & FaultSettings;

/** The fault that is asked for, or what is wrong with the header, in one sentence. */
export function readHeader(
  header: string,
  contract: Contract,
  call: ReceivedCall,
): ReadFaultHeader | { readonly problem: string } {
  try {
    return readFaultHeader(header, contract, call.operation?.name);
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}

/** Read a header such as `latency;ms=500`. Throws MisuseError, in one sentence, for an invalid one. */
function readFaultHeader(header: string, contract: Contract, operation: string | undefined): ReadFaultHeader {
  const [first = '', ...parts] = header.split(';').map((part) => part.trim());
  const name = readName(first);
  const settings: Record<string, unknown> = {};
  for (const part of parts.filter((one) => one !== '')) {
    const [key = '', ...rest] = part.split('=');
    const setting = settingNamed(name, key.trim());
    const text = rest
      .join('=')
      .trim()
      .replace(/^"(.*)"$/, '$1');
    const isText = setting === 'error' || setting === 'contentType';
    settings[setting] = isText || text === '' ? text : Number(text);
  }
  readSettings(name, settings, contract, operation);
  return { name, ...(settings as FaultSettings) }; // looked at by readSettings
}

/** `ms` is short for the fault's setting in milliseconds. */
function settingNamed(name: FaultName, key: string): FaultSettingName {
  const wanted = settingsOf[name].filter((setting) => setting !== 'distribution');
  const found = wanted.find((setting) => setting === key || (key === 'ms' && setting.endsWith('Ms')));
  if (found) return found;
  const shown = wanted.map((setting) => (setting.endsWith('Ms') ? 'ms' : setting)).join(', ');
  throw misread(name, `it has no "${key}"`, shown === '' ? 'Leave it out' : `It has ${shown}`);
}
