import { BedrockRuntimeClient, InvokeModelCommand } from '@aws-sdk/client-bedrock-runtime';
import { Uint8ArrayBlobAdapter } from '@smithy/core/serde';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { createBedrockModel } from '../../../lambda/adapters/bedrock-model.ts';
import type { FailureKind } from '../../../lambda/core/errors.ts';
import { chooseModel } from '../../../lambda/core/model/choose-model.ts';
import { withDefaults } from '../../../lambda/core/request/blog-request.ts';
import { awsError } from './aws-answers.ts';

const bedrock = mockClient(BedrockRuntimeClient);
const modelId = 'us.meta.llama3-1-8b-instruct-v1:0';
const chosen = chooseModel({ modelId });
const request = withDefaults({ blogTopic: 'T' });
const generate = (guardrail = {}) =>
  createBedrockModel(new BedrockRuntimeClient({ region: 'us-east-2' }), chosen, guardrail).generate(
    request,
    new AbortController().signal,
  );
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
      body: JSON.stringify(chosen.family.buildBody(request)),
    });
  });

  it('decodes text in any script', async () => {
    bedrock.on(InvokeModelCommand).resolves(answer('{"generation":"नमस्ते ไทย 😀"}'));
    await expect(generate()).resolves.toMatchObject({ text: 'नमस्ते ไทย 😀' });
  });

  it('names the guardrail if one is set', async () => {
    bedrock.on(InvokeModelCommand).resolves(answer('{"generation":"Text"}'));
    await generate({ guardrailId: 'abc123', guardrailVersion: '2' });
    expect(bedrock.call(0).args[0].input).toMatchObject({
      guardrailIdentifier: 'abc123',
      guardrailVersion: '2',
      trace: 'ENABLED',
    });
  });

  it('is stopped where the guardrail intervened: its refusal is no post', async () => {
    const refusal = '{"generation":"Sorry.","amazon-bedrock-guardrailAction":"INTERVENED"}';
    bedrock.on(InvokeModelCommand).resolves(answer(refusal));
    await expect(generate()).rejects.toMatchObject({ kind: 'guardrail-intervened', worthAnotherCall: false });
  });

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
    const cause = awsError(name, status, 'upstream says no');
    await expect(failure(cause)).resolves.toMatchObject({
      kind,
      cause,
      message: expect.stringContaining(name),
    });
  });

  const form = 'Model use case details have not been submitted for this account. Fill out the form.';
  const noGuardrail = 'The guardrail identifier or version provided in the request does not exist.';
  interface Refusal {
    kind?: FailureKind;
    modelGone?: true;
    hint: RegExp;
    /** As the exceptions say them. */
    messages: [exception: string, status: number, message: string][];
  }
  const refusals: Refusal[] = [
    { hint: /first-use form/, messages: [['AccessDeniedException', 403, 'no']] },
    { hint: /promptFormat/, messages: [['ValidationException', 400, 'bad']] },
    { hint: /role/, messages: [['UnrecognizedClientException', 400, 'no']] },
    {
      hint: /inference profile: set modelId.*geography/,
      messages: [['ValidationException', 400, "Invocation with on-demand throughput isn't supported"]],
    },
    {
      kind: 'model-quota-exceeded',
      hint: /more tokens per day in Service Quotas, or set fallbackModelId/,
      messages: [
        ['ThrottlingException', 429, 'Too many tokens per day, please wait before trying again.'],
        ['ThrottlingException', 429, 'Too many requests per day'],
        ['ThrottlingException', 429, 'You have exceeded your daily token quota.'],
        ['ThrottlingException', 429, 'The daily limit of this account is reached'],
      ],
    },
    {
      hint: /^Fill in the form/,
      modelGone: true,
      messages: [
        ['ResourceNotFoundException', 404, form],
        ['AccessDeniedException', 403, form],
      ],
    },
    {
      hint: /restricted the account: ask AWS Support/,
      messages: [
        ['ValidationException', 400, 'Operation not allowed'],
        ['ValidationException', 400, 'Your account is not authorized to invoke this API operation.'],
        ['ValidationException', 400, 'Access to Bedrock models is not allowed for this account.'],
      ],
    },
    {
      hint: /aws-marketplace:Subscribe.*valid payment method/,
      modelGone: true,
      messages: [
        ['AccessDeniedException', 403, "You don't have access to the model with the specified model ID."],
        ['AccessDeniedException', 403, 'not authorized to perform the required AWS Marketplace actions'],
        ['AccessDeniedException', 403, 'A valid payment instrument must be provided.'],
      ],
    },
    {
      hint: /country.*set modelId to a model of another provider/,
      modelGone: true,
      messages: [['ValidationException', 400, 'Models are not allowed from unsupported countries, regions']],
    },
    {
      hint: /^Set guardrailId and guardrailVersion/,
      messages: [
        ['ValidationException', 400, noGuardrail],
        ['ResourceNotFoundException', 400, noGuardrail],
      ],
    },
    {
      hint: /Legacy or retired: set modelId to a current model/,
      modelGone: true,
      messages: [
        ['ResourceNotFoundException', 404, 'no'],
        ['ValidationException', 400, 'The provided model identifier is invalid.'],
        ['ValidationException', 400, 'This model version has reached the end of its life.'],
        ['ValidationException', 400, 'Access denied. This Model is marked by provider as Legacy'],
        ['ValidationException', 400, 'Could not resolve the foundation model from the model identifier: x'],
      ],
    },
  ];
  it.each(
    refusals.flatMap(({ messages, kind = 'service-misconfigured', modelGone = false, hint }) =>
      messages.map((error) => [...error, kind, modelGone, hint] as const),
    ),
  )(
    'that ends in %s (%i) "%s" is a failure of kind %s',
    async (name, status, message, kind, modelGone, hint) => {
      const found = { kind, modelGone, worthAnotherCall: false, hint: expect.stringMatching(hint) };
      await expect(failure(awsError(name, status, message))).resolves.toMatchObject(found);
    },
  );

  it.each([
    ['ThrottlingException', 429, 'Too many tokens, please wait before trying again.'],
    ['ThrottlingException', 429, 'Too many requests, please wait before trying again.'],
    ['InternalServerException', 500, 'The provided model identifier is invalid.'],
    ['Error', undefined, 'read ECONNRESET, as many tokens per day'],
  ])('that ends in %s (%s) "%s" may succeed next time', async (name, status, message) => {
    const thrown = await failure(awsError(name, status, message));
    expect(thrown).toMatchObject({ worthAnotherCall: true, modelGone: false });
    expect(thrown.hint).toBeUndefined();
  });
});
