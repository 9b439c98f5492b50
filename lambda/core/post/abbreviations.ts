/** Abbreviations that end with a period and rarely end a sentence, in the most common languages of posts. */
const beforeAnyWord =
  'Dr Mr Mrs Ms Mx Messrs Prof Rev Hon Gen Adm Maj Col Capt Lt Sgt Sen Rep Gov Pres St Mt Ft Jr Sr vs cf viz al ' +
  'approx ca Ca est dept Dept ' +
  'Inc Ltd Corp Co Bros Ave Blvd Jan Feb Apr Jun Jul Aug Sept Oct Nov Dec ' +
  'bzw ggf vgl evtl inkl gem Mio Mrd Hr Fr Nr ej Sra Srta Dra Ud pág núm Sig Dott Mme Mlle Dhr EE ок млн млрд';
const beforeNumber = 'No Nos Fig Figs Eq Vol Ch Sec Art Abs Op Tel pp p fig no vol eq art';

const abbreviations = new Set(beforeAnyWord.split(' '));
const references = new Set(beforeNumber.split(' '));

/**
 * Whether the period after this word belongs to an abbreviation instead of ending a sentence.
 *
 * @param word the text between the last white space and the period
 * @param next the first character after the period that is not white space; empty at the end of the text
 */
export function isAbbreviated(word: string, next: string): boolean {
  const bare = word.replace(/^[^\p{L}\p{N}]+/u, '');
  // U.S., e.g., p.m., z.B., Ph.D., and initials.
  if (/^(?:(?:\p{L}{1,2}\.)+\p{L}{1,2}|\p{L})$/u.test(bare)) return true;
  if (references.has(bare)) return next === '' || /\p{N}/u.test(next);
  return abbreviations.has(bare);
}
