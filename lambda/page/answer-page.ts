import { type PageResult, toPage } from './document.ts';
import { html, type Markup } from './markup.ts';
import { typeset } from './typeset.ts';

/** An answer of `GET /blog/{blog_id}`, with JSON in `body`. */
export interface ApiAnswer {
  statusCode: number;
  headers?: Readonly<Record<string, string | number | boolean>> | undefined;
  body?: string | undefined;
}

/** The fields of an answer that a page shows. */
interface AnswerBody {
  blog_id?: string;
  blog_topic?: string;
  generated_blog?: string;
  word_count?: number;
  model_id?: string;
  truncated?: boolean;
  title?: string;
  detail?: string;
  request_id?: string;
}

/**
 * The page for an answer of the API: the post, the notice that it is being written, or the problem.
 *
 * @param home the page to write on, relative to this one; absent if there is none
 */
export function answerPage(answer: ApiAnswer, home: string | undefined): PageResult {
  const { statusCode } = answer;
  const headers = answer.headers ?? {};
  const body: AnswerBody = JSON.parse(answer.body ?? '{}');
  const content =
    statusCode === 200
      ? { title: body.blog_topic ?? '', main: postMarkup(body) }
      : statusCode === 202
        ? waitingContent(Number(headers['retry-after']))
        : { title: body.title ?? 'Problem', main: problemMarkup(body) };
  const page = toPage(statusCode, { ...content, home });
  return { ...page, headers: { ...headers, ...page.headers } };
}

function postMarkup(body: AnswerBody): Markup {
  const text = typeset(body.generated_blog ?? '');
  const at = blogDate(body.blog_id ?? '');
  return html`<article dir="auto" lang="">
${!text.text.startsWith('<h1>') && html`<h1>${body.blog_topic}</h1>\n`}${text}
</article>
${body.truncated === true && html`<p class="note">The model reached its token limit, so the post may be incomplete.</p>\n`}<p class="about">${
    at !== undefined &&
    html`<time datetime="${at.toISOString()}">${at.toISOString().slice(0, 16).replace('T', ' ')} UTC</time> · `
  }${body.word_count?.toLocaleString('en')} ${body.word_count === 1 ? 'word' : 'words'} · ${body.model_id}</p>`;
}

/** The page's script asks again, and reloads the page once there is a post. @param seconds until it asks */
function waitingContent(seconds: number) {
  return {
    title: 'Your post is being written',
    script: 'wait.js' as const,
    head: html`<noscript><meta http-equiv="refresh" content="${seconds}"></noscript>\n`,
    main: html`<h1>Your post is being written</h1>
<p id="waiting" data-seconds="${seconds}" role="status">This page checks again every ${seconds} seconds and shows the post when it is ready. You can close it and come back later.</p>`,
  };
}

function problemMarkup({ title, detail, request_id }: AnswerBody): Markup {
  return html`<h1>${title}</h1>
<p>${detail}</p>
<p class="about">Request ${request_id}</p>`;
}

/** When a post was ordered, which its id begins with. */
function blogDate(blogId: string): Date | undefined {
  const time = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(\d{3}Z)_.*$/s;
  const date = new Date(blogId.replace(time, '$1-$2-$3T$4:$5:$6.$7'));
  return Number.isNaN(date.getTime()) ? undefined : date;
}
