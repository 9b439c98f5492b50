/** The namespace of the service's own metrics in CloudWatch. Stacks share it and differ in their service name. */
export const metricsNamespace = 'BlogWriter';

/**
 * What the functions of a stack call themselves, in their log lines and as the dimension `service` of their metrics:
 * `blog-writer` for the stack `BlogWriter`. No two names of stacks give the same one, so that the dashboards and
 * alarms of two stacks in one account and Region never count each other's posts. For that a hyphen is doubled
 * (`blog-writer--dev` for `BlogWriter-dev`), and a dot stands before a name that begins with a small letter.
 */
export function serviceName(stackName: string): string {
  return stackName
    .replaceAll('-', '--')
    .replace(/(?<!^)[A-Z]/g, '-$&')
    .replace(/^[a-z]/, '.$&')
    .toLowerCase();
}
