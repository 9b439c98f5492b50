import { action, form, tokenField } from './form.ts';
import {
  addOrder,
  allOrders,
  clearOrders,
  type Order,
  openOrder,
  removeOrder,
  updateOrder,
} from './orders.ts';
import { followOrder, type Outcome, readPage, readPost, type Step } from './service.ts';
import { button, element, make, showNothing, showPost, showProblem, showProgress } from './show.ts';

const progressTexts = {
  sent: 'Writing your post.',
  accepted: 'Your post is being written. You can close this page and come back later.',
  lost: 'The connection was lost. Asking again; the post is written once.',
} satisfies Record<Step, string>;

/** The orders that this page follows, by their keys. */
const followed = new Map<string, Order>();

/** What the page shows: the key of an order or the name of a post. The list shows how other orders go on. */
let shown = '';

/** Shows an order, and follows it to its end, also while the page shows something else. */
async function follow(order: Order): Promise<void> {
  shown = order.key;
  // The address names the post that is shown.
  if (window.location.hash !== '') history.pushState(null, '', window.location.pathname);
  showProgress(progressTexts[order.location === undefined ? 'sent' : 'accepted'], order.at);
  if (followed.has(order.key)) return;
  followed.set(order.key, order);
  listOrders();
  const outcome = await followOrder(order, (step, location) => {
    if (location !== undefined) updateOrder(order, { location });
    if (shown === order.key) showProgress(progressTexts[step], order.at);
  });
  followed.delete(order.key);
  if (outcome.kind === 'post') {
    updateOrder(order, { id: outcome.answer.blog_id, location: outcome.location, failed: false });
  } else if (outcome.mayRetry || shown !== order.key) {
    updateOrder(order, { failed: true });
  } else {
    removeOrder(order);
  }
  listOrders();
  if (shown !== order.key) return;
  if (outcome.kind === 'post') history.replaceState(null, '', nameOf(outcome.answer.blog_id));
  await show(outcome, () => retry(order));
}

/** Only the request itself starts a failed job over, so the location is dropped. */
function retry(order: Order): void {
  delete order.location;
  updateOrder(order, { failed: false });
  void follow(order);
}

async function show(outcome: Outcome, again: () => void): Promise<void> {
  if (outcome.kind === 'problem') {
    showProblem(outcome.problem, outcome.mayRetry ? again : undefined);
    if (outcome.needsToken) tokenField?.focus();
    return;
  }
  const { answer, location } = outcome;
  const before = shown;
  const content = await readPage(location);
  if (shown !== before) return;
  // A link cannot carry the token. This page can show the post.
  showPost(answer, content, tokenField === null ? location : nameOf(answer.blog_id));
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
    if (order !== undefined) return follow(order);
    shown = '';
    return showNothing();
  }
  shown = name;
  showProgress('Loading the post.', Date.now());
  const outcome = await readPost(`${action}/${name}`);
  if (shown === name) await show(outcome, () => void open());
}

function listOrders(): void {
  const orders = allOrders();
  element('history').hidden = orders.length === 0;
  const items = orders.map((order) => {
    const item = make('li');
    item.append(topicOf(order), ' ', make('span', new Date(order.at).toLocaleString()));
    return item;
  });
  element('history')
    .querySelector('ul')
    ?.replaceChildren(...items);
}

function topicOf(order: Order): HTMLElement {
  const topic = String(order.body.blog_topic);
  if (order.id !== undefined) return make('a', topic, { href: nameOf(order.id), dir: 'auto' });
  return order.failed
    ? button(`Try again: ${topic}`, () => retry(order))
    : button(`Being written: ${topic}`, () => void follow(order));
}

/** The fields that are filled in, with the names and types of the request. */
function readForm(): Order['body'] {
  const filled = Array.from(form.querySelectorAll('input')).filter(
    ({ name, value }) => name !== '' && value.trim() !== '',
  );
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

form.addEventListener('submit', (event) => {
  event.preventDefault();
  const body = readForm();
  // A form that is sent twice is one order.
  const same = [...followed.values()].find((order) => JSON.stringify(order.body) === JSON.stringify(body));
  void follow(same ?? addOrder(body));
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
