import { requestDefaults } from '../../lambda/core/request/blog-request.ts';
import type { SettingValues } from './settings-table.ts';

/** The conflicts between settings that are each valid: `name: received …; supply …`. */
export function settingConflicts(values: SettingValues): string[] {
  return [
    ...jwtConflicts(values),
    ...guardrailConflicts(values),
    ...fallbackConflicts(values),
    ...timeConflicts(values),
    ...budgetConflicts(values),
  ];
}

function jwtConflicts({ auth, jwtIssuer, jwtAudiences }: SettingValues): string[] {
  const both = { jwtIssuer, jwtAudiences: jwtAudiences?.join(',') };
  const expected = {
    jwtIssuer: 'the issuer of your tokens, such as https://example.com/',
    jwtAudiences: 'the audiences of your tokens, separated by commas',
  };
  return (['jwtIssuer', 'jwtAudiences'] as const).flatMap((name) => {
    const value = both[name];
    if (auth === 'jwt') return value === undefined ? [unset(name, 'auth is jwt', expected[name])] : [];
    if (value === undefined) return [];
    return [
      `${name}: received ${JSON.stringify(value)}, but auth is ${auth}; set auth to jwt, or leave it out`,
    ];
  });
}

function guardrailConflicts({ guardrailId, guardrailVersion, region }: SettingValues): string[] {
  if (guardrailId === undefined) {
    return guardrailVersion === undefined
      ? []
      : [unset('guardrailId', 'guardrailVersion is', "the guardrail's id or ARN")];
  }
  const faults =
    guardrailVersion === undefined
      ? [
          unset(
            'guardrailVersion',
            'guardrailId is',
            'DRAFT or, preferably, the number of a version, which never changes',
          ),
        ]
      : [];
  const [, , , arnRegion = region] = guardrailId.split(':');
  if (arnRegion !== region) {
    faults.push(
      `guardrailId: received ${JSON.stringify(guardrailId)}, which can be used in ${arnRegion} only, for a stack in ` +
        `${region}; supply a guardrail of ${region}`,
    );
  }
  return faults;
}

function fallbackConflicts(values: SettingValues): string[] {
  const { fallbackModelId, maxModelCalls } = values;
  if (fallbackModelId === undefined) {
    return (['fallbackFoundationModelId', 'fallbackModelFamily', 'fallbackModelRegions'] as const)
      .filter((name) => values[name] !== undefined)
      .map((name) => unset('fallbackModelId', `${name} is`, 'the fallback model, or leave both out'));
  }
  if (maxModelCalls > 1) return [];
  return ['maxModelCalls: received 1, which leaves no call to the fallback model; supply 2 or 3'];
}

function timeConflicts({ deadlineMs, handoverReserveMs }: SettingValues): string[] {
  if (handoverReserveMs + 1_000 <= deadlineMs) return [];
  return [
    `handoverReserveMs: received ${handoverReserveMs}, which leaves no time for the model within deadlineMs ${deadlineMs}; ` +
      `supply ${Math.max(1_000, deadlineMs - 1_000)} or less`,
  ];
}

function budgetConflicts({ dailyTokenBudget }: SettingValues): string[] {
  if (typeof dailyTokenBudget !== 'number' || dailyTokenBudget >= requestDefaults.maxGenLen) return [];
  return [
    `dailyTokenBudget: received ${dailyTokenBudget}, less than the ${requestDefaults.maxGenLen} tokens that one post ` +
      'reserves; supply more, or off',
  ];
}

function unset(name: string, because: string, supply: string): string {
  return `${name}: is not set, and ${because}; supply ${supply}`;
}
