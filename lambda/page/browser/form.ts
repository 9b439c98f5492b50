export const form = document.getElementById('form') as HTMLFormElement;

/** The path of `POST /blog`. */
export const action = form.dataset.action ?? '/blog';

/** The field of the bearer token; `null` if callers need none. */
export const tokenField = document.getElementById('token') as HTMLInputElement | null;
