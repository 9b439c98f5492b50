/** The context names that CDK itself uses. Those of lookups contain a colon: `ami:account=…`. */
const ownByPrefix = ['@', 'aws-cdk', 'cdk-'];
const ownByName = ['cli-telemetry', 'acknowledged-issue-numbers'];

/** Whether a context name belongs to CDK, not to the app. */
export function isCdkContextName(name: string): boolean {
  return (
    name.includes(':') || ownByName.includes(name) || ownByPrefix.some((prefix) => name.startsWith(prefix))
  );
}
