/**
 * An address as it may be printed: without name and password, whatever they consist of, and without its query, which
 * may hold a key.
 *
 * @example
 * showUrl('http://user:secret@127.0.0.1:8080/v1?key=k') // http://127.0.0.1:8080/v1
 */
export function showUrl(text: string): string {
  return text
    .replace(/[?#].*$/s, '')
    .replace(/^([a-z][a-z0-9+.-]*:\/\/)?.*@/is, '$1')
    .replace(/\/+$/, '');
}
