/** The live list of requests, newest first. */
import type { ShownRequest } from './api.ts';
import { plural, standingOf, statusOf, timeOf } from './format.ts';
import { clearRequests, filter, isLoaded, requests, selected, selectedId, shownRequests } from './model.ts';
import { Panel } from './panel.tsx';

const filters = ['all', 'accepted', 'refused'] as const;

export function RequestsPanel() {
  return (
    <Panel id="requests" title="Requests" aside={<Tools />}>
      {!isLoaded.value ? (
        <p class="empty">Loading…</p>
      ) : requests.value.length === 0 ? (
        <p class="empty">
          Nothing was asked yet. Send a request to <code>{location.origin}</code>, or fire one of the
          documented errors.
        </p>
      ) : (
        <ol class="requests" onKeyDown={moveFocus}>
          {shownRequests.value.map((one) => (
            <Row key={one.id} one={one} isSelected={one.id === selected.value?.id} />
          ))}
        </ol>
      )}
    </Panel>
  );
}

function Tools() {
  return (
    <div class="tools">
      <span class="count">{plural(requests.value.length, 'request')}</span>
      <div class="segments" role="group" aria-label="Show">
        {filters.map((name) => (
          <button
            key={name}
            type="button"
            aria-pressed={filter.value === name}
            onClick={() => (filter.value = name)}
          >
            {name}
          </button>
        ))}
      </div>
      <button
        type="button"
        class="quiet"
        disabled={requests.value.length === 0}
        onClick={() => void clearRequests()}
      >
        Clear
      </button>
    </div>
  );
}

function Row({ one, isSelected }: { readonly one: ShownRequest; readonly isSelected: boolean }) {
  const { decision } = one;
  return (
    <li>
      <button
        type="button"
        class="request"
        aria-current={isSelected ? 'true' : undefined}
        onClick={() => (selectedId.value = one.id)}
      >
        <time dateTime={one.at}>
          {timeOf(one.at).slice(0, 8)}
          <span>{timeOf(one.at).slice(8)}</span>
        </time>
        <span class={`status ${standingOf(one)}`}>{statusOf(one)}</span>
        <span class="what">
          <span class="operation">{one.operation ?? `${one.request.method} ${one.request.url}`}</span>
          {decision.kind === 'refused' ? (
            <span class="error">
              {decision.error}
              {decision.parameter !== undefined && <span class="parameter"> {decision.parameter}</span>}
            </span>
          ) : (
            <span class="accepted">{decision.kind}</span>
          )}
          {one.faults.map((name) => (
            <span key={name} class="chip">
              {name}
            </span>
          ))}
        </span>
        <span class="account">{one.account}</span>
      </button>
    </li>
  );
}

/** Arrows move between rows; a row that has the focus is shown. */
function moveFocus(event: KeyboardEvent): void {
  const step = { ArrowDown: 'nextElementSibling', ArrowUp: 'previousElementSibling' } as const;
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
  const row = (event.target as Element).closest('li'); // the target of a key in a list is an element of it
  const button = row?.[step[event.key]]?.querySelector('button');
  if (!button) return;
  event.preventDefault();
  button.focus();
  button.click();
}
