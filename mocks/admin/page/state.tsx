/** What the mock remembers: whose collections there are, and the records of one of them, a line each. */
import type { RecordPage } from '../bodies.ts';
import type { JsonObject } from '../../../contract/json.ts';
import { plural } from './format.ts';
import { Values } from './values.tsx';
import { Panel } from './panel.tsx';
import {
  collections,
  collectionSearch,
  made,
  open,
  opened,
  openRecord,
  pageSize,
  records,
  recordSearch,
  searchCollections,
  searchRecords,
  toggleRecord,
  turnPage,
} from './state-model.ts';

export function StatePanel() {
  const { total, collections: known, initial } = collections.value;
  const atStart = initial.reduce((sum, { count }) => sum + count, 0);
  const isEmpty = total === 0 && atStart === 0 && collectionSearch.value === '';
  return (
    <Panel
      id="state"
      title="State"
      aside={
        <span class="count">
          {plural(made.value, 'record')}
          {total > known.length && ` in the newest ${known.length} of ${total} collections`}
          {atStart > 0 && `, and ${plural(atStart, 'record')} that each account starts with`}
        </span>
      }
    >
      {isEmpty ? (
        <p class="empty">Nothing is remembered. A call that creates something is.</p>
      ) : (
        <>
          <Chooser />
          {records.value && opened.value && <Table found={records.value} />}
        </>
      )}
    </Panel>
  );
}

/** The newest collections, and a search for all others. */
function Chooser() {
  const { total, collections: known, initial } = collections.value;
  return (
    <div class="chooser">
      {(total > known.length || collectionSearch.value !== '') && (
        <input
          type="search"
          aria-label="Search accounts"
          placeholder="Search accounts"
          value={collectionSearch.value}
          onInput={(event) => searchCollections(event.currentTarget.value)}
        />
      )}
      <ul aria-label="Collections">
        {known.map(({ account, collection, count }) => (
          <li key={`${account} ${collection}`}>
            <Choice account={account} collection={collection} count={count} />
          </li>
        ))}
        {initial.map(({ collection, count }) => (
          <li key={collection}>
            <Choice account={undefined} collection={collection} count={count} />
          </li>
        ))}
      </ul>
    </div>
  );
}

function Choice(one: {
  readonly account: string | undefined;
  readonly collection: string;
  readonly count: number;
}) {
  const isOpen = opened.value?.account === one.account && opened.value?.collection === one.collection;
  return (
    <button
      type="button"
      aria-pressed={isOpen}
      onClick={() => void open({ account: one.account, collection: one.collection })}
    >
      <b title={one.account}>{one.account ?? 'every account, at the start'}</b> {one.collection}{' '}
      <span>{one.count}</span>
    </button>
  );
}

function Table({ found }: { readonly found: RecordPage & { readonly offset: number } }) {
  const { total, offset, key } = found;
  const last = offset + found.records.length;
  const name = `${opened.value?.collection} of ${opened.value?.account ?? 'every account'}`;
  return (
    <>
      <div class="finding">
        <input
          type="search"
          aria-label="Search records"
          placeholder="Search records"
          value={recordSearch.value}
          spellcheck={false}
          onInput={(event) => searchRecords(event.currentTarget.value)}
        />
        <div class="tools">
          <span class="count">
            {total === 0 ? 'no records' : `${offset + 1} to ${last} of ${total.toLocaleString('en')}`}
          </span>
          {total > found.records.length && (
            <div class="segments" role="group" aria-label="Pages">
              <button
                type="button"
                disabled={offset === 0}
                onClick={() => void turnPage(Math.max(0, offset - pageSize))}
              >
                Before
              </button>
              <button type="button" disabled={last >= total} onClick={() => void turnPage(last)}>
                Next
              </button>
            </div>
          )}
        </div>
      </div>
      <div class="records" role="region" aria-label={name} tabIndex={0}>
        <p class="key">{key.join(' / ')}</p>
        <ol>
          {found.records.map((row) => (
            <RecordLine key={JSON.stringify(row)} row={row} names={key} />
          ))}
        </ol>
      </div>
    </>
  );
}

/** Identity first; all the rest of it on a click. */
function RecordLine({ row, names }: { readonly row: JsonObject; readonly names: readonly string[] }) {
  const whole = openRecord.value?.key === JSON.stringify(row) ? openRecord.value.record : undefined;
  const identity = names.length > 0 ? names.map((name) => String(row[name] ?? '–')) : [JSON.stringify(row)];
  return (
    <li>
      <button type="button" aria-expanded={whole !== undefined} onClick={() => void toggleRecord(row)}>
        <Values of={identity} />
      </button>
      {whole && (
        <dl class="pairs">
          {Object.entries(whole)
            .filter(([name]) => !names.includes(name))
            .map(([name, value]) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>
                  <Value value={value} />
                </dd>
              </div>
            ))}
        </dl>
      )}
    </li>
  );
}

/** Lists and objects take a line for each of their items. */
function Value({ value }: { readonly value: unknown }) {
  if (value === undefined || value === '') return <span class="soft">–</span>;
  if (!Array.isArray(value)) return <>{shortOf(value)}</>;
  return (
    <>
      {value.map((item, index) => (
        <div key={index}>{shortOf(item)}</div>
      ))}
    </>
  );
}

function shortOf(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  return Object.entries(value)
    .map(
      ([name, member]) => `${name} ${typeof member === 'object' ? JSON.stringify(member) : String(member)}`,
    )
    .join(' · ');
}
