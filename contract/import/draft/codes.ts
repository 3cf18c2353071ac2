/** What a documented error code is about, as far as its name, its message and its status tell. */

export type CodeKind =
  | 'missing'
  | 'invalid'
  | 'existence'
  | 'uniqueness'
  | 'quota'
  | 'permission'
  | 'state'
  | 'throttling'
  | 'internal'
  /** It has a place to fill in, such as `Invalid%s`: no answer has it as it stands. */
  | 'several'
  | 'unknown';

export interface ErrorFact {
  readonly status: number;
  readonly code: string;
  readonly message: string;
}

export interface CodeReading extends ErrorFact {
  readonly kind: CodeKind;
  /** The parameters that it names, best first; empty where it names none. */
  readonly subjects: readonly CodeSubject[];
}

export interface CodeSubject {
  /** As in `places`: names from the root, `N` for a place in a list. */
  readonly place: string;
  /** `exact`: the code is the name and a word of its kind; `code`: the name is a part of it; `end`: it is the end of a longer name; `message`: only its message says it. */
  readonly by: 'exact' | 'code' | 'end' | 'message';
}

const kinds: readonly (readonly [CodeKind, RegExp, RegExp])[] = [
  [
    'throttling',
    /Throttl|TooManyRequest|FlowControl|RateLimit|QpsLimit|RequestLimit/i,
    /flow control|throttl|too many requests|too frequent/i,
  ],
  [
    'internal',
    /Internal(?:Error|Server|Err|Exception)?|ServerError|SystemError|ServiceUnavailable|ServiceBusy|UnknownError|DataSource|SystemBusy/i,
    /unknown error|internal error|server error|temporary failure/i,
  ],
  [
    'permission',
    /Forbidden|Permission|NoAuth|Unauthori[sz]ed|NotAuthori[sz]ed|AccessDenied|AuthError|AuthFail|\bRAM\b|NotInternationRealIdentity|NotOwner|OwnerVerify/i,
    /not authori[sz]ed|no permission|permission|do(?:es)? not belong to you/i,
  ],
  [
    'existence',
    /NotFound|NotExist|NoSuch|Nonexist|NotExit|DoesNotExist|Inexist/i,
    /(?:does|do|is|are|was) not exist|(?:not|can ?not be) found|doesn'?t exist|no such/i,
  ],
  [
    'quota',
    /Quota|Exceed|OverLimit|LimitOver|TooMany|NumberLimit|MaxLimit|CountLimit|Overflow|Insufficient|TemplateLimit/i,
    /exceed(?:s|ed)?|quota|upper limit|maximum number|too many|balance/i,
  ],
  [
    'uniqueness',
    /Already|Existed|(?<!Not)Exists?(?:$|\.)|Duplicat|Repeat|NotUnique|Conflict/i,
    /already|duplicat|repeat|exists\b/i,
  ],
  [
    'missing',
    /^Missing|Missing|Mandatory|IsNull|IsEmpty|NotNull|NotEmpty|ParameterRequired|Blank/i,
    /mandatory|is required|not supplied|is missing|must be specified|can ?not be (?:empty|null|blank)|should not be empty/i,
  ],
  [
    'state',
    /Status|State|Incorrect(?!Param|Time|StartTime|EndTime)|In[uU]se|Locked|Busy|Offline|Expired|NotOpen|Suspended|OperationDenied|IllegalOperation|OperationConflict|Processing|NotReady|AlreadyStart|PreCondition|Mutex|Reserved|NotEnabled|Disabled/,
    /current (?:status|state)|status of|in use|being used|is (?:configuring|processing|locked|offline|suspended)/i,
  ],
  [
    'invalid',
    /Invalid|Invaild|Malformed|Illegal|NotSupport|Unsupported|OutOf|Format|TooLong|TooShort|Mismatch|MissMatch|Incorrect|ParamError|ParseFail|Param|Error|Length|Unsafe|Range/i,
    /not valid|invalid|malformed|illegal|not supported|format|is wrong|incorrect/i,
  ],
];

/** The order matters: `AlreadyExists` is no `NotExist`, `InvalidParameter.NotFound` is about existence. */
export function kindOf({ code, message, status }: ErrorFact): CodeKind {
  if (/%[sd]|\*|\{[^}]*\}|<[^>]*>|x{3,}|…|\.{3}/i.test(code)) return 'several';
  if (status >= 500 && !/Throttl/i.test(code)) return 'internal';
  const byCode = kinds.find(([, pattern]) => pattern.test(code))?.[0];
  if (byCode !== undefined && byCode !== 'invalid') return byCode;
  const byMessage = kinds.find(([, , pattern]) => pattern.test(message))?.[0];
  return byCode ?? byMessage ?? 'unknown';
}

/** Words of a code that say its kind, and not what it is about. */
export const kindWords =
  /Invalid|Invaild|Incorrect|Missing|Malformed|NotFound|NotExists?|DoesNotExist|ValueNotSupported|NotSupported?|AlreadyExists?|Existed|Exists?(?![a-z])|Already|Mismatch|Illegal|Parameters?|Param|Specified|TooLong|TooShort|LengthTooLong|OutOfRange|Required|IsInvalid|Error|Format(?=Error)|Length|Exceed|Overlimit|Empty|Is(?=Invalid)|[^A-Za-z0-9]/gi;

/** Read a code. `places` are all parameters of the request, those of the top level first. */
export function readCode(row: ErrorFact, places: readonly string[]): CodeReading {
  const bare = row.code.replaceAll(kindWords, '').toLowerCase();
  const flat = row.code.replaceAll(/[^A-Za-z0-9]/g, '').toLowerCase();
  const subjects = places.flatMap((place): CodeSubject[] => {
    const name = lastName(place);
    const lower = name.toLowerCase();
    if (lower.length < 2) return [];
    if (bare === lower || bare === `${lower}s` || `${bare}s` === lower) return [{ place, by: 'exact' }];
    // `InvalidBillType` may well be about something else than `Type`; `InvalidTagKey` is about `Tag.N.Key`.
    const isEnd = bare.endsWith(lower) && bare !== place.replaceAll(/\.N(?=\.|$)|\./g, '').toLowerCase();
    if (lower.length >= 4 && flat.includes(lower)) return [{ place, by: isEnd ? 'end' : 'code' }];
    if (mentions(row.message, name)) return [{ place, by: 'message' }];
    return [];
  });
  if (!subjects.some(({ by }) => by !== 'message')) subjects.unshift(...subjectsByEnd(bare, places));
  const rank = ['exact', 'code', 'end', 'message'] as const;
  // Of two names in one code the longer one is meant: `TemplateName` holds `Name`.
  const sorted = subjects.toSorted(
    (a, b) => rank.indexOf(a.by) - rank.indexOf(b.by) || lastName(b.place).length - lastName(a.place).length,
  );
  const [best] = sorted;
  const chosen = sorted.filter(
    ({ place, by }) =>
      by === best?.by && lastName(place).toLowerCase() === lastName(best.place).toLowerCase(),
  );
  return { ...row, kind: kindOf(row), subjects: chosen };
}

/** `MissingTemplate` is about `TranscodeTemplates` where no other parameter ends so. */
function subjectsByEnd(bare: string, places: readonly string[]): readonly CodeSubject[] {
  if (bare.length < 5) return [];
  const fitting = places.filter((place) => {
    const name = lastName(place).toLowerCase();
    return name.endsWith(bare) || name.endsWith(`${bare}s`);
  });
  const names = new Set(fitting.map(lastName));
  return names.size === 1 ? fitting.map((place) => ({ place, by: 'code' })) : [];
}

function mentions(message: string, name: string): boolean {
  return new RegExp(
    String.raw`(?<![A-Za-z0-9])${name.replaceAll(/[^\w]/g, '.')}(?![A-Za-z0-9])`,
    name.length < 5 ? '' : 'i',
  ).test(message);
}

export function lastName(place: string): string {
  return place.split('.').findLast((step) => step !== 'N') ?? place;
}
