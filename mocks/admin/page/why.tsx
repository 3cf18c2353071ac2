/** Why a request was answered so, what to change, and where that stands. */
import type { RecordLink, ShownExplanation, ShownRequest } from '../bodies.ts';
import { toCurl } from '../../../contract/wire/curl.ts';
import { Copy } from './copy.tsx';
import { Values } from './values.tsx';
import { shortOf } from './format.ts';
import { advanceClock, clock, sendAgain } from './model.ts';
import { select } from './requests-model.ts';
import { goTo } from './state-model.ts';

interface WhyProps {
  readonly one: ShownRequest;
  /** Undefined while it is loading. */
  readonly explanation: ShownExplanation | undefined;
}

export function Why({ one, explanation }: WhyProps) {
  const { decision, delivery } = one;
  return (
    <div class="why">
      {delivery.sentence !== '' && (
        <p class={delivery.kind === 'whole' ? 'sentence' : 'sentence bad'}>{delivery.sentence}</p>
      )}
      {decision.kind === 'accepted' && <Accepted explanation={explanation} />}
      {decision.kind === 'refused' && (
        <>
          <p class="sentence">
            <strong>{decision.error}</strong>{' '}
            {explanation ? explanation.sentence : <span class="soft">…</span>}
            {explanation?.record && <RecordButton link={explanation.record} label="Show the record" />}
          </p>
          {isRateLimited(decision.rule) && clock.value?.running === false && (
            <p class="do">
              The clock stands still.{' '}
              <button type="button" aria-label="Move the clock by 1 s" onClick={() => void advanceClock(1)}>
                +1 s
              </button>
            </p>
          )}
          {explanation?.fix && <Fix fix={explanation.fix} id={one.id} />}
          <p class="where">
            {decision.by === 'fault' ? (
              'An injected fault answered this; the documentation has no part in it.'
            ) : (
              <>
                {decision.evidence} · {decision.source} · <code>{decision.rule}</code>
              </>
            )}
          </p>
        </>
      )}
      {explanation?.nearest && <Nearest nearest={explanation.nearest} />}
    </div>
  );
}

/** Whether time helps. It does not against a fault. */
function isRateLimited(rule: string): boolean {
  return rule === 'gateway/rate-limit';
}

const effects: Readonly<Record<string, string>> = {
  create: 'made',
  replace: 'changed',
  remove: 'removed',
  transition: 'moved',
  read: 'read',
  list: 'listed the records of',
};

function Accepted({ explanation }: Pick<WhyProps, 'explanation'>) {
  const record = explanation?.record;
  if (!record) return <p class="sentence">Accepted: no rule refuses it.</p>;
  return (
    <p class="sentence">
      Accepted: {effects[record.effect] ?? record.effect}{' '}
      <code>
        {record.collection} <Values of={Object.values(record.key).map(String)} />
      </code>
      {record.effect !== 'remove' && <RecordButton link={record} label="Show the record" />}
    </p>
  );
}

function RecordButton({ link, label }: { readonly link: RecordLink; readonly label: string }) {
  return (
    <>
      {' '}
      <button type="button" class="link" onClick={() => void goTo(link)}>
        {label}
      </button>
    </>
  );
}

function Fix({
  fix: { changes, call },
  id,
}: {
  readonly fix: NonNullable<ShownExplanation['fix']>;
  readonly id: number;
}) {
  return (
    <div class="fix">
      <ul>
        {changes.map(({ parameter, from, to }) => (
          <li key={parameter}>
            {to === null ? 'Leave out' : from === null ? 'Add' : 'Change'} <b>{parameter}</b>{' '}
            {from !== null && <code class="from">{shortOf(from)}</code>}
            {to !== null && (
              <>
                {from !== null && ' → '}
                <code class="to">{shortOf(to)}</code>
              </>
            )}
          </li>
        ))}
      </ul>
      {call && (
        <div class="tools">
          <button type="button" onClick={() => void sendAgain(call)}>
            Send with this change
          </button>
          <Copy label="Copy" of={id} text={() => toCurl(location.origin, call)} />
        </div>
      )}
    </div>
  );
}

function Nearest({
  nearest: { id, differences },
}: {
  readonly nearest: NonNullable<ShownExplanation['nearest']>;
}) {
  return (
    <details class="nearest">
      <summary>How it differs from request {id}, which was accepted</summary>
      <table>
        <thead>
          <tr>
            <th scope="col">Parameter</th>
            <th scope="col">here</th>
            <th scope="col">there</th>
          </tr>
        </thead>
        <tbody>
          {differences.map(({ parameter, here, there }) => (
            <tr key={parameter}>
              <th scope="row">{parameter}</th>
              <td>{shortOf(here)}</td>
              <td>{shortOf(there)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {differences.length === 0 && <p class="empty">In nothing: the state was another then.</p>}
      <button type="button" class="link" onClick={() => select(id)}>
        Look at request {id}
      </button>
    </details>
  );
}
