import { InvokeModelCommand } from '@aws-sdk/client-bedrock-runtime';
import { beforeEach, describe, expect, it } from 'vitest';
import { buildInstPrompt } from '../../../../lambda/core/post/prompt.ts';
import { withDefaults } from '../../../../lambda/core/request/blog-request.ts';
import { contracts } from '../../../lambda/core/model/families/contracts.ts';
import { profileId } from './aws-answers.ts';
import { answerCall, aws, awsError, findingOf, resetAccount } from './preflight-fixture.ts';

beforeEach(resetAccount);

const inputOfTheCall = () => aws.bedrockRuntime.commandCalls(InvokeModelCommand)[0]?.args[0].input;

describe('the check of the access', () => {
  it("makes one call of one token, in the shape of a post's", async () => {
    await findingOf('access');
    const input = inputOfTheCall();
    expect(input).toEqual({
      modelId: profileId,
      contentType: 'application/json',
      accept: 'application/json',
      body: expect.any(String),
    });
    expect(JSON.parse(String(input?.body))).toEqual({
      prompt: buildInstPrompt(withDefaults({ blogTopic: 'Clouds' })),
      max_gen_len: 1,
      temperature: 0.5,
      top_p: 0.9,
    });
  });

  it.each([
    ['us.amazon.nova-lite-v1:0', contracts['Amazon Nova']?.answer, ', 15 tokens of prompt'],
    ['openai.gpt-oss-20b-1:0', contracts['OpenAI gpt-oss']?.answer, ', 43 tokens of prompt'],
    ['openai.gpt-oss-20b-1:0', contracts['OpenAI gpt-oss']?.reasoningAlone[0], ''],
  ])('reads the answer of %s as its family gives it', async (modelId, answer, tokens) => {
    answerCall(answer);
    expect(await findingOf('access', { modelId })).toEqual({
      mark: 'pass',
      text: `the model answered one call (billed${tokens}: a fraction of a cent)`,
    });
  });

  it('passes the guardrail along, as the functions do', async () => {
    const context = { guardrailId: 'abc123', guardrailVersion: '2' };
    expect((await findingOf('access', context)).text).toContain('through the guardrail abc123');
    expect(inputOfTheCall()).toMatchObject({ guardrailIdentifier: 'abc123', guardrailVersion: '2' });
  });

  it.each([
    ['another shape', { outputs: [{ text: 'a' }] }],
    ['no JSON', 'hello'],
  ])('fails for an answer of %s', async (_, body) => {
    answerCall(body);
    expect(await findingOf('access')).toMatchObject({
      mark: 'fail',
      text: 'the model answered without the field "generation"',
      next: expect.stringContaining('modelId to another model'),
    });
  });

  it.each([
    [
      'no access to the model',
      awsError(
        'AccessDeniedException',
        "You don't have access to the model with the specified model ID.",
        403,
      ),
      'fail',
      /^Bedrock refused the call of us\.meta\S+ \(You don't have access to the model/,
      /aws-marketplace:Subscribe/,
    ],
    [
      'an account without a payment method',
      awsError(
        'AccessDeniedException',
        'Model access is denied due to INVALID_PAYMENT_INSTRUMENT:A valid payment instrument must be provided.',
        403,
      ),
      'fail',
      /INVALID_PAYMENT_INSTRUMENT/,
      /valid payment method/,
    ],
    [
      'any other denial',
      awsError('AccessDeniedException', 'Model access is denied', 403),
      'fail',
      /^Bedrock refused the call of us\.meta\S+ \(Model access is denied\)$/,
      /aws-marketplace:Subscribe/,
    ],
    [
      'a policy of the organization',
      awsError(
        'AccessDeniedException',
        'User: arn is not authorized to perform: bedrock:InvokeModel on resource: x with an explicit deny in a service control policy',
        403,
      ),
      'fail',
      /^an organization policy denies the model/,
      /in every Region/,
    ],
    [
      'no permission of the developer',
      awsError(
        'AccessDeniedException',
        'User: arn is not authorized to perform: bedrock:InvokeModel on resource: x because no identity-based policy allows it',
        403,
      ),
      'warn',
      /^not checked: these credentials do not allow bedrock:InvokeModel/,
      /have their own role/,
    ],
    [
      'no permission to apply the guardrail',
      awsError(
        'AccessDeniedException',
        'User: arn is not authorized to perform: bedrock:ApplyGuardrail on resource: x because no identity-based policy allows it',
        403,
      ),
      'warn',
      /^not checked: these credentials do not allow bedrock:ApplyGuardrail on resource: x$/,
      /^allow it to be sure.*have their own role/,
    ],
    [
      'the id of a model that needs a profile',
      awsError(
        'ValidationException',
        'Invocation of model ID meta.llama3-1-8b-instruct-v1:0 with on-demand throughput isn’t supported. Retry your request with the ID or ARN of an inference profile that contains this model.',
        400,
      ),
      'fail',
      /^Bedrock refused the call of us\.meta.*on-demand throughput/,
      /us\., eu\., apac\./,
    ],
    [
      'a Legacy model',
      awsError(
        'ResourceNotFoundException',
        'Access denied. This Model is marked by provider as Legacy and you have not been actively using the model in the last 30 days. Please upgrade to an active model on Amazon Bedrock',
        404,
      ),
      'fail',
      /marked by provider as Legacy/,
      /set modelId to a current model/,
    ],
    [
      'a retired model',
      awsError('ResourceNotFoundException', 'This model version has reached the end of its life.', 404),
      'fail',
      /end of its life\)$/,
      /set modelId to a current model/,
    ],
    [
      'throttling',
      awsError('ThrottlingException', 'Too many tokens per day, please wait before trying again.', 429),
      'fail',
      /^Bedrock refused the call of us\.meta\S+ \(Too many tokens per day/,
      /more tokens per day in Service Quotas, or set fallbackModelId/,
    ],
    [
      'throttling of the minute',
      awsError('ThrottlingException', 'Too many tokens, please wait before trying again.', 429),
      'fail',
      /a single call was throttled \(Too many tokens, please/,
      /see the quota below/,
    ],
    [
      'a form that is not filled in',
      awsError(
        'ResourceNotFoundException',
        'Model use case details have not been submitted for this account. Fill out the Anthropic use case details form before using the model.',
        404,
      ),
      'fail',
      /^Bedrock refused the call of us\.meta\S+ \(Model use case details/,
      /^Fill in the form .*model catalog of the Bedrock console/,
    ],
    [
      'a form that is not filled in, as a denial',
      awsError('AccessDeniedException', 'Model use case details have not been submitted', 403),
      'fail',
      /\(Model use case details/,
      /^Fill in the form/,
    ],
    [
      'an id of no model',
      awsError('ValidationException', 'The provided model identifier is invalid.', 400),
      'fail',
      /^Bedrock refused the call of us\.meta\S+ \(The provided model identifier is invalid\)$/,
      /set modelId to a current model/,
    ],
    [
      'a request that the model does not know',
      awsError('ValidationException', 'Malformed input request', 400),
      'fail',
      /^Bedrock refused the call of us\.meta\S+ \(Malformed input request\)$/,
      /ACTIVE model/,
    ],
    [
      'an account that is not open yet',
      awsError('ValidationException', 'Operation not allowed', 400),
      'fail',
      /^Bedrock refused the call of us\.meta\S+ \(Operation not allowed\)$/,
      /ask AWS Support/,
    ],
    [
      'a model that is not ready',
      awsError('ModelNotReadyException', 'Model is not ready', 429),
      'warn',
      /did not answer \(ModelNotReadyException/,
      /run this again/,
    ],
    [
      'trouble at AWS',
      awsError('InternalServerException', 'Oops', 500),
      'warn',
      /bedrock:InvokeModel failed \(InternalServerException: Oops\)/,
      /run this again/,
    ],
    [
      'no network',
      Object.assign(new Error('connect ETIMEDOUT'), { code: 'ETIMEDOUT' }),
      'fail',
      /^AWS cannot be reached in us-east-2 \(connect ETIMEDOUT\)$/,
      /network/,
    ],
  ])('says what to do about %s', async (_, error, mark, text, next) => {
    aws.bedrockRuntime.on(InvokeModelCommand).rejects(error);
    const finding = await findingOf('access');
    expect(finding.mark).toBe(mark);
    expect(finding.text).toMatch(text);
    expect(finding.next).toMatch(next);
  });

  it('says so where the guardrail is the reason', async () => {
    const said = 'The guardrail identifier or version provided in the request does not exist.';
    aws.bedrockRuntime.on(InvokeModelCommand).rejects(awsError('ValidationException', said, 400));
    expect(await findingOf('access', { guardrailId: 'abc123', guardrailVersion: '2' })).toMatchObject({
      mark: 'fail',
      text: expect.stringMatching(/through the guardrail abc123 \(The guardrail identifier or version/),
      next: expect.stringMatching(/^Set guardrailId and guardrailVersion .*aws bedrock list-guardrails/),
    });
  });
});
