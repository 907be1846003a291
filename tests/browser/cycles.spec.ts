import type { BrowserContext, Page } from "@playwright/test";
import { createChance } from "./support/chance.ts";
import type { Passed } from "./support/line.ts";
import { expect, type Mode, modes, signUp, test, type World } from "./support/world.ts";

const cycles = Number(process.env["CARDEA_CYCLES"] ?? 8);
const tabs = 10;

// An answer that is lost takes one more refresh. Among a few expiries, that counts for more.
const bar = cycles >= 100 ? 1.2 : 1.6;

test.use({ settings: { Cardea__Cookies__RotateAfter: "00:05:00" } });

/** Of ten tabs whose tokens expire together, again and again, none is signed out. */
for (const mode of modes) {
  test(`${tabs} tabs stay signed in through ${cycles} expiries in mode ${mode}`, async ({ context, world }) => {
    const tally = await live(context, world, mode);
    console.log(`${mode}: ${JSON.stringify(tally)}`);
    expect(tally.signedOut).toBe(0);
    expect(tally.refreshesPerCycle).toBeLessThanOrEqual(bar);
  });
}

const live = async (context: BrowserContext, world: World, mode: Mode) => {
  const chance = createChance(20261128);
  const pages: Page[] = [];
  const open = async (): Promise<Page> => world.open(context, mode);
  pages.push(await open());
  await signUp(pages[0]!);
  while (pages.length < tabs) {
    pages.push(await open());
  }

  const { line } = world;
  let lost = 0;
  let late = 0;
  line.fate = () => {
    const drawn = chance();
    lost += Number(drawn < 0.025);
    late += Number(drawn >= 0.025 && drawn < 0.05);
    return drawn < 0.025 ? "lost" : drawn < 0.05 ? "late" : "arrives";
  };
  line.delay = () => 200 + chance() * 1_500;
  line.passed.length = 0;

  let signedOut = 0;
  let killed = 0;
  let restarts = 0;
  for (let cycle = 1; cycle <= cycles; cycle++) {
    await world.expire();
    const waking = Promise.allSettled(pages.map((page) => page.evaluate(() => window.tab.untilAnswered())));

    // Every fifth time a tab dies while it refreshes, and every eighth time the server does.
    if (cycle % 5 === 0) {
      const [victim] = pages.splice(Math.floor(chance() * pages.length), 1);
      await victim!.close();
      killed++;
    }
    if (cycle % 8 === 0) {
      await world.server.restart(300);
      restarts++;
    }
    const answers = await waking;
    signedOut += answers.filter((answer) => answer.status === "fulfilled" && answer.value === "signed out").length;
    while (pages.length < tabs) {
      pages.push(await open());
    }
  }

  for (const page of pages) {
    const states = await page.evaluate(() => window.tab.states);
    signedOut += states.filter((state, index) => state === "signedOut" && index > 1).length;
  }
  const refreshes = mode === "cookie" ? moves(line.passed) : line.count(isRefresh);

  // With the access token in memory only, a tab that opens needs one of its own.
  const opened = mode === "refreshCookie" ? killed : 0;
  return { cycles, signedOut, refreshesPerCycle: (refreshes - opened) / cycles, requests: line.passed.length, lost, late, killed, restarts };
};

const isRefresh = ({ path, status }: Passed): boolean => path === "/auth/refresh-token" && status === 200;

// With cookies, any request may refresh in place. What counts is that the generation moves: a refresh cookie that was not there.
const moves = (passed: readonly Passed[]): number => {
  const values = passed.flatMap(({ cookies }) => cookies.map((cookie) => cookie.split(";")[0]!)).filter((cookie) => /^cardea-\d+=/.test(cookie));
  return new Set(values).size;
};
