import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findControlToken } from '../../../../lambda/core/post/control-tokens.ts';
import { extractPost } from '../../../../lambda/core/post/extract-post.ts';
import { findModelToken } from '../../../../lambda/core/post/model-tokens.ts';
import { buildInstruction } from '../../../../lambda/core/post/prompt.ts';
import { withDefaults } from '../../../../lambda/core/request/blog-request.ts';

const instruction = buildInstruction(withDefaults({ blogTopic: 'Bees' }));

/** Tokens of every family as its template has them. */
const tokens = (
  '[INST] [/INST] <<SYS>> <</SYS>> <|begin_of_text|> <|end_of_text|> <|start_header_id|> ' +
  '<|end_header_id|> <|eot_id|> <|eom_id|> <|python_tag|> <|reserved_special_token_247|> ' +
  '<|finetune_right_pad_id|> <|header_start|> <|header_end|> <|eot|> <|eom|> <|step|> ' +
  '<|python_start|> <|python_end|> <|finetune_right_pad|> [AVAILABLE_TOOLS] [/AVAILABLE_TOOLS] ' +
  '[TOOL_CALLS] [TOOL_RESULTS] [/TOOL_RESULTS] [SYSTEM_PROMPT] [/SYSTEM_PROMPT] [TOOL_CONTENT] ' +
  '[THINK] [/THINK] <|start|> <|end|> <|message|> <|channel|> <|constrain|> <|return|> <|call|> ' +
  '<|endoftext|> <|startoftext|> <|reserved_200012|> <|im_start|> <|im_end|> <|im_sep|> <|im_user|> ' +
  '<|im_middle|> <｜begin▁of▁sentence｜> <｜end▁of▁sentence｜> <｜User｜> <｜Assistant｜> ' +
  '<｜tool▁calls▁begin｜> <|end_of_sentence|> <｜▁pad▁｜> <|EOT|> <｜place▁holder▁no▁799｜> <start_of_turn> ' +
  '<end_of_turn> <bos> <eos> <|turn> <turn|> <|channel> <channel|> <|system|> <|user|> <|assistant|> ' +
  '<|tool|> <|/tool|> [gMASK] <sop> <eop> <|START_OF_TURN_TOKEN|> <|END_OF_TURN_TOKEN|> ' +
  '<|CHATBOT_TOKEN|> <|END_RESPONSE|> <|START_TOOL_RESULT|> <|END_TOOL_RESULT|> <EOS_TOKEN> ' +
  '<|start_of_role|> <|end_of_role|> [|assistant|] [|endofturn|] <｜hy_Assistant｜> <|extra_0|> <seed:eos> ' +
  '<|role_sep|> <|separator|> <|turn_end|> <|endofresponse|> ]~!b[ ]~b] [e~['
).split(' ');

describe('a control token', () => {
  it.each(tokens)('%s ends the post, and before the post it is dropped', (token) => {
    expect(extractPost(`Bees are vital.${token} junk`)).toEqual({
      text: 'Bees are vital.',
      leakedToken: token,
    });
    expect(extractPost(`${token}\n\nBees are vital.`)).toEqual({ text: 'Bees are vital.' });
    expect(extractPost(token)).toEqual({ text: '' });
  });

  it.each([
    ['Bees.</s>', 'Bees.', '</s>'],
    ['Bees. <s>[INST] again', 'Bees.', '<s>[INST]'],
    ['Bees. <s> [INST] again</s>', 'Bees.', '<s> [INST]'],
    ['Bees. <s></s>', 'Bees.', '<s></s>'],
    ['Was <s>$20</s>, is $10.</s> more', 'Was <s>$20</s>, is $10.', '</s>'],
    ['<s>Bees are vital.</s>', 'Bees are vital.', '</s>'],
    ['<s> Bees are vital.', 'Bees are vital.', undefined],
    ['<s>Bees are vital. [INST]</s> again', 'Bees are vital.', '[INST]'],
    ['honey.assistant<|end_header_id|>\n\nMore', 'honey.', 'assistant<|end_header_id|>'],
    ['  Bees.\n', 'Bees.', undefined],
  ])('%j is cut to %j', (generation, text, leakedToken) => {
    expect(extractPost(generation)).toEqual({
      text,
      ...(leakedToken !== undefined && { leakedToken }),
    });
  });

  it.each([
    'Write <s>old price</s> and the browser strikes it.',
    '<s>Old</s> new title',
    '<s>Old title</s> New title\n\nText',
    'The tag <s class="sale">old</s> and then <s>older</s> too.',
    'The <s>old</S> tag',
    'x <|y|> z',
    'F# has <| and |> pipes, <||> too',
    'x <｜y｜> z',
    '[IMG]https://example.com/a.png[/IMG]',
    'Usage: bees [OPTIONS] [ARGS]',
    'BERT reads until [EOS] or [PAD]',
    'An [INSTALL] button, an [inst], a <strong>word</strong>',
    '<|EOT_ID|> in capitals',
    'He said: <|eot_id |>',
    '<small>print</small>',
  ])('is not found in %j', (text) => {
    expect(extractPost(text)).toEqual({ text });
  });
});

describe('the token at which a text was cut', () => {
  it('is reported with at most 64 characters', () => {
    const { leakedToken } = extractPost(`Bees.<s>${' '.repeat(100)}[INST]`);
    expect(leakedToken).toBe(`<s>${' '.repeat(61)}`);
  });
});

describe('any generation', () => {
  const piece = fc.constantFrom(
    ...tokens,
    ...['</s>', '<s>', ' word', 'Bees are vital.', '\n', '\n\n', '[', '|>', ':', ': ', '- ', '```'],
    ...['Robot: ', 'Human:', 'Human: hello', '\nUser: Hi', 'Assistant: Yes', 'assistant', 'System:'],
    ...['**AI:**', 'final', 'analysis', instruction, ' a', '.'],
  );
  const generation = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(''));
  const named =
    /\[\/?INST\]|<<\/?SYS>>|<[|｜][A-Za-z]+(?:_id)?[|｜]>|\[\/?(?:TOOL|AVAIL|SYSTEM_P)[A-Z_]*\]|<(?:start|end)_of_turn>/;

  it('becomes a part of itself without tokens', () => {
    fc.assert(
      fc.property(generation, (generated) => {
        const { text } = extractPost(generated);
        expect(generated).toContain(text);
        expect(text).toBe(text.trim());
        expect(text).not.toMatch(named);
        expect(text).not.toMatch(/^[^<]*<\/s>/);
      }),
      { numRuns: 3_000 },
    );
  });

  it('is not cut again', () => {
    fc.assert(
      fc.property(generation, (generated) => {
        const { text } = extractPost(generated);
        expect(extractPost(text)).toEqual({ text });
      }),
      { numRuns: 3_000 },
    );
  });

  it('without tokens and labels is only trimmed', () => {
    const prose = fc.string({ unit: fc.constantFrom(...'ab é.,!?<>|[]()\'"-\n '), maxLength: 60 });
    fc.assert(
      fc.property(prose, (generated) => {
        expect(extractPost(generated)).toEqual({ text: generated.trim() });
      }),
      { numRuns: 1_000 },
    );
  });
});

describe("a token in a caller's text", () => {
  it.each([
    ['a [/Inst] b', '[/Inst]'],
    ['a <｜Assistant｜> b', '<｜Assistant｜>'],
    ['a <|y|> b', '<|y|>'],
    ['a <S> b', '<S>'],
    ['a </s> b', '</s>'],
    ['a <<sys>> b', '<<sys>>'],
    ['a <</SYS>> b', '<</SYS>>'],
    ['a [INSTALL] b', undefined],
    ['a <strong> b', undefined],
    ['a [TOOL_CALLS] b', undefined],
  ])('%j is found for every model: %j', (text, token) => {
    expect(findControlToken(text)).toBe(token);
  });

  it.each([
    ['a [tool_calls] b', '[tool_calls]'],
    ['a <start_of_turn> b', '<start_of_turn>'],
    ['a <bee> b', undefined],
  ])('%j is found for the families that have it: %j', (text, token) => {
    expect(findModelToken(text)).toBe(token);
  });
});
