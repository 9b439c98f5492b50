import type { S3Error } from './s3-errors.ts';

const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n';

/** One element with its text escaped. `content` that is XML already goes into {@link wrap}. */
function element(name: string, text: string): string {
  return `<${name}>${escapeXml(text)}</${name}>`;
}

function wrap(name: string, content: string): string {
  return `<${name}>${content}</${name}>`;
}

// Control characters that XML 1.0 cannot hold in any form are left out.
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
