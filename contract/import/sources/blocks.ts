/** A page as a run of blocks, whatever it was written in: every reader of pages makes these. */

export type PageBlock =
  | { readonly kind: 'heading'; readonly text: string }
  /** A paragraph, a list item (`- …`) or a note (`> …`). */
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'row'; readonly cells: readonly string[]; readonly isHeader: boolean }
  | { readonly kind: 'code'; readonly text: string };

export type Section =
  'description' | 'limits' | 'ram' | 'request' | 'response' | 'examples' | 'errors' | 'syntax' | 'other';

const titles: readonly (readonly [Section, RegExp])[] = [
  [
    'description',
    /^(?:operation )?descriptions?$|^usage notes?$|^(?:接口|功能|使用|操作)?(?:说明|描述)$|^功能介绍$|^使用限制$|^limits$/i,
  ],
  ['limits', /^qps (?:limits?|limitations?)$|^qps\s*限制$|^流控(?:限制)?$|^rate limits?$|^throttling$/i],
  ['ram', /^(?:ram )?authorization(?: information)?$|^授权信息$|^ram\s*授权(?:信息)?$|^permissions?$/i],
  ['request', /^request (?:parameters?|fields)$|^(?:请求|入)参数?$|^请求参数$/i],
  ['response', /^(?:response|return(?:ed)?) (?:parameters?|elements|data)$|^返回(?:参数|数据|元素|结果)$/i],
  ['examples', /^(?:examples?|sample(?:s| requests?| responses?)?)$|^示例$|^(?:请求|返回)示例$/i],
  ['errors', /^error codes?$|^错误码$/i],
  ['syntax', /^request syntax$|^请求语法$/i],
  [
    'other',
    /^(?:debugging|debug|try it now|test|change history|release notes|references?|related operations|调试|在线调试|变更历史|更新历史|相关文档|附加说明|common request parameters)$/i,
  ],
];

/** Which section a heading begins; undefined for one inside a section. */
export function sectionOf(heading: string): Section | undefined {
  const plain = cleanHeading(heading);
  return titles.find(([, pattern]) => pattern.test(plain))?.[0];
}

export function cleanHeading(heading: string): string {
  return heading
    .replace(/\{#[^}]*\}|<a[^>]*>.*?<\/a>|\[\]\(#[^)]*\)/g, '')
    .replaceAll(/[*_`#]/g, '')
    .replace(/[:：]\s*$/, '')
    .trim();
}

export interface SectionBlocks {
  readonly section: Section;
  readonly title: string;
  readonly blocks: readonly PageBlock[];
}

/** Blocks by section, in order; what stands in front of the first known heading is described as `description`. */
export function sectionsOf(blocks: readonly PageBlock[]): readonly SectionBlocks[] {
  const sections: { section: Section; title: string; blocks: PageBlock[] }[] = [
    { section: 'description', title: '', blocks: [] },
  ];
  for (const block of blocks) {
    const section = block.kind === 'heading' ? sectionOf(block.text) : undefined;
    if (section !== undefined && block.kind === 'heading')
      sections.push({ section, title: cleanHeading(block.text), blocks: [] });
    else sections.at(-1)?.blocks.push(block);
  }
  return sections;
}
