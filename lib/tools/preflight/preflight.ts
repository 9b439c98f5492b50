import { inFallbackTerms } from '../../../lambda/core/model/fallback.ts';
import type { Settings } from '../../settings/settings.ts';
import { checkAccess } from './check-access.ts';
import { type Bootstrap, checkBootstrap, defaultQualifier } from './check-bootstrap.ts';
import { checkConcurrency } from './check-concurrency.ts';
import { checkCredentials } from './check-credentials.ts';
import { checkModel, readModel } from './check-model.ts';
import { checkModelId } from './check-model-id.ts';
import { checkQuota } from './check-quota.ts';
import { createPreflightClients, destroyClients, type PreflightClients } from './clients.ts';
import type { Finding, NamedFinding } from './finding.ts';

export interface PreflightOptions {
  readonly settings: Settings;
  /** Which bootstrap the deploy uses. @default CDK's own */
  readonly bootstrapQualifier?: string | undefined;
  /** Takes the findings, in the order of their checks, each as soon as it and those before it are there. */
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
  const clients = createPreflightClients(settings.region);
  const findings: NamedFinding[] = [];
  const tell = (name: string, finding: Finding): void => {
    findings.push({ name, ...finding });
    onFinding({ name, ...finding });
  };
  try {
    const { finding, account } = await checkCredentials(clients.sts, settings.region);
    tell('credentials', finding);
    if (account === undefined) return findings;
    const running = startChecks(clients, settings, { account, region: settings.region, qualifier });
    for (const [name, result] of running) tell(name, await result);
    return findings;
  } finally {
    destroyClients(clients);
  }
}

/** All at once; their order is that of the output. */
function startChecks(
  clients: PreflightClients,
  settings: Settings,
  bootstrap: Bootstrap,
): [name: string, result: Promise<Finding>][] {
  const { bedrock, bedrockRuntime, lambda, serviceQuotas, ssm } = clients;
  const { fallback, region } = settings;
  const details = readModel(bedrock, settings.model.id);
  const checks: [string, Promise<Finding>][] = [
    ['model', checkModel(details, settings.model.id, region)],
    ['model id', checkModelId(bedrock, details, settings)],
    ['access', checkAccess(bedrockRuntime, settings)],
    ...(fallback === undefined ? [] : startFallbackChecks(clients, { ...settings, model: fallback })),
    ['concurrency', checkConcurrency(lambda, settings)],
    ['quota', checkQuota(serviceQuotas, settings)],
    ['bootstrap', checkBootstrap(ssm, bootstrap)],
  ];
  // One that is thrown is thrown where it is awaited, not while those before it are.
  for (const [, result] of checks) result.catch(() => {});
  return checks;
}

/** The checks of the model once more. @param settings with the fallback in the model's place */
function startFallbackChecks(
  { bedrock, bedrockRuntime, serviceQuotas }: PreflightClients,
  settings: Settings,
): [name: string, result: Promise<Finding>][] {
  const details = readModel(bedrock, settings.model.id);
  const named = async (result: Promise<Finding>): Promise<Finding> => namedForFallback(await result);
  return [
    ['fallback model', named(checkModel(details, settings.model.id, settings.region))],
    ['fallback id', named(checkModelId(bedrock, details, settings))],
    ['fallback access', named(checkAccess(bedrockRuntime, settings))],
    ['fallback quota', named(checkQuota(serviceQuotas, settings))],
  ];
}

/** A finding that speaks of the fallback's settings instead of those of the first model. */
function namedForFallback(finding: Finding): Finding {
  return finding.next === undefined ? finding : { ...finding, next: inFallbackTerms(finding.next) };
}
