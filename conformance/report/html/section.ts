/** A part of the page with a heading of its own. What nobody has to look at first is folded. */
import { html, type Fill, type Html } from './template.ts';

export interface PageSection {
  readonly id: string;
  readonly title: Fill;
  readonly lead?: Fill;
  readonly isOpen: boolean;
  readonly body: Fill;
}

/** The id stands inside the fold: a browser that follows a link to it opens it, with or without a script. */
export function section({ id, title, lead, isOpen, body }: PageSection): Html {
  return html`<section aria-labelledby="${id}-title">
    <details class="fold" ${isOpen && html` open`}>
      <summary><h2 id="${id}-title">${title}</h2></summary>
      <div id="${id}" class="inside">${lead !== undefined && html`<p class="lead">${lead}</p>`} ${body}</div>
    </details>
  </section>`;
}

/** A table that is wider than a narrow screen is moved from side to side, also by keyboard. */
export function wideTable(sectionId: string, table: Html): Html {
  return html`<div class="scroll" role="group" aria-labelledby="${sectionId}-title" tabindex="0">
    ${table}
  </div>`;
}
