import { BedrockRuntimeClient, InvokeModelCommand } from '@aws-sdk/client-bedrock-runtime';
import { Uint8ArrayBlobAdapter } from '@smithy/core/serde';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { createBedrockModel } from '../../../lambda/adapters/bedrock-model.ts';
import type { FailureKind } from '../../../lambda/core/errors.ts';
import { chooseModel } from '../../../lambda/core/model/choose-model.ts';
import { withDefaults } from '../../../lambda/core/request/blog-request.ts';

const bedrock = mockClient(BedrockRuntimeClient);
const modelId = 'us.meta.llama3-1-8b-instruct-v1:0';
const chosen = chooseModel({ modelId });
const model = createBedrockModel(new BedrockRuntimeClient({ region: 'us-east-2' }), chosen, {});
const generate = () => model.generate(withDefaults({ blogTopic: 'T' }), new AbortController().signal);
const answer = (body: string) => ({
  body: Uint8ArrayBlobAdapter.fromString(body),
  contentType: 'application/json',
});
const failure = async (error: unknown) => {
  bedrock.on(InvokeModelCommand).rejects(error as Error);
  return generate().then(
    () => undefined,
    (thrown) => thrown,
  );
};
const serviceError = (name: string, status?: number, message = 'upstream says no') =>
  Object.assign(new Error(message), {
    name,
    $metadata: status === undefined ? {} : { httpStatusCode: status },
  });

beforeEach(() => {
  bedrock.reset();
});

describe('a call of InvokeModel', () => {
  it('sends the model id and the body of its family as JSON, once', async () => {
    bedrock.on(InvokeModelCommand).resolves(answer('{"generation":"Text","stop_reason":"stop"}'));
    await expect(generate()).resolves.toEqual({ text: 'Text', stopReason: 'stop' });
    expect(bedrock.calls()).toHaveLength(1);
    expect(bedrock.call(0).args[0].input).toEqual({
      modelId,
      contentType: 'application/json',
      accept: 'application/json',
      body: JSON.stringify(chosen.family.buildBody(withDefaults({ blogTopic: 'T' }))),
    });
  });

  it('decodes text in any script', async () => {
    bedrock.on(InvokeModelCommand).resolves(answer('{"generation":"नमस्ते ไทย 😀"}'));
    await expect(generate()).resolves.toMatchObject({ text: 'नमस्ते ไทย 😀' });
  });

  it('names the guardrail if one is set', async () => {
    const guardrail = { guardrailId: 'abc123', guardrailVersion: '2' };
    const guarded = createBedrockModel(
      new BedrockRuntimeClient({ region: 'us-east-2' }),
      chooseModel({ modelId }),
      guardrail,
    );
    bedrock
      .on(InvokeModelCommand)
      .resolves(answer('{"generation":"Text","amazon-bedrock-guardrailAction":"NONE"}'));
    await expect(
      guarded.generate(withDefaults({ blogTopic: 'T' }), new AbortController().signal),
    ).resolves.toMatchObject({
      text: 'Text',
    });
    expect(bedrock.call(0).args[0].input).toMatchObject({
      guardrailIdentifier: 'abc123',
      guardrailVersion: '2',
      trace: 'ENABLED',
    });
  });

  it.each(['INTERVENED', 'GUARDRAIL_INTERVENED'])(
    'is stopped where the guardrail %s: its refusal is no post',
    async (action) => {
      bedrock
        .on(InvokeModelCommand)
        .resolves(answer(`{"generation":"Sorry.","amazon-bedrock-guardrailAction":"${action}"}`));
      await expect(generate()).rejects.toMatchObject({
        kind: 'guardrail-intervened',
        worthAnotherCall: false,
      });
    },
  );

  it.each([
    ['is not JSON', answer('<html>').body],
    // Which the client returns as null, against its own type.
    ['is empty', null as unknown as Uint8ArrayBlobAdapter],
  ])('is a model failure if the response %s', async (_, body) => {
    bedrock.on(InvokeModelCommand).resolves({ ...answer(''), body });
    await expect(generate()).rejects.toMatchObject({ kind: 'model-failed' });
  });

  it.each<[string, number | undefined, FailureKind]>([
    ['ThrottlingException', 429, 'model-throttled'],
    ['ModelNotReadyException', 429, 'model-not-ready'],
    ['ServiceUnavailableException', 503, 'model-unavailable'],
    ['InternalServerException', 500, 'model-failed'],
    ['ModelTimeoutException', 408, 'model-failed'],
    ['ModelErrorException', 424, 'model-failed'],
    ['ServiceQuotaExceededException', 400, 'model-quota-exceeded'],
    ['ValidationException', 400, 'service-misconfigured'],
    ['AccessDeniedException', 403, 'service-misconfigured'],
    ['ResourceNotFoundException', 404, 'service-misconfigured'],
    ['UnrecognizedClientException', 403, 'service-misconfigured'],
    ['ExpiredTokenException', 403, 'model-unavailable'],
    ['SomethingNewException', 500, 'model-failed'],
    ['SomethingNewException', 503, 'model-unavailable'],
    ['SomethingNewException', 429, 'model-throttled'],
    ['SomethingNewException', 408, 'model-failed'],
    ['SomethingNewException', 424, 'model-failed'],
    ['Error', 200, 'model-unavailable'],
    ['TimeoutError', undefined, 'model-unavailable'],
    ['Error', undefined, 'model-unavailable'],
  ])('that ends in %s (%s) is a failure of kind %s', async (name, status, kind) => {
    const cause = serviceError(name, status);
    await expect(failure(cause)).resolves.toMatchObject({
      kind,
      cause,
      message: expect.stringContaining(name),
    });
  });

  it.each([
    ['AccessDeniedException', 'no', /first-use form/],
    ['ResourceNotFoundException', 'no', /Legacy or retired/],
    ['ValidationException', 'bad', /promptFormat/],
    ['UnrecognizedClientException', 'no', /role/],
    [
      'ValidationException',
      "Invocation with on-demand throughput isn't supported",
      /inference profile: set modelId.*geography/,
    ],
  ])('that ends in %s (%s) has a hint on what to change', async (name, message, hint) => {
    await expect(failure(serviceError(name, 400, message))).resolves.toMatchObject({
      kind: 'service-misconfigured',
      hint: expect.stringMatching(hint),
      modelGone: name === 'ResourceNotFoundException',
    });
  });

  const form = 'Model use case details have not been submitted for this account. Fill out the form.';
  it.each<[string, number, string, FailureKind, boolean, RegExp]>([
    ...[
      'Too many tokens per day, please wait before trying again.',
      'Too many requests per day',
      'You have exceeded your daily token quota.',
      'The daily limit of this account is reached',
    ].map((message): [string, number, string, FailureKind, boolean, RegExp] => [
      'ThrottlingException',
      429,
      message,
      'model-quota-exceeded',
      false,
      /more tokens per day in Service Quotas, or set fallbackModelId/,
    ]),
    ['ResourceNotFoundException', 404, form, 'service-misconfigured', true, /^Fill in the form/],
    ['AccessDeniedException', 403, form, 'service-misconfigured', true, /^Fill in the form/],
    ...[
      'Operation not allowed',
      'Your account is not authorized to invoke this API operation.',
      'Access to Bedrock models is not allowed for this account. Contact AWS Support.',
    ].map((message): [string, number, string, FailureKind, boolean, RegExp] => [
      'ValidationException',
      400,
      message,
      'service-misconfigured',
      false,
      /restricted the account: ask AWS Support/,
    ]),
    ...[
      "You don't have access to the model with the specified model ID.",
      'Model access is denied due to IAM user or service role is not authorized to perform the required AWS Marketplace actions (aws-marketplace:ViewSubscriptions, aws-marketplace:Subscribe)',
      'Model access is denied due to INVALID_PAYMENT_INSTRUMENT:A valid payment instrument must be provided.',
    ].map((message): [string, number, string, FailureKind, boolean, RegExp] => [
      'AccessDeniedException',
      403,
      message,
      'service-misconfigured',
      true,
      /aws-marketplace:Subscribe.*valid payment method/,
    ]),
    [
      'ValidationException',
      400,
      'Access to Anthropic models is not allowed from unsupported countries, regions, or territories.',
      'service-misconfigured',
      true,
      /country.*set modelId to a model of another provider/,
    ],
    ...['ValidationException', 'ResourceNotFoundException'].map(
      (name): [string, number, string, FailureKind, boolean, RegExp] => [
        name,
        400,
        'The guardrail identifier or version provided in the request does not exist.',
        'service-misconfigured',
        false,
        /^Set guardrailId and guardrailVersion/,
      ],
    ),
    ...[
      'The provided model identifier is invalid.',
      'This model version has reached the end of its life.',
      'Access denied. This Model is marked by provider as Legacy',
      'Could not resolve the foundation model from the model identifier: x',
    ].map((message): [string, number, string, FailureKind, boolean, RegExp] => [
      'ValidationException',
      400,
      message,
      'service-misconfigured',
      true,
      /Legacy or retired: set modelId to a current model/,
    ]),
  ])(
    'that ends in %s (%i) "%s" is a failure of kind %s',
    async (name, status, message, kind, modelGone, hint) => {
      await expect(failure(serviceError(name, status, message))).resolves.toMatchObject({
        kind,
        modelGone,
        worthAnotherCall: false,
        hint: expect.stringMatching(hint),
      });
    },
  );

  it.each([
    ['ThrottlingException', 429, 'Too many tokens, please wait before trying again.'],
    ['ThrottlingException', 429, 'Too many requests, please wait before trying again.'],
    ['InternalServerException', 500, 'The provided model identifier is invalid.'],
    ['Error', undefined, 'read ECONNRESET, as many tokens per day'],
  ])('that ends in %s (%s) "%s" may succeed next time', async (name, status, message) => {
    const thrown = await failure(serviceError(name, status, message));
    expect(thrown).toMatchObject({ worthAnotherCall: true, modelGone: false });
    expect(thrown.hint).toBeUndefined();
  });
});
