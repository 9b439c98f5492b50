import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isKept, summarize } from '../../../../lib/tools/smoke/report.ts';
import {
  type FakeAnswer,
  type FakeRequest,
  type FakeService,
  isAsync,
  isPost,
  startFakeService,
  withBody,
  withHeaders,
} from './fake-service.ts';
import { runSmoke, steps } from './smoke-fixture.ts';

let service: FakeService;

beforeEach(async () => {
  service = await startFakeService();
});
afterEach(() => service.close());

describe('smoke where the contract is broken', () => {
  it.each<[string, (request: FakeRequest, answer: FakeAnswer) => FakeAnswer, string, string]>([
    [
      'a field is missing',
      (request, answer) => (isPost(request) ? withBody(answer, { stop_reason: undefined }) : answer),
      steps.waited,
      'expected stop_reason to be a text, received none',
    ],
    [
      'the post is blank',
      (request, answer) => (isPost(request) ? withBody(answer, { generated_blog: ' ' }) : answer),
      steps.waited,
      'expected generated_blog to be a text, received ',
    ],
    [
      'an existing caller would not understand it',
      (request, answer) =>
        isPost(request) && !isAsync(request) ? withBody(answer, { body: 'Done' }) : answer,
      steps.waited,
      'expected body to be "Blog Generation is Completed!", received Done',
    ],
    [
      'its Location is of another post',
      (request, answer) => (isPost(request) ? withHeaders(answer, { location: '/blog/x' }) : answer),
      steps.waited,
      'expected Location /blog/20261122T160527120Z_Topic, received /blog/x',
    ],
    [
      'it is read back otherwise',
      (request, answer) =>
        request.method === 'GET' && answer.status === 200 ? withBody(answer, { word_count: 3 }) : answer,
      steps.json,
      'expected word_count to be 2, received 3',
    ],
    [
      'its text is read back otherwise',
      (request, answer) => (request.headers.accept === 'text/plain' ? { ...answer, body: 'A pos' } : answer),
      steps.text,
      'expected the text A post., received A pos',
    ],
    [
      'its text is not plain',
      (request, answer) =>
        request.headers.accept === 'text/plain'
          ? withHeaders(answer, { 'content-type': 'text/html' })
          : answer,
      steps.text,
      'expected Content-Type text/plain, received text/html',
    ],
    [
      'the preference was not applied',
      (request, answer) => (isAsync(request) ? withHeaders(answer, { 'preference-applied': 'no' }) : answer),
      steps.promised,
      'expected Preference-Applied respond-async, received no',
    ],
    [
      'a promise says nothing of when',
      (request, answer) => (isAsync(request) ? withHeaders(answer, { 'retry-after': 'soon' }) : answer),
      steps.promised,
      'expected Retry-After in seconds, received soon',
    ],
    [
      'a repeated request is another post',
      (request, answer) =>
        isAsync(request) && service.requests.filter(isAsync).length > 1
          ? withBody(answer, { blog_id: '20261122T160527129Z_Topic' })
          : answer,
      steps.again,
      'expected blog_id 20261122T160527121Z_Topic, received 20261122T160527129Z_Topic',
    ],
    [
      'a promised post has failed',
      (request, answer) =>
        request.method === 'GET' && answer.status === 202
          ? {
              status: 502,
              headers: { 'content-type': 'application/problem+json' },
              body: { status: 502, title: 'The model failed', detail: 'Try again.', request_id: 'r7' },
            }
          : answer,
      steps.kept,
      'expected status 200, received 502 The model failed: Try again.',
    ],
    [
      'a post that does not exist does',
      (_, answer) => (answer.status === 404 ? { ...answer, status: 200 } : answer),
      steps.missing,
      'expected status 404, received 200',
    ],
    [
      'a problem is plain JSON',
      (_, answer) =>
        answer.status === 404 ? withHeaders(answer, { 'content-type': 'application/json' }) : answer,
      steps.missing,
      'expected Content-Type application/problem+json, received application/json',
    ],
    [
      'a problem names no fields',
      (_, answer) => (answer.status === 400 ? withBody(answer, { errors: [{ field: 'x' }] }) : answer),
      steps.invalid,
      'expected an error of the field blog_topic, received [{"field":"x"}]',
    ],
  ])('says what was expected and what was received where %s', async (_, change, name, text) => {
    service.change = change;
    const results = await runSmoke(service, []);
    const broken = results.filter(({ outcome }) => outcome === 'broken');
    expect(broken.find((result) => result.name === name)?.text).toContain(text.trimEnd());
    expect(isKept(results)).toBe(false);
    expect(summarize(results)).toMatch(/^The endpoint does not keep the contract: \d of 8 steps failed/);
  });
});
