/** The settings that decide whether there is a page to write on. */
export interface PageSettings {
  readonly auth: 'none' | 'iam' | 'jwt';
  readonly page: 'on' | 'off';
}

/** The route of the page to write on. */
export const pageRoute = 'GET /';

/** Whether there is a page: not if it is off, nor if callers sign requests, which a page cannot do. */
export function hasPage({ auth, page }: PageSettings): boolean {
  return page === 'on' && auth !== 'iam';
}
