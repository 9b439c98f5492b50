/** The settings that decide whether there is a page to write on, and what it asks for. */
export interface PageSettings {
  readonly auth: 'none' | 'iam' | 'jwt';
  readonly page: 'on' | 'off';
}

/** The route of the page to write on. */
export const pageRoute = 'GET /';

/** Whether `GET /` is there: not where it is switched off, nor where callers sign, which a page cannot. */
export function hasPage({ auth, page }: PageSettings): boolean {
  return page === 'on' && auth !== 'iam';
}
