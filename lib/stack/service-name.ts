/** The namespace of the service's own metrics in CloudWatch. Stacks share it and differ in their service name. */
export const metricsNamespace = 'BlogWriter';

/**
 * What the functions of a stack call themselves, in their log lines and as the dimension `service` of their metrics:
 * `blog-writer` for the stack `BlogWriter`, `blog-writer-dev` for `BlogWriter-dev`. It follows the stack's name,
 * so that the dashboards and alarms of two stacks in one account and Region never count each other's posts.
 */
export function serviceName(stackName: string): string {
  return stackName.replace(/([a-z0-9])([A-Z])/g, '$1-$2').toLowerCase();
}
