import { describe, expect, it } from 'vitest';
import { extractPost } from '../../../../lambda/core/post/extract-post.ts';
import { buildInstruction } from '../../../../lambda/core/post/prompt.ts';
import { withDefaults } from '../../../../lambda/core/request/blog-request.ts';

const post = 'Bees make honey.';
const again = buildInstruction(withDefaults({ blogTopic: 'Wasps', wordCount: 300 }));

describe('a turn that the model made up', () => {
  it.each([
    [`\n\nHuman: ${again}\nAssistant: Wasps sting.`, 'Human:'],
    [`\nHuman: ${again}`, 'Human:'],
    ['\nHuman:', 'Human:'],
    ['\n\nHUMAN: Thanks!', 'HUMAN:'],
    ['\n\n**Human:** Thanks!', '**Human:**'],
    ['\n\n**Human**: Thanks!', '**Human**:'],
    ['\n\n### Human: Thanks!', '### Human:'],
    ['\n\n  Human: Thanks!', 'Human:'],
    ['\n\nHuman：谢谢', 'Human：'],
    ['\n\nHuman\u00a0: Merci\u00a0!', 'Human\u00a0:'],
    ['\n\nHuman: "Thanks!"', 'Human:'],
    ['\r\n\r\nHuman: Thanks!\r\n', 'Human:'],
    ['\n\nHuman: write one on wasps\nAssistant: Wasps sting.', 'Human:'],
    ['\n\nHuman: thanks\n\nAssistant: you are welcome', 'Human:'],
    ['\r\n\r\nHuman: more\r\nAssistant: ok', 'Human:'],
    ['\n\nAssistant: I hope this helps!', 'Assistant:'],
    ['\n\nAssistant: I hope this helps!\n\nAnd more.', 'Assistant:'],
    ['\n\nAI Assistant: I hope this helps!', 'AI Assistant:'],
    [`\n\nUser: ${again}\nAssistant: Wasps sting.`, 'User:'],
    [`\n\nuser: ${again}\n\nWasps sting.`, 'user:'],
    ['\n\nUser: Thanks!', 'User:'],
    ['\n\nUser: More, please.\nWith wasps.\nAssistant: Wasps sting.', 'User:'],
    ['\n\nSystem: You are helpful.\nUser: Hi', 'System:'],
    ['\n\nUser: Hi\nassistant\n\nHello!', 'User:'],
    ['\n\nUser: Hi.assistant\n\nHello!', 'User:'],
    ['\n\nAI: Anything else?', 'AI:'],
    ['assistant\n\nI hope this helps!', 'assistant'],
    ['assistant', 'assistant'],
    ['\nassistant\n\nI hope this helps!', 'assistant'],
    ['\n\nassistant \r\n\r\nI hope this helps!', 'assistant'],
    [`user\n\n${again}assistant\n\nWasps sting.`, 'user'],
    [`\n\nuser\n\n${again}\n\nassistant\n\nWasps sting.`, 'user'],
    ['system\n\nYou are helpful.', 'system'],
    ['model\nAnything else?', 'model'],
    [` Human: ${again}\nAssistant: Wasps sting.`, 'Human:'],
    [`Human: ${again}`, 'Human:'],
    [`  **Human:** ${again} in a dry style Assistant: Wasps sting.`, '**Human:**'],
    [` user: "${again}"`, 'user:'],
    [` Human: ${again}assistant\n\nWasps sting.`, 'Human:'],
  ])('is cut off: %j', (turn, leakedToken) => {
    expect(extractPost(`${post}${turn}`)).toEqual({ text: post, leakedToken });
  });

  it('is found after a quotation or an emphasis too', () => {
    expect(extractPost('He said: “Bees!”assistant\n\nMore').text).toBe('He said: “Bees!”');
    expect(extractPost('**Bees!**assistant\n\nMore').text).toBe('**Bees!**');
    expect(extractPost(`**Bees!** Human: ${again}`).text).toBe('**Bees!**');
  });

  it('is found after a conversation that belongs to the post if it repeats the prompt', () => {
    const conversation = 'A talk:\n\nHuman: Hi\nAssistant: Hello\n\nSo it goes.';
    expect(extractPost(`${conversation}\n\nHuman: ${again}`)).toEqual({
      text: conversation,
      leakedToken: 'Human:',
    });
  });

  it('is found after a list', () => {
    const list = 'Bees make:\n\n- honey.\n- wax.\n\nThat is all.';
    expect(extractPost(`${list} Human: ${again}`)).toEqual({ text: list, leakedToken: 'Human:' });
  });

  it('is found where the token after it comes first in no case', () => {
    expect(extractPost(`${post}\nHuman: Hi[/INST]`)).toEqual({ text: post, leakedToken: 'Human:' });
    expect(extractPost(`${post}[/INST]\nHuman: Hi`)).toEqual({ text: post, leakedToken: '[/INST]' });
  });
});

describe('a post about an assistant or a human', () => {
  it.each([
    'An assistant helps. A human: one of us.\n\nHumans and assistants meet.',
    'Every human: young, old.\nThe assistant: a friend.',
    'Words.\n\nHuman: a word with a history.\n\nIt comes from Latin.',
    'Words.\n\nHuman: error is what makes us so.\n\nText.',
    'Words.\n\nHuman: “a being of our kind”.\n\nText.',
    'Words.\n\nUser: the person who types.\nAssistant: the model.\n\nText.',
    'Words.\n\n### A talk\n\n**Human:** Hi\n**AI:** Hello!\n\nSo it goes.',
    'Words.\n\n- Human: One of us.\n- Assistant: One who helps.\n\nText.',
    'Words.\n\n- **Human:** One of us.\n* **Assistant:** One who helps.',
    'Words.\n\n1. Human: One of us.\n2. Assistant: One who helps.',
    'Words.\n\n> Human: Hello\n> Assistant: Hi!\n\nText.',
    'Words.\n\n| Human: | One of us |',
    'Words.\n\n```\nHuman: Hello\nassistant\nAssistant: Hi!\n```\n\nText.',
    'Words.\n\n~~~text\nUser: Hello\nAssistant: Hi!\n~~~\n\nText.',
    'A talk with a chatbot:\n\nHuman: Hello\nAssistant: Hi!\n\nHuman: Bye\n\nSo it goes.',
    '**A talk with a chatbot:**\n\nUser: Hello\nAI: Hi!\n\nSo it goes.',
    'Roles\n\nRobot: A machine\nHuman: One of us\nAssistant: One who helps\n\nText.',
    'Roles\n\nHuman: One of us\nRobot: A machine\n\nText.',
    'Log in.\n\nUser: root\nPassword: secret\n\nDone.',
    'Needs.\n\nSystem: Linux\n\nInstall it.',
    'Stories.\n\nUser: I want to read.\n\nThat is a story.',
    'Titles.\n\nAI: The next wave\n\nText.',
    'Links.\n\nsystem://open/it\n\nText.',
    'Words.\n\nuser\n\nadmin\n\nguest',
    'Words.\n\nAssistant\n\nOne who helps.',
    'The word assistant\n\nOne who helps.',
    'It is the assistant.\n\nOne who helps.',
    'He asks. Human: more honey? Assistant: Here it is.',
    'The log ends. Human: Write a poem about bees.',
    `A prompt can be short: Human: ${again}`,
    `The prompt “Human: ${again}” is short. So is \`Human: ${again}\`, or (Human: ${again}).`,
    `He wrote. “Human: ${again}”`,
    `Prompts.\n\n1. Human: ${again}\n10. Assistant: Wasps sting.\n100. Human: ${again}`,
    `Prompts.\n\n- Zero shot. Human: ${again}\n\n> It said. Human: ${again}`,
    `Words.\n\n\`\`\`\nPrompt. Human: ${again}\n\`\`\``,
    'Human:not.\n\nHumanity: us.\n\nHumans: all.\n\nSuperhuman: more.',
  ])('stays whole: %j', (text) => {
    expect(extractPost(text)).toEqual({ text });
  });
});
