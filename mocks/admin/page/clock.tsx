/** The mock's clock, with buttons that move, stop and start it. */
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { advanceClock, clock, runClock, setClock } from './model.ts';
import { Panel } from './panel.tsx';

const steps = [
  { seconds: 1, label: '+1 s' },
  { seconds: 60, label: '+1 min' },
  { seconds: 3600, label: '+1 h' },
  { seconds: 86_400, label: '+1 day' },
] as const;

export function ClockPanel() {
  const known = clock.value;
  return (
    <Panel
      id="clock"
      title="Clock"
      aside={
        known && (
          <button
            type="button"
            class="switch"
            role="switch"
            aria-checked={known.running}
            onClick={() => void runClock(!known.running)}
          >
            {known.running ? 'runs' : 'stands still'}
          </button>
        )
      }
    >
      <Face />
      <div class="segments" role="group" aria-label="Move the clock">
        {steps.map(({ seconds, label }) => (
          <button key={label} type="button" onClick={() => void advanceClock(seconds)}>
            {label}
          </button>
        ))}
      </div>
      <form
        class="line"
        onSubmit={(event) => {
          event.preventDefault();
          void setClock(String(new FormData(event.currentTarget).get('instant')));
        }}
      >
        <input
          name="instant"
          aria-label="Point in time, UTC"
          placeholder="2026-01-01T00:00:00Z"
          required
          spellcheck={false}
        />
        <button type="submit">Set</button>
      </form>
    </Panel>
  );
}

function Face() {
  const tick = useSignal(Date.now());
  useEffect(() => {
    // It shows seconds. Oftener would be drawn for nothing, on a machine that the server needs too.
    const timer = setInterval(() => (tick.value = Date.now()), 1000);
    return () => clearInterval(timer);
  }, [tick]);
  const known = clock.value;
  if (!known) return <p class="face">–</p>;
  const elapsed = known.running ? Math.max(0, tick.value - known.readAt) : 0;
  const now = new Date(Date.parse(known.now) + elapsed).toISOString();
  return (
    <p class="face">
      <time dateTime={now}>
        <span>{now.slice(0, 10)}</span> {now.slice(11, 19)}
      </time>{' '}
      <small>UTC</small>
    </p>
  );
}
