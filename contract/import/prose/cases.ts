/** Where a sentence gives a value for one case, or for several: what holds for one case is said of no other. */

/** `for each domain`, `in seconds`: about every value, and so of no single case. */
const ofAll = String.raw`(?!(?:all|any|each|every|this|example|length|size|total|the (?:parameter|value|field)|both|compatibility|(?:milli)?seconds?|minutes?|hours?|days?|bytes|[KMG]i?B|bit\/s|pixels|percent|UTC)\b)`;
const unless = String.raw`(?!\s*(?:[\w ]{0,60}\b(?:not|n't|empty|unspecified|omit\w*|blank|null)\b|you\s+leave\b)(?!\s*(?:set|equal)? ?to\b))`;
const inCase = String.raw`(?:(?:for|in|on|under)\s+${ofAll}|(?:if|when|where|while)\b${unless})`;
const several: readonly RegExp[] = [
  // `10 for gloss and 20 for matt`, `10 labels in gloss mode, at most 20 in matt mode`
  new RegExp(
    String.raw`\d(?![.,]?\d)[^\d.;]{0,30}?\b${inCase}\s*[^\d.]{1,40}?(?:[,;]|\b(?:and|or|but|while|whereas)\b)[^\d.]{0,40}\d[\d,]*\s(?:(?:to|-|~)\s\d[\d,]*\s)?[^\d.]{0,30}?\b${inCase}`,
    'i',
  ),
  // `10 (gloss), 20 (matt)`, `10个（gloss）、20个（matt）`
  /\d[^\d（()）,，;；。]{0,12}[（(][^（()）\d]+[)）]\s*(?:[,，、;；]|\band\b|\bor\b|和|或)\s*(?:and |or )?[^\d，,（(]{0,12}\d+[^（(\d]{0,12}[（(](?!含)/i,
  // `up to 10 gloss labels and 20 matt labels`
  /\b(?:up to|at most|more than|maximum of)\s+\d+\s+[a-z]+(?:\s+[a-z]+)?\s+(?:and|or)\s+\d+\s+[a-z]+/i,
  // `gloss 10，matt 20`, `gloss为10个、matt为20个`
  /(?<![A-Za-z])(?!max|min)[A-Za-z][\w-]*(?:类型|模式|格式)?时?\s?(?:(?:的)?(?:最\p{Script=Han}|默认)\p{Script=Han}{0,3}|为|是)?\s?\d+\p{Script=Han}{0,3}[，,、；;]\s*(?:而|and )?(?!max|min)[A-Za-z][\w-]*(?:类型|模式|格式)?时?\s?(?:(?:的)?(?:最\p{Script=Han}|默认)\p{Script=Han}{0,3}|为|是)?\s?\d/iu,
];

/** `10 for gloss and 20 for matt`, `10 (gloss), 20 (matt)`, `gloss为10，matt为20`. */
export function isOfSeveralCases(sentence: string): boolean {
  return several.some((pattern) => pattern.test(sentence));
}

/** `Up to 10 for gloss.`, `up to 10 labels for gloss`, `32 characters long if Finish is gloss` */
const oneNumber = new RegExp(
  String.raw`\d\s+(?:(?!for\b)[a-z-]+\s+){0,3}for\s+(?!an?\b)${ofAll}|\d\s+(?:in|under)\s+(?!(?:the|a|an|one|length|size|order|which|UTC)\b)${ofAll}|\d\s+(?:[a-z-]+\s+){0,3}(?:if|when)\b${unless}`,
  'i',
);

/** Whether a bound in a sentence is one of a single case, or of several. */
export function isBoundOfCases(sentence: string): boolean {
  return isOfSeveralCases(sentence) || oneNumber.test(sentence);
}

/** What a parameter calls itself. */
const itself = String.raw`(?:this (?:parameter|value|field)|it|the (?:parameter|value|field))\b`;

/** How a sentence begins that tells one case: `If Kind is vod, …`, `For I/O frames, …`, `当Kind为vod时，…`, `live类型支持…`. */
const conditions: readonly RegExp[] = [
  // `If this parameter is specified, …` is no case; `if it is set to 1, …` is one.
  new RegExp(
    String.raw`^(?:if|when)\b(?! (?:you (?:specify|set|configure) ${itself}|${itself} (?:is |has been )?(?:specified|set|configured|provided|used))(?! (?:to|as|of)\b))`,
    'i',
  ),
  /^otherwise\b|^in (?:all |any )?(?:other|this|that|such) (?:cases?|scenarios?|modes?|situations?),/i,
  /^for (?!example|more (?:information|details)|(?:this|the) (?:parameter|value|field)\b|(?:all|each|every|any|both|security|compatibility)\b)[^,]{1,120},/i,
  /^(?:after|before|from|since|currently|now)\b.{0,60}?, (?:if|when|for)\b/i,
  // `To create a private box, …`, and no aim that every call has.
  /^to (?!ensure|avoid|prevent|improve|be\b)[^,]{3,120},/i,
  /^(?:当(?!前)|如果|若|如(?!下))(?!不|需|您?要)[^，。,]*[，,]|^否则/,
  /^[^，。]{1,40}(?:为|是|=)[^，。]{1,20}时[，,]|^(?:对于?|针对)[^，。,]{1,30}[，,]/,
  /^[\w、-]+(?:类型|模式|格式)(?:仅|只|可|的)*(?:支持|填写|最多|最大|不超过|上限)/,
];

/** Whether a sentence tells one case, so that what it says of a value is said of no other case. */
export function isConditional(sentence: string): boolean {
  return conditions.some((pattern) => pattern.test(sentence));
}

/** `If you leave it empty, …`, `不填时，…`: the condition that every default has. */
const leftOut =
  /^[^,，]*?(?:(?:\bnot|n't|\bwithout)\s+(?:be\s+)?(?:specif|set|configur|provid|pass|giv|fill|includ)\w*(?![^,，]{0,40}\bto\b)|\b(?:empty|unspecified|unset|omit\w*|blank|null|missing)\b|\bleave\b|[不未](?:填|传|指定|设|配置|写|选|输入|提供|带|赋值)[^为，,]{0,8}(?:[时，,则]|默认)|为空|缺省|没有|省略)/i;
const caseBefore =
  /^(?![^默]*(?:[不未空无]|没有|省略))[^，。,]{1,40}时[，,]?(?:系统|则|该参数)*默认|(?:^|[，,；;])[a-z][\w-]*默认|^[\w-]+(?:类型|模式|格式|版本)(?:的|时)?默认|^(?:in|on|under) (?!addition|general|this|the (?:following|request|response))[^,.]{1,40},/;
const caseBehind: readonly RegExp[] = [
  /^[^。；;\d]{0,12}(?:适用于|仅用于|仅对|仅在)/,
  new RegExp(
    String.raw`^["”'’」*]*(?:\s+|\s*[a-z/%]{1,14}\s+)(?:[(（]\s*(?:only )?)?(?:is (?:used|applied|selected|the default(?: value)?) )?(?:by default )?${inCase}`,
    'i',
  ),
  new RegExp(
    String.raw`(?:[,;(（]|\b(?:or|and|but)\b)\s*(?:(?:or|and|but|it is) )*(?:[^\s,;]+(?:\s+(?:milli)?(?:seconds?|minutes?|hours?|days?))?|which is (?:used|applied)) for\s+${ofAll}`,
    'i',
  ),
  /[，,；;]\s*(?![^，,。]*[不未空无])[^，,。；;]{1,20}时(?:则|默认)*(?:为|是)\s*\w/,
];

/** Parameters that a clause says are left out: `if you do not specify the Frequency parameter`, `Frequency为空`. */
const leftOutNames: readonly RegExp[] = [
  /\b(?:specify|specifying|set|setting|configure|provide|pass|include|leave)\s+(?:the\s+|a\s+)?["“]?(?<name>[A-Z][\w.]*)/g,
  /\b(?:[Ii]f|[Ww]hen|and|or)\s+(?:the\s+)?(?:value of\s+)?(?:the\s+)?["“]?(?<name>[A-Z][\w.]*)["”]?\s+(?:parameter\s+|field\s+)?(?:is|are|was)\b/g,
  /[不未](?:指定|设置|填写?|传入?|配置)\s*["“]?(?<name>[A-Za-z][\w.]*)/g,
  /(?<name>[A-Za-z][\w.]*)["”]?\s*(?:参数|字段)?\s*(?:为空|[不未](?:填|传|指定|设|配置)|没有)/g,
];

/** Whether it is another parameter that is left out: `If Finish is empty, the default is 10` says nothing of Paint. */
function isOfAnother(sentence: string, own: string): boolean {
  const clause = sentence.split(/[,，]|默认/)[0] ?? '';
  const names = leftOutNames.flatMap((pattern) =>
    [...clause.matchAll(pattern)].map(({ groups }) => (groups?.['name'] ?? '').replace(/\.$/, '')),
  );
  return own !== '' && names.length > 0 && !names.some((name) => name.split('.').at(-1) === own);
}

/** Whether a default holds for one case: by the sentence in front of it, and by what stands behind it. `own` is the parameter's name. */
export function isDefaultOfCase(sentence: string, behind: string, own: string): boolean {
  if (leftOut.test(sentence) ? isOfAnother(sentence, own) : isConditional(sentence)) return true;
  return caseBefore.test(sentence) || caseBehind.some((pattern) => pattern.test(behind));
}

/** `该参数`, `系统则`: words that stand for the parameter, or for nothing. */
const neutral =
  /^(?:那么|当前|目前|一般|通常|这里|若|如果|如|并且?|且|而)*(?:(?:该|本|此|其|这个?)?(?:参数|字段|值|取值|项|属性|系统|服务端?|后台)?(?:的)?(?:取?值)?)(?:将会?|会|均|都|则|也|即|是|为|就|可以?|取|使用|采用|代表|表示)*(?:默认)?(?:取?值)?$/u;

/** Whether words in front of a Chinese rule are about the parameter: by its name, by what its description calls it, or by none. */
export function isCalled(words: string, name: string, title: string): boolean {
  return neutral.test(words) || words === name || title.endsWith(words.replace(/^(?:该|本|此)/, ''));
}

const rangeOfThing =
  /(?:^|[，,；;。：:（()）])(?<thing>\p{Script=Han}{1,12}?)的?(?:取值范围|取值|有效范围|范围|最大值|最小值)(?:为|是|：|:|\s)*[[(（【]?\s*-?\d/u;

/** `直播取值范围1~10`: the range of something else than the parameter. */
export function isRangeOfAnother(sentence: string, name: string, title: string): boolean {
  const thing = rangeOfThing.exec(sentence)?.groups?.['thing'];
  return (
    thing !== undefined &&
    !/^(?:有效|可选|合法|数值|数字|整数|参数|推荐)?$/.test(thing) &&
    !isCalled(thing, name, title)
  );
}
