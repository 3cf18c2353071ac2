/** The filters above a list of scenarios. They do nothing without the script, so it is the script that shows them. */
import { html, type Html } from './template.ts';

export interface FilterForm {
  /** What the tabs choose between; an empty value stands for all. */
  readonly outcomes: readonly { readonly value: string; readonly name: string; readonly times: number }[];
  /** The value of the tab that is open first. */
  readonly chosen: string;
  /** What a search finds. */
  readonly hint: string;
  readonly choices: readonly {
    readonly name: 'code' | 'family' | 'verdict' | 'evidence';
    readonly label: string;
    readonly values: readonly string[];
  }[];
}

export function filterForm({ outcomes, chosen, hint, choices }: FilterForm): Html {
  return html`<form class="filters live" aria-label="Filters" hidden>
    <fieldset class="tabs">
      <legend class="unseen">Outcome</legend>
      ${outcomes.map(
        ({ value, name, times }) =>
          html`<label
            ><input type="radio" name="outcome" value="${value}" ${value === chosen && html` checked`} /><span
              >${name} <b>${times}</b></span
            ></label
          >`,
      )}
    </fieldset>
    <div class="fields">
      <label class="search"
        >Search <input type="search" name="text" placeholder="${hint}" autocomplete="off" spellcheck="false"
      /></label>
      ${choices
        .filter(({ values }) => values.length > 1)
        .map(
          ({ name, label, values }) =>
            html`<label
              >${label}
              <select name="${name}">
                <option value="">any</option>
                ${values.map((value) => html`<option>${value}</option>`)}
              </select></label
            >`,
        )}
      <button type="button" data-unfold>Unfold</button>
    </div>
    <p class="shown" role="status"></p>
  </form>`;
}

/** What is shown instead of a list in which nothing fits. */
export function noneNotice(): Html {
  return html`<p class="none" hidden>
    No scenario is like that. <button type="button" data-clear>Clear the filters</button>
  </p>`;
}
