import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { html, Markup } from './markup.ts';

/** A page as API Gateway sends it. */
export interface PageResult {
  statusCode: number;
  headers: Record<string, string | number | boolean>;
  body: string;
}

export interface PageContent {
  title: string;
  main: Markup;
  /** The address of the page to write on, for the link at the top. Default: no link. */
  home?: string | undefined;
  /** Default: no script. */
  script?: 'write.js' | 'wait.js';
  /** More of the head. Default: nothing. */
  head?: Markup;
}

/**
 * A whole page. Its Content-Security-Policy allows its own style and script by their hashes, requests to its own
 * origin, and nothing else.
 */
export function toPage(statusCode: number, content: PageContent): PageResult {
  const { title, main, home, head } = content;
  const style = readAsset('page.css');
  const script = content.script && readAsset(content.script);
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<style>${new Markup(style)}</style>
${head}</head>
<body>
${home !== undefined && html`<header><a href="${home}">Blog Writer</a></header>`}
<main>
${main}
</main>
${script !== undefined && html`<script>${new Markup(script)}</script>`}
</body>
</html>
`;
  return {
    statusCode,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': contentSecurityPolicy(style, script),
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cache-control': 'no-store',
    },
    body: page.text,
  };
}

/** A style sheet or a script, which stands beside the code in the bundle. */
const readAsset = (name: string): string => readFileSync(new URL(name, import.meta.url), 'utf8');

function contentSecurityPolicy(style: string, script: string | undefined): string {
  return [
    "default-src 'none'",
    `style-src ${hashSource(style)}`,
    ...(script === undefined ? [] : [`script-src ${hashSource(script)}`, "connect-src 'self'"]),
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

function hashSource(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}
