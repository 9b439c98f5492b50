import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { afterAll, expect } from 'vitest';
import { BlogStack } from '../../lib/blog-stack.ts';
import { readSettings } from '../../lib/settings.ts';

/** A piece of a template: JSON of any shape. */
// biome-ignore lint/suspicious/noExplicitAny: the assertions look into it, and fail where it is of another shape
export type Json = any;

const folder = mkdtempSync(join(tmpdir(), 'stack-'));
afterAll(() => rmSync(folder, { recursive: true }));

// Stands for the bundle, so that nothing is bundled.
const codePath = join(folder, 'code');
mkdirSync(codePath);
writeFileSync(join(codePath, 'post-blog.mjs'), 'export const handler = () => {};');

/** The stack's template with these settings. @param account @default - known at deployment only */
export function synthesize(context: Record<string, unknown> = {}, account?: string): Template {
  const stack = new BlogStack(new App({ outdir: mkdtempSync(join(folder, 'cdk.out-')) }), 'Test', {
    settings: readSettings(context),
    codePaths: { 'post-blog': codePath },
    ...(account && { account }),
  });
  return Template.fromStack(stack);
}

/** The only resource of a type, with the id it is referred to by. */
export function only(template: Template, type: string): { id: string; resource: Json; properties: Json } {
  const found = Object.entries<Json>(template.findResources(type));
  expect(found).toHaveLength(1);
  const [[id, resource]] = found as [[string, Json]];
  return { id, resource, properties: resource.Properties };
}

/** `Fn::GetAtt` of a resource's ARN. */
export function arnOf(id: string): Json {
  return { 'Fn::GetAtt': [id, 'Arn'] };
}

/** `Fn::Join` with nothing between. */
export function joined(...parts: Json[]): Json {
  return { 'Fn::Join': ['', parts] };
}
