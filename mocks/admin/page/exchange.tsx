/** One request and its answer, side by side, and why it is so. */
import { useSignal } from '@preact/signals';
import { Fragment } from 'preact';
import type { Decision, ShownRequest } from './api.ts';
import { toCurl } from '../../../contract/wire/curl.ts';
import { callOf, pairsOf, pretty, standingOf, statusOf } from './format.ts';
import { selected, sendAgain } from './model.ts';
import { Panel } from './panel.tsx';

export function Exchange() {
  const one = selected.value;
  if (!one) return null;
  return (
    <Panel id="exchange" title="Request and answer" aside={<Tools one={one} />}>
      <Why decision={one.decision} faults={one.faults} />
      <div class="sides">
        <div>
          <h3>
            Request <span class="wire">{one.request.method}</span>
          </h3>
          <Request one={one} />
        </div>
        <div>
          <h3>
            Answer <span class={`wire ${standingOf(one)}`}>{statusOf(one)}</span>
          </h3>
          {!one.answer || one.answer.body === '' ? (
            <p class="empty">No body.</p>
          ) : (
            <pre tabIndex={0} aria-label="Body of the answer">
              {pretty(one.answer.body)}
            </pre>
          )}
          {one.answer && <Headers of={one.answer.headers} />}
        </div>
      </div>
    </Panel>
  );
}

function Why({ decision, faults }: { readonly decision: Decision; readonly faults: readonly string[] }) {
  return (
    <p class="why">
      {decision.kind === 'accepted' && <>Accepted: no rule refuses it.</>}
      {decision.kind === 'lost' && <>Lost: it never arrived.</>}
      {decision.kind === 'refused' && (
        <>
          <strong>{decision.error}</strong>
          {decision.parameter !== undefined && <code>{decision.parameter}</code>}
          <span class={`evidence ${decision.evidence}`}>{decision.evidence}</span>
          <q>{decision.source}</q>
          <code class="rule">{decision.rule}</code>
        </>
      )}
      {faults.map((name) => (
        <span key={name} class="chip">
          fault {name}
        </span>
      ))}
    </p>
  );
}

function Request({ one }: { readonly one: ShownRequest }) {
  const rows = pairsOf(one);
  return (
    <>
      {rows.length > 0 ? (
        <dl class="pairs">
          {rows.map(([name, value], index) => (
            <div
              key={`${index} ${name}`}
              class={
                one.decision.kind === 'refused' && one.decision.parameter === name ? 'culprit' : undefined
              }
            >
              <dt>
                <Breakable text={name} />
              </dt>
              <dd>
                <Breakable text={value} />
              </dd>
            </div>
          ))}
        </dl>
      ) : (
        <p class="empty">No parameters.</p>
      )}
      <Headers of={one.request.headers} />
    </>
  );
}

/** Breaks a line where people would. */
function Breakable({ text }: { readonly text: string }) {
  return (
    <>
      {text.split(/(?<=[./}])/).map((part, index) => (
        <Fragment key={index}>
          {part}
          <wbr />
        </Fragment>
      ))}
    </>
  );
}

function Headers({ of }: { readonly of: Readonly<Record<string, string>> }) {
  const rows = Object.entries(of);
  return (
    <details>
      <summary>Headers</summary>
      <dl class="pairs">
        {rows.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}

function Tools({ one }: { readonly one: ShownRequest }) {
  const copied = useSignal<number | undefined>(undefined);
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(toCurl(location.origin, callOf(one)));
    copied.value = one.id;
  };
  return (
    <div class="tools">
      <button type="button" class="quiet" onClick={() => void copy()}>
        {copied.value === one.id ? 'Copied' : 'Copy as curl'}
      </button>
      <button type="button" class="quiet" onClick={() => void sendAgain(callOf(one))}>
        Send again
      </button>
    </div>
  );
}
