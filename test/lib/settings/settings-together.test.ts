import { describe, expect, it } from 'vitest';
import { readSettings } from '../../../lib/settings/settings.ts';
import { settingsTable } from '../../../lib/settings/settings-table.ts';
import { faultsOf } from './settings-faults.ts';

const jwt = { auth: 'jwt', jwtIssuer: 'https://example.com/', jwtAudiences: 'a,b' };

describe('the defaults that depend on other settings', () => {
  it.each<[string, Record<string, string>, Record<string, unknown>]>([
    ['dev', {}, { stackName: 'BlogWriter-dev', removalPolicy: 'destroy', monitoring: 'off' }],
    ['prod', {}, { stackName: 'BlogWriter-prod', removalPolicy: 'retain', monitoring: 'on' }],
    [
      'dev',
      { stackName: 'Mine', removalPolicy: 'retain', monitoring: 'on' },
      { stackName: 'Mine', removalPolicy: 'retain', monitoring: 'on' },
    ],
    [
      'prod',
      { removalPolicy: 'destroy', monitoring: 'off' },
      { removalPolicy: 'destroy', monitoring: 'off' },
    ],
  ])('for stage %s with %j are %j', (stage, context, expected) => {
    expect(readSettings({ stage, ...context })).toMatchObject({ stage, ...expected });
  });

  const budget = Number(settingsTable.dailyTokenBudget.default);
  it.each<[Record<string, string>, number | 'off', number]>([
    [{}, budget, 0.8 * budget],
    [{ auth: 'iam' }, 'off', budget],
    [jwt, 'off', budget],
    [{ auth: 'iam', dailyTokenBudget: '1000' }, 1_000, 800],
    [{ dailyTokenBudget: 'off' }, 'off', budget],
    [{ dailyTokenBudget: '512' }, 512, 410],
    [{ dailyTokenBudget: '1000', tokensPerDayAlarm: '7' }, 1_000, 7],
  ])(
    'with %j have a budget of %s tokens and an alarm at %d',
    (context, dailyTokenBudget, tokensPerDayAlarm) => {
      expect(readSettings(context)).toMatchObject({ dailyTokenBudget, tokensPerDayAlarm });
    },
  );
});

describe('settings that conflict', () => {
  it('do not include jwt with issuer and audiences, or a guardrail with its version', () => {
    const guardrail = { guardrailId: 'gr1abc', guardrailVersion: 'DRAFT' };
    expect(readSettings({ ...jwt, ...guardrail })).toMatchObject({
      ...jwt,
      jwtAudiences: ['a', 'b'],
      ...guardrail,
    });
  });

  it.each<[string, Record<string, string>, string[]]>([
    [
      'jwt without issuer and audiences',
      { auth: 'jwt' },
      [
        'jwtIssuer: is not set, and auth is jwt; supply the issuer of your tokens, such as https://example.com/',
        'jwtAudiences: is not set, and auth is jwt; supply the audiences of your tokens, separated by commas',
      ],
    ],
    [
      'an issuer without jwt',
      { jwtIssuer: 'https://example.com/' },
      ['jwtIssuer: received "https://example.com/", but auth is none; set auth to jwt, or leave it out'],
    ],
    [
      'audiences with iam',
      { auth: 'iam', jwtAudiences: 'a,b' },
      ['jwtAudiences: received "a,b", but auth is iam; set auth to jwt, or leave it out'],
    ],
    [
      'Regions and a model behind no fallback',
      { fallbackModelRegions: 'us-east-1', fallbackFoundationModelId: 'amazon.nova-lite-v1:0' },
      [
        'fallbackModelId: is not set, and fallbackFoundationModelId is; supply the fallback model, or leave both out',
        'fallbackModelId: is not set, and fallbackModelRegions is; supply the fallback model, or leave both out',
      ],
    ],
    [
      'a fallback that is the model itself',
      { fallbackModelId: 'us.meta.llama3-1-8b-instruct-v1:0' },
      [
        'fallbackModelId: received "us.meta.llama3-1-8b-instruct-v1:0", which is the same as modelId; supply another model, or leave it out',
      ],
    ],
    [
      'a fallback that is the model itself by its ARN',
      {
        modelId: 'mistral.mistral-7b-instruct-v0:2',
        fallbackModelId: 'arn:aws:bedrock:us-east-2::foundation-model/mistral.mistral-7b-instruct-v0:2',
      },
      [
        'fallbackModelId: received "arn:aws:bedrock:us-east-2::foundation-model/mistral.mistral-7b-instruct-v0:2", which is the same as modelId; supply another model, or leave it out',
      ],
    ],
    [
      'a fallback with a single call',
      { fallbackModelId: 'us.amazon.nova-lite-v1:0', maxModelCalls: '1' },
      ['maxModelCalls: received 1, which leaves no call to the fallback model; supply 2 or 3'],
    ],
    [
      'a guardrail without its version',
      { guardrailId: 'gr1abc' },
      [
        'guardrailVersion: is not set, and guardrailId is; supply DRAFT or, preferably, the number of a version, which never changes',
      ],
    ],
    [
      'a version without its guardrail',
      { guardrailVersion: '3' },
      ["guardrailId: is not set, and guardrailVersion is; supply the guardrail's id or ARN"],
    ],
    [
      'a guardrail of another Region',
      {
        guardrailId: 'arn:aws:bedrock:us-west-2:123456789012:guardrail/gr1abc',
        guardrailVersion: '3',
      },
      [
        'guardrailId: received "arn:aws:bedrock:us-west-2:123456789012:guardrail/gr1abc", which can be used in us-west-2 only, for a stack in us-east-2; supply a guardrail of us-east-2',
      ],
    ],
    [
      'times that leave none for the model',
      { deadlineMs: '5000', handoverReserveMs: '4001' },
      [
        'handoverReserveMs: received 4001, which leaves no time for the model within deadlineMs 5000; supply 4000 or less',
      ],
    ],
    [
      'a budget below one post',
      { dailyTokenBudget: '511' },
      [
        'dailyTokenBudget: received 511, less than the 512 tokens that one post reserves; supply more, or off',
      ],
    ],
  ])('are rejected: %s', (_, context, faults) => {
    expect(faultsOf(context)).toEqual(faults);
  });
});
