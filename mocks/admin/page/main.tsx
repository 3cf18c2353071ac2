/** The inspector: what a mock was asked, what it answered and why, and what can be done to it. */
import { render } from 'preact';
import { ClockPanel } from './clock.tsx';
import { ErrorsPanel } from './errors.tsx';
import { Exchange } from './exchange.tsx';
import { FaultsPanel } from './faults.tsx';
import { LimitsPanel } from './limits.tsx';
import { Banner, Header, Notice } from './header.tsx';
import { follow } from './model.ts';
import { connection } from './notice.ts';
import { RequestsPanel } from './requests.tsx';
import { StatePanel } from './state.tsx';

function Inspector() {
  return (
    <>
      <Header />
      <Banner />
      <main inert={connection.value === 'lost'}>
        <div class="list">
          <RequestsPanel />
        </div>
        <div class="detail">
          <Exchange />
        </div>
        <div class="side">
          <ClockPanel />
          <LimitsPanel />
          <FaultsPanel />
          <ErrorsPanel />
        </div>
        <div class="memory">
          <StatePanel />
        </div>
      </main>
      <Notice />
    </>
  );
}

const root = document.querySelector('#inspector');
if (root) render(<Inspector />, root);
void follow();
