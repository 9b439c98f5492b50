import type { Generation } from '../../../../../lambda/core/post/blog.ts';
import { buildInstruction } from '../../../../../lambda/core/post/prompt.ts';
import { withDefaults } from '../../../../../lambda/core/request/blog-request.ts';

/** What AWS documents of one family: the page, the body it is sent, and the answers it gives. */
export interface Contract {
  readonly page: string;
  readonly modelId: string;
  /** The body for the topic `T`, with every default, and its fields in the order in which they are sent. */
  readonly body: object;
  /** The body where the caller gave `top_p: 0.8`. */
  readonly bodyWithTopP: object;
  /** An answer as the page shows it, with `Text` for its text, and what is read from it. */
  readonly answer: object;
  readonly read: Generation;
  /** The answer with another stop reason of the family's. */
  readonly stopped: (stopReason: string) => object;
  /** The family's stop reasons and what they are in Llama's terms. */
  readonly stopReasons: Readonly<Record<string, string>>;
  /** Answers that hold hidden reasoning before the text `Text`. */
  readonly reasoned: readonly object[];
  /** Answers that hold nothing but hidden reasoning. */
  readonly reasoningAlone: readonly object[];
}

const userGuide = 'https://docs.aws.amazon.com/bedrock/latest/userguide';
const instruction = buildInstruction(withDefaults({ blogTopic: 'T' }));
const stopReasonAsIs = { stop: 'stop', length: 'length' };
const sampling = { temperature: 0.5, top_p: 0.9 };
const llamaAnswer = (stop_reason: string) => ({
  generation: 'Text',
  prompt_token_count: 31,
  generation_token_count: 260,
  stop_reason,
});
const llama = (modelId: string, prompt: string): Contract => ({
  page: `${userGuide}/model-parameters-meta.html`,
  modelId,
  body: { prompt, max_gen_len: 512, ...sampling },
  bodyWithTopP: { prompt, max_gen_len: 512, temperature: 0.5, top_p: 0.8 },
  answer: llamaAnswer('stop'),
  read: { text: 'Text', stopReason: 'stop', promptTokenCount: 31, generationTokenCount: 260 },
  stopped: llamaAnswer,
  stopReasons: stopReasonAsIs,
  reasoned: [],
  reasoningAlone: [],
});

const mistralAnswer = (stop_reason: string) => ({ outputs: [{ text: 'Text', stop_reason }] });
const mistralBody = { prompt: `<s>[INST] ${instruction} [/INST]`, max_tokens: 512 };

const novaAnswer = (stopReason: string, content: object[] = [{ text: 'Text' }]) => ({
  output: { message: { role: 'assistant', content } },
  stopReason,
  usage: { inputTokens: 15, outputTokens: 200, totalTokens: 215 },
  metrics: { latencyMs: 900 },
});
const novaReasoning = { reasoningContent: { reasoningText: { text: '[REDACTED]' } } };
const novaMessages = [{ role: 'user', content: [{ text: instruction }] }];

const claudeAnswer = (stop_reason: string, content: object[] = [{ type: 'text', text: 'Text' }]) => ({
  id: 'msg_1',
  model: 'claude',
  type: 'message',
  role: 'assistant',
  content,
  stop_reason,
  stop_sequence: null,
  usage: { input_tokens: 25, output_tokens: 240 },
});
const thinking = { type: 'thinking', thinking: 'Let me think.', signature: 's' };
const claudeBody = {
  anthropic_version: 'bedrock-2023-05-31',
  max_tokens: 512,
  messages: [{ role: 'user', content: [{ type: 'text', text: instruction }] }],
};

const chatAnswer = (finish_reason: string, content = 'Text') => ({
  id: 'chatcmpl-1',
  object: 'chat.completion',
  created: 1,
  model: 'm',
  choices: [{ index: 0, message: { role: 'assistant', content }, finish_reason }],
  usage: { prompt_tokens: 43, completion_tokens: 143, total_tokens: 186 },
});
const chatMessages = [{ role: 'user', content: instruction }];
const chatRead = { text: 'Text', stopReason: 'stop', promptTokenCount: 43, generationTokenCount: 143 };
const mistralChatAnswer = (stop_reason: string) => ({
  choices: [{ index: 0, message: { role: 'assistant', content: 'Text' }, stop_reason }],
});
const gptOssBody = (topP: number) => ({
  messages: chatMessages,
  max_completion_tokens: 512,
  temperature: 0.5,
  top_p: topP,
  reasoning_effort: 'low',
});

const deepseekAnswer = (stop_reason: string, text = 'Let me think.</think>Text') => ({
  choices: [{ text, stop_reason }],
});
const deepseekBody = {
  prompt: `<｜begin▁of▁sentence｜><｜User｜>${instruction}<｜Assistant｜><think>\n`,
  max_tokens: 512,
};

export const contracts: Readonly<Record<string, Contract>> = {
  'Llama with [INST]': llama(
    'us.meta.llama3-1-8b-instruct-v1:0',
    `<s>[INST]Human: ${instruction}\nAssistant:[/INST]`,
  ),
  'Mistral text completion': {
    page: `${userGuide}/model-parameters-mistral-text-completion.html`,
    modelId: 'mistral.mistral-7b-instruct-v0:2',
    body: { ...mistralBody, ...sampling },
    bodyWithTopP: { ...mistralBody, temperature: 0.5, top_p: 0.8 },
    answer: mistralAnswer('stop'),
    read: { text: 'Text', stopReason: 'stop' },
    stopped: mistralAnswer,
    stopReasons: stopReasonAsIs,
    reasoned: [],
    reasoningAlone: [],
  },
  'Mistral chat completion': {
    page: `${userGuide}/model-parameters-mistral-chat-completion.html`,
    modelId: 'mistral.mistral-large-2407-v1:0',
    body: { messages: chatMessages, max_tokens: 512, ...sampling },
    bodyWithTopP: { messages: chatMessages, max_tokens: 512, temperature: 0.5, top_p: 0.8 },
    answer: mistralChatAnswer('stop'),
    read: { text: 'Text', stopReason: 'stop' },
    stopped: mistralChatAnswer,
    stopReasons: stopReasonAsIs,
    reasoned: [],
    reasoningAlone: [],
  },
  'Amazon Nova': {
    page: 'https://docs.aws.amazon.com/nova/latest/userguide/complete-request-schema.html',
    modelId: 'us.amazon.nova-lite-v1:0',
    body: { messages: novaMessages, inferenceConfig: { maxTokens: 512, temperature: 0.5 } },
    bodyWithTopP: {
      messages: novaMessages,
      inferenceConfig: { maxTokens: 512, temperature: 0.5, topP: 0.8 },
    },
    answer: novaAnswer('end_turn'),
    read: { text: 'Text', stopReason: 'stop', promptTokenCount: 15, generationTokenCount: 200 },
    stopped: novaAnswer,
    stopReasons: { end_turn: 'stop', max_tokens: 'length', malformed_model_output: 'malformed_model_output' },
    reasoned: [novaAnswer('end_turn', [novaReasoning, { text: 'Te' }, { text: 'xt' }])],
    reasoningAlone: [novaAnswer('max_tokens', [novaReasoning])],
  },
  'Anthropic Claude': {
    page: `${userGuide}/model-parameters-anthropic-claude-messages-request-response.html`,
    modelId: 'us.anthropic.claude-haiku-4-5-20251001-v1:0',
    body: { ...claudeBody, temperature: 0.5 },
    bodyWithTopP: { ...claudeBody, top_p: 0.8 },
    answer: claudeAnswer('end_turn'),
    read: { text: 'Text', stopReason: 'stop', promptTokenCount: 25, generationTokenCount: 240 },
    stopped: claudeAnswer,
    stopReasons: {
      end_turn: 'stop',
      stop_sequence: 'stop',
      max_tokens: 'length',
      model_context_window_exceeded: 'length',
      tool_use: 'tool_use',
    },
    reasoned: [
      claudeAnswer('end_turn', [thinking, { type: 'text', text: 'Text' }]),
      claudeAnswer('end_turn', [
        { type: 'redacted_thinking', data: 'x' },
        { type: 'text', text: 'Text' },
      ]),
    ],
    reasoningAlone: [claudeAnswer('max_tokens', [thinking])],
  },
  'OpenAI gpt-oss': {
    page: `${userGuide}/model-parameters-openai.html`,
    modelId: 'openai.gpt-oss-20b-1:0',
    body: gptOssBody(0.9),
    bodyWithTopP: gptOssBody(0.8),
    answer: chatAnswer('stop'),
    read: chatRead,
    stopped: (reason) => chatAnswer(reason),
    stopReasons: stopReasonAsIs,
    reasoned: [
      chatAnswer('stop', '<reasoning>We need <b> a post.</reasoning>Text'),
      chatAnswer('length', '<reasoning>We need a post.</reasoning>Text'),
    ],
    reasoningAlone: [
      chatAnswer('length', '<reasoning>We need a po'),
      chatAnswer('length', '<reasoning>We need a post.</reasoning>\n'),
      { ...chatAnswer('length'), choices: [{ message: { content: null }, finish_reason: 'length' }] },
    ],
  },
  'DeepSeek-R1': {
    page: `${userGuide}/model-parameters-deepseek.html`,
    modelId: 'us.deepseek.r1-v1:0',
    body: { ...deepseekBody, ...sampling },
    bodyWithTopP: { ...deepseekBody, temperature: 0.5, top_p: 0.8 },
    answer: deepseekAnswer('stop'),
    read: { text: 'Text', stopReason: 'stop' },
    stopped: (reason) => deepseekAnswer(reason),
    stopReasons: stopReasonAsIs,
    reasoned: [deepseekAnswer('stop'), deepseekAnswer('stop', 'Text'), deepseekAnswer('length')],
    reasoningAlone: [deepseekAnswer('length', 'Let me thi')],
  },
  'Writer Palmyra': {
    page: `${userGuide}/model-parameters-palmyra-x5.html`,
    modelId: 'us.writer.palmyra-x5-v1:0',
    body: { messages: chatMessages, max_tokens: 512, ...sampling },
    bodyWithTopP: { messages: chatMessages, max_tokens: 512, temperature: 0.5, top_p: 0.8 },
    answer: { ...chatAnswer('stop'), choices: [{ ...chatAnswer('stop').choices[0], stop_reason: null }] },
    read: chatRead,
    stopped: (reason) => chatAnswer(reason),
    stopReasons: stopReasonAsIs,
    reasoned: [],
    reasoningAlone: [],
  },
};
