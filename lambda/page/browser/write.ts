import { action, form, tokenField } from './form.ts';
import {
  addOrder,
  allOrders,
  clearOrders,
  interruptedOrder,
  type Order,
  removeOrder,
  updateOrder,
} from './orders.ts';
import { followOrder, type Outcome, readArticle, readPost, type Step } from './service.ts';
import { button, clearFaults, element, make, showPost, showProblem, showProgress } from './show.ts';

const writeButton = element<HTMLButtonElement>('write');

const progressTexts = {
  sent: 'Writing your post.',
  accepted: 'Your post is being written. You can close this page and come back later.',
  lost: 'The connection was lost. Asking again; the post is written once.',
} satisfies Record<Step, string>;

/** Follows an order to its end and shows it. */
async function follow(order: Order): Promise<void> {
  writeButton.disabled = true;
  clearFaults();
  showProgress(progressTexts[order.location === undefined ? 'sent' : 'accepted'], order.at);
  listOrders();
  const outcome = await followOrder(order, (step, location) => {
    showProgress(progressTexts[step], order.at);
    if (location !== undefined) updateOrder(order, { location });
  });
  writeButton.disabled = false;
  if (outcome.kind === 'post') {
    updateOrder(order, { id: outcome.answer.blog_id, location: outcome.location, failed: false });
    history.replaceState(null, '', `#${encodeURIComponent(outcome.answer.blog_id)}`);
  } else if (outcome.mayRetry) {
    updateOrder(order, { failed: true });
  } else {
    removeOrder(order);
  }
  listOrders();
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
  const article = await readArticle(location);
  // A link cannot carry the token. This page can show the post.
  const link = tokenField === null ? location : `#${encodeURIComponent(answer.blog_id)}`;
  showPost(answer, article, link);
}

/** Shows the post that is named after the `#` of the address. */
async function showNamed(): Promise<void> {
  const name = window.location.hash.slice(1);
  if (name === '') return;
  showProgress('Loading the post.', Date.now());
  await show(await readPost(`${action}/${name}`), () => void showNamed());
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
  if (order.id !== undefined)
    return make('a', topic, { href: `#${encodeURIComponent(order.id)}`, dir: 'auto' });
  return order.failed ? button(`Try again: ${topic}`, () => retry(order)) : make('bdi', topic);
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
  if (!writeButton.disabled) void follow(addOrder(readForm()));
});
window.addEventListener('hashchange', () => void showNamed());
element('forget').addEventListener('click', () => {
  clearOrders();
  listOrders();
});

listOrders();
const interrupted = interruptedOrder();
if (interrupted !== undefined) fillForm(interrupted.body);
const goOn = interrupted === undefined ? showNamed : () => follow(interrupted);
if (tokenField === null) void goOn();
else if (interrupted !== undefined || window.location.hash !== '') {
  showProblem(
    {
      title:
        interrupted === undefined ? 'Enter your access token to read the post' : 'Your post is being written',
      detail:
        'This page forgets the token when it is closed. Enter it and try again; the post is written once.',
    },
    () => void goOn(),
  );
  tokenField.focus();
}
