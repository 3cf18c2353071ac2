/** The live list of requests, newest first, with a search and filters. */
import { useEffect, useRef } from 'preact/hooks';
import type { RequestRow } from '../bodies.ts';
import { plural, standingOf, statusOf, timeOf } from './format.ts';
import { Values } from './values.tsx';
import { clearRequests, sendLine } from './model.ts';
import { Panel } from './panel.tsx';
import {
  counts,
  differing,
  filter,
  filterNames,
  foundCount,
  isLoaded,
  remembered,
  rows,
  search,
  searchRequests,
  select,
  selected,
  selectedId,
  sharedStore,
  shownRows,
} from './requests-model.ts';

export function RequestsPanel() {
  return (
    <Panel id="requests" title="Requests" aside={<Count />}>
      {sharedStore.value !== null && (
        <p class="shared">
          Only the calls that this server answered. Others that share <code>{sharedStore.value}</code> show
          theirs; records, limits, faults and the clock are those of all.
        </p>
      )}
      {!isLoaded.value ? (
        <p class="empty">Loading…</p>
      ) : rows.value.length === 0 ? (
        <p class="empty">
          Nothing was asked yet. Send a request to <code>{location.origin}</code>, or fire one of the
          documented errors.
        </p>
      ) : (
        <>
          <Tools />
          {shownRows.value.length === 0 ? (
            <p class="empty">No request is like that.</p>
          ) : (
            <ol class="requests" onKeyDown={moveFocus}>
              {shownRows.value.map((one) => (
                <Row key={one.id} one={one} isSelected={one.id === selected.value?.id} />
              ))}
            </ol>
          )}
        </>
      )}
      {isLoaded.value && <CurlForm />}
    </Panel>
  );
}

/** Sends a request that somebody copied elsewhere, such as from a log. */
function CurlForm() {
  return (
    <details class="import">
      <summary>Send a curl line</summary>
      <form
        class="line"
        onSubmit={(event) => {
          event.preventDefault();
          void sendLine(String(new FormData(event.currentTarget).get('line')));
        }}
      >
        <textarea
          name="line"
          rows={2}
          required
          spellcheck={false}
          aria-label="Curl line"
          placeholder="curl -d 'Action=…' https://…"
        />
        <button type="submit">Send to this mock</button>
      </form>
    </details>
  );
}

function Count() {
  const all = Math.max(remembered.value, rows.value.length);
  const text =
    foundCount.value !== undefined
      ? `${foundCount.value.toLocaleString('en')} found in ${all.toLocaleString('en')}`
      : all > rows.value.length
        ? `${rows.value.length} of ${all.toLocaleString('en')}`
        : plural(all, 'request');
  return (
    <div class="tools">
      <span class="count">{text}</span>
      <button
        type="button"
        class="switch"
        role="switch"
        aria-checked={selectedId.value === undefined}
        onClick={() => select(selectedId.value === undefined ? selected.value?.id : undefined)}
      >
        follow the newest
      </button>
      <button
        type="button"
        class="quiet"
        disabled={rows.value.length === 0}
        onClick={() => void clearRequests()}
      >
        Clear
      </button>
    </div>
  );
}

function Tools() {
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const isTyping = event.target instanceof HTMLElement && event.target.matches('input, select, textarea');
      if (event.key !== '/' || isTyping || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      field.current?.focus();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);
  return (
    <div class="finding">
      <input
        ref={field}
        type="search"
        aria-label="Search requests"
        placeholder="Search ( / )"
        title="Code, parameter, value, account, RequestId"
        value={search.value}
        spellcheck={false}
        onInput={(event) => searchRequests(event.currentTarget.value)}
      />
      <div class="filters" role="group" aria-label="Show">
        {filterNames.map((name) => (
          <button
            key={name}
            type="button"
            aria-pressed={filter.value === name}
            onClick={() => (filter.value = name)}
          >
            {name} <span>{counts.value.get(name)}</span>
          </button>
        ))}
      </div>
    </div>
  );
}

function Row({ one, isSelected }: { readonly one: RequestRow; readonly isSelected: boolean }) {
  const { account, operation } = differing.value;
  const names = one.key.length > 0 ? one.key : one.operation === null ? [one.address] : [];
  return (
    <li>
      <button
        type="button"
        class="request"
        tabIndex={isSelected ? 0 : -1}
        aria-current={isSelected ? 'true' : undefined}
        onClick={() => select(one.id)}
      >
        <time dateTime={one.at}>
          {timeOf(one.at).slice(0, 8)}
          <span>{timeOf(one.at).slice(8)}</span>
        </time>
        <span class={`status ${standingOf(one.status, one.delivery)}`}>{statusOf(one)}</span>
        <span class="what">
          <span class="name">
            <Values of={names} />
          </span>
          <Outcome one={one} />
          {one.faults.map((fault) => (
            <span key={fault} class="chip">
              {fault}
            </span>
          ))}
        </span>
        <span class="whose">
          {operation && one.operation !== null && <span class="operation">{one.operation}</span>}
          {account && <span class="account">{one.account}</span>}
        </span>
      </button>
    </li>
  );
}

function Outcome({ one }: { readonly one: RequestRow }) {
  if (one.error === null)
    return (
      <span class="accepted">
        {one.delivery === 'none' && one.status !== null ? 'not delivered' : one.outcome}
      </span>
    );
  return (
    <span class="error">
      {one.error}
      {one.parameter !== null && <span class="parameter"> {one.parameter}</span>}
    </span>
  );
}

/** Arrows move between rows, Home and End to the first and last; a row that has the focus is shown. */
function moveFocus(event: KeyboardEvent & { currentTarget: HTMLElement }): void {
  const buttons = [...event.currentTarget.querySelectorAll('button')];
  const current = buttons.findIndex((button) => button === document.activeElement);
  const next = {
    ArrowDown: current + 1,
    ArrowUp: current - 1,
    Home: 0,
    End: buttons.length - 1,
  }[event.key];
  const button = next === undefined ? undefined : buttons[next];
  if (!button) return;
  event.preventDefault();
  button.focus();
  button.click();
}
