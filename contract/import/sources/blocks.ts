/** A page as a run of blocks, whatever it was written in: every reader of pages makes these. */

export type PageBlock =
  | { readonly kind: 'heading'; readonly text: string }
  /** A paragraph, a list item (`- …`) or a note (`> …`). */
  | { readonly kind: 'text'; readonly text: string }
  | {
      readonly kind: 'row';
      readonly cells: readonly string[];
      readonly isHeader: boolean;
      /** Of a table that stands in a cell: the cells of the row that the cell is one of. */
      readonly inRow?: readonly string[];
    }
  | { readonly kind: 'code'; readonly text: string };

export type Section =
  | 'description'
  | 'limits'
  | 'ram'
  | 'common'
  | 'request'
  | 'response'
  | 'examples'
  | 'errors'
  | 'syntax'
  | 'other';

const titles: readonly (readonly [Section, RegExp])[] = [
  [
    'description',
    /^(?:(?:operation|api|interface) )?descriptions?$|^usage notes?$|^(?:接口|功能|使用|操作)?(?:说明|描述)$|^功能介绍$|^使用限制$|^limits$/i,
  ],
  ['limits', /^qps (?:limits?|limitations?)$|^qps\s*限制$|^流控(?:限制)?$|^rate limits?$|^throttling$/i],
  ['ram', /^(?:ram )?authorization(?: information)?$|^授权信息$|^ram\s*授权(?:信息)?$|^permissions?$/i],
  ['common', /^(?:common|public|global)(?: request)? parameters?$|^公共(?:请求)?参数$/i],
  [
    'request',
    /^(?:(?:request|input)[- ]?(?:parameters?|fields)(?: description| list)?|(?:operation|api|action|interface)-specific (?:request )?parameters?)$|^(?:请求|输入|入|接口)参数(?:说明|列表|描述)?$|^入参$/i,
  ],
  [
    'response',
    /^(?:response|return(?:ed)?|output)[- ]?(?:parameters?|elements|fields|data|values?)(?: description| list)?$|^(?:(?:返回|响应|输出|出)参数|返回(?:数据|元素|结果|值|字段)|响应(?:数据|元素|结果|字段))(?:说明|列表|描述)?$|^出参$/i,
  ],
  [
    'examples',
    /^(?:examples?|sample(?:s| requests?| responses?)?)$|^(?:request|response) (?:examples?|samples?)$|^(?:请求|返回|响应)?示例(?:代码)?$/i,
  ],
  [
    'errors',
    /^(?:(?:special|specific|common|api-specific|operation-specific|service) )?error(?: response)?[- ]?codes?(?: and messages?| list)?$|^errors$|^(?:特殊|接口|公共|常见|服务)?错误(?:代码|码)(?:列表|说明|表)?$/i,
  ],
  ['syntax', /^request syntax$|^请求语法$/i],
  [
    'other',
    /^(?:debugging|debug|try it now|test|change history|release notes|references?|related operations|see also|调试|在线调试|变更历史|更新历史|相关文档|相关操作|附加说明)$/i,
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
