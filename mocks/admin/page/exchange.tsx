/** One request and its answer, side by side: why it is so, and what to change. */
import { Fragment } from 'preact';
import type { ShownRequest } from '../bodies.ts';
import { toCurl } from '../../../contract/wire/curl.ts';
import { Copy } from './copy.tsx';
import { callOf, isHidden, pairsOf, pretty, standingOf } from './format.ts';
import { sendAgain } from './model.ts';
import { Panel } from './panel.tsx';
import { detail, selected } from './requests-model.ts';
import { Why } from './why.tsx';

export function Exchange() {
  const row = selected.value;
  const known = detail.value;
  if (!row || !known) return null;
  const { one, explanation } = known;
  const title = `Request ${one.id}${row.operation === null ? '' : ` · ${row.operation}`}`;
  return (
    <Panel
      id="exchange"
      title={one.id === row.id ? title : `Request ${one.id}`}
      aside={<Tools one={one} requestId={one.id === row.id ? row.requestId : null} />}
    >
      <Why one={one} explanation={explanation} />
      <div class="sides">
        <div>
          <h3>
            Request <span class="wire">{one.request.method}</span>
          </h3>
          <Request one={one} />
        </div>
        <div>
          <Answer one={one} />
        </div>
      </div>
    </Panel>
  );
}

function Answer({ one }: { readonly one: ShownRequest }) {
  const { answer, delivery } = one;
  const status = answer?.status ?? null;
  return (
    <>
      <h3>
        Answer{' '}
        <span class={`wire ${standingOf(status, delivery.kind)}`}>
          {status === null ? '–' : status}
          {delivery.kind === 'none' && status !== null && ', not delivered'}
        </span>
      </h3>
      {delivery.kind === 'altered' && delivery.body !== undefined && delivery.body !== answer?.body ? (
        <Body body={delivery.body} label="What the client got" isRaw={true} />
      ) : delivery.kind === 'none' ? (
        <p class="empty">The client got nothing.</p>
      ) : (
        <Body body={answer?.body ?? ''} label="Body of the answer" isRaw={delivery.kind === 'altered'} />
      )}
      {answer && delivery.kind === 'none' && (
        <details>
          <summary>What it would have got</summary>
          <Body body={answer.body} label="The answer that was lost" isRaw={false} />
        </details>
      )}
      {answer && <Headers of={answer.headers} />}
    </>
  );
}

function Body({
  body,
  label,
  isRaw,
}: {
  readonly body: string;
  readonly label: string;
  readonly isRaw: boolean;
}) {
  if (body === '') return <p class="empty">No body.</p>;
  return (
    <pre tabIndex={0} role="region" aria-label={label}>
      {isRaw ? body : pretty(body)}
    </pre>
  );
}

function Request({ one }: { readonly one: ShownRequest }) {
  const sent = pairsOf(one);
  const { decision } = one;
  const culprits = decision.kind === 'refused' ? (decision.parameter?.split(', ') ?? []) : [];
  // A name, and not a sentence about permissions.
  const missing = culprits.filter(
    (name) =>
      /^[\w.-]+$/.test(name) && !sent.some(([other]) => other === name || other.startsWith(`${name}.`)),
  );
  const isCulprit = (name: string): boolean =>
    culprits.some((culprit) => name === culprit || name.startsWith(`${culprit}.`));
  return (
    <>
      {one.unread !== undefined && <p class="empty">{one.unread}</p>}
      {sent.length + missing.length > 0 ? (
        <dl class="pairs">
          {sent.map(([name, value], index) => (
            <div key={`${index} ${name}`} class={isCulprit(name) ? 'culprit' : undefined}>
              <dt>
                <Breakable text={name} />
              </dt>
              <dd>
                <Value text={value} />
              </dd>
            </div>
          ))}
          {missing.map((name) => (
            <div key={name} class="culprit">
              <dt>
                <Breakable text={name} />
              </dt>
              <dd class="missing">not sent</dd>
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

/** Longer values are folded, in characters. */
const longest = 300;

function Value({ text }: { readonly text: string }) {
  if (text.length <= longest) return <Breakable text={text} />;
  return (
    <details class="long">
      <summary>
        {text.slice(0, 60)}… <span>{text.length.toLocaleString('en')} characters</span>
      </summary>
      {text}
    </details>
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
  return (
    <details>
      <summary>Headers</summary>
      <dl class="pairs">
        {Object.entries(of).map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}

function Tools({ one, requestId }: { readonly one: ShownRequest; readonly requestId: string | null }) {
  const { answer } = one;
  return (
    <div class="tools">
      <Copy label="Copy as curl" of={one.id} text={() => toCurl(location.origin, callOf(one))} />
      {answer && answer.body !== '' && <Copy label="Copy answer" of={one.id} text={() => answer.body} />}
      {requestId !== null && <Copy label="Copy RequestId" of={one.id} text={() => requestId} />}
      <button
        type="button"
        class="quiet"
        disabled={isHidden(one)}
        title={isHidden(one) ? 'Its signature is hidden here, so that it cannot be sent again.' : undefined}
        onClick={() => void sendAgain(callOf(one))}
      >
        Send again
      </button>
    </div>
  );
}
