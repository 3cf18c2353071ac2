/**
 * Reads the pairs of requests that resemble each other.
 *
 * Clients send the same names in the same order again and again, and most of the same values. Each name remembers the one that
 * came after it, and a value that it had: both are found by comparing them with the text, which is neither cut up nor decoded.
 */
import type { CommonParameter } from '../../contract/operation/operation.ts';
import { ownText } from '../state/own-text.ts';
import { endOfPair, EscapeDecoder } from './pairs.ts';

interface PlainName {
  readonly name: string;
  /** Its index among the common parameters; -1 for any other. */
  readonly common: number;
}

/** A name as it stands in requests; another way to escape it is another such name. */
interface SentName extends PlainName {
  /** With its equals sign. */
  readonly start: string;
  /** What came next, the last time. */
  next: SentName | undefined;
  /** With a value as it stood in a request, and what that means. */
  pair: string | undefined;
  text: string;
  /** How many values were none that was remembered. */
  others: number;
}

/** How many names are remembered, and of which length in characters: clients can make up names without end. */
const mostNames = 4096;
const longestKept = 200;
/** The same of one request: to remember a name takes longer than to read it, and a body of a megabyte has room for half a million. */
const mostNew = 100;
/** To remember each value would cost as much as to read it where all are different. */
const keptEvery = 64;
/** In lists of their own, which takes less than a list of pairs. */
export interface SentPairs {
  readonly names: readonly string[];
  readonly values: readonly string[];
  /** The values of the common parameters, in their order; of two equal names the first is used. */
  readonly common: readonly (string | undefined)[];
  /** How many of them, from the first, stood in the query. */
  readonly inQuery: number;
}

interface PairLists {
  readonly names: string[];
  readonly values: string[];
  readonly common: (string | undefined)[];
  inQuery: number;
}

export class PairReader {
  private readonly commonNames: readonly string[];
  private readonly byRaw = new Map<string, SentName>();
  private readonly first: SentName = nameOf('', '', -1);
  /** How many names of the request are new. */
  private fresh = 0;
  private decoder = new EscapeDecoder();

  constructor(commonParameters: readonly CommonParameter[]) {
    this.commonNames = commonParameters.map(({ name }) => name);
  }

  /** The pairs of a request: those of its query, then those of its form. */
  read(query: string, form: string): SentPairs {
    const sent: PairLists = {
      names: [],
      values: [],
      common: this.commonNames.map(() => undefined),
      inQuery: 0,
    };
    this.fresh = 0;
    this.decoder = new EscapeDecoder();
    const last = this.readText(query, this.first, sent);
    sent.inQuery = sent.names.length;
    this.readText(form, last, sent);
    return sent;
  }

  private readText(whole: string, before: SentName, sent: PairLists): SentName {
    const text = whole.toWellFormed();
    const { decoder } = this;
    let name = before;
    for (let start = 0; start < text.length;) {
      const expected = name.next;
      const kept = expected ? endOfKept(text, start, expected.pair) : -1;
      const end = kept < 0 ? endOfPair(text, start) : kept;
      if (expected && kept >= 0) {
        name = expected;
        push(sent, name, expected.text);
      } else if (expected && standsAt(text, start, expected.start)) {
        name = expected;
        push(sent, name, readValue(expected, text.slice(start, end), decoder));
      } else if (end > start) {
        const pair = text.slice(start, end);
        const equals = pair.indexOf('=');
        const next = this.find(equals < 0 ? pair : pair.slice(0, equals));
        push(sent, next, equals < 0 ? '' : decoder.decode(pair.slice(equals + 1)));
        if ('next' in next) name = name.next = next;
      }
      start = end + 1;
    }
    return name;
  }

  /** A name, with all that is remembered of it; one that is not remembered has only its meaning. */
  private find(raw: string): SentName | PlainName {
    const found = this.byRaw.get(raw);
    if (found) return found;
    const name = this.decoder.decode(raw);
    const common = this.commonNames.indexOf(name);
    if (raw.length > longestKept || this.fresh >= mostNew) return { name, common };
    this.fresh += 1;
    if (this.byRaw.size >= mostNames) {
      this.byRaw.clear();
      this.first.next = undefined;
    }
    // Copied: a slice would keep the whole request in memory.
    const own = ownText(raw);
    const kept = nameOf(own, name === raw ? own : ownText(name), common);
    this.byRaw.set(own, kept);
    return kept;
  }
}

function push({ names, values, common }: PairLists, name: PlainName, value: string): void {
  names.push(name.name);
  values.push(value);
  if (name.common >= 0) common[name.common] ??= value;
}

function nameOf(raw: string, name: string, common: number): SentName {
  return { start: ownText(`${raw}=`), name, common, next: undefined, pair: undefined, text: '', others: 0 };
}

/** Where the pair at `start` ends, if it is the one that was kept; else -1. */
function endOfKept(text: string, start: number, kept: string | undefined): number {
  if (kept === undefined) return -1;
  const end = start + kept.length;
  const isWhole = end === text.length || text.charCodeAt(end) === ampersand;
  return isWhole && standsAt(text, start, kept) ? end : -1;
}

/** As `startsWith`, which compares character by character and takes several times as long. */
function standsAt(text: string, at: number, part: string): boolean {
  return text.slice(at, at + part.length) === part;
}

const ampersand = '&'.charCodeAt(0);

function readValue(name: SentName, pair: string, decoder: EscapeDecoder): string {
  const value = decoder.decode(pair.slice(name.start.length));
  if (name.others % keptEvery === 0 && pair.length <= longestKept) {
    name.pair = ownText(pair);
    name.text = ownText(value);
  }
  name.others += 1;
  return value;
}
