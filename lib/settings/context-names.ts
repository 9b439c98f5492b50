/** The names of CDK context that belong to CDK itself. Those of look-ups contain a colon: `ami:account=…`. */
const ownByPrefix = ['@', 'aws-cdk', 'cdk-'];
const ownByName = ['cli-telemetry', 'acknowledged-issue-numbers'];

/** Whether a name of CDK context belongs to CDK, rather than to the app. */
export function isCdkContextName(name: string): boolean {
  return (
    name.includes(':') || ownByName.includes(name) || ownByPrefix.some((prefix) => name.startsWith(prefix))
  );
}
