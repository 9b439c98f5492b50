import { describe, expect, it } from 'vitest';
import { printable, printableLine } from '../../../lib/command/printable.ts';

describe('printable', () => {
  it.each([
    ['a window title', '\u001b]0;owned\u0007', '\\u001b]0;owned\\u0007'],
    ['a C1 control', '\u009b31m', '\\u009b31m'],
    ['a right-to-left override', 'user\u202etxt.exe', 'user\\u202etxt.exe'],
    ['an isolate', '\u2066a\u2069', '\\u2066a\\u2069'],
    ['a tag character', '\u{e0041}', '\\udb40\\udc41'],
    ['half a surrogate pair', 'a\ud800', 'a\\ud800'],
    ['a carriage return that would overwrite its line', 'paid\rfree', 'paid\\u000dfree'],
    ['a line separator', 'a\u2028b', 'a\\u2028b'],
  ])('escapes %s', (_, text, expected) => {
    expect(printable(text)).toBe(expected);
  });

  it.each(['lines\n\tand tabs\r\n', 'Blümchen, 蜜蜂, نحل, 👩‍🔬, می‌خواهم'])(
    'leaves what is seen as it is: %j',
    (text) => {
      expect(printable(text)).toBe(text);
    },
  );

  it('leaves the value of JSON as it is', () => {
    const value = { post: '\u009b31m\u202e\u{e0041}' };
    const printed = printable(JSON.stringify(value));
    expect(printed).toBe('{"post":"\\u009b31m\\u202e\\udb40\\udc41"}');
    expect(JSON.parse(printed)).toEqual(value);
  });

  it('makes one line, of a bounded length', () => {
    expect(printableLine(' one\n  two\r\n\u001b[2J ')).toBe('one two \\u001b[2J');
    expect(printableLine('bees and wasps', 4)).toBe('bees…');
  });
});
