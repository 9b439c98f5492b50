import {
  addOrder,
  allOrders,
  clearOrders,
  type Order,
  openOrder,
  removeOrder,
  updateOrder,
} from './orders.ts';
import { action, follow, type Outcome, readPage, type Step, tokenField } from './service.ts';
import { button, element, make, showNothing, showPost, showProblem, showProgress } from './show.ts';

const form = element<HTMLFormElement>('form');

const progressTexts: Readonly<Record<Step, string>> = {
  accepted: 'Your post is being written. You can close this page and come back later.',
  lost: 'The connection was lost. Asking again; the post is written once.',
};

/** The orders that this page follows, by their keys. */
const followed = new Map<string, Order>();

/** What the page shows: the key of an order or the name of a post. The list shows how other orders go on. */
let shown = '';

/** Whether the form has changed since it was sent. */
let isChanged = false;

/** Whether the next topic is being entered: then the focus stays there. */
const isEntering = (): boolean => isChanged && form.contains(document.activeElement);

/** Shows an order, and follows it to its end, also while the page shows something else. */
async function followOrder(order: Order): Promise<void> {
  shown = order.key;
  // The address names the post that is shown.
  if (window.location.hash !== '') history.pushState(null, '', window.location.pathname);
  showProgress(order.location === undefined ? 'Writing your post.' : progressTexts.accepted, order.at);
  if (followed.has(order.key)) return;
  followed.set(order.key, order);
  listOrders();
  const outcome = await follow(order.location ?? order, (step, location) => {
    if (location !== undefined) updateOrder(order, { location });
    if (shown === order.key) showProgress(progressTexts[step], order.at);
  });
  followed.delete(order.key);
  const isWritten = outcome.kind === 'post';
  if (isWritten) updateOrder(order, { id: outcome.answer.blog_id, failed: false });
  else if (outcome.mayRetry || shown !== order.key) updateOrder(order, { failed: true });
  else removeOrder(order);
  listOrders();
  if (shown === order.key) {
    if (isWritten) history.replaceState(null, '', nameOf(outcome.answer.blog_id));
    await show(outcome, () => retry(order));
    if (!isEntering()) return;
  }
  element('news').textContent = `“${order.body.blog_topic}” ${isWritten ? 'is ready' : 'was not written'}.`;
}

/** Only the request itself starts a failed job over, so the location is dropped. */
function retry(order: Order): void {
  delete order.location;
  updateOrder(order, { failed: false });
  void followOrder(order);
}

async function show(outcome: Outcome, again: () => void): Promise<void> {
  const before = shown;
  let target: HTMLElement;
  if (outcome.kind === 'problem') {
    target = showProblem(outcome.problem, outcome.mayRetry ? again : undefined);
    if (outcome.needsToken && tokenField !== null) target = tokenField;
  } else {
    const { answer, location } = outcome;
    const content = await readPage(location);
    if (shown !== before) return;
    // A link cannot carry the token. This page can show the post.
    target = showPost(answer, content, tokenField === null ? location : nameOf(answer.blog_id));
  }
  if (isEntering()) return;
  target.focus({ preventScroll: true });
  target.scrollIntoView({ block: 'nearest' });
}

/** The address of a post on this page. */
function nameOf(blogId: string): string {
  return `#${encodeURIComponent(blogId)}`;
}

/** Shows what the address names: a post after `#`, otherwise the last order if it has no result yet. */
async function open(): Promise<void> {
  const name = window.location.hash.slice(1);
  if (name === '') {
    const order = openOrder();
    if (order !== undefined) return followOrder(order);
    shown = '';
    return showNothing();
  }
  shown = name;
  showProgress('Loading the post.', Date.now());
  const outcome = await follow(`${action}/${name}`, (step) => {
    if (shown === name) showProgress(progressTexts[step], Date.now());
  });
  if (shown === name) await show(outcome, () => void open());
}

/** Lists the orders. What has not changed stays as it is, and so does the focus in it. */
function listOrders(): void {
  const orders = allOrders();
  element('history').hidden = orders.length === 0;
  const list = element('orders');
  const keys = new Set(orders.map(({ key }) => key));
  for (const item of Array.from(list.children)) if (!keys.has(item.id)) item.remove();
  for (const [index, order] of orders.entries()) {
    const item = make('li', '', { id: order.key });
    item.append(topicOf(order), ' ', make('span', new Date(order.at).toLocaleString()));
    const before = list.children[index];
    if (before?.id !== order.key) {
      list.insertBefore(item, before ?? null);
    } else if (!before.isEqualNode(item)) {
      const hasFocus = before.contains(document.activeElement);
      before.replaceWith(item);
      if (hasFocus) item.querySelector<HTMLElement>('a, button')?.focus();
    }
  }
}

function topicOf(order: Order): HTMLElement {
  const topic = String(order.body.blog_topic);
  if (order.id !== undefined) return make('a', topic, { href: nameOf(order.id), dir: 'auto' });
  return order.failed
    ? button(`Try again: ${topic}`, () => retry(order))
    : button(`Being written: ${topic}`, () => void followOrder(followed.get(order.key) ?? order));
}

/** The fields that are filled in, with the names and types of the request. */
function readForm(): Order['body'] {
  const fields = Array.from(form.querySelectorAll<HTMLInputElement>('[name]'));
  const filled = fields.filter(({ value }) => value.trim() !== '');
  return Object.fromEntries(
    filled.map(({ name, type, value }) => [name, type === 'number' ? Number(value) : value]),
  );
}

function fillForm(body: Order['body']): void {
  for (const [name, value] of Object.entries(body)) {
    const field = document.getElementsByName(name)[0];
    if (field instanceof HTMLInputElement) field.value = String(value);
  }
}

form.addEventListener('input', () => {
  isChanged = true;
});
// The browser reports an invalid number only where it can show the field.
const showField = ({ target }: Event) => (target as Element).closest('details')?.setAttribute('open', '');
form.addEventListener('invalid', showField, true);
form.addEventListener('submit', (event) => {
  event.preventDefault();
  isChanged = false;
  const body = readForm();
  // A form that is sent twice is one order.
  const same = [...followed.values()].find((order) => JSON.stringify(order.body) === JSON.stringify(body));
  void followOrder(same ?? addOrder(body));
});
window.addEventListener('hashchange', () => void open());
window.addEventListener('storage', listOrders);
element('forget').addEventListener('click', () => {
  clearOrders();
  listOrders();
});

listOrders();
const last = window.location.hash === '' ? openOrder() : undefined;
if (last !== undefined) fillForm(last.body);
if (tokenField === null) void open();
else if (last !== undefined || window.location.hash !== '') {
  showProblem(
    {
      title: last === undefined ? 'Enter your access token to read the post' : 'Your post is being written',
      detail: 'This page does not store the token. Enter it and try again; the post is written once.',
    },
    () => void open(),
  );
  tokenField.focus();
}
