/** The parts of an ARN before the resource. */
export interface ArnParts {
  /** `aws`, `aws-cn`, `aws-us-gov`, `aws-eusc`, `aws-iso`, … */
  readonly partition: string;
  readonly region: string;
  /** 12 digits; absent for a foundation model. */
  readonly account: string | undefined;
}

interface ModelName {
  /** `us`, `eu`, `apac`, `us-gov`, `jp`, `amer`, …, `global`; absent for a foundation model. */
  readonly geo: string | undefined;
  /** The foundation model's id: `meta.llama3-1-8b-instruct-v1:0`. */
  readonly model: string;
}

/** A Region's name: `us-east-2`, `us-gov-west-1`, `eusc-de-east-1`. */
export const regionPattern = /^[a-z]{2,4}(?:-[a-z]+)+-\d$/;

// The list of geographies grows (`jp`, `au`, `ca`, …): two letters, as no provider's name has, or any word before a
// provider of a known family.
const namePattern =
  /^(?:(?<geo>[a-z]{2}(?:-[a-z]+)?|amer|apac|global|[a-z]+(?=\.(?:amazon|anthropic|deepseek|meta|mistral|openai|writer)\.))\.)?(?<model>[a-z0-9-]+\.[a-z0-9][a-z0-9.-]*(?::[a-z0-9]+)*)$/;

const arnPattern =
  /^arn:(?<partition>aws(?:-[a-z]+)*):bedrock:(?<region>[a-z0-9-]+):(?<account>\d{12})?:(?<type>[a-z-]+)\/(?<name>[A-Za-z0-9.:-]+)$/;

/** Reads the id of a model or of an inference profile; undefined if the text is neither. */
export function readModelName(text: string): ModelName | undefined {
  const { geo, model } = namePattern.exec(text)?.groups ?? {};
  return model === undefined ? undefined : { geo, model };
}

/** Reads the ARN of a Bedrock resource; undefined if the text is none (an ARN with a `*` is none). */
export function readBedrockArn(text: string): { parts: ArnParts; type: string; name: string } | undefined {
  const { partition = '', region = '', account, type = '', name = '' } = arnPattern.exec(text)?.groups ?? {};
  if (!regionPattern.test(region)) return undefined;
  return { parts: { partition, region, account }, type, name };
}
