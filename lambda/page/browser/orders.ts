/** A post ordered in this browser: enough to send the order again after a reload or a lost connection. */
export interface Order {
  /** The `Idempotency-Key`: however often the order is sent, there is one post. */
  readonly key: string;
  readonly body: Readonly<Record<string, string | number>>;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Where the post is being written, once the service has accepted it. */
  location?: string;
  /** The post's id, once it is written. */
  id?: string;
  /** It failed, and is sent again only on request. */
  failed?: boolean;
}

const storageName = 'blog-writer';
/** How long the service keeps an idempotency key, in milliseconds. */
const keyLifetimeMs = 24 * 60 * 60_000;
const maxOrders = 100;

let orders: readonly Order[] = [];

/** The orders of this browser, also those of other tabs, the newest first, without those whose key has expired. */
export function allOrders(): readonly Order[] {
  try {
    const stored: Order[] = JSON.parse(localStorage.getItem(storageName) ?? '[]');
    const oldest = Date.now() - keyLifetimeMs;
    orders = stored.filter(({ id, at }) => id !== undefined || at > oldest);
  } catch {
    // Storage may be off, or hold what an extension wrote. Then the list lasts as long as the page.
  }
  return orders;
}

/** The last order, if it has no result yet. */
export function openOrder(): Order | undefined {
  const [last] = allOrders();
  return last?.id === undefined && last?.failed !== true ? last : undefined;
}

export function addOrder(body: Order['body']): Order {
  const order: Order = { key: crypto.randomUUID(), body, at: Date.now() };
  store([order, ...allOrders()].slice(0, maxOrders));
  return order;
}

export function updateOrder(order: Order, change: Partial<Pick<Order, 'location' | 'id' | 'failed'>>): void {
  Object.assign(order, change);
  store(allOrders().map((stored) => (stored.key === order.key ? order : stored)));
}

export function removeOrder(order: Order): void {
  store(allOrders().filter(({ key }) => key !== order.key));
}

export function clearOrders(): void {
  store([]);
}

/** They are stored nowhere else. */
function store(changed: readonly Order[]): void {
  orders = changed;
  try {
    localStorage.setItem(storageName, JSON.stringify(orders));
  } catch {
    // See above.
  }
}
