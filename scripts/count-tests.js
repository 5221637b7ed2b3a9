// Prints 'N passed, N failed' of vitest's JSON report: node scripts/count-tests.js <report> <vitest's exit code>
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

/**
 * A file that could not be imported, or whose hook failed, has no failed test of its own: it counts as one. So does a
 * run that failed outside all files (an error nobody caught).
 * @param {{numPassedTests: number, numFailedTests: number, testResults: {status: string, assertionResults: {status: string}[]}[]}} report
 * @param {number} exitCode
 */
export function countTests(report, exitCode) {
  const brokenFiles = report.testResults.filter(
    (file) => file.status === 'failed' && file.assertionResults.every((test) => test.status !== 'failed'),
  ).length;
  const failed = report.numFailedTests + brokenFiles;
  return { passed: report.numPassedTests, failed: exitCode === 0 ? failed : Math.max(1, failed) };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const [, , path = '', exitCode = '0'] = process.argv;
  let counts = { passed: 0, failed: 1 };
  try {
    counts = countTests(JSON.parse(readFileSync(path, 'utf8')), Number(exitCode));
  } catch (error) {
    console.error(`no report of the tests: ${error instanceof Error ? error.message : error}`);
  }
  console.log(`${counts.passed} passed, ${counts.failed} failed`);
}
