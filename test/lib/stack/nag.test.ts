import { type App, Validations } from 'aws-cdk-lib';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { AwsSolutionsChecks } from 'cdk-nag';
import { describe, expect, it, vi } from 'vitest';
import type { BlogStack } from '../../../lib/stack/blog-stack.ts';
import { buildStack } from './synthesized-stack.ts';

const model = 'meta.llama3-1-8b-instruct-v1:0';
const arn = (resource: string): string => `arn:aws:bedrock:us-east-2:123456789012:${resource}`;
const jwt = { auth: 'jwt', jwtIssuer: 'https://example.com/', jwtAudiences: 'a,b' };
const guardrail = (guardrailId: string) => ({ guardrailId, guardrailVersion: '1' });

/** Settings that stand or fall together are one value. */
const choices: Record<string, readonly Record<string, unknown>[]> = {
  auth: [{}, { auth: 'iam' }, jwt],
  cors: [{}, { corsOrigins: 'https://a.example,https://b.example' }, { corsOrigins: '*' }],
  monitoring: [{}, { monitoring: 'on', alarmEmail: 'ops@example.com' }, { monitoring: 'off' }],
  stage: [{}, { stage: 'dev' }, { stage: 'prod' }],
  model: [
    {},
    { modelId: model },
    { modelId: arn(`inference-profile/us.${model}`) },
    { modelId: `global.${model}` },
    { modelId: arn('application-inference-profile/a1b2c3d4e5f6'), foundationModelId: `us.${model}` },
  ],
  fallback: [
    {},
    { fallbackModelId: 'us.amazon.nova-lite-v1:0' },
    { fallbackModelId: 'mistral.mistral-7b-instruct-v0:2' },
  ],
  guardrail: [{}, guardrail('gr1abc'), guardrail(arn('guardrail/gr1abc'))],
  budget: [{}, { dailyTokenBudget: '5000' }, { dailyTokenBudget: 'off' }],
  removalPolicy: [{}, { removalPolicy: 'retain' }, { removalPolicy: 'destroy' }],
  worker: [{}, { workerReservedConcurrency: '2' }],
};

/**
 * Contexts in which every two values of different choices meet at least once: where a finding needs two settings to
 * show, one of these shows it. Far fewer than all combinations, and the same each time.
 */
function pairwise(): Record<string, unknown>[] {
  const names = Object.keys(choices);
  const indexesOf = (name = ''): number[] => Object.keys(choices[name] ?? []).map(Number);
  /** Of two choices, or of all in a row that is being filled. */
  const pairsOf = (row: Record<string, number>): string[] => {
    const chosen = names.filter((name) => name in row);
    return chosen.flatMap((a, at) => chosen.slice(at + 1).map((b) => `${a} ${row[a]} ${b} ${row[b]}`));
  };
  const all = names.flatMap((a, at) =>
    names
      .slice(at + 1)
      .flatMap((b) => indexesOf(a).flatMap((i) => indexesOf(b).map((j) => ({ [a]: i, [b]: j })))),
  );
  const missing = new Map(all.map((two) => [pairsOf(two)[0], two]));
  const contexts: Record<string, unknown>[] = [];
  for (const [, two] of missing) {
    const row: Record<string, number> = { ...two };
    for (const name of names.filter((other) => !(other in two))) {
      const gains = indexesOf(name).map(
        (index) => pairsOf({ ...row, [name]: index }).filter((pair) => missing.has(pair)).length,
      );
      row[name] = gains.indexOf(Math.max(...gains));
    }
    for (const pair of pairsOf(row)) missing.delete(pair);
    contexts.push(Object.assign({}, ...names.map((name) => choices[name]?.[row[name] ?? 0])));
  }
  return contexts;
}

interface Finding {
  id: string;
  path: string;
}

function findings(stack: BlogStack, checks = new AwsSolutionsChecks(stack)): Finding[] {
  return checks
    .validateScope(stack)
    .violations.flatMap(({ ruleName, violatingResources }) =>
      violatingResources.map(({ constructPath = '' }) => ({ id: ruleName, path: constructPath })),
    );
}

/** What cdk-nag would say if nothing were acknowledged. */
function rawFindings(stack: BlogStack): Finding[] {
  return findings(stack, Object.assign(new AwsSolutionsChecks(stack), { isAcknowledged: () => false }));
}

function acknowledgements(stack: BlogStack): (Finding & { reason: string })[] {
  return stack.node.findAll().flatMap(({ node }) =>
    node.metadata
      .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
      .flatMap(({ data }) => Object.entries<string>(data))
      .map(([id, reason]) => ({ id: id.replace(/^annotation::/i, ''), path: node.path, reason })),
  );
}

describe('cdk-nag with the rules AwsSolutions', () => {
  it.each(pairwise())('finds exactly what is acknowledged with %j', (context) => {
    const stack = buildStack(context);
    expect(findings(stack)).toEqual([]);
    const raw = rawFindings(stack);
    const stale = acknowledgements(stack).filter(
      ({ id, path }) => !raw.some((found) => found.id === id && found.path.startsWith(`${path}/`)),
    );
    expect(stale).toEqual([]);
    // Otherwise nothing was checked.
    expect(raw.length).toBeGreaterThan(0);
  });

  it('gets a reason for each acknowledgement, on one construct', () => {
    const acknowledged = acknowledgements(buildStack());
    expect(acknowledged.length).toBeGreaterThan(0);
    for (const { reason, path } of acknowledged) {
      expect(reason.length).toBeGreaterThan(60);
      expect(path).toContain('/');
    }
  });

  it('lets a synth with the checks pass, and fails one with a new finding', () => {
    const synthWith = (change: (stack: BlogStack) => void) => () => {
      const stack = buildStack();
      change(stack);
      const app = stack.node.root as App;
      Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
      app.synth();
    };
    vi.spyOn(console, 'error').mockImplementation(() => {});
    expect(synthWith(() => {})).not.toThrow();
    expect(synthWith((stack) => new Topic(stack, 'Open'))).toThrow();
  });
});
