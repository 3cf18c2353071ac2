/** Values as prose writes them: words that a program would send, cut out of a sentence. */
import type { Json } from '../../json.ts';
import { valueAs } from '../typed-value.ts';

/** Words that stand where a value might, and are none. */
const noValues = new Set(
  `a an the this that these those it its is are be of to by with your you we if when which where what how one each some following
  above below specified current latest empty null integer integers string strings number numbers values parameter parameters from
  between greater less based automatically depends randomly used determined n/a 无 空 当前 系统 全部 随机 所有 不限 自动 以下 如下 其他 参见 参考`.split(
    /\s+/,
  ),
);

const quotes = /^["'“”‘’「『]+|["'“”‘’」』]+$/g;

/** A text as one value, or undefined where it reads like prose. */
export function asValue(text: string, type: string): Json | undefined {
  const bare = text
    .trim()
    .replace(/[.,;。，；、:：]+$/, '')
    .replaceAll(quotes, '')
    .replace(/^\*\*(?<word>\w[\w-]*)\*{2,4}$/, '$<word>')
    .trim();
  if (bare === '' || bare.length > 80) return undefined;
  if (type === 'integer' || type === 'number') {
    const plain = bare.replace(/^[−]/, '-').replaceAll(/(?<=\d),(?=\d{3}\b)/g, '');
    if (!/^-?\d+(?:\.\d+)?$/.test(plain)) return undefined;
    const value = valueAs(plain, type);
    return typeof value === 'number' ? value : undefined;
  }
  if (type === 'boolean') return /^(?:true|false)$/i.test(bare) ? bare.toLowerCase() === 'true' : undefined;
  if (/\p{Script=Han}/u.test(bare)) return undefined;
  if (noValues.has(bare.toLowerCase())) return undefined;
  // A value is one word; names of engines and the like may have two or three, each with a capital, a digit or a sign.
  const words = bare.split(/\s+/);
  if (words.length === 1) return /^[\w.*+\-/%@#{}$:&=~,[\]()!?|^\\"]+$/.test(bare) ? bare : undefined;
  return words.length <= 3 && words.every((word) => /^[A-Z0-9][\w.\-/+()]*$/.test(word)) ? bare : undefined;
}
