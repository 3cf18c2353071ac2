/** What is played, whether the page is connected, and what happened last. */
import { connection, giveToken, notice, operations, reset } from './model.ts';

const standing = {
  connecting: 'connecting',
  live: 'live',
  lost: 'not connected; trying again',
  token: 'wants a token',
} as const;

export function Header() {
  const [main, ...others] = operations.value;
  return (
    <header>
      <h1>Understudy</h1>
      {main && (
        <p class="played">
          plays <code>{main.name}</code>
          {main.page !== '' && <span> page of {main.page}</span>}
          {others.length > 0 && (
            <span title={others.map(({ name }) => name).join('\n')}> and {others.length} around it</span>
          )}
        </p>
      )}
      <p class={`connection ${connection.value}`} role="status">
        {standing[connection.value]}
      </p>
      <a href="./openapi.json">API of this page</a>
      <button type="button" class="quiet" onClick={() => void reset()}>
        Reset the mock
      </button>
      {connection.value === 'token' && <TokenForm />}
    </header>
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
