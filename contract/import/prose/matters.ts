/** Whether a sentence has something in it that a rule could be made of: a number with a unit, a modal verb, or a list. */
import { weightOf } from './lengths.ts';

const signs: readonly RegExp[] = [
  /\b(?:must|do not|don't|cannot|can not|can't|may not|should not|not allowed|not supported|only|at least|at most|up to|required|mandatory|unique|exceed|maximum|minimum|(?:valid|possible|allowed|accepted|available) values?|defaults?|limit(?:ed)?|supports?|one of|options? (?:is|are)|either|unless|ignored|do not need|does not need|no need|not required|deprecated|(?:valid|effective) (?:if|when)|invalid values?|takes? effect|mutually exclusive|(?:greater|less|more|fewer|higher|larger|smaller|later|earlier|longer|shorter) than)\b|\b(?:format(?: is|\s*[:：])|valid\s*[:：])/i,
  /(?:必须|不能|不可|不得|不允许|不支持|仅|只能|只有|至少|最多|最大|最小|不超过|必填|必选|必传|唯一|取值|枚举|可选|默认|之一|忽略|除非|大于|小于|早于|晚于|限制|上限|范围|长度|支持|不需要|无需|废弃|弃用|格式(?:为|是|[:：]))/,
  /\bmax\b|\bmin(?:\.|:|\s+\d)|\b(?:above|below|under|over|exactly)\s+-?\d|\d\s*(?:[a-z]+\s+)?(?:or|and)\s+(?:more|less|fewer|greater|higher|lower|above|below|longer|shorter|larger|smaller)\b|\d-(?:character|byte|digit)\b|\b(?:characters|letters|digits|bytes) (?:long|in length)\b|\d\+(?=[\s.,;)]|$)/i,
  /\bbetween\s+-?\d|\bsupported\s+\w+\s*[:：]|\breserved\b|\bprecedence\b|\boptional (?:when|if)\b|优先|保留/i,
  /[<>≤≥＜＞≦]=?\s*-?\d|\d\s*(?:[（(]含[^)）]*[)）])?\p{Script=Han}{0,2}以[上下内]|(?:高于|低于|超过)\s*-?\d|\d位/u,
  /\d+\s*(?:to|~|～|-|–|至|到)\s*\d+/,
  /\d\s*(?:seconds?|minutes?|hours?|days?|characters?|bytes?|items?|times|KB|MB|GB|秒|分钟|小时|天|个|次|字符|字节)/i,
];

const links = /^(?:for more information|see|for details|详情|更多|参见|请参见|关于)/i;

export function matters(sentence: string): boolean {
  return (
    !links.test(sentence) && (signs.some((sign) => sign.test(sentence)) || weightOf(sentence) !== undefined)
  );
}

/** `… and must start with a letter`, `只能包含字母`: what a text is made of. */
const ofCharacters =
  /\b(?:must|can|cannot|can't|may|should|must not|may not)(?:\s+(?:also|only|not))*\s+(?:start|begin|end|contain|include|consist|be unique)\b|\bunique\b|(?:必须|不能|不可|只能|仅能?|可以?|需)(?:以[^，。]{1,40}(?:开头|开始|结尾)|包含|含有|由[^，。]{1,40}组成)|支持(?:中文|字母|大小写|数字)|不能(?:使用|取|为|是)|除.{1,20}外|\b(?:except|other than)\b/i;

/** Facts that say what a text is made of. */
const formFacts = ['pattern', 'mustContain', 'reserved', 'format', 'variables'];

/** Whether a sentence that was read for some facts says more than these: it is listed as not read, too. */
export function saysMore(sentence: string, facts: readonly string[]): boolean {
  return ofCharacters.test(sentence) && !facts.some((fact) => formFacts.includes(fact));
}
