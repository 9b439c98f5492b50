import { inFallbackTerms } from '../../../lambda/core/model/model-id.ts';
import type { Settings } from '../../settings/settings.ts';
import { checkAccess, invokeModel } from './check-access.ts';
import { checkBootstrap, defaultQualifier } from './check-bootstrap.ts';
import { checkConcurrency } from './check-concurrency.ts';
import { checkCredentials } from './check-credentials.ts';
import { checkModel, readModel } from './check-model.ts';
import { checkModelId } from './check-model-id.ts';
import { checkQuota } from './check-quota.ts';
import { createPreflightClients, type PreflightClients } from './clients.ts';
import { type Finding, failedCall, type NamedFinding } from './finding.ts';

export interface PreflightOptions {
  readonly settings: Settings;
  /** The qualifier of the bootstrap. @default the CDK's own */
  readonly bootstrapQualifier?: string | undefined;
  /** Called with each finding, in the order of the checks, as soon as it and those before it are known. */
  readonly onFinding: (finding: NamedFinding) => void;
}

/**
 * Checks with the developer's own credentials what a deployed service would otherwise find out at run time.
 * It changes nothing; one model call costs a fraction of a cent.
 *
 * @returns every finding; without usable credentials only theirs
 */
export async function preflight(options: PreflightOptions): Promise<NamedFinding[]> {
  const { settings, onFinding, bootstrapQualifier: qualifier = defaultQualifier } = options;
  const { region } = settings;
  const clients = createPreflightClients(region);
  const findings: NamedFinding[] = [];
  const add = (name: string, finding: Finding): void => {
    findings.push({ name, ...finding });
    onFinding({ name, ...finding });
  };
  try {
    const { finding, account } = await checkCredentials(clients.sts, region);
    add('credentials', finding);
    if (account === undefined) return findings;
    const running = startChecks(clients, settings, account, qualifier).map(
      ([name, action, result]) => [name, result.catch((error) => failedCall(error, action, region))] as const,
    );
    // An error that is not from AWS is thrown when its check is awaited, not earlier.
    for (const [, result] of running) result.catch(() => {});
    for (const [name, result] of running) add(name, await result);
    return findings;
  } finally {
    // Their connections would keep the process alive.
    for (const client of Object.values(clients)) client.destroy();
  }
}

/** A check under way. @param action the IAM action that it needs */
type Check = readonly [name: string, action: string, result: Promise<Finding>];

/** All at once; their order is that of the output. */
function startChecks(
  clients: PreflightClients,
  settings: Settings,
  account: string,
  qualifier: string,
): Check[] {
  const { fallback, region } = settings;
  const { quota, ...ofModel } = startModelChecks(clients, settings);
  const ofFallback = fallback && startModelChecks(clients, { ...settings, model: fallback }, 'fallback ');
  return [
    ...Object.values(ofModel),
    ...Object.values<Check>(ofFallback ?? {}).map(inFallbackSettings),
    ['concurrency', 'lambda:GetAccountSettings', checkConcurrency(clients.lambda, settings)],
    quota,
    ['bootstrap', 'ssm:GetParameter', checkBootstrap(clients.ssm, account, region, qualifier)],
  ];
}

/** The checks of `settings.model`. @param of `fallback ` if it is the fallback */
function startModelChecks(
  { bedrock, bedrockRuntime, serviceQuotas }: PreflightClients,
  settings: Settings,
  of: '' | 'fallback ' = '',
) {
  const { model, region } = settings;
  const details = readModel(bedrock, model.id);
  return {
    model: [`${of}model`, 'bedrock:GetFoundationModel', checkModel(details, model.id, region)],
    id: [`${of || 'model '}id`, 'bedrock:GetInferenceProfile', checkModelId(bedrock, details, settings)],
    access: [`${of}access`, invokeModel, checkAccess(bedrockRuntime, settings)],
    quota: [`${of}quota`, 'servicequotas:ListServiceQuotas', checkQuota(serviceQuotas, settings)],
  } as const satisfies Record<string, Check>;
}

/** The advice names the fallback's settings instead of those of the first model. */
function inFallbackSettings([name, action, result]: Check): Check {
  const renamed = result.then(({ next, ...found }) =>
    next === undefined ? found : { ...found, next: inFallbackTerms(next) },
  );
  return [name, action, renamed];
}
