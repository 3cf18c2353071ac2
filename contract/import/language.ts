/** Which of the two languages a text is in. */
import type { Language } from './source-document.ts';

/** Chinese where a tenth of the letters are Chinese: English names and values stand in Chinese sentences too. */
export function languageOf(text: string): Language {
  const chinese = text.match(/\p{Script=Han}/gu)?.length ?? 0;
  const latin = text.match(/[A-Za-z]/g)?.length ?? 0;
  return chinese > 0 && chinese * 9 >= latin ? 'zh' : 'en';
}
