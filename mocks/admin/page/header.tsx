/** The head of the page: operation, connection, and the last notice. */
import { useRef } from 'preact/hooks';
import { plural } from './format.ts';
import { chooseOperation, faults, giveToken, operation, operations, reset } from './model.ts';
import { connection, notice } from './notice.ts';
import { remembered, rows } from './requests-model.ts';
import { collections, made } from './state-model.ts';

const standing = {
  connecting: 'connecting',
  live: 'live',
  lost: 'not connected',
  token: 'needs a token',
} as const;

export function Header() {
  return (
    <header>
      <h1>Understudy</h1>
      <Played />
      <p class={`connection ${connection.value}`} role="status">
        {standing[connection.value]}
      </p>
      <a href="./openapi.json">API of this page</a>
      <Reset />
      {connection.value === 'token' && <TokenForm />}
    </header>
  );
}

/** The contract: one operation, or several to choose from, by product. */
function Played() {
  const main = operation.value;
  if (!main) return null;
  const products = Map.groupBy(operations.value, ({ product, version }) => `${product} ${version}`);
  const others = operations.value.length - 1;
  return (
    <div class="played">
      plays{' '}
      {others === 0 ? (
        <code>{main.name}</code>
      ) : (
        <select
          aria-label="Operation"
          title={`One of ${operations.value.length} operations`}
          value={main.name}
          onChange={(event) => chooseOperation(event.currentTarget.value)}
        >
          {[...products].map(([product, ofProduct]) => (
            <optgroup key={product} label={product}>
              {ofProduct.map(({ name }) => (
                <option key={name}>{name}</option>
              ))}
            </optgroup>
          ))}
        </select>
      )}
      <span>
        {' '}
        of {main.product} {main.version}
        {main.page !== '' && `, page of ${main.page}`}
        {others > 0 && `, and ${others} more`}
      </span>
    </div>
  );
}

/** Up to this number of requests and records, Reset does not ask first. */
const little = 10;

function Reset() {
  const dialog = useRef<HTMLDialogElement>(null);
  const isMuch = Math.max(remembered.value, rows.value.length) + made.value > little;
  return (
    <>
      <button
        type="button"
        class="quiet"
        disabled={connection.value !== 'live'}
        onClick={() => (isMuch ? dialog.current?.showModal() : void reset())}
      >
        Reset the mock
      </button>
      <dialog ref={dialog} aria-labelledby="reset-title">
        <h2 id="reset-title">Reset the mock?</h2>
        <p>It forgets:</p>
        <ul>
          <li>{plural(Math.max(remembered.value, rows.value.length), 'request')}</li>
          <li>
            {plural(made.value, 'record')} in {plural(collections.value.total, 'collection')}; each account
            starts again with what the world gives it
          </li>
          <li>{plural(faults.value.length, 'fault')}, but for those that the server was started with</li>
          <li>what is used of rate limits, and the nonces of signed requests</li>
          <li>how the clock was moved</li>
        </ul>
        <form method="dialog" class="tools">
          <button
            type="button"
            class="danger"
            onClick={() => {
              dialog.current?.close();
              void reset();
            }}
          >
            Forget all this
          </button>
          <button>Keep it</button>
        </form>
      </dialog>
    </>
  );
}

/** The banner while the server cannot be reached. */
export function Banner() {
  if (connection.value !== 'lost') return null;
  return (
    <p class="banner" role="alert">
      The server does not answer. What stands here is what it said last; the page connects again by itself.
    </p>
  );
}

function TokenForm() {
  return (
    <form
      class="token"
      onSubmit={(event) => {
        event.preventDefault();
        giveToken(String(new FormData(event.currentTarget).get('token')));
      }}
    >
      <label>
        Token, as given to <code>--admin-token</code>{' '}
        <input name="token" type="password" required autoFocus />
      </label>
      <button type="submit">Connect</button>
    </form>
  );
}

export function Notice() {
  const { text, isError } = notice.value;
  return (
    <div class={isError ? 'notice error' : 'notice'} role={isError ? 'alert' : 'status'}>
      {text !== '' && (
        <>
          <span>{text}</span>
          <button
            type="button"
            class="quiet"
            aria-label="Dismiss"
            onClick={() => (notice.value = { text: '', isError: false })}
          >
            ×
          </button>
        </>
      )}
    </div>
  );
}
