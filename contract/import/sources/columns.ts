/** Titles of the columns of parameter tables, and what their cells say. */
import { unmark } from '../unmark.ts';

export type ParameterColumn = 'name' | 'type' | 'required' | 'example' | 'description' | 'place' | 'other';

const columnNames: readonly (readonly [ParameterColumn, RegExp])[] = [
  [
    'name',
    /^(?:parameters?|(?:parameter |field )?names?|fields?|参数|(?:参数|字段)?名称?|参数名|字段|属性)$/i,
  ],
  ['type', /^(?:(?:parameter |data |field )?types?|(?:参数|数据|字段)?类型)$/i],
  [
    'required',
    /^(?:(?:is )?required\??|mandatory|optional\/required|required\/optional|是否(?:必[选须填需要传]|必需)(?:参数)?|必[填选须需传])$/i,
  ],
  ['place', /^(?:(?:parameter )?(?:position|location)|in|(?:参数)?位置)$/i],
  ['example', /^(?:(?:parameter )?examples?(?: values?)?|sample(?: values?)?|示例值?|参数示例|样例|举例)$/i],
  ['description', /^(?:(?:parameter |field )?descriptions?|meaning|(?:参数|字段)?(?:描述|说明|含义)|备注)$/i],
];

/** Where a parameter is sent, as a page of facts has it; empty for the query and the form, and for other words. */
export function placeOf(text: string): string {
  const word = unmark(text).trim().toLowerCase();
  return ['header', 'path', 'body', 'host'].includes(word) ? word : '';
}

/** What a column holds, by its title. */
export function columnOf(title: string): ParameterColumn {
  const plain = title.replaceAll(/[*`\s]+/g, ' ').trim();
  return columnNames.find(([, pattern]) => pattern.test(plain))?.[0] ?? 'other';
}

/** A name as it is sent: `Tag.N.Key`, `Instance_Id`, `x-acs-thing`. */
export const identifier = /^[A-Za-z_][\w-]*(?:\.[\w-]+)*$/;

/** Cells that hold a type, of pages that print one cell a paragraph. */
export const typeWord =
  /^(?:string|integer|int|long|number|boolean|bool|array|object|float|double|any|map|json|file|list|repeatlist|字符串|整数|整型|长整型|浮点数|布尔值?|数组|列表|对象)(?:\s*<.*>|\s+of\s+\w+|\[\])?$/i;

/** Cells that say whether a parameter has to be sent. */
export const yesNo =
  /^(?:yes|no|y|n|是|否|true|false|required|optional|conditional|必[选填须]|可选|选填|条件必[选填须])$/i;

const types: readonly (readonly [string, RegExp])[] = [
  ['array', /^(?:array|list|repeatlist|数组|列表)|\[\]$|(?:数组|列表)$/i],
  ['integer', /^(?:integer|int|long|short|int32|int64|整数|整型|长整型|长整数)\b|^(?:长?整[数型])/i],
  ['number', /^(?:float|double|number|decimal)\b|^(?:浮点|小数)/i],
  ['boolean', /^bool(?:ean)?\b|^布尔/i],
  ['object', /^(?:object|map|struct|dict)(?:\b|<)|^对象/i],
  ['string', /^(?:string|enum|text|char|json|any|file)\b|^(?:字符串|字符型|文本|枚举)/i],
];

/** The type that a word of the table means; undefined for another word. */
export function typeOf(text: string): string | undefined {
  const plain = unmark(text).trim();
  return types.find(([, pattern]) => pattern.test(plain))?.[0];
}

/** Of `array<string>`, `List of Integer` or `String[]`: the type of its items. */
export function itemTypeOf(text: string): string | undefined {
  const plain = unmark(text).trim();
  const inner =
    /^(?:array|list|repeatlist|数组)\s*(?:<|of\s+)\s*(?<inner>[\w\p{Script=Han}]+)|^(?<many>[\w\p{Script=Han}]+?)(?:\[\]|数组|列表)$/iu.exec(
      plain,
    )?.groups;
  const word = inner?.['inner'] ?? inner?.['many'];
  return word === undefined
    ? undefined
    : typeOf(word.replace(/(?<=string|integer|number|boolean|object)s$/i, ''));
}

/** Whether a parameter has to be sent; undefined for another word. */
export function requiredOf(text: string): boolean | undefined {
  const plain = unmark(text).trim();
  if (/^(?:yes|y|是|true|required|必[填选须传]|必需)$/i.test(plain)) return true;
  return /^(?:no|n|否|false|optional|conditional|可选|选填|非必[填选须传]|条件必[填选须])$/i.test(plain)
    ? false
    : undefined;
}
