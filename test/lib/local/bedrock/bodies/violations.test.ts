import { describe, expect, test } from 'vitest';
import { contracts } from '../../../../lambda/core/model/families/contracts.ts';
import { bodiesOf, type Changes, named, parseChanged, refusal } from './model-bodies.ts';

const { llama, mistral, mistralChat, nova, claude, gptOss, deepseek, palmyra } = named;

describe('a body that is not of its family is refused', () => {
  test.each<[string, Changes, string]>([
    ...Object.keys(contracts).map((name): [string, Changes, string] => [
      name,
      { extra: 1 },
      '#: extraneous key [extra] is not permitted',
    ]),
    ...[llama, mistral, deepseek].flatMap((name): [string, Changes, string][] => [
      [name, { prompt: undefined }, '#: required key [prompt] not found'],
      [name, { prompt: 3 }, '#/prompt: expected type: String, found: Integer'],
    ]),
    ...[mistralChat, gptOss, palmyra, nova, claude].flatMap((name): [string, Changes, string][] => [
      [name, { messages: undefined }, '#: required key [messages] not found'],
      [name, { messages: 'T' }, '#/messages: expected type: JSONArray, found: String'],
      [name, { messages: [] }, '#/messages: expected minimum item count: 1, found: 0'],
      [name, { messages: [null] }, '#/messages/0: expected type: JSONObject, found: Null'],
      [name, { messages: [{ role: 'user' }] }, '#/messages/0: required key [content] not found'],
    ]),
    [llama, { max_gen_len: 1.5 }, '#/max_gen_len: expected type: Integer, found: Number'],
    [llama, { top_p: null }, '#/top_p: expected type: Number, found: Null'],
    [mistral, { stop: 'x' }, '#/stop: expected type: JSONArray, found: String'],
    [mistral, { stop: Array(11).fill('x') }, '#/stop: expected maximum item count: 10, found: 11'],
    [mistral, { stop: ['x', true] }, '#/stop/1: expected type: String, found: Boolean'],
    [mistralChat, { max_completion_tokens: 9 }, '#: extraneous key [max_completion_tokens] is not permitted'],
    [
      mistralChat,
      { messages: [{ role: 'developer', content: 'T' }] },
      '#/messages/0/role: developer is not a valid enum value',
    ],
    [
      mistralChat,
      { messages: [{ role: 'user', content: 3 }] },
      '#/messages/0/content: no subschema matched out of the total 2 subschemas',
    ],
    [gptOss, { reasoning_effort: 'none' }, '#/reasoning_effort: none is not a valid enum value'],
    [nova, { top_p: 0.5 }, '#/inferenceConfig: extraneous key [top_p] is not permitted'],
    [
      nova,
      { messages: [{ role: 'user', content: [{ type: 'text', text: 'T' }] }] },
      '#/messages/0/content/0: extraneous key [type] is not permitted',
    ],
    [
      nova,
      { messages: [{ role: 'user', content: 'T' }] },
      '#/messages/0/content: expected type: JSONArray, found: String',
    ],
    [claude, { max_tokens: undefined }, '#: required key [max_tokens] not found'],
    [claude, { anthropic_version: undefined }, '#: required key [anthropic_version] not found'],
    [claude, { thinking: { type: 'off' } }, '#/thinking/type: off is not a valid enum value'],
    [
      claude,
      { messages: [{ role: 'user', content: [{ type: 'text' }] }] },
      '#/messages/0/content: no subschema matched out of the total 2 subschemas',
    ],
  ])('%s with %j', (name, changes, violation) => {
    expect(() => parseChanged(name, changes)).toThrow(expect.objectContaining(refusal(violation)));
  });

  test.each(Object.values(contracts).map(({ modelId }) => modelId))(
    'one that is sent to %s as no object',
    (id) => {
      for (const value of [null, [], 'text', 7]) {
        expect(() => bodiesOf(id).parse(value)).toThrow(
          'Malformed input request, please reformat your input and try again.',
        );
      }
    },
  );
});
