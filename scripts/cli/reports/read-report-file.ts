/** Reports that an earlier run wrote. */
import { readFile } from 'node:fs/promises';
import { readReports } from '../../../conformance/report/read-report.ts';
import type { Report } from '../../../conformance/report/report.ts';
import { UsageError } from '../exit.ts';
import { reasonOf } from '../../../contract/text/reason.ts';

/** The reports of a file of `--report json=FILE`: one, or one for each operation. Throws UsageError for any other file. */
export async function readReportFile(file: string): Promise<readonly Report[]> {
  try {
    return readReports(JSON.parse(await readFile(file, 'utf8')));
  } catch (cause) {
    const reason = reasonOf(cause);
    throw new UsageError(
      `Failed to read "${file}": ${reason}. Name a report that was written by --report json=FILE.`,
      { cause },
    );
  }
}
