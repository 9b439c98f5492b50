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
    ['openai.gpt-oss-20b-1:0', contracts['OpenAI gpt-oss']?.reasoningAlone[0], ', 43 tokens of prompt'],
    ['mistral.mistral-7b-instruct-v0:2', contracts['Mistral text completion']?.answer, ''],
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

  // What each message of Bedrock means is tested with the adapters.
  const unauthorized = (rest: string) => `User: arn is not authorized to perform: bedrock:${rest}`;
  it.each<[string, [name: string, message: string, status?: number], 'fail' | 'warn', RegExp, RegExp]>([
    [
      'a refusal that the functions know, before the exception counts',
      ['AccessDeniedException', "You don't have access to the model with the specified model ID.", 403],
      'fail',
      /^Bedrock refused the call of us\.meta\S+ \(You don't have access to the model/,
      /aws-marketplace:Subscribe/,
    ],
    [
      'a quota of the day, which is no throttling',
      ['ThrottlingException', 'Too many tokens per day, please wait before trying again.', 429],
      'fail',
      /^Bedrock refused the call of us\.meta\S+ \(Too many tokens per day/,
      /more tokens per day in Service Quotas, or set fallbackModelId/,
    ],
    [
      'any other denial',
      ['AccessDeniedException', 'Model access is denied', 403],
      'fail',
      /^Bedrock refused the call of us\.meta\S+ \(Model access is denied\)$/,
      /aws-marketplace:Subscribe/,
    ],
    [
      'a policy of the organization',
      [
        'AccessDeniedException',
        unauthorized('InvokeModel on resource: x with an explicit deny in a service control policy'),
        403,
      ],
      'fail',
      /^an organization policy denies the model/,
      /in every Region/,
    ],
    [
      'no permission of the developer',
      ['AccessDeniedException', unauthorized('InvokeModel on resource: x'), 403],
      'warn',
      /^not checked: these credentials do not allow bedrock:InvokeModel/,
      /have their own role/,
    ],
    [
      'no permission to apply the guardrail',
      ['AccessDeniedException', unauthorized('ApplyGuardrail on resource: x because no policy'), 403],
      'warn',
      /^not checked: these credentials do not allow bedrock:ApplyGuardrail on resource: x$/,
      /^allow it to be sure.*have their own role/,
    ],
    [
      'throttling of the minute',
      ['ThrottlingException', 'Too many tokens, please wait before trying again.', 429],
      'fail',
      /a single call was throttled \(Too many tokens, please/,
      /see the quota below/,
    ],
    [
      'a model that is not there, for a reason not known',
      ['ResourceNotFoundException', 'Not found', 404],
      'fail',
      /^Bedrock refused the call of us\.meta\S+ \(Not found\)$/,
      /ACTIVE model/,
    ],
    [
      'a request that the model does not know',
      ['ValidationException', 'Malformed input request', 400],
      'fail',
      /^Bedrock refused the call of us\.meta\S+ \(Malformed input request\)$/,
      /ACTIVE model/,
    ],
    [
      'a model that is not ready',
      ['ModelNotReadyException', 'Model is not ready', 429],
      'warn',
      /did not answer \(ModelNotReadyException/,
      /run this again/,
    ],
    [
      'trouble at AWS',
      ['InternalServerException', 'Oops', 500],
      'warn',
      /bedrock:InvokeModel failed \(InternalServerException: Oops\)/,
      /run this again/,
    ],
    [
      'no network',
      ['TimeoutError', 'no answer'],
      'fail',
      /^AWS cannot be reached in us-east-2 \(no answer\)$/,
      /network/,
    ],
  ])('says what to do about %s', async (_, error, mark, text, next) => {
    aws.bedrockRuntime.on(InvokeModelCommand).rejects(awsError(...error));
    expect(await findingOf('access')).toEqual({
      mark,
      text: expect.stringMatching(text),
      next: expect.stringMatching(next),
    });
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
