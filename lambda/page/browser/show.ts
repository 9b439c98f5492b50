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
    const minutes = Math.floor(seconds / 60);
    element('progress-time').textContent =
      minutes === 0 ? `${seconds} s` : `${minutes} min ${seconds % 60} s`;
  };
  tick();
  clock = setInterval(tick, 1_000);
  document.title = 'Writing… · Blog Writer';
}

/** Hides progress, problem and post. */
export function showNothing(): void {
  clearInterval(clock);
  for (const id of ['progress', 'problem', 'post']) element(id).hidden = true;
  clearFaults();
  document.title = 'Blog Writer';
}

/** Shows a post. @param content the typeset post. Default: the text as written */
export function showPost(answer: BlogAnswer, content: DocumentFragment | undefined, link: string): void {
  showNothing();
  const section = element('post');
  const text = answer.generated_blog;
  const file = new Blob([text], { type: 'text/plain;charset=utf-8' });
  const download = make('a', 'Download .txt', { download: `${answer.blog_id}.txt` }) as HTMLAnchorElement;
  download.href = URL.createObjectURL(file);
  const actions = make('p', '', { class: 'actions' });
  actions.append(copyButton(text), download, make('a', 'Link to this post', { href: link }));
  section.replaceChildren(actions, content ?? asWritten(text));
  section.hidden = false;
  section.focus();
  document.title = `${element('post').querySelector('h1')?.textContent ?? 'Your post'} · Blog Writer`;
}

/** Shows a problem, each fault at its field, and a text that was not saved. @param retry what "Try again" does */
export function showProblem(problem: Problem, retry: (() => void) | undefined): void {
  showNothing();
  const section = element('problem');
  section.replaceChildren(make('h2', problem.title));
  const faults = (problem.errors ?? []).filter(({ field, message }) => !showFault(field, message));
  const beside = (problem.errors ?? []).length - faults.length;
  section.append(make('p', beside === 0 ? problem.detail : 'Correct the marked fields.'));
  if (beside > 0) for (const { field, message } of faults) section.append(make('p', `${field} ${message}`));
  if (problem.generated_blog !== undefined) {
    section.append(make('p', 'The text was written but not saved. Copy it before you leave this page.'));
    section.append(asWritten(problem.generated_blog));
  }
  const actions = make('p', '', { class: 'actions' });
  if (retry !== undefined) actions.append(button('Try again', retry));
  if (problem.generated_blog !== undefined) actions.append(copyButton(problem.generated_blog));
  if (actions.childElementCount > 0) section.append(actions);
  if (problem.request_id !== undefined)
    section.append(make('p', `Request ${problem.request_id}`, { class: 'about' }));
  section.hidden = false;
  const invalid = document.querySelector<HTMLElement>('[aria-invalid="true"]');
  (invalid ?? section).focus();
}

/** Removes the faults that `showProblem` put at the fields. */
function clearFaults(): void {
  for (const field of document.querySelectorAll('[aria-invalid]')) field.removeAttribute('aria-invalid');
  for (const fault of document.querySelectorAll<HTMLElement>('.fault')) fault.hidden = true;
}

/** Shows a fault at its field. @returns whether the form has the field */
function showFault(field: string, message: string): boolean {
  const input = document.getElementsByName(field)[0];
  const fault = document.getElementById(`${field}-problem`);
  if (input === undefined || fault === null) return false;
  const details = input.closest('details');
  if (details !== null) details.open = true;
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
