/** What the page does once it is open: filters, copying, dark and light. Everything else works without it. */

/** @param {string} selector */
const all = (selector) =>
  [...document.querySelectorAll(selector)].filter((element) => element instanceof HTMLElement);
/** @param {string} selector */
const find = (selector) => all(selector)[0];
/** @param {Element | null} element */
const foldOf = (element) => (element instanceof HTMLDetailsElement ? element : undefined);

for (const element of all('.live')) element.hidden = false;

const rows = all('.scenario').map((element) => ({
  element,
  folds: element.querySelector('details'),
  alike: foldOf(element.closest('.alike')),
  text: element.textContent.toLowerCase(),
}));
// Scenarios that fail for one cause share an item of the list.
const items = all('.rows > li').map((element) => {
  const members = rows.filter((row) => element.contains(row.element));
  return { element, members, alike: foldOf(element.querySelector('.alike')) };
});
const form = document.querySelector('form');
const shown = find('.shown');
const none = find('.none');
const unfold = find('[data-unfold]');

const visibleFolds = () =>
  rows.flatMap(({ element, folds, alike }) =>
    folds && !element.hidden && alike?.open !== false ? [folds] : [],
  );

const nameUnfold = () => {
  if (!unfold) return;
  const folds = visibleFolds();
  unfold.textContent = folds.length > 0 && folds.every(({ open }) => open) ? 'Fold' : 'Unfold';
  unfold.toggleAttribute('disabled', folds.length === 0);
};

// Where only those that are folded away fit, they are unfolded, until the one above them fits as well.
/** @param {(typeof items)[number]} item */
const showItem = ({ element, members, alike }) => {
  const fitting = members.filter((member) => !member.element.hidden);
  element.hidden = fitting.length === 0;
  if (!alike) return;
  const others = fitting.filter((member) => member.alike).length;
  const isAlone = others > 0 && others === fitting.length;
  alike.hidden = others === 0;
  const summary = alike.querySelector('summary');
  if (summary) summary.textContent = isAlone ? `${others} alike` : `and ${others} more alike`;
  const isUnfolded = alike.hasAttribute('data-unfolded');
  if (isAlone ? alike.open : !isUnfolded) return;
  alike.open = isAlone;
  alike.toggleAttribute('data-unfolded', isAlone);
};

const filter = () => {
  if (!form) return;
  const wanted = new FormData(form);
  const words = String(wanted.get('text')).toLowerCase().split(/\s+/).filter(Boolean);
  let count = 0;
  for (const { element, text } of rows) {
    const fits =
      ['outcome', 'family', 'verdict', 'evidence'].every((name) => {
        const value = wanted.get(name);
        return value === '' || value === null || element.dataset[name] === value;
      }) && words.every((word) => text.includes(word));
    element.hidden = !fits;
    if (fits) count += 1;
  }
  for (const item of items) showItem(item);
  if (shown) shown.textContent = `${count} of ${rows.length} scenarios shown`;
  if (none) none.hidden = count > 0;
  nameUnfold();
};

/** @param {string} text @param {string} outcome */
const choose = (text, outcome) => {
  if (!form) return;
  for (const field of form.elements) {
    if (field instanceof HTMLInputElement && field.type === 'radio') field.checked = field.value === outcome;
    else if (field instanceof HTMLInputElement || field instanceof HTMLSelectElement)
      field.value = field.name === 'text' ? text : '';
  }
  filter();
};

form?.addEventListener('input', filter);
form?.addEventListener('submit', (event) => event.preventDefault());
document.querySelector('[data-clear]')?.addEventListener('click', () => choose('', ''));
for (const link of all('[data-find]')) {
  link.addEventListener('click', () => choose(link.dataset['find'] ?? '', ''));
}

unfold?.addEventListener('click', () => {
  const folds = visibleFolds();
  const open = !folds.every((fold) => fold.open);
  for (const fold of folds) fold.open = open;
  nameUnfold();
});
for (const fold of all('.rows details')) fold.addEventListener('toggle', nameUnfold);

// A link to a scenario shows it, whatever was filtered.
const follow = () => {
  let id = '';
  try {
    id = decodeURIComponent(location.hash.slice(1));
  } catch {
    return;
  }
  const row = rows.find(({ element }) => element.id === id);
  if (!row) return;
  if (row.element.hidden) choose('', '');
  if (row.alike) row.alike.open = true;
  if (row.folds) row.folds.open = true;
  row.element.scrollIntoView({ block: 'center' });
};
addEventListener('hashchange', follow);

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
