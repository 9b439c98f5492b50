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
    ['the prompt, in the format of Converse', { inputAssessment: { abc: masked } }],
    ['the text, in the format of Converse', { outputAssessments: { abc: [masked] } }],
    ['both, and passed the rest', { input: { abc: { ...masked, ...passed } }, outputs: [{ abc: masked }] }],
    ['the text, with its own action', { action: 'GUARDRAIL_INTERVENED', outputs: [{ abc: masked }] }],
    ['a text that contains actions', { modelOutput: [{ action: 'BLOCKED' }], outputs: [{ abc: masked }] }],
  ])('that masked %s returns masked', (_, trace) => {
    expect(readGuardrail(answer(trace))).toBe('masked');
    expect(readGuardrail(answer(trace, 'GUARDRAIL_INTERVENED'))).toBe('masked');
  });

  it.each<[string, unknown]>([
    ['blocked a topic', { input: { abc: denied } }],
    ['blocked data', { outputs: [{ abc: blockedData }] }],
    ['masked the prompt and blocked the text', { input: { abc: masked }, outputs: [{ abc: denied }] }],
    ['blocked one and masked another', { outputs: [{ abc: { ...masked, ...denied } }] }],
    ['took an unknown action', { outputs: [{ abc: { newPolicy: { action: 'REWRITTEN' } } }] }],
    ['masked and took an unknown action', { outputs: [{ abc: masked }, { abc: { action: 'REWRITTEN' } }] }],
    ['passed everything, and yet intervened', { outputs: [{ abc: passed }] }],
    ['mentions masking only in the text', { modelOutput: [{ action: 'ANONYMIZED' }] }],
    ['has no assessment', {}],
    ['has no trace', undefined],
    ['has a trace of null', null],
    ['has a text for a trace', 'ANONYMIZED'],
  ])('that %s is an intervention', (_, trace) => {
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
  ])('that changed nothing is not reported: %j', (body) => {
    expect(readGuardrail(body)).toBeUndefined();
  });
});
