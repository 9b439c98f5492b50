import { App } from 'aws-cdk-lib';
import { bundleFunctions } from '../lib/bundle/bundle.ts';
import { SettingsError } from '../lib/settings/setting-conflicts.ts';
import { readSettings, type Settings } from '../lib/settings/settings.ts';
import { BlogStack } from '../lib/stack/blog-stack.ts';

const app = new App();
const settings = settingsOrExit(app.node.getAllContext());
const account = process.env.CDK_DEFAULT_ACCOUNT;
new BlogStack(app, settings.stackName, {
  description: 'A topic goes in, a saved blog post comes out',
  settings,
  codePaths: await bundleFunctions(),
  ...(account && { account }),
});
app.synth();

function settingsOrExit(context: Record<string, unknown>): Settings {
  try {
    return readSettings(context);
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    console.error(error.message);
    process.exit(1);
  }
}
