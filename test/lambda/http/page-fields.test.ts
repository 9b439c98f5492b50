import { expect, it } from 'vitest';
import { pageFields } from '../../../lambda/http/page-fields.ts';

it('the form has each field of a request with its kind, bounds and default, if that is the same for every request', () => {
  expect(pageFields).toEqual([
    { name: 'blog_topic', kind: 'text', required: true, min: 1, max: 200 },
    { name: 'word_count', kind: 'integer', required: false, min: 50, max: 1000, usual: 200 },
    { name: 'style', kind: 'text', required: false, min: 1, max: 60 },
    { name: 'tone', kind: 'text', required: false, min: 1, max: 60 },
    { name: 'max_gen_len', kind: 'integer', required: false, min: 1, max: 2048 },
    { name: 'temperature', kind: 'number', required: false, min: 0, max: 1, usual: 0.5 },
    { name: 'top_p', kind: 'number', required: false, min: 0, max: 1, usual: 0.9 },
  ]);
});
