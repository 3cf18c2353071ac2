/** What the page does once it is open: filters, copying, dark and light. Everything else works without it. */

/** @param {string} selector */
const all = (selector) =>
  [...document.querySelectorAll(selector)].filter((element) => element instanceof HTMLElement);
/** @param {string} selector */
const find = (selector) => all(selector)[0];

for (const element of all('.live')) element.hidden = false;

const rows = all('.scenario').map((element) => ({
  element,
  fold: element.querySelector('details'),
  text: element.textContent.toLowerCase(),
}));
const form = document.querySelector('form');
const shown = find('.shown');
const none = find('.none');
const unfold = find('[data-unfold]');
const list = '#scenarios';

const visibleFolds = () => rows.flatMap(({ element, fold }) => (fold && !element.hidden ? [fold] : []));

const nameUnfold = () => {
  if (!unfold) return;
  const folds = visibleFolds();
  unfold.textContent = folds.length > 0 && folds.every(({ open }) => open) ? 'Fold' : 'Unfold';
  unfold.toggleAttribute('disabled', folds.length === 0);
};

/** What the form asks for, without what it leaves open. */
const wanted = () => {
  const fields = form ? [...new FormData(form)] : [];
  return new Map(fields.flatMap(([name, value]) => (String(value) === '' ? [] : [[name, String(value)]])));
};

const filter = () => {
  const { text = '', ...exact } = Object.fromEntries(wanted());
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  let count = 0;
  for (const { element, text: content } of rows) {
    const fits =
      Object.entries(exact).every(([name, value]) => element.dataset[name] === value) &&
      words.every((word) => content.includes(word));
    element.hidden = !fits;
    if (fits) count += 1;
  }
  if (shown) shown.textContent = `${count} of ${rows.length} scenarios shown`;
  if (none) none.hidden = count > 0;
  nameUnfold();
};

/** Fill the form; what is not named is left open. @param {URLSearchParams} filters */
const choose = (filters) => {
  for (const field of form?.elements ?? []) {
    const value =
      field instanceof HTMLInputElement || field instanceof HTMLSelectElement
        ? (filters.get(field.name) ?? '')
        : '';
    if (field instanceof HTMLInputElement && field.type === 'radio') field.checked = field.value === value;
    else if (field instanceof HTMLInputElement || field instanceof HTMLSelectElement) field.value = value;
  }
  filter();
};

// The address holds the filters, so that what somebody sees can be sent to somebody else.
const tellAddress = () => history.replaceState(null, '', `${list}?${new URLSearchParams([...wanted()])}`);
form?.addEventListener('input', () => {
  filter();
  tellAddress();
});
form?.addEventListener('submit', (event) => event.preventDefault());
document.querySelector('[data-clear]')?.addEventListener('click', () => {
  choose(new URLSearchParams());
  tellAddress();
});
for (const link of all('a[data-filters]')) link.setAttribute('href', `${list}?${link.dataset['filters']}`);

unfold?.addEventListener('click', () => {
  const folds = visibleFolds();
  const open = !folds.every((fold) => fold.open);
  for (const fold of folds) fold.open = open;
  nameUnfold();
});
for (const { fold } of rows) fold?.addEventListener('toggle', nameUnfold);

/** Open every fold that an element stands in. @param {Element | null | undefined} element */
const reveal = (element) => {
  for (let fold = element?.closest('details'); fold; fold = fold.parentElement?.closest('details'))
    fold.open = true;
};

// A link to a scenario shows it, whatever was filtered; a link to filters shows what fits.
const follow = () => {
  const { hash } = location;
  if (hash.startsWith(`${list}?`)) {
    choose(new URLSearchParams(hash.slice(list.length + 1)));
    const section = find(list);
    reveal(section);
    section?.scrollIntoView();
    return;
  }
  let id = '';
  try {
    id = decodeURIComponent(hash.slice(1));
  } catch {
    return;
  }
  const target = id === '' ? null : document.getElementById(id);
  const row = rows.find(({ element }) => element === target);
  if (row?.element.hidden) choose(new URLSearchParams());
  reveal(target);
  const fold =
    row?.fold ?? (target?.classList.contains('cause') ? target.querySelector('details') : undefined);
  if (fold) fold.open = true;
  target?.scrollIntoView({ block: row ? 'center' : 'start' });
};
addEventListener('hashchange', follow);
// The same link again leads to the same place again.
document.addEventListener('click', ({ target }) => {
  const link = target instanceof Element ? target.closest('a[href^="#"]') : null;
  if (link?.getAttribute('href') === location.hash) follow();
});

/** @param {string} text @param {HTMLElement} from */
const copy = async (text, from) => {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // Without the right to write to the clipboard, the text is marked so that a key copies it.
    getSelection()?.selectAllChildren(from);
    throw new Error('Marked');
  }
};
for (const button of all('[data-copy]')) {
  const source = button.parentElement?.nextElementSibling;
  if (!(source instanceof HTMLElement)) continue;
  button.addEventListener('click', () => {
    /** @param {string} word */
    const say = (word) => {
      button.textContent = word;
      setTimeout(() => (button.textContent = 'Copy'), 2000);
    };
    copy(source.textContent, source).then(
      () => say('Copied'),
      () => say('Marked'),
    );
  });
}

const theme = find('[data-theme-switch]');
const root = document.documentElement;
const isDark = () =>
  (root.dataset['theme'] ?? (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light')) ===
  'dark';
const showTheme = () => theme?.setAttribute('aria-pressed', String(isDark()));
// A file opened from disk may be refused storage; the choice then lasts as long as the page.
/** @param {string} [value] */
const remember = (value) => {
  try {
    if (value !== undefined) localStorage.setItem('understudy-theme', value);
    return localStorage.getItem('understudy-theme');
  } catch {
    return null;
  }
};
const remembered = remember();
if (remembered === 'dark' || remembered === 'light') root.dataset['theme'] = remembered;
theme?.addEventListener('click', () => {
  root.dataset['theme'] = isDark() ? 'light' : 'dark';
  remember(root.dataset['theme']);
  showTheme();
});
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', showTheme);

showTheme();
filter();
follow();
