/**
 * What is remembered of each account, in one place.
 *
 * A call looks for its account's rate limit and for several of its collections. All of them hang from one object, which is looked
 * for once: of thousands of accounts, hardly anything of one is in the processor's caches when it calls.
 */
import type { Collection } from './collection.ts';
import { ownText } from './own-text.ts';

/** The calls of one operation by one account that count for its rate limit. */
export interface Window {
  readonly account: string;
  readonly operation: string;
  /** When the admitted calls came, oldest first. */
  readonly admitted: number[];
  perMs: number;
}

export interface Account {
  readonly name: string;
  /** One for each operation that was called, in a chain. */
  window: AccountWindow | undefined;
  /** Those that have begun, in a chain. */
  collection: Collection | undefined;
}

export interface AccountWindow extends Window {
  next: AccountWindow | undefined;
}

/** All of a chain that begins with this. */
export function chainOf<Link extends { readonly next: Link | undefined }>(first: Link | undefined): Link[] {
  const all: Link[] = [];
  for (let one = first; one; one = one.next) all.push(one);
  return all;
}

export class Accounts {
  private readonly byName = new Map<string, Account>();
  /** As it was asked for last: one call asks several times, with one and the same text. */
  private lastName = '';
  private last: Account | undefined;

  find(name: string): Account | undefined {
    if (name === this.lastName) return this.last;
    this.lastName = name;
    return (this.last = this.byName.get(name));
  }

  /** The account, from now on if not before. */
  open(name: string): Account {
    const known = this.find(name);
    if (known) return known;
    const account: Account = { name: ownText(name), window: undefined, collection: undefined };
    this.byName.set(account.name, account);
    return (this.last = account);
  }

  /** Forgets an account of which nothing is left. */
  tidy({ name, window, collection }: Account): void {
    if (window ?? collection) return;
    this.byName.delete(name);
    if (this.last?.name === name) this.last = undefined;
  }
}
