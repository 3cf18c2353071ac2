/** Values as their types have them. */
import type { Json } from '../json.ts';

/** A value as its type has it; a text that cannot be read so stays a text. */
export function valueAs(value: Json, type: string): Json {
  const text = String(value).trim();
  if (type === 'integer' && /^-?\d+$/.test(text) && Number.isSafeInteger(Number(text))) return Number(text);
  if (type === 'number' && /^-?\d+(?:\.\d+)?$/.test(text)) return Number(text);
  if (type === 'boolean' && /^(?:true|false)$/i.test(text)) return text.toLowerCase() === 'true';
  return type === 'string' || typeof value !== 'object' ? String(value) : value;
}
