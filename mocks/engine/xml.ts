/** Answers as XML: one element for each member, lists as repeated elements. */
import { isArray, isObject, type Json, type JsonObject } from '../../contract/json.ts';

/** Write a document with one root element. A text that is a link stands in CDATA, as the gateway writes it. */
export function writeXml(root: string, content: JsonObject): string {
  return `<?xml version='1.0' encoding='UTF-8'?>${element(root, content)}`;
}

function element(name: string, value: Json): string {
  if (isArray(value)) return value.map((item) => element(name, item)).join('');
  return `<${name}>${isObject(value) ? members(value) : text(String(value))}</${name}>`;
}

function members(value: JsonObject): string {
  return Object.entries(value)
    .map(([name, member]) => element(name, member))
    .join('');
}

function text(value: string): string {
  if (/^https?:\/\/\S*$/.test(value)) return `<![CDATA[${value.replaceAll(']]>', ']]]]><![CDATA[>')}]]>`;
  return value
    .replace(forbidden, '\uFFFD')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
}

/** Control characters, which XML 1.0 cannot hold even escaped. They can come from a request, in a string to sign. */
// oxlint-disable-next-line no-control-regex
const forbidden = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g;
