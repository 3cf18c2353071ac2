/** How much of the rate limit each account has used. */
import { durationOf } from './format.ts';
import { limits } from './model.ts';
import { Panel } from './panel.tsx';

export function LimitsPanel() {
  return (
    <Panel id="limits" title="Rate limit">
      {limits.value.length === 0 && <p class="empty">No call counts against a limit now.</p>}
      <ul class="limits">
        {limits.value.map(({ account, operation, used, requests, perMs, peak }) => {
          const share = (count: number): string => `${Math.min(100, (count / requests) * 100)}`;
          const label = `${account}, ${operation}: ${used} of ${requests} calls in ${durationOf(perMs)}`;
          return (
            <li key={`${account} ${operation}`}>
              <span class="who" title={label}>
                <bdi>{account}</bdi> <span>{operation}</span>
              </span>
              <span class="figures">
                <b>{used}</b> of {requests} in {durationOf(perMs)} · peak {peak}
              </span>
              <svg
                role="meter"
                aria-label={label}
                aria-valuenow={used}
                aria-valuemin={0}
                aria-valuemax={requests}
                viewBox="0 0 100 6"
                preserveAspectRatio="none"
              >
                <rect class="track" width="100" height="6" />
                <rect class={used >= requests ? 'used full' : 'used'} width={share(used)} height="6" />
                <rect class="peak" x={share(peak)} width="0.6" height="6" />
              </svg>
            </li>
          );
        })}
      </ul>
    </Panel>
  );
}
