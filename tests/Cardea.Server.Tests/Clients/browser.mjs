// A browser that is driven by lines of JSON, each a command, and answers each with one. It ends with its input: browser.mjs <program> <profile>
import { createInterface } from 'node:readline'
import { chromium } from 'playwright-core'

const [executablePath, profile] = process.argv.slice(2)
const context = await chromium.launchPersistentContext(profile, {
  executablePath,
  args: [
    '--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
    '--disable-background-networking', '--disable-component-update', '--disable-sync',
  ],
})
const [page] = context.pages()
const devtools = await context.newCDPSession(page)
await devtools.send('WebAuthn.enable')

// What a failure may come from: scripts that fail, and what a content security policy forbids.
const complaints = []
page.on('console', message => message.type() === 'error' && complaints.push(message.text()))
page.on('pageerror', error => complaints.push(String(error)))

const commands = {
  open: async ({ url }) => (await page.goto(url))?.status() ?? null,
  url: () => page.url(),
  click: ({ selector }) => page.click(selector),
  fill: ({ selector, value }) => page.fill(selector, value),
  text: ({ selector }) => page.innerText(selector),
  cookies: () => context.cookies(),
  screenshot: async ({ path }) => void (await page.screenshot({ path, fullPage: true })),

  // Not page.evaluate, whose eval a content security policy would forbid.
  async evaluate({ script, argument }) {
    const expression = `(async argument => {\n${script}\n})(${JSON.stringify(argument)})`
    const { result, exceptionDetails } = await devtools.send('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true, userGesture: true })
    if (exceptionDetails) {
      throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text)
    }

    return result.value
  },

  async authenticator({ options }) {
    const { authenticatorId } = await devtools.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true,
        automaticPresenceSimulation: true, ...options,
      },
    })
    return authenticatorId
  },
  removeAuthenticator: async ({ authenticatorId }) => void (await devtools.send('WebAuthn.removeVirtualAuthenticator', { authenticatorId })),
  credentials: async ({ authenticatorId }) => (await devtools.send('WebAuthn.getCredentials', { authenticatorId })).credentials,
  addCredential: async ({ authenticatorId, credential }) => void (await devtools.send('WebAuthn.addCredential', { authenticatorId, credential })),
}

process.stdin.on('end', async () => {
  await context.close()
  process.exit()
})
console.log(JSON.stringify({ value: context.browser()?.version() ?? null }))
for await (const line of createInterface({ input: process.stdin })) {
  const { command, ...options } = JSON.parse(line)
  const answer = await Promise.resolve(options).then(commands[command]).then(
    value => ({ value: value ?? null }),
    error => ({ error: [error.message, ...complaints].join('\n') }),
  )
  console.log(JSON.stringify(answer))
}
