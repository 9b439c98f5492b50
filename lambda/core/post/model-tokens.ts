/**
 * The control tokens of the model families' chat templates, by name: anything that only looks like one is text, such as
 * F#'s `<|y|>`. `#` stands for a number. Left out are tokens that a text model never writes (images, audio,
 * fill-in-the-middle) and tokens that posts contain as text: `[IMG]` is BBCode, `[ARGS]` is in the usage of a command,
 * `[EOS]` and `<pad>` are in texts about models. Amazon Nova and Anthropic Claude publish no tokens; Claude's turns begin
 * with `\n\nHuman:`, see `role-turns.ts`.
 */
const tokensByFamily = {
  // Meta, "Llama 2: Model Cards and Prompt formats". Its `<s>` and `</s>` are also HTML, see `control-tokens.ts`.
  llama2: '[INST] [/INST] <<SYS>> <</SYS>>',
  // Meta, llama-models, `models/llama3/tokenizer.py`.
  llama3:
    '<|begin_of_text|> <|end_of_text|> <|start_header_id|> <|end_header_id|> <|eot_id|> <|eom_id|> ' +
    '<|python_tag|> <|step_id|> <|reserved_special_token_#|> <|finetune_right_pad_id|>',
  // Meta, llama-models, `models/llama4/tokenizer.py`.
  llama4:
    '<|header_start|> <|header_end|> <|eot|> <|eom|> <|step|> <|python_start|> <|python_end|> ' +
    '<|text_post_train_reserved_special_token_#|> <|finetune_right_pad|>',
  // Mistral AI, mistral-common, `SpecialTokens`.
  mistral:
    '[SYSTEM_PROMPT] [/SYSTEM_PROMPT] [AVAILABLE_TOOLS] [/AVAILABLE_TOOLS] [TOOL_CALLS] [TOOL_RESULTS] ' +
    '[/TOOL_RESULTS] [TOOL_CONTENT] [THINK] [/THINK] [MODEL_SETTINGS] [/MODEL_SETTINGS]',
  // OpenAI, "OpenAI Harmony Response Format"; tiktoken's `o200k_harmony`.
  harmony:
    '<|start|> <|end|> <|message|> <|channel|> <|constrain|> <|return|> <|call|> <|startoftext|> ' +
    '<|endoftext|> <|endofprompt|> <|reserved_#|>',
  // Qwen, "Key Concepts: Control Tokens & Chat Template"; `im_sep` is from Microsoft's Phi-4.
  chatMl: '<|im_start|> <|im_end|> <|im_sep|>',
  // Moonshot AI, Kimi K2's `chat_template.jinja`.
  kimi:
    '<|im_user|> <|im_assistant|> <|im_system|> <|im_middle|> <|tool_calls_section_begin|> ' +
    '<|tool_calls_section_end|> <|tool_call_argument_begin|>',
  // DeepSeek, the `tokenizer_config.json` of DeepSeek-V3 and -R1. Other software uses `|` and `_` instead.
  deepSeek:
    '<｜begin▁of▁sentence｜> <｜end▁of▁sentence｜> <｜User｜> <｜Assistant｜> <|EOT|> <｜tool▁calls▁begin｜> ' +
    '<｜tool▁calls▁end｜> <｜tool▁call▁begin｜> <｜tool▁call▁end｜> <｜tool▁outputs▁begin｜> <｜tool▁outputs▁end｜> ' +
    '<｜tool▁output▁begin｜> <｜tool▁output▁end｜> <｜tool▁sep｜> <｜▁pad▁｜> <｜place▁holder▁no▁#｜>',
  // Google, "Gemma formatting and system instructions" and "Gemma 4 prompt formatting".
  gemma:
    '<start_of_turn> <end_of_turn> <bos> <eos> <|turn> <turn|> <|channel> <channel|> <|think|> <|tool> ' +
    '<tool|> <|tool_call> <tool_call|> <|tool_response> <tool_response|>',
  // Microsoft, the `tokenizer_config.json` of Phi-3 and Phi-4-mini. Zephyr and GLM-4 use the same role tokens; from
  // `<|observation|>` on, they are GLM-4's alone (Z.ai, `tokenization_chatglm.py`).
  phi:
    '<|system|> <|user|> <|assistant|> <|tool|> <|/tool|> <|tool_call|> <|/tool_call|> <|tool_response|> ' +
    '<|placeholder#|> <|observation|> [gMASK] <sop> <eop>',
  // Cohere, "Prompting Command R" and the `tokenizer_config.json` of Command A.
  cohere:
    '<|START_OF_TURN_TOKEN|> <|END_OF_TURN_TOKEN|> <|USER_TOKEN|> <|CHATBOT_TOKEN|> <|SYSTEM_TOKEN|> ' +
    '<|START_RESPONSE|> <|END_RESPONSE|> <|START_THINKING|> <|END_THINKING|> <|START_ACTION|> ' +
    '<|END_ACTION|> <|START_TOOL_RESULT|> <|END_TOOL_RESULT|> <|START_TEXT|> <|END_TEXT|> <BOS_TOKEN> ' +
    '<EOS_TOKEN>',
  // IBM, "Granite 3.0 language models", prompt engineering guide.
  granite: '<|start_of_role|> <|end_of_role|>',
  // MiniMax, the `chat_template.jinja` of MiniMax-M2.
  miniMax: ']~!b[ ]~b] [e~[',
  // EXAONE, Hunyuan, Seed, dots, GigaChat, Megrez and Grok 2: llama.cpp, `src/llama-chat.cpp`.
  llamaCpp:
    '[|system|] [|user|] [|assistant|] [|tool|] [|endofturn|] <|endofturn|> <｜hy_begin▁of▁sentence｜> ' +
    '<｜hy_User｜> <｜hy_Assistant｜> <｜hy_place▁holder▁no▁#｜> <|extra_#|> <seed:bos> <seed:eos> <|userprompt|> ' +
    '<|endofuserprompt|> <|response|> <|endofresponse|> <|endofsystem|> <|role_sep|> <|message_sep|> ' +
    '<|role_start|> <|role_end|> <|turn_end|> <|separator|>',
};

/** The shape of every token, as the source of a regular expression. */
export const tokenShape = String.raw`<(?:<\/?SYS>|[^\s<>]{1,64})>|\[\|?\/?[A-Za-z_]{3,24}\|?\]|\]~!?b[[\]]|\[e~\[`;

/** Treats all numbers alike, and DeepSeek's characters like the ASCII ones that other software uses. */
const normalForm = (token: string): string =>
  token
    .replace(/#|\d{1,6}/, '0')
    .replaceAll('｜', '|')
    .replaceAll('▁', '_');

const tokens = new Set(Object.values(tokensByFamily).join(' ').split(' ').map(normalForm));
const tokensInAnyCase = new Set([...tokens].map((token) => token.toLowerCase()));

/** Whether a text with a token's shape is a token, case-sensitive. */
export function isModelToken(text: string): boolean {
  return tokens.has(normalForm(text));
}

/** The first token of any model family in a text, case-insensitive; `undefined` if there is none. */
export function findModelToken(text: string): string | undefined {
  // A lookahead, because a token may begin inside of what only looks like one.
  const candidates = Array.from(
    text.matchAll(new RegExp(`(?=(${tokenShape}))`, 'g')),
    ([, found = '']) => found,
  );
  return candidates.find((found) => tokensInAnyCase.has(normalForm(found).toLowerCase()));
}
