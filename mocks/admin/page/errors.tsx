/** The errors that the documentation lists, each with a button that makes the mock answer it. */
import { fire, fired, operations, triggers } from './model.ts';
import { Panel } from './panel.tsx';

export function ErrorsPanel() {
  const errors = operations.value[0]?.errors ?? [];
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
          const trigger = triggers.value.find((one) => one.code === code);
          const last = fired.value[code];
          return (
            <li key={code}>
              <span class="wire">{status}</span>
              <span class="code" title={`${message}\n${source}${trigger ? `\n${trigger.title}` : ''}`}>
                {code}
              </span>
              <Outcome code={code} last={last} />
              <button
                type="button"
                aria-label={`Fire ${code}`}
                disabled={trigger === undefined}
                onClick={() => trigger && void fire(trigger)}
              >
                Fire
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
