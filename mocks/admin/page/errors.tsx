/** The errors that the documentation lists, each with a button that makes the mock answer it. */
import { fire, fired, operation } from './model.ts';
import { Panel } from './panel.tsx';

export function ErrorsPanel() {
  const errors = operation.value?.errors ?? [];
  const answered = errors.filter(({ code }) => fired.value[code] === code).length;
  return (
    <Panel
      id="errors"
      title="Documented errors"
      aside={
        <span class="count">
          {answered > 0 ? `${answered} of ${errors.length} answered` : `${errors.length} errors`}
        </span>
      }
    >
      <ul class="errors">
        {errors.map(({ code, status, message, source }) => {
          const last = fired.value[code];
          const isBusy = code in fired.value && last === undefined;
          return (
            <li key={code}>
              <span class="wire">{status}</span>
              <span class="code" title={`${message}\n${source}`}>
                {code}
              </span>
              <Outcome code={code} last={last} />
              <button
                type="button"
                aria-label={`Fire ${code}`}
                aria-busy={isBusy}
                disabled={isBusy}
                onClick={() => void fire(code)}
              >
                {isBusy ? 'Firing' : 'Fire'}
              </button>
            </li>
          );
        })}
      </ul>
    </Panel>
  );
}

function Outcome({ code, last }: { readonly code: string; readonly last: string | undefined }) {
  if (last === undefined) return <span />;
  if (last === code)
    return (
      <span class="good" role="img" aria-label="answered">
        ✓
      </span>
    );
  return (
    <span class="bad" role="img" aria-label={`answered with ${last}`} title={`answered with ${last}`}>
      ✗
    </span>
  );
}
