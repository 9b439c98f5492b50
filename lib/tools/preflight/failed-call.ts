import { readAwsFailure } from '../aws-failure.ts';
import { type Finding, fail, warn } from './finding.ts';

/**
 * The finding of a read-only call that failed. A missing permission to check says nothing about the service, so it is a
 * warning; an AWS that cannot be reached is a failure.
 *
 * @param action the IAM action of the call, such as `lambda:GetAccountSettings`
 * @throws `error` itself if it is not from an AWS client
 */
export function failedCall(error: unknown, action: string, region: string): Finding {
  const { kind, name, message } = readAwsFailure(error);
  switch (kind) {
    case 'unreachable':
      return unreachable(region, message);
    case 'denied':
      return warn(
        `not checked: these credentials do not allow ${action}`,
        `allow ${action}, or check in the console`,
      );
    case 'throttled':
      return warn(`not checked: AWS throttled ${action} (${message})`, 'run this again in a minute');
    default:
      return warn(`not checked: ${action} failed (${name}: ${message})`, 'run this again');
  }
}

export function unreachable(region: string, message: string): Finding {
  return fail(
    `AWS cannot be reached in ${region} (${message})`,
    `check the network and any proxy, and that ${region} is a Region that has the service`,
  );
}
