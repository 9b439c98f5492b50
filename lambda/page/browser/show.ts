import type { BlogAnswer, Problem } from './service.ts';

/** An element of the page. @throws Error if the markup has none with this id */
export function element<T extends HTMLElement = HTMLElement>(id: string): T {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`the page has no element #${id}`);
  return found as T;
}

/** A new element with a text, which never becomes markup. */
export function make(tag: string, text = '', attributes: Record<string, string> = {}): HTMLElement {
  const made = document.createElement(tag);
  made.textContent = text;
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}

export function button(text: string, act: () => void): HTMLElement {
  const made = make('button', text, { type: 'button' });
  made.addEventListener('click', act);
  return made;
}

let clock: ReturnType<typeof setInterval> | undefined;

/** Shows a text and the time since `since` (milliseconds since 1970), until something else is shown. */
export function showProgress(text: string, since: number): void {
  showNothing();
  element('progress').hidden = false;
  element('progress-text').textContent = text;
  const tick = (): void => {
    const seconds = Math.max(0, Math.round((Date.now() - since) / 1_000));
    const minutes = seconds < 60 ? '' : `${Math.floor(seconds / 60)} min `;
    element('progress-time').textContent = `${minutes}${seconds % 60} s`;
  };
  tick();
  clock = setInterval(tick, 1_000);
  document.title = 'Writing… · Blog Writer';
}

/** Hides progress, problem and post, the faults at the fields, and what was said of other posts. */
export function showNothing(): void {
  clearInterval(clock);
  for (const id of ['progress', 'problem', 'post']) element(id).hidden = true;
  element('news').textContent = '';
  for (const field of document.querySelectorAll('[aria-invalid]')) field.removeAttribute('aria-invalid');
  for (const fault of document.querySelectorAll<HTMLElement>('.fault')) fault.hidden = true;
  document.title = 'Blog Writer';
}

/** Shows a post. @param content the typeset post. Default: the text as written @returns what is to have the focus */
export function showPost(
  { blog_id, generated_blog: text }: BlogAnswer,
  content: Iterable<Node> | undefined,
  link: string,
): HTMLElement {
  showNothing();
  const section = element('post');
  const file = URL.createObjectURL(new Blob([text], { type: 'text/plain;charset=utf-8' }));
  const download = make('a', 'Download .txt', { download: `${blog_id}.txt`, href: file });
  const actions = make('p', '', { class: 'actions' });
  actions.append(copyButton(text), download, make('a', 'Link to this post', { href: link }));
  section.replaceChildren(actions, ...(content ?? [asWritten(text)]));
  section.hidden = false;
  document.title = `${section.querySelector('h1')?.textContent ?? 'Your post'} · Blog Writer`;
  return section;
}

/**
 * Shows a problem, each fault at its field, and a text that was not saved.
 *
 * @param retry what "Try again" does
 * @returns what is to have the focus
 */
export function showProblem(problem: Problem, retry: (() => void) | undefined): HTMLElement {
  showNothing();
  const { title, detail, errors = [], generated_blog: text, request_id } = problem;
  const section = element('problem');
  section.replaceChildren(make('h2', title));
  const faults = errors.filter(({ field, message }) => !showFault(field, message));
  const isMarked = faults.length < errors.length;
  section.append(make('p', isMarked ? 'Correct the marked fields.' : detail));
  if (isMarked) section.append(...faults.map(({ field, message }) => make('p', `${field} ${message}`)));
  if (text !== undefined) {
    section.append(make('p', 'The text was written but not saved. Copy it before you leave this page.'));
    section.append(asWritten(text));
  }
  const actions = make('p', '', { class: 'actions' });
  if (retry !== undefined) actions.append(button('Try again', retry));
  if (text !== undefined) actions.append(copyButton(text));
  if (actions.childElementCount > 0) section.append(actions);
  if (request_id !== undefined) section.append(make('p', `Request ${request_id}`, { class: 'about' }));
  section.hidden = false;
  return document.querySelector<HTMLElement>('[aria-invalid="true"]') ?? section;
}

/** Shows a fault at its field. @returns whether the form has the field */
function showFault(field: string, message: string): boolean {
  const input = document.getElementsByName(field)[0];
  const fault = document.getElementById(`${field}-problem`);
  if (input === undefined || fault === null) return false;
  input.closest('details')?.setAttribute('open', '');
  input.setAttribute('aria-invalid', 'true');
  const label = document.querySelector(`label[for="${field}"]`);
  fault.textContent = `${label?.textContent ?? field} ${message}.`;
  fault.hidden = false;
  return true;
}

function asWritten(text: string): HTMLElement {
  const article = make('article', '', { dir: 'auto', lang: '' });
  article.append(make('div', text, { class: 'as-written' }));
  return article;
}

function copyButton(text: string): HTMLElement {
  const made = button('Copy', async () => {
    made.textContent = await navigator.clipboard.writeText(text).then(
      () => 'Copied',
      () => 'Copying is not allowed here',
    );
  });
  made.setAttribute('aria-live', 'polite');
  return made;
}
