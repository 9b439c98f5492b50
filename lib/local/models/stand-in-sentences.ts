/**
 * What the stand-in writer knows how to say about anything: paragraphs' worth of sentences, each group on one
 * thread. `{topic}` stands for the topic, which may be any text in any script, so it is always quoted. About
 * 1,100 words in all, so that no post of up to 1,000 words has to say anything twice.
 */

/** The first sentence of every post. */
export const disclosure =
  'This post is filler from a stand-in writer: ready-made sentences, not the work of a language model.';

export const titles = [
  '{topic}',
  '{topic}: a first look',
  'Notes on {topic}',
  'Getting started with {topic}',
];

export const closings = [
  'That is enough on “{topic}” for one sitting.',
  'Whatever you take from this, take your time with “{topic}”.',
  'Start small, stay curious, and “{topic}” will look different in a month.',
];

export const threads: readonly (readonly string[])[] = [
  [
    'Few subjects are as easy to name and as hard to pin down as “{topic}”.',
    'Most people meet it by accident, in a meeting, an article or a question from a colleague.',
    'The first reaction is usually a nod, and the second is a quiet search for a definition.',
    'There is no shame in that, because definitions arrive late in the life of any idea.',
    'What helps more is a rough picture that can be corrected as you go.',
    'Think of the next few paragraphs as such a sketch, drawn in pencil.',
    'Rub out whatever turns out to be wrong, and keep the lines that hold.',
    'A good sketch shows where to look next, and that is all it has to do.',
  ],
  [
    'Every subject has a history, and it is rarely the tidy one that introductions tell.',
    'Someone had a problem, tried the obvious thing, and found that it nearly worked.',
    'The word “nearly” then kept a number of patient people busy for years.',
    'Some of their attempts were dead ends, yet even these left useful tools behind.',
    'Others were ahead of their time and had to be discovered twice.',
    'Reading the old arguments is a quick way to see why the present looks as it does.',
    'You will also notice that the open questions have hardly moved.',
    'Fashions come and go, like weather around a hill.',
  ],
  [
    'Underneath the vocabulary there are usually two or three moving parts.',
    'One of them takes something in, another changes it, and a third decides when to stop.',
    'Give each part a plain name and write down what it hands to the next.',
    'If an explanation skips one of these steps, that step is probably the interesting one.',
    'Diagrams are welcome here, as long as every arrow means the same thing.',
    'A small example worked through by hand is worth ten large ones watched from afar.',
    'Change one detail of it and try to predict what happens before you look.',
    'Wrong predictions are the cheapest lessons on offer.',
  ],
  [
    'It is fair to ask what “{topic}” is good for on an ordinary Tuesday.',
    'The honest answer depends on who is asking and how much patience they bring.',
    'A beginner gets a new way to describe things that used to be vague.',
    'A practitioner gets a shortcut, together with a list of places where it fails.',
    'A manager gets a reason to ask better questions, which may be the largest gain of all.',
    'Nobody gets magic, although the first good result can feel a little like it.',
    'Write that result down with its date, since memory is generous to early successes.',
    'Once may be luck, so see whether it happens again next week.',
  ],
  [
    'Mistakes tend to come in familiar shapes, so they can be recognised from a distance.',
    'The most common is to copy a solution without copying the problem it belonged to.',
    'Close behind comes the habit of measuring whatever happens to be easy to count.',
    'Another is to wait for perfect conditions, which have never yet been reported.',
    'Haste has its own cost, because a shaky first step is repeated in every later one.',
    'It pays to keep a short list of assumptions and to read it aloud now and then.',
    'An assumption that nobody questions is usually the first to fail.',
    'Test the boldest one first.',
  ],
  [
    'None of this happens without people, and people bring their own rhythm.',
    'Some want the theory before they touch anything, while others learn with their hands.',
    'A team that has both kinds argues more and gets further.',
    'Beginners deserve a special seat at that table, for they still see what is odd.',
    'Ask them what surprised them today and listen to the whole reply.',
    'Experts, in turn, are at their best when they explain what they have stopped doing.',
    'Between these two conversations lies most of what books leave out.',
    'Coffee helps as well.',
  ],
  [
    'Sooner or later somebody asks how you would know that it works.',
    'Agree on the answer early, while everyone is still calm.',
    'Choose one number that would make you happy and one that would make you stop.',
    'Look at both on the same day of each week, and resist looking in between.',
    'A figure without its story is easy to misread, so keep a sentence beside it.',
    'When the two disagree, trust neither until you have gone and seen for yourself.',
    'Improvement is seldom a straight line, and plateaus are part of the road.',
    'Patience is cheaper than a second opinion.',
  ],
  [
    'Cost deserves a paragraph of its own, if only because it is so often left out.',
    'Money is the visible part, but attention is the one that runs dry first.',
    'Every new practice competes with the ones that already fill the day.',
    'Decide what you will give up, and say so before you begin.',
    'Small budgets are no disadvantage, since they force a choice between nice and necessary.',
    'Keep the exit in view too: a step that can be undone is easier to take.',
    'Review the bill after a month, and again after the novelty has gone.',
    'What is still worth paying for by then is likely to stay.',
  ],
  [
    'Looking ahead is a risky sport, so treat any forecast about “{topic}” with good humour.',
    'The parts that are loud today may well be quiet in five years.',
    'The parts that are dull today, such as careful notes and clear names, will still be there.',
    'New tools will shorten some of the work and invent some more.',
    'Rules will follow, a little late, as they generally do.',
    'Through all of it a few simple questions keep their value.',
    'Who is it for, what could go wrong, and how would we notice?',
    'Anyone who can answer these three is ready for the next surprise.',
  ],
  [
    'If you would like to go on, begin with something you can finish this evening.',
    'Pick one question from your own work and put it in a single line.',
    'Find two sources that disagree about it and read them side by side.',
    'Explain the disagreement to a friend who has never heard of “{topic}”.',
    'Their puzzled look will tell you which part you have not understood yourself.',
    'Go back to that part, slowly, with a pencil and an empty page.',
    'Repeat until the explanation fits on a postcard.',
    'You will be surprised how much of the original noise was never needed.',
  ],
];
