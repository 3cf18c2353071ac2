/** What the mock remembers, as tables. */
import type { Collection } from './api.ts';
import { plural } from './format.ts';
import { collections } from './model.ts';
import { Panel } from './panel.tsx';

export function StatePanel() {
  const filled = collections.value.filter(({ records }) => records.length > 0);
  const total = filled.reduce((sum, { records }) => sum + records.length, 0);
  return (
    <Panel id="state" title="State" aside={<span class="count">{plural(total, 'record')}</span>}>
      {filled.length === 0 && <p class="empty">Nothing is remembered. A call that creates something is.</p>}
      {filled.map((one) => (
        <CollectionTable key={`${one.account} ${one.collection}`} one={one} />
      ))}
    </Panel>
  );
}

function CollectionTable({ one }: { readonly one: Collection }) {
  const columns = [...new Set(one.records.flatMap((record) => Object.keys(record)))];
  const name = `${one.collection} of ${one.account}`;
  return (
    <div class="scroll" role="region" aria-label={name} tabIndex={0}>
      <table>
        <caption>
          {one.collection} <span>of {one.account}</span>
        </caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {one.records.map((record) => (
            <tr key={JSON.stringify(record)}>
              {columns.map((column) => (
                <td key={column}>
                  <Value value={record[column]} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Lists and objects take a line for each of their items. */
function Value({ value }: { readonly value: unknown }) {
  if (value === undefined || value === '') return <span class="none">–</span>;
  if (Array.isArray(value))
    return (
      <>
        {value.map((item, index) => (
          <div key={index}>{shortOf(item)}</div>
        ))}
      </>
    );
  return <>{shortOf(value)}</>;
}

function shortOf(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  return Object.entries(value)
    .map(
      ([name, member]) => `${name} ${typeof member === 'object' ? JSON.stringify(member) : String(member)}`,
    )
    .join(' · ');
}
