import { describe, expect, it } from 'vitest';
import { readSettings } from '../../../lib/settings/settings.ts';
import { settingsTable } from '../../../lib/settings/settings-table.ts';
import { faultsOf } from './settings-faults.ts';

describe('readSettings', () => {
  it('gives every setting its default', () => {
    const defaults = Object.entries(settingsTable).map(([name, setting]) => [name, setting.default]);
    expect(readSettings({})).toMatchObject({
      ...Object.fromEntries(defaults),
      model: {
        id: { form: 'inference-profile', geo: 'us' },
        family: { name: 'Meta Llama' },
        destinations: ['us-east-1', 'us-east-2', 'us-west-2'],
      },
    });
  });

  it.each([
    ['postRate', '0', 0],
    ['postRate', 0, 0],
    ['postRate', '2.5', 2.5],
    ['postBurst', '20', 20],
    ['getRate', '0', 0],
    ['getBurst', 7, 7],
    ['deadlineMs', '5000', 5_000],
    ['handoverReserveMs', '10000', 10_000],
    ['workerDeadlineMs', '60000', 60_000],
    ['workerReservedConcurrency', '2', 2],
    ['logRetentionDays', '3653', 3_653],
    ['logLevel', 'DEBUG', 'DEBUG'],
    ['removalPolicy', 'destroy', 'destroy'],
    ['auth', 'iam', 'iam'],
    [
      'corsOrigins',
      'https://a.example,http://localhost:5173',
      ['https://a.example', 'http://localhost:5173'],
    ],
    ['corsOrigins', '*', ['*']],
    ['dailyTokenBudget', '512', 512],
    ['dailyTokenBudget', 'off', 'off'],
    ['monitoring', 'off', 'off'],
    ['alarmEmail', 'ops@example.com', 'ops@example.com'],
    ['tokensPerDayAlarm', '5000', 5_000],
    ['promptTokenPrice', '0.72', 0.72],
    ['generationTokenPrice', 0, 0],
    ['modelRegions', 'us-east-1, us-west-1,us-east-1', ['us-east-1', 'us-west-1']],
    ['modelRegions', ['us-east-1', 'us-west-1'], ['us-east-1', 'us-west-1']],
  ])('reads %s from %j', (name, received, value) => {
    expect(readSettings({ [name]: received })).toMatchObject({ [name]: value });
  });

  it.each([
    ['stackName', '1st'],
    ['region', 'Ohio'],
    ['modelId', ''],
    ['foundationModelId', ' '],
    ['modelRegions', 'us-east-1,'],
    ['modelRegions', []],
    ['modelRegions', [1]],
    ['promptFormat', 'chatml'],
    ['modelFamily', 'titan'],
    ['fallbackModelId', ''],
    ['fallbackFoundationModelId', ' '],
    ['fallbackModelRegions', 'Ohio'],
    ['postRate', '-1'],
    ['postRate', ''],
    ['postRate', null],
    ['postRate', true],
    ['postBurst', '0'],
    ['postBurst', '1.5'],
    ['deadlineMs', '27001'],
    ['deadlineMs', 2_499],
    ['getRate', 'many'],
    ['getBurst', '0'],
    ['handoverReserveMs', '999'],
    ['handoverReserveMs', 10_001],
    ['workerDeadlineMs', '59999'],
    ['workerDeadlineMs', 870_001],
    ['workerReservedConcurrency', '0'],
    ['modelAttemptBaseMs', '1e4'],
    ['modelAttemptPerTokenMs', '-25'],
    ['modelReadTimeoutMs', '5m'],
    ['maxModelCalls', '4'],
    ['memorySizeMb', '64'],
    ['logRetentionDays', '31'],
    ['logLevel', 'info'],
    ['removalPolicy', 'delete'],
    ['oldVersionDays', '0'],
    ['abortUploadDays', Number.NaN],
    ['stage', 'test'],
    ['auth', 'cognito'],
    ['jwtIssuer', 'example.com'],
    ['jwtAudiences', 'a,,b'],
    ['corsOrigins', 'https://example.com/'],
    ['corsOrigins', 'example.com'],
    ['guardrailId', 'My Guardrail'],
    ['guardrailVersion', '0'],
    ['dailyTokenBudget', '0'],
    ['dailyTokenBudget', 'none'],
    ['monitoring', 'yes'],
    ['alarmEmail', 'ops'],
    ['tokensPerDayAlarm', '0'],
    ['promptTokenPrice', '-1'],
  ] as const)('rejects %s = %j by name, with what was received and what to supply', (name, received) => {
    expect(faultsOf({ [name]: received })).toEqual([
      `${name}: received ${JSON.stringify(received)}; supply ${settingsTable[name].accepts}`,
    ]);
  });

  it('reports all faults together', () => {
    const faults = faultsOf({ postrate: '0', deadlineMs: 'soon', modelId: 'gpt', region: 'Ohio' });
    expect(faults.map((fault) => fault.split(':')[0])).toEqual([
      'postrate',
      'region',
      'deadlineMs',
      'modelId',
    ]);
  });

  it('reports no conflict with a value that is itself invalid', () => {
    expect(faultsOf({ auth: 'oidc', jwtIssuer: 'https://example.com' })).toHaveLength(1);
  });

  it.each([
    ['postrate', 'postRate'],
    ['post-rate', 'postRate'],
    ['daily-token-budget', 'dailyTokenBudget'],
    ['model', 'modelId'],
    ['maxModelCall', 'maxModelCalls'],
    ['bucketLifecycleThing', `one of ${Object.keys(settingsTable).join(', ')}`],
  ])('rejects the unknown name %s and suggests %s', (name, near) => {
    const [fault] = faultsOf({ [name]: '0' });
    expect(fault).toContain(`${name}: received a setting of this name, which does not exist; supply ${near}`);
  });

  it.each([
    '@aws-cdk/core:newStyleStackSynthesis',
    'aws:cdk:enable-path-metadata',
    'aws-cdk:enableDiffNoFail',
    'cdk-migrate',
    'cli-telemetry',
    'acknowledged-issue-numbers',
    'availability-zones:account=123456789012:region=us-east-2',
    'ami:account=123456789012:filters.name.0=x:region=us-east-2',
  ])('ignores the name %s, which belongs to CDK', (name) => {
    expect(faultsOf({ [name]: 'anything' })).toEqual([]);
  });
});
