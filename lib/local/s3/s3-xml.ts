import type { S3Error } from './s3-errors.ts';
import type { ListPage, ListQuery } from './s3-list.ts';

const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n';
const namespace = 'http://s3.amazonaws.com/doc/2006-03-01/';

/** One element with its text escaped. `content` that is XML already goes into {@link wrap}. */
function element(name: string, text: string | number | boolean): string {
  return `<${name}>${escapeXml(String(text))}</${name}>`;
}

function wrap(name: string, content: string, attributes = ''): string {
  return `<${name}${attributes}>${content}</${name}>`;
}

// Control characters that XML 1.0 cannot hold in any form are left out, as S3 asks for encoding-type=url there.
function escapeXml(text: string): string {
  return text
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/gu, '')
    .replace(/[&<>"\r]/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** The body of an error answer. */
export function renderError(error: S3Error, requestId: string): string {
  const details = Object.entries(error.details).map(([name, text]) => element(name, text));
  const parts = [element('Code', error.code), element('Message', error.message), ...details];
  return declaration + wrap('Error', [...parts, element('RequestId', requestId)].join(''));
}

/** The body of ListObjectsV2's answer. */
export function renderList(bucket: string, query: ListQuery, page: ListPage): string {
  const name = (key: string) => (query.urlEncoded ? encodeURIComponent(key).replaceAll('%2F', '/') : key);
  const optional = (tag: string, text: string | undefined) => (text === undefined ? '' : element(tag, text));
  return (
    declaration +
    wrap(
      'ListBucketResult',
      [
        element('Name', bucket),
        element('Prefix', name(query.prefix)),
        optional('Delimiter', query.delimiter === '' ? undefined : name(query.delimiter)),
        optional('StartAfter', query.startAfter === undefined ? undefined : name(query.startAfter)),
        optional('ContinuationToken', query.continuationToken),
        optional('EncodingType', query.urlEncoded ? 'url' : undefined),
        element('KeyCount', page.objects.length + page.commonPrefixes.length),
        element('MaxKeys', query.maxKeys),
        element('IsTruncated', page.nextToken !== undefined),
        optional('NextContinuationToken', page.nextToken),
        ...page.objects.map((object) =>
          wrap(
            'Contents',
            [
              element('Key', name(object.key)),
              element('LastModified', object.lastModified.toISOString()),
              element('ETag', `"${object.etag}"`),
              element('Size', object.size),
              element('StorageClass', 'STANDARD'),
            ].join(''),
          ),
        ),
        ...page.commonPrefixes.map((prefix) => wrap('CommonPrefixes', element('Prefix', name(prefix)))),
      ].join(''),
      ` xmlns="${namespace}"`,
    )
  );
}
