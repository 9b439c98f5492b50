import { type PageResult, toPage } from './document.ts';
import { html, type Markup } from './markup.ts';

/** A field of the form. */
interface PageField {
  name: string;
  kind: 'text' | 'integer' | 'number';
  required: boolean;
  /** The bounds of a number, or of a text's length in characters. */
  min: number;
  max: number;
  /** The service's default for an empty field, if it is shown. */
  usual?: number;
}

export interface WritePageOptions {
  fields: readonly PageField[];
  /** The path of `POST /blog`. */
  action: string;
  /** Whether callers need a bearer token. */
  needsToken: boolean;
}

/** The page to write on: a form, and the places where its script shows progress, posts and problems. */
export function writePage({ fields, action, needsToken }: WritePageOptions): PageResult {
  const shown = (isShown: (field: PageField) => boolean): Markup[] => fields.filter(isShown).map(fieldMarkup);
  const main = html`<h1>Write a blog post</h1>
<noscript><p class="note">This page needs JavaScript. Without it, send a POST request to ${action}.</p></noscript>
<form id="form" data-action="${action}">
${shown(({ required }) => required)}
<div class="row">${shown(({ name }) => besideTopic.includes(name))}</div>
<details>
<summary>More</summary>
<div class="row">${shown(({ name, required }) => !required && !besideTopic.includes(name))}</div>
</details>
${needsToken && tokenMarkup}
<button id="write">Write</button>
</form>
<section id="progress" hidden>
<progress aria-labelledby="progress-text"></progress>
<p><span id="progress-text" role="status"></span> <span id="progress-time" aria-hidden="true"></span></p>
</section>
<section id="problem" role="alert" tabindex="-1" hidden></section>
<section id="post" aria-label="Your post" tabindex="-1" hidden></section>
<section id="history" hidden>
<h2>Posts written in this browser</h2>
<p id="news" role="status"></p>
<ul id="orders"></ul>
<button id="forget">Clear the list</button>
</section>`;
  return toPage(200, { title: 'Blog Writer', main, script: 'write.js' });
}

/** The optional fields that are not under "More". */
const besideTopic: readonly string[] = ['word_count', 'style', 'tone'];

/** The labels that are not the field's name. */
const labels: Readonly<Record<string, string>> = {
  blog_topic: 'Topic',
  word_count: 'Words',
  max_gen_len: 'Token limit',
};

/** What could stand in the optional texts. */
const examples: Readonly<Record<string, string>> = { style: 'journalistic', tone: 'playful' };

/** A field's label: of `top_p`, `Top p`. */
function labelOf(name: string): string {
  const words = name.replaceAll('_', ' ');
  return labels[name] ?? words.charAt(0).toUpperCase() + words.slice(1);
}

/** The token is sent with the requests of this page and not stored. */
const tokenMarkup = html`<div class="field"><label for="token">Access token</label>
<input id="token" type="password" autocomplete="off" aria-describedby="token-hint" required>
<p class="hint" id="token-hint">Not stored: enter it again after a reload.</p></div>`;

function fieldMarkup({ name, kind, required, min, max, usual }: PageField): Markup {
  const hint =
    kind === 'text'
      ? examples[name] && `optional, e.g. ${examples[name]}`
      : `${min} to ${max.toLocaleString('en')}${usual === undefined ? '' : `; default ${usual}`}`;
  const label = html`<label for="${name}">${labelOf(name)}</label>`;
  const described = html`aria-describedby="${name}-problem${hint !== undefined && ` ${name}-hint`}"`;
  const input =
    kind === 'text'
      ? html`<input id="${name}" name="${name}" dir="auto" maxlength="${max * 2}" autocomplete="off" ${described}${
          required && html` required`
        }>`
      : html`<input id="${name}" name="${name}" type="number" min="${min}" max="${max}" step="${
          kind === 'integer' ? '1' : 'any'
        }" ${described}>`;
  return html`<div class="field">${label}
${input}
${hint !== undefined && html`<p class="hint" id="${name}-hint">${hint}</p>\n`}<p class="fault" id="${name}-problem" hidden></p></div>
`;
}
