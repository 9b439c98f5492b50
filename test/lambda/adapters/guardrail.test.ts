import { describe, expect, it } from 'vitest';
import { readGuardrail } from '../../../lambda/adapters/guardrail.ts';

const masked = {
  sensitiveInformationPolicy: { piiEntities: [{ type: 'EMAIL', match: 'a@b', action: 'ANONYMIZED' }] },
};
const maskedByRegex = {
  sensitiveInformationPolicy: { regexes: [{ name: 'id', match: '7', action: 'ANONYMIZED' }] },
};
const blockedData = { sensitiveInformationPolicy: { piiEntities: [{ type: 'PIN', action: 'BLOCKED' }] } };
const passed = { contentPolicy: { filters: [{ type: 'HATE', confidence: 'LOW', action: 'NONE' }] } };
const denied = { topicPolicy: { topics: [{ name: 'x', type: 'DENY', action: 'BLOCKED' }] } };

const answer = (guardrail: unknown, action = 'INTERVENED') => ({
  generation: 'Write to {EMAIL}.',
  'amazon-bedrock-guardrailAction': action,
  'amazon-bedrock-trace': { guardrail },
});

describe('a guardrail', () => {
  it.each<[string, unknown]>([
    ['the text', { outputs: [{ abc: masked }] }],
    ['the text, by an expression', { outputs: [{ abc: maskedByRegex }] }],
    ['the prompt', { input: { abc: masked } }],
    ['the prompt, in the words of Converse', { inputAssessment: { abc: masked } }],
    ['the text, in the words of Converse', { outputAssessments: { abc: [masked] } }],
    ['both, and let pass the rest', { input: { abc: { ...masked, ...passed } }, outputs: [{ abc: masked }] }],
    ['the text, and says so of itself', { action: 'GUARDRAIL_INTERVENED', outputs: [{ abc: masked }] }],
    [
      'a text that itself speaks of actions',
      { modelOutput: [{ action: 'BLOCKED' }], outputs: [{ abc: masked }] },
    ],
  ])('that masked %s let it through', (_, trace) => {
    expect(readGuardrail(answer(trace))).toBe('masked');
    expect(readGuardrail(answer(trace, 'GUARDRAIL_INTERVENED'))).toBe('masked');
  });

  it.each<[string, unknown]>([
    ['blocked a topic', { input: { abc: denied } }],
    ['blocked data', { outputs: [{ abc: blockedData }] }],
    ['masked the prompt and blocked the text', { input: { abc: masked }, outputs: [{ abc: denied }] }],
    ['blocked one and masked another', { outputs: [{ abc: { ...masked, ...denied } }] }],
    ['did what nobody knows', { outputs: [{ abc: { newPolicy: { action: 'REWRITTEN' } } }] }],
    ['masked and did what nobody knows', { outputs: [{ abc: masked }, { abc: { action: 'REWRITTEN' } }] }],
    ['let all pass, and yet intervened', { outputs: [{ abc: passed }] }],
    ['speaks of masking in the text alone', { modelOutput: [{ action: 'ANONYMIZED' }] }],
    ['has no assessment', {}],
    ['has no trace', undefined],
    ['has a trace of null', null],
    ['has a text for a trace', 'ANONYMIZED'],
  ])('that %s let nothing through', (_, trace) => {
    expect(() => readGuardrail(answer(trace))).toThrow('the guardrail intervened');
    expect(() => readGuardrail(answer(trace))).toThrow(
      expect.objectContaining({ kind: 'guardrail-intervened' }),
    );
  });

  it.each([
    [answer({ outputs: [{ abc: passed }] }, 'NONE')],
    [{ generation: 'x' }],
    [null],
    [undefined],
    ['text'],
    [7],
  ])('that changed nothing is not spoken of: %j', (body) => {
    expect(readGuardrail(body)).toBeUndefined();
  });
});
