/** What goes wrong on purpose: rules that are on, and a form for another. */
import { useSignal } from '@preact/signals';
import type { ListedFault } from '../bodies.ts';
import { addFault, faultKinds, faults, operation, operations, removeFault } from './model.ts';
import { Panel } from './panel.tsx';

export function FaultsPanel() {
  return (
    <Panel
      id="faults"
      title="Faults"
      aside={<span class="count">{faults.value.length === 0 ? 'none on' : `${faults.value.length} on`}</span>}
    >
      <ul class="faults">
        {faults.value.map((fault) => (
          <li key={fault.id}>
            <span class="code">{fault.rule.fault}</span>
            <span class="detail">{detailOf(fault)}</span>
            <button
              type="button"
              class="switch"
              role="switch"
              aria-checked="true"
              aria-label={`Fault ${fault.rule.fault}, ${detailOf(fault)}`}
              onClick={() => void removeFault(fault)}
            >
              on
            </button>
          </li>
        ))}
      </ul>
      <FaultForm />
    </Panel>
  );
}

function detailOf({ rule, injected }: ListedFault): string {
  const { fault: _, ...rest } = rule;
  const settings = Object.entries(rest).map(
    ([name, value]) => `${name} ${typeof value === 'object' ? JSON.stringify(value) : String(value)}`,
  );
  return [...settings, `injected ${injected}×`].join(' · ');
}

/** Settings that a text field can hold; the others are for files and programs. */
const fields = {
  latencyMs: 'number',
  retryAfterMs: 'number',
  bytes: 'number',
  error: 'code',
  contentType: 'text',
} as const;

function FaultForm() {
  const kind = useSignal('');
  const known = faultKinds.value.find(({ name }) => name === kind.value) ?? faultKinds.value[0];
  const settings = (known?.settings ?? []).filter((name): name is keyof typeof fields => name in fields);
  const errors = operation.value?.errors ?? [];
  return (
    <form class="fault" onSubmit={(event) => submit(event, settings)}>
      <label>
        <span>Fault</span>
        <select
          name="fault"
          value={known?.name}
          onChange={(event) => (kind.value = event.currentTarget.value)}
        >
          {faultKinds.value.map(({ name }) => (
            <option key={name}>{name}</option>
          ))}
        </select>
      </label>
      {settings.map((name) => (
        <label key={name}>
          <span>{name}</span>
          {fields[name] === 'code' ? (
            <select name={name}>
              {errors.map(({ code }) => (
                <option key={code}>{code}</option>
              ))}
            </select>
          ) : (
            <input
              name={name}
              inputMode={fields[name] === 'number' ? 'numeric' : 'text'}
              required={name === 'latencyMs'}
            />
          )}
        </label>
      ))}
      <label>
        <span>Operation</span>
        <select name="operation">
          <option value="">any</option>
          {operations.value.map(({ name }) => (
            <option key={name}>{name}</option>
          ))}
        </select>
      </label>
      <label>
        <span>Times</span>
        <input name="times" type="number" min="1" placeholder="always" />
      </label>
      <button type="submit">Switch on</button>
    </form>
  );
}

function isNumber(name: string): boolean {
  return name === 'times' || (name in fields && fields[name as keyof typeof fields] === 'number'); // it is one of them
}

function submit(event: SubmitEvent & { currentTarget: HTMLFormElement }, settings: readonly string[]): void {
  event.preventDefault();
  const values = new FormData(event.currentTarget);
  const rule = ['fault', 'operation', 'times', ...settings].flatMap((name) => {
    const value = String(values.get(name) ?? '');
    return value === '' ? [] : [[name, isNumber(name) ? Number(value) : value] as const];
  });
  void addFault(Object.fromEntries(rule));
}
