import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { afterAll, expect } from 'vitest';
import { deployedFunctions, type FunctionName } from '../../../lambda/core/config/variable.ts';
import { readSettings } from '../../../lib/settings/settings.ts';
import { BlogStack } from '../../../lib/stack/blog-stack.ts';

/** A piece of a template: JSON of any shape. */
// biome-ignore lint/suspicious/noExplicitAny: the assertions look into it, and fail where it is of another shape
export type Json = any;

const folder = mkdtempSync(join(tmpdir(), 'stack-'));
afterAll(() => rmSync(folder, { recursive: true }));

// Stand for the bundles, so that nothing is bundled.
const codePaths = Object.fromEntries(
  deployedFunctions.map((name) => {
    const codePath = join(folder, name);
    mkdirSync(codePath);
    writeFileSync(join(codePath, `${name}.mjs`), 'export const handler = () => {};');
    return [name, codePath];
  }),
) as Record<FunctionName, string>;

/** The feature flags that a deployment is synthesized with; validating, and printing warnings, is left to it. */
const flags = {
  ...JSON.parse(readFileSync(new URL('../../../cdk.json', import.meta.url), 'utf8')).context,
  '@aws-cdk/core:validateAgainstDefaultRules': false,
  '@aws-cdk/core:annotationsInValidationReport': false,
};

/** A stack with these settings. @param account @default - known at deployment only */
export function buildStack(context: Record<string, unknown> = {}, account?: string): BlogStack {
  const settings = readSettings(context);
  const app = new App({ outdir: mkdtempSync(join(folder, 'cdk.out-')), context: flags });
  return new BlogStack(app, settings.stackName, { settings, codePaths, ...(account && { account }) });
}

const templates = new Map<string, Template>();

/** The stack's template with these settings, made once. @param account @default - known at deployment only */
export function synthesize(context: Record<string, unknown> = {}, account?: string): Template {
  const id = JSON.stringify([context, account]);
  const template = templates.get(id) ?? Template.fromStack(buildStack(context, account));
  templates.set(id, template);
  return template;
}

/** A resource of the template, with the id it is referred to by. */
export interface Found {
  id: string;
  resource: Json;
  properties: Json;
}

/** Every resource of a type. */
export function all(template: Template, type: string): Found[] {
  return Object.entries<Json>(template.findResources(type)).map(([id, resource]) => ({
    id,
    resource,
    properties: resource.Properties,
  }));
}

/** The only resource of a type. */
export function only(template: Template, type: string): Found {
  const found = all(template, type);
  expect(found).toHaveLength(1);
  return found[0] as Found;
}

/** A deployed function. */
export function functionOf(template: Template, name: FunctionName): Found {
  const found = all(template, 'AWS::Lambda::Function').filter(
    ({ properties }) => properties.Handler === `${name}.handler`,
  );
  expect(found).toHaveLength(1);
  return found[0] as Found;
}

/** The role of a deployed function. */
export function roleOf(template: Template, name: FunctionName): Found {
  const [id] = functionOf(template, name).properties.Role['Fn::GetAtt'];
  return all(template, 'AWS::IAM::Role').find((role) => role.id === id) as Found;
}

/** `Fn::GetAtt` of a resource's ARN. */
export function arnOf(id: string): Json {
  return { 'Fn::GetAtt': [id, 'Arn'] };
}

/** `Fn::Join` with nothing between. */
export function joined(...parts: Json[]): Json {
  return { 'Fn::Join': ['', parts] };
}
