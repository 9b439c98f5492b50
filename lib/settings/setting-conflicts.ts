import { requestDefaults } from '../../lambda/core/request/blog-request.ts';
import type { SettingValues } from './settings-table.ts';

/** Invalid settings. The message has a line for each fault: `name: received …; supply …`. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
}

/** The conflicts between settings that are each valid: `name: received …; supply …`. */
export function* settingConflicts(values: SettingValues): Iterable<string> {
  yield* jwtConflicts(values);
  yield* guardrailConflicts(values);
  yield* fallbackConflicts(values);
  const { dailyTokenBudget, deadlineMs, handoverReserveMs } = values;
  if (handoverReserveMs + 1_000 > deadlineMs) {
    yield `handoverReserveMs: received ${handoverReserveMs}, which leaves no time for the model within deadlineMs ` +
      `${deadlineMs}; supply ${Math.max(1_000, deadlineMs - 1_000)} or less`;
  }
  if (typeof dailyTokenBudget === 'number' && dailyTokenBudget < requestDefaults.maxGenLen) {
    yield `dailyTokenBudget: received ${dailyTokenBudget}, less than the ${requestDefaults.maxGenLen} tokens that ` +
      'one post reserves; supply more, or off';
  }
}

function* jwtConflicts({ auth, ...values }: SettingValues): Iterable<string> {
  const expected = {
    jwtIssuer: 'the issuer of your tokens, such as https://example.com/',
    jwtAudiences: 'the audiences of your tokens, separated by commas',
  };
  for (const name of ['jwtIssuer', 'jwtAudiences'] as const) {
    const value = values[name];
    if (auth === 'jwt' && value === undefined) yield unset(name, 'auth is jwt', expected[name]);
    if (auth !== 'jwt' && value !== undefined) {
      yield `${name}: received ${JSON.stringify(String(value))}, but auth is ${auth}; set auth to jwt, or leave it out`;
    }
  }
}

function* guardrailConflicts({ guardrailId, guardrailVersion, region }: SettingValues): Iterable<string> {
  if (guardrailId === undefined) {
    if (guardrailVersion !== undefined) {
      yield unset('guardrailId', 'guardrailVersion is', "the guardrail's id or ARN");
    }
    return;
  }
  if (guardrailVersion === undefined) {
    const supply = 'DRAFT or, preferably, the number of a version, which never changes';
    yield unset('guardrailVersion', 'guardrailId is', supply);
  }
  const [, , , arnRegion = region] = guardrailId.split(':');
  if (arnRegion !== region) {
    yield `guardrailId: received ${JSON.stringify(guardrailId)}, which can be used in ${arnRegion} only, for a stack in ` +
      `${region}; supply a guardrail of ${region}`;
  }
}

function* fallbackConflicts(values: SettingValues): Iterable<string> {
  const { fallbackModelId, maxModelCalls } = values;
  if (fallbackModelId === undefined) {
    const others = ['fallbackFoundationModelId', 'fallbackModelFamily', 'fallbackModelRegions'] as const;
    for (const name of others) {
      if (values[name] !== undefined) {
        yield unset('fallbackModelId', `${name} is`, 'the fallback model, or leave both out');
      }
    }
  } else if (maxModelCalls === 1) {
    yield 'maxModelCalls: received 1, which leaves no call to the fallback model; supply 2 or 3';
  }
}

function unset(name: string, because: string, supply: string): string {
  return `${name}: is not set, and ${because}; supply ${supply}`;
}
