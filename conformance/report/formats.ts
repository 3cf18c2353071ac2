/** Every form that a report can be written in, by the name that `--report` takes. */
import { refuseUnknownOptions } from '../../contract/text/options.ts';
import { toBadge } from './formats/badge.ts';
import type { Report } from './report.ts';
import { toHtml, type HtmlOptions } from './html/report.ts';
import { toJunit, type JunitOptions } from './formats/junit.ts';
import { toMarkdown } from './formats/markdown.ts';
import { printableJson } from './printable-report.ts';
import { toSarif, type SarifOptions } from './formats/sarif.ts';

/** What only the caller can know; each format takes what concerns it. */
export interface FormatOptions extends HtmlOptions, JunitOptions, SarifOptions {}

/** The name of a format. */
export type ReportFormat = 'json' | 'junit' | 'html' | 'markdown' | 'sarif' | 'badge';

/**
 * Writes a report, by the name of the format.
 *
 *     const write = (report: Report): Promise<void> => writeFile('report.xml', reportFormats.junit(report));
 */
export const reportFormats: Readonly<
  Record<ReportFormat, (report: Report, options?: FormatOptions) => string>
> = {
  json: strict(printableJson),
  junit: strict(toJunit),
  html: strict(toHtml),
  markdown: strict(toMarkdown),
  sarif: strict(toSarif),
  badge: strict(toBadge),
};

/** Throws MisuseError for an option that no format has. */
function strict(write: (report: Report, options?: FormatOptions) => string): typeof write {
  return (report, options = {}) => {
    refuseUnknownOptions<FormatOptions>('write a report', options, {
      sentences: true,
      command: true,
      times: true,
      contractPath: true,
      lineOf: true,
    });
    return write(report, options);
  };
}

/**
 * Whether there is a format of this name.
 *
 *     console.log(isReportFormat('junit'));
 */
export function isReportFormat(name: string): name is ReportFormat {
  return Object.hasOwn(reportFormats, name);
}
