/** Reading a request: query, form and headers become one call, whichever client sent it. */

export type Parameters = ReadonlyMap<string, string>;

export type ReadSent = (request: Request) => Promise<Parameters>;

export interface ReferenceCall {
  readonly method: string;
  /** Undefined when neither a parameter nor the x-acs-action header names one. */
  readonly action: string | undefined;
  /** The access key id the call was made with; `anonymous` without one. */
  readonly account: string;
  readonly parameters: Parameters;
}

/** Query and form together, since clients put the same parameters in either. The form wins. */
export const readQueryAndForm: ReadSent = async (request) =>
  new Map([...readQuery(request), ...(await readForm(request))]);

export function readQuery(request: Request): [string, string][] {
  return [...new URL(request.url).searchParams];
}

export async function readForm(request: Request): Promise<[string, string][]> {
  if (!isForm(request)) return [];
  return [...new URLSearchParams(await request.text())];
}

function isForm(request: Request): boolean {
  return request.headers.get('content-type')?.startsWith('application/x-www-form-urlencoded') ?? false;
}

export async function readCall(
  request: Request,
  readParameters: ReadSent,
  emptyMeansAbsent: boolean,
): Promise<ReferenceCall> {
  const sent = await readParameters(request);
  const parameters = emptyMeansAbsent ? new Map([...sent].filter(([, value]) => value !== '')) : sent;
  return {
    method: request.method,
    action: parameters.get('Action') ?? request.headers.get('x-acs-action') ?? undefined,
    account: parameters.get('AccessKeyId') ?? readCredential(request) ?? 'anonymous',
    parameters,
  };
}

function readCredential(request: Request): string | undefined {
  return /^ACS3-\S+ .*?Credential=([^,\s]+)/.exec(request.headers.get('authorization') ?? '')?.[1];
}
