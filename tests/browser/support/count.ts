import type { FullResult, Reporter, TestCase, TestResult } from "@playwright/test/reporter";

/** Ends the output with why tests were skipped, and with one line that counts: `N passed, N failed`. */
export default class Count implements Reporter {
  private readonly failed = new Set<string>();
  private readonly all = new Set<string>();
  private readonly reasons = new Set<string>();

  onTestEnd(test: TestCase, result: TestResult): void {
    if (result.status === "skipped") {
      test.annotations.forEach(({ description }) => this.reasons.add(description ?? test.title));
      return;
    }
    this.all.add(test.id);
    if (result.status !== test.expectedStatus) {
      this.failed.add(test.id);
    }
  }

  onEnd(result: FullResult): void {
    // A run that breaks off before its first test is a failure too.
    const failed = Math.max(this.failed.size, Number(result.status !== "passed"));
    this.reasons.forEach((reason) => console.log(`skipped: ${reason}`));
    console.log(`${this.all.size - this.failed.size} passed, ${failed} failed`);
  }

  printsToStdio(): boolean {
    return false;
  }
}
