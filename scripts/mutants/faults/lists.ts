/** Faulty reading of the lists: one list, one entry or one format checked and the rest overlooked. */
import { repeatsFormat } from '../reference/checks.ts';
import type { DocumentedCode } from '../reference/errors.ts';
import { inCategory, kebab } from './fault.ts';
import type { SeededFault, FaultRow } from './fault.ts';
import { entriesOf } from '../reference/record-config.ts';
import type { FormatEntry, RecordConfig } from '../reference/record-config.ts';
import { choosing, refusing, replacing, seeing, withoutRule } from '../reference/variations.ts';

type ListView = (config: RecordConfig) => RecordConfig;

function viewEntries(
  select: (entries: readonly FormatEntry[], list: string) => readonly FormatEntry[],
): ListView {
  return (config) => ({
    ...config,
    RecordFormat: select(config.RecordFormat, 'RecordFormat'),
    TranscodeRecordFormat: select(config.TranscodeRecordFormat, 'TranscodeRecordFormat'),
  });
}

/** The codes for what is wrong with a single entry of a format list. */
export const entryCodes: readonly DocumentedCode[] = [
  'InvalidFormat.Malformed',
  'InvalidCycleDuration.Malformed',
  'InvalidSliceDuration.Malformed',
  'MissingOssObjectPrefix',
  'MissingSliceOssObjectPrefix',
  'InvalidOssObjectPrefix.Malformed',
  'InvalidSliceOssObjectPrefix.Malformed',
];

const sliceCodes = entryCodes.filter((code) => code.includes('Slice'));

interface Oversight {
  readonly where: string;
  readonly describe: string;
  readonly codes: readonly DocumentedCode[];
  readonly view: ListView;
}

const oversights: readonly Oversight[] = [
  {
    where: 'record-format-only',
    describe: 'entries of RecordFormat only',
    codes: [...entryCodes, 'InvalidFormat.IllegalOperation'],
    view: viewEntries((entries, list) => (list === 'RecordFormat' ? entries : [])),
  },
  {
    where: 'transcode-record-format-only',
    describe: 'entries of TranscodeRecordFormat only',
    codes: [...entryCodes, 'InvalidFormat.IllegalOperation'],
    view: viewEntries((entries, list) => (list === 'TranscodeRecordFormat' ? entries : [])),
  },
  {
    where: 'first-entry-only',
    describe: 'the first entry of each list only',
    codes: entryCodes,
    view: viewEntries((entries) => entries.slice(0, 1)),
  },
  {
    where: 'last-entry-only',
    describe: 'the last entry of each list only',
    codes: entryCodes,
    view: viewEntries((entries) => entries.slice(-1)),
  },
  {
    where: 'm3u8-only',
    describe: 'entries of format m3u8 only and none of cmaf',
    codes: sliceCodes,
    view: viewEntries((entries) => entries.filter((entry) => entry.Format !== 'cmaf')),
  },
  {
    where: 'cmaf-only',
    describe: 'entries of format cmaf only and none of m3u8',
    codes: sliceCodes,
    view: viewEntries((entries) => entries.filter((entry) => entry.Format !== 'm3u8')),
  },
  {
    where: 'mp4-overlooked',
    describe: 'every entry but those of format mp4',
    codes: ['MissingOssObjectPrefix', 'InvalidOssObjectPrefix.Malformed', 'InvalidCycleDuration.Malformed'],
    view: viewEntries((entries) => entries.filter((entry) => entry.Format !== 'mp4')),
  },
];

const overlooked: FaultRow[] = oversights.flatMap(({ where, describe, codes, view }) =>
  codes.map((code) => ({
    name: `${kebab(code)}-${where}`,
    breaks: code,
    describe: `Looks for ${code} in ${describe}.`,
    apply: seeing(code, view),
  })),
);

function viewTemplates(select: (templates: readonly string[]) => readonly string[]): ListView {
  return (config) => ({ ...config, TranscodeTemplates: select(config.TranscodeTemplates) });
}

const templates: FaultRow[] = [
  {
    name: 'raw-first-template-only',
    breaks: 'InvalidTemplate.ForbidRaw',
    describe: 'Looks for raw in the first template only.',
    apply: seeing(
      'InvalidTemplate.ForbidRaw',
      viewTemplates((all) => all.slice(0, 1)),
    ),
  },
  {
    name: 'raw-last-template-only',
    breaks: 'InvalidTemplate.ForbidRaw',
    describe: 'Looks for raw in the last template only.',
    apply: seeing(
      'InvalidTemplate.ForbidRaw',
      viewTemplates((all) => all.slice(-1)),
    ),
  },
  {
    name: 'raw-alone-only',
    breaks: 'InvalidTemplate.ForbidRaw',
    describe: 'Refuses raw only where it is the one template.',
    apply: replacing('template-not-raw', (config) => config.TranscodeTemplates.join() === 'raw'),
  },
  {
    name: 'raw-as-a-part-refused',
    breaks: 'accepts',
    also: ['InvalidTemplate.ForbidRaw'],
    describe: 'Refuses every template whose name contains raw, such as drawing.',
    apply: replacing('template-not-raw', (config) =>
      config.TranscodeTemplates.some((template) => template.includes('raw')),
    ),
  },
  {
    name: 'template-always-required',
    breaks: 'accepts',
    also: ['MissingTemplate'],
    describe: 'Answers MissingTemplate where nothing is recorded of transcoded streams.',
    apply: replacing('template-required', (config) => config.TranscodeTemplates.length === 0),
  },
  {
    name: 'template-required-alone',
    breaks: 'MissingTemplate',
    describe: 'Requires a template only where RecordFormat is absent.',
    apply: replacing(
      'template-required',
      (config) =>
        config.RecordFormat.length === 0 &&
        config.TranscodeRecordFormat.length > 0 &&
        config.TranscodeTemplates.length === 0,
    ),
  },
];

function repeatsNeighbour(entries: readonly FormatEntry[]): boolean {
  return entries.some((entry, i) => i > 0 && entry.Format === entries[i - 1]?.Format);
}

function repeatsWholeEntry(entries: readonly FormatEntry[]): boolean {
  return new Set(entries.map((entry) => JSON.stringify(entry))).size < entries.length;
}

function repeatsIn(entries: readonly FormatEntry[], formats: readonly string[]): boolean {
  return repeatsFormat(entries.filter((entry) => formats.includes(entry.Format ?? '')));
}

function inEitherList(repeats: (entries: readonly FormatEntry[]) => boolean) {
  return (config: RecordConfig): boolean =>
    repeats(config.RecordFormat) || repeats(config.TranscodeRecordFormat);
}

const repetition: FaultRow[] = [
  {
    name: 'repeated-format-neighbours-only',
    breaks: 'InvalidFormat.IllegalOperation',
    describe: 'Sees a repeated format only in entries next to each other.',
    apply: replacing('format-once', inEitherList(repeatsNeighbour)),
  },
  {
    name: 'repeated-format-whole-entries-only',
    breaks: 'InvalidFormat.IllegalOperation',
    describe: 'Sees a repeated format only where all of the entry is repeated.',
    apply: replacing('format-once', inEitherList(repeatsWholeEntry)),
  },
  {
    name: 'repeated-format-sliced-only',
    breaks: 'InvalidFormat.IllegalOperation',
    describe: 'Sees a repeated m3u8 or cmaf, but not a repeated mp4 or flv.',
    apply: replacing(
      'format-once',
      inEitherList((entries) => repeatsIn(entries, ['m3u8', 'cmaf'])),
    ),
  },
  {
    name: 'repeated-format-across-lists',
    breaks: 'accepts',
    also: ['InvalidFormat.IllegalOperation'],
    describe: 'Refuses a format that RecordFormat and TranscodeRecordFormat both name, as the page does.',
    apply: replacing('format-once', (config) => repeatsFormat(entriesOf(config))),
  },
  {
    name: 'several-formats-refused',
    breaks: 'accepts',
    also: ['InvalidFormat.IllegalOperation'],
    describe: 'Refuses a second entry of a list whatever its format.',
    apply: replacing(
      'format-once',
      inEitherList((entries) => entries.length > 1),
    ),
  },
];

const formatsRefused: FaultRow[] = ['m3u8', 'flv', 'mp4', 'cmaf'].map((format) => ({
  name: `${format}-unknown`,
  breaks: 'accepts',
  also: ['InvalidFormat.Malformed'],
  describe: `Does not know the format ${format}.`,
  apply: refusing('InvalidFormat.Malformed', (config) =>
    entriesOf(config).some((entry) => entry.Format === format),
  ),
}));

const codeless: FaultRow[] = [
  {
    name: 'neither-format-list-accepted',
    breaks: 'MissingRecordFormat',
    describe: 'Accepts a call with neither RecordFormat nor TranscodeRecordFormat.',
    apply: choosing({ neitherFormatList: 'accepted' }),
  },
  {
    name: 'any-on-demand-accepted',
    breaks: 'InvalidOnDemand',
    describe: 'Accepts any OnDemand.',
    apply: withoutRule('on-demand-value'),
  },
  {
    name: 'slices-demanded-of-mp4',
    breaks: 'accepts',
    also: ['MissingSliceOssObjectPrefix'],
    describe: 'Demands slice parameters of mp4 as well.',
    apply: refusing('MissingSliceOssObjectPrefix', (config) =>
      entriesOf(config).some((entry) => entry.Format === 'mp4' && entry.SliceOssObjectPrefix === undefined),
    ),
  },
];

export const listFaults: readonly SeededFault[] = [
  ...inCategory('part of a list overlooked', overlooked),
  ...inCategory('templates misread', templates),
  ...inCategory('forbidden without a code', codeless),
  ...inCategory('formats misread', [...repetition, ...formatsRefused]),
];
